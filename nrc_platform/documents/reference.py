"""The reference printed on a document: ten signs nobody confuses, the last one a check."""

import re
import secrets

# Crockford's base 32: no I, L, O nor U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_LENGTH = 10
_CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0"})


def _times_alpha(value: int) -> int:
    """Multiply by the generator of GF(32)."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def check_sign(body: str) -> str:
    """Return the check: any one wrong sign, or two neighbours swapped, changes it."""
    total = 0
    for sign in body:
        total = _times_alpha(total ^ _VALUES[sign])
    return ALPHABET[total]


def draw() -> str:
    """Return a new reference of ten signs, drawn at random."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH - 1))
    return body + check_sign(body)


def group(reference: str) -> str:
    """Return « 7KQM-2FXD-9P »."""
    return f"{reference[:4]}-{reference[4:8]}-{reference[8:]}"


def parse(text: str) -> str | None:
    """Return the ten signs of what somebody typed, or nothing when it cannot be a reference."""
    signs = re.sub(r"[\s\-–.]", "", text).upper().translate(_CONFUSED)
    if len(signs) != _LENGTH or any(sign not in _VALUES for sign in signs):
        return None
    return signs if check_sign(signs[:-1]) == signs[-1] else None
