"""What the pages of the référentiel show, frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Bullet = dict[str, Any]


@dataclass(frozen=True)
class Branch:
    """A line of a tree: a node, what stands under it, whether it is unfolded."""

    kind: str
    code: str
    label: str
    note: str
    children: Sequence["Branch"] = ()
    unfolded: bool = False
    current: bool = False


@dataclass(frozen=True)
class Hit:
    """An answer to a search; `text` is the official bullet found, else the way to the node."""

    kind: str
    code: str
    label: str
    text: str
    is_official: bool


@dataclass(frozen=True)
class Use:
    """An épreuve that uses a node, and how it is printed there."""

    code: str
    label: str
    how: str


@dataclass(frozen=True)
class LimitGroup:
    """Limits written on a node; `whole` when they come from a node above."""

    code: str
    bullets: Sequence[Bullet]
    whole: bool


@dataclass(frozen=True)
class NodeFacts:
    """The page of a savoir or a competence."""

    code: str
    label: str
    retired_on: date | None
    trail: Sequence[tuple[str, str]]
    knowledge: Sequence[Bullet]
    limits: Sequence[LimitGroup]
    children: Sequence[Branch]
    around: Sequence[Branch]
    around_code: str
    uses: Sequence[Use]


@dataclass(frozen=True)
class FonctionFacts:
    """The page of a function."""

    code: str
    label: str
    retired_on: date | None
    activites: Sequence[str]
    uses: Sequence[Use]
    around: Sequence[Branch]


@dataclass(frozen=True)
class EpreuveFacts:
    """The page of an épreuve."""

    row: Any
    code: str
    retired_on: date | None
    terms: Sequence[tuple[str, str]]
    regimes: Sequence[tuple[str, str]]
    criteres: Sequence[str]
    competences: Sequence[Branch]
    savoirs: Sequence[Branch]
    fonctions: Sequence[Branch]
    around: Sequence[Branch]


@dataclass(frozen=True)
class EpreuveNodes:
    """What may be tagged on a record of an épreuve, in the order of the tree."""

    competences: Sequence[Any]
    savoirs: Sequence[Any]


@dataclass(frozen=True)
class RuleFact:
    """A rule value of a day, and where it comes from."""

    key: str
    value: Any
    source: str
    starts_on: date | None


@dataclass(frozen=True)
class RuleLine:
    """A rule as a line of a school's page; `own` when the school fixed its value."""

    key: str
    label: str
    value: str
    source: str
    starts_on: date | None
    own: bool
    coming: str
    # The text alone fixes it: there is nothing to edit.
    by_law: bool = False


@dataclass(frozen=True)
class SchoolRules:
    """The rules of a school today, and whether the reader may fix them."""

    school: Any
    lines: Sequence[RuleLine]
    can_edit: bool


@dataclass(frozen=True)
class DeadlineFact:
    """A deadline of a class as a line of its page; `at` is None when nothing is fixed."""

    kind: str
    label: str
    at: datetime | None
    is_past: bool


@dataclass(frozen=True)
class PromotionDeadlines:
    """The deadlines of a promotion, and whether the reader may fix them."""

    promotion: Any
    lines: Sequence[DeadlineFact]
    can_edit: bool
