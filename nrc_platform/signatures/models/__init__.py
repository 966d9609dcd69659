"""Rows of signing, one module per aggregate."""

from nrc_platform.signatures.models.link import (
    MAX_ATTEMPTS,
    AccessLink,
    AccessLinkQuerySet,
    Challenge,
    LinkSession,
)
from nrc_platform.signatures.models.request import Signer, SignerQuerySet, SigningRequest

__all__ = [
    "MAX_ATTEMPTS",
    "AccessLink",
    "AccessLinkQuerySet",
    "Challenge",
    "LinkSession",
    "Signer",
    "SignerQuerySet",
    "SigningRequest",
]
