"""Rows of signing, one module per aggregate."""

from nrc_platform.signatures.models.link import AccessLink, Challenge, LinkSession
from nrc_platform.signatures.models.request import Signer, SigningRequest

__all__ = ["AccessLink", "Challenge", "LinkSession", "Signer", "SigningRequest"]
