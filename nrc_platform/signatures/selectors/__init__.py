"""Reads of rounds, one module per use."""

from nrc_platform.signatures.selectors.chains import chains, check_consents, check_evidence
from nrc_platform.signatures.selectors.proof import (
    evidence_of,
    final_fact,
    names_of,
    proof_file,
    signature_facts,
    standing_of,
)
from nrc_platform.signatures.selectors.reminders import (
    Asked,
    ReminderEffect,
    SignerTrace,
    overdue_requests,
    remindable,
    reminder_effect,
    signer_traces,
)
from nrc_platform.signatures.selectors.waiting import (
    ASKED,
    account_signers,
    asked_signers,
    companions,
    relay_of,
    signed_counts,
)

__all__ = [
    "ASKED",
    "Asked",
    "ReminderEffect",
    "SignerTrace",
    "account_signers",
    "asked_signers",
    "chains",
    "check_consents",
    "check_evidence",
    "companions",
    "evidence_of",
    "final_fact",
    "names_of",
    "overdue_requests",
    "proof_file",
    "relay_of",
    "remindable",
    "reminder_effect",
    "signature_facts",
    "signed_counts",
    "signer_traces",
    "standing_of",
]
