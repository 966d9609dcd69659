"""What every printed sheet of stages shares: its frame, its rows, its boxes to sign."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from internships.facts.frozen import Frozen
from internships.facts.parts import SignerFact
from nrc_platform.documents.qr import qr_svg


@dataclass(frozen=True)
class Item:
    """A row of a table: what it is called, what it says, the words that open it in bold."""

    label: str
    text: str
    strong: str = ""


def sheet_context(reference: str, address: str) -> dict[str, Any]:
    """Return what the frame of a sheet prints: QR, address in words, reference."""
    return {
        "qr": qr_svg(address),
        "address": address.split("?", 1)[0].split("//", 1)[-1].rstrip("/"),
        "reference": reference,
    }


def signer_rows(signers: Sequence[SignerFact]) -> list[list[SignerFact | None]]:
    """Return the boxes two by two; the last row may hold one."""
    padded: list[SignerFact | None] = [*signers]
    if len(padded) % 2:
        padded.append(None)
    return [padded[at : at + 2] for at in range(0, len(padded), 2)]


def identifier(facts: Frozen) -> bytes:
    """Return the identifier of the file: of the facts alone."""
    return hashlib.sha256(facts.sha256.encode()).digest()[:16]
