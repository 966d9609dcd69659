"""The NRC-2003 file read once for the tests that compare it with the requirements."""

from functools import cache
from pathlib import Path
from typing import Any

from curriculum.rules.diploma import Diploma, EpreuveSource, TreeNode, read_diploma

FILE = Path(__file__).resolve().parents[2] / "curriculum" / "data" / "nrc-2003.yaml"


@cache
def diploma() -> Diploma:
    """Return the diploma of the file."""
    return read_diploma(FILE.read_text(encoding="utf-8"))


@cache
def savoirs() -> dict[str, TreeNode]:
    """Return the savoirs by code, in the order of the file."""
    return {node.code: node for node in diploma().savoirs}


@cache
def competences() -> dict[str, TreeNode]:
    """Return the competences by code, in the order of the file."""
    return {node.code: node for node in diploma().competences}


@cache
def epreuves() -> dict[str, EpreuveSource]:
    """Return the épreuves by code, in the order of the file."""
    return {epreuve.code: epreuve for epreuve in diploma().epreuves}


def fields(code: str) -> dict[str, Any]:
    """Return the terms of an épreuve."""
    return epreuves()[code].fields


def deepest(printed: list[Any]) -> list[str]:
    """Return the deepest printed codes of a list, in the order they are printed."""
    return [line.code for line in printed if line.deepest]


def flat(bullets: list[dict[str, Any]]) -> list[str]:
    """Return every text of some bullets, nested ones after the bullet that holds them."""
    return [text for bullet in bullets for text in (bullet["text"], *bullet["items"])]
