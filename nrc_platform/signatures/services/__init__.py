"""What people do in rounds of signatures, and through links: one function per act, journalled."""

from nrc_platform.signatures.services.accounts import account_link, find_account_link
from nrc_platform.signatures.services.circuit import SIGN, complete_request, present
from nrc_platform.signatures.services.codes import (
    end_session,
    live_session,
    request_code,
    verify_code,
)
from nrc_platform.signatures.services.links import (
    find_link,
    issue_link,
    link_path,
    revoke_links,
)
from nrc_platform.signatures.services.names import send_copy_link
from nrc_platform.signatures.services.online import (
    ACCOUNT,
    approve_delegate,
    ask_change,
    decline_online,
    is_session_of,
    open_act,
    propose_delegate,
    refuse_delegate,
    sign_online,
)
from nrc_platform.signatures.services.reminders import remind_due, remind_signer
from nrc_platform.signatures.services.renewal import renew_link
from nrc_platform.signatures.services.rounds import (
    expire_requests,
    open_request,
    void_request,
)
from nrc_platform.signatures.services.signers import (
    correct_signer_address,
    decline,
    record_paper,
    replace_signer,
)

__all__ = [
    "ACCOUNT",
    "SIGN",
    "account_link",
    "approve_delegate",
    "ask_change",
    "complete_request",
    "correct_signer_address",
    "decline",
    "decline_online",
    "end_session",
    "expire_requests",
    "find_account_link",
    "find_link",
    "is_session_of",
    "issue_link",
    "link_path",
    "live_session",
    "open_act",
    "open_request",
    "present",
    "propose_delegate",
    "record_paper",
    "refuse_delegate",
    "remind_due",
    "remind_signer",
    "renew_link",
    "replace_signer",
    "request_code",
    "revoke_links",
    "send_copy_link",
    "sign_online",
    "verify_code",
    "void_request",
]
