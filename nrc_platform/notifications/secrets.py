"""Codes and links of mails: encrypted beside the row, erased once sent."""

import base64
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"notifications: secrets of mails"


def _lock() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(
        settings.LINK_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


def placeholder(name: str) -> str:
    """Return what stands for a secret in the row."""
    return f"{{secret:{name}}}"


def seal(secrets: Mapping[str, str]) -> str:
    """Return the secrets encrypted, or nothing when there is none."""
    if not secrets:
        return ""
    return _lock().encrypt(json.dumps(dict(secrets)).encode()).decode("ascii")


def unseal(sealed: str) -> dict[str, str]:
    """Return the secrets in clear."""
    if not sealed:
        return {}
    opened: dict[str, str] = json.loads(_lock().decrypt(sealed.encode("ascii")))
    return opened


def fill(text: str, secrets: Mapping[str, str]) -> str:
    """Return the text with its secrets in place."""
    for name, value in secrets.items():
        text = text.replace(placeholder(name), value)
    return text
