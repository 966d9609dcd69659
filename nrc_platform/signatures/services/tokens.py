"""Links, codes and cookies: drawn at random, kept as keyed hashes only."""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

CODE_LENGTH = 6


def _key(purpose: str) -> bytes:
    """Return a key of its own for each use, derived from the key of links, never the site's."""
    info = f"signatures: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(
        settings.LINK_KEY.encode()
    )


def key_id() -> str:
    """Return the name of the key in use, kept with each link so that the key can be changed."""
    return hashlib.sha256(_key("key id")).hexdigest()[:8]


def hashed(purpose: str, *parts: str) -> str:
    """Return the keyed hash of the parts, good for that purpose only."""
    message = "\0".join(parts).encode(errors="replace")
    return hmac.new(_key(purpose), message, hashlib.sha256).hexdigest()


def draw_token() -> str:
    """Draw what nobody guesses: 256 bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def draw_code() -> str:
    """Draw six digits, those that begin with zeros included."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"


def is_same(one: str, other: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(one, other)
