"""The model of the convention: its articles and the texts a draft begins with, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[1] / "data"
CURRENT = "convention-2014"


@dataclass(frozen=True)
class Article:
    """An article as it is printed, or still with its variables in the model."""

    number: int
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ConventionTemplate:
    """A version of the model; `name` is what a round of signature keeps."""

    code: str
    version: int
    title: str
    source: str
    defaults: Mapping[str, str]
    articles: tuple[Article, ...]

    @property
    def name(self) -> str:
        """Return « convention-2014@1 »."""
        return f"{self.code}@{self.version}"


@lru_cache(maxsize=4)
def convention_template(code: str = CURRENT) -> ConventionTemplate:
    """
    Return the model of the convention, read once per process.

    `defaults` holds the texts of items 7°, 9° to 12°, 14° and 15° of D124-4, by field name.
    """
    text = (DATA / f"{code}.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return ConventionTemplate(
        code=data["code"],
        version=data["version"],
        title=data["title"],
        source=data["source"],
        defaults={name: body.strip() for name, body in data["defaults"].items()},
        articles=tuple(
            Article(row["number"], row["title"], tuple(row["paragraphs"]))
            for row in data["articles"]
        ),
    )
