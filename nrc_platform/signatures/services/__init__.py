"""What people do in rounds of signatures, and through links: one function per act, journalled."""

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
from nrc_platform.signatures.services.rounds import (
    attach_document,
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
    "attach_document",
    "correct_signer_address",
    "decline",
    "end_session",
    "expire_requests",
    "find_link",
    "issue_link",
    "link_path",
    "live_session",
    "open_request",
    "record_paper",
    "replace_signer",
    "request_code",
    "revoke_links",
    "verify_code",
    "void_request",
]
