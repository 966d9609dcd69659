"""Finding words in official texts without accents nor case, and comparing printed labels."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from nrc_platform.core.text import fold

_ARTICLE = re.compile(r"^(?:le |la |les |l')")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def _fold_char(char: str) -> str:
    if char in "’‘":
        return "'"
    if char.isspace():
        return " "
    char = {"œ": "oe", "Œ": "oe"}.get(char, char)
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(part for part in decomposed if not unicodedata.combining(part)).casefold()


def words_of(query: str) -> list[str]:
    """Return the folded words of a query, longest first so that a short one hides none."""
    return sorted(set(fold(query).split()), key=lambda word: (-len(word), word))


def matches(text: str, words: list[str]) -> bool:
    """Return whether the text holds every word of the query."""
    folded = fold(text)
    return bool(words) and all(word in folded for word in words)


def texts_of(bullets: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the texts of bullets, nested ones after the one that holds them."""
    for bullet in bullets:
        yield bullet["text"]
        yield from bullet["items"]


def spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Return where the words stand in the text as start and end, in order, without overlap."""
    folded, origin = "", []
    for index, char in enumerate(text):
        bare = _fold_char(char)
        folded += bare
        origin.extend([index] * len(bare))
    found: list[tuple[int, int]] = []
    for word in words:
        start = folded.find(word)
        while start >= 0:
            end = start + len(word)
            first, last = origin[start], origin[end - 1] + 1
            if all(last <= low or first >= high for low, high in found):
                found.append((first, last))
            start = folded.find(word, end)
    return sorted(found)


def bare_label(label: str) -> str:
    """Return the label without leading article, case, accents nor signs."""
    return _NOT_WORD.sub(" ", _ARTICLE.sub("", fold(label))).strip()


def same_heading(printed: str, heading: str) -> bool:
    """
    Return whether the label an épreuve prints names that heading.

    The document shortens some headings in its exam part (« Utilisation de bases de données ») and
    lengthens one (« Communication négociation »): one must begin with the other.
    """
    left, right = bare_label(printed), bare_label(heading)
    return (
        left == right or f"{right} ".startswith(f"{left} ") or f"{left} ".startswith(f"{right} ")
    )
