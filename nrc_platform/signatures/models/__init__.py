"""Rows of signing, one module per aggregate."""

from nrc_platform.signatures.models.consent import ConsentText
from nrc_platform.signatures.models.delegation import Delegation
from nrc_platform.signatures.models.evidence import Evidence, EvidenceValue
from nrc_platform.signatures.models.link import (
    MAX_ATTEMPTS,
    AccessLink,
    AccessLinkQuerySet,
    Challenge,
    LinkSession,
)
from nrc_platform.signatures.models.reminder import Reminder
from nrc_platform.signatures.models.request import Signer, SignerQuerySet, SigningRequest

__all__ = [
    "MAX_ATTEMPTS",
    "AccessLink",
    "AccessLinkQuerySet",
    "Challenge",
    "ConsentText",
    "Delegation",
    "Evidence",
    "EvidenceValue",
    "LinkSession",
    "Reminder",
    "Signer",
    "SignerQuerySet",
    "SigningRequest",
]
