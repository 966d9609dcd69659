"""Text people type: cleaned of what harms a page or a PDF, never of a letter."""

import re
import unicodedata
from itertools import groupby

from django.core.exceptions import ValidationError

MAX_COMBINING_MARKS = 4
UNBROKEN_RUN = 60
ZERO_WIDTH_SPACE = "\u200b"
# Bidi controls and marks (they reverse what is read), then other invisible format characters.
_INVISIBLE = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2060-\u2064\u206a-\u206f\ufeff\u00ad\u180e]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# The layout of print measures all that follows the last space, for each line: 12,000 signs without
# one took 70 s. Cut in pieces, they take the time of as many words.
PIECE = 240
_LONG_RUN = re.compile(rf"([^\s{ZERO_WIDTH_SPACE}]{{{UNBROKEN_RUN}}})(?=\S)")


def fold(text: str) -> str:
    """Return the text without case nor accents, for comparing and searching."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().replace("’", "'").split())


def clean_text(text: str) -> str:
    """
    Return the text in NFC, lines ended by \\n, without controls, bidi marks and stacked accents.

    At most four combining marks in a row are kept: 100,000 of them took 51 s to lay out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = unicodedata.normalize("NFC", text)
    text = _CONTROLS.sub("", _INVISIBLE.sub("", text))
    kept: list[str] = []
    for is_mark, run in groupby(text, key=lambda char: unicodedata.combining(char) != 0):
        chars = list(run)
        kept.extend(chars[:MAX_COMBINING_MARKS] if is_mark else chars)
    return "".join(kept).rstrip()


def check_length(text: str, *, max_chars: int, max_lines: int) -> None:
    """Raise `ValidationError` when the text has too many characters or lines."""
    if len(text) > max_chars:
        limit, actual = f"{max_chars:,}".replace(",", " "), f"{len(text):,}".replace(",", " ")
        raise ValidationError(
            f"Ce texte compte {actual} caractères ; la limite est de {limit}. Raccourcissez-le.",
            code="too_long",
        )
    lines = text.count("\n") + 1
    if lines > max_lines:
        raise ValidationError(
            f"Ce texte compte {lines} lignes ; la limite est de {max_lines}. Réunissez-en.",
            code="too_many_lines",
        )


def breakable(text: str) -> str:
    """Put a zero-width space after each 60 unbroken characters, so that a page can break them."""
    return _LONG_RUN.sub(rf"\1{ZERO_WIDTH_SPACE}", text)


def pieces_of(text: str) -> tuple[str, ...]:
    """Return a line of text in pieces short enough to lay out, every sign kept."""
    if all(len(run) <= PIECE for run in text.split(" ")):
        return (text,)
    return tuple(
        f"{text[start : start + PIECE]}{ZERO_WIDTH_SPACE}" for start in range(0, len(text), PIECE)
    )
