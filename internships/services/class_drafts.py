"""Beginning the conventions of a class at once: one line per student, each on its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from internships import access
from internships.models import Convention, InternshipPeriod
from internships.services.conventions import draft_convention
from nrc_platform.companies.models import Company
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.people.models import User


@dataclass(frozen=True)
class ClassRow:
    """What the line of a student gives; `values` holds fields of the convention and its terms."""

    student: User
    company: Company | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RowResult:
    """What became of a line: a draft, or the sentences that say how to mend it."""

    student: User
    convention: Convention | None = None
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the refusals in one line."""
        return " ".join(each for sentences in self.errors.values() for each in sentences)


def draft_for_class(
    period: InternshipPeriod, *, actor: User, rows: Sequence[ClassRow]
) -> list[RowResult]:
    """
    Begin a convention for each line, incomplete ones too; nothing is sent.

    One transaction a line: what is wrong in one takes nothing from the others.
    """
    require(
        access.can_draft_for_class(actor, period.promotion),
        "Les conventions d’une classe se commencent par qui suit cette classe.",
    )
    return [_draft(period, actor, row) for row in rows]


def _draft(period: InternshipPeriod, actor: User, row: ClassRow) -> RowResult:
    try:
        convention = draft_convention(
            actor=actor,
            student=row.student,
            promotion=period.promotion,
            period=period,
            company=row.company,
            values=row.values,
        )
    except Invalid as refusal:
        return RowResult(row.student, errors=refusal.errors)
    except DomainError as refusal:
        return RowResult(row.student, errors={"__all__": [refusal.message]})
    return RowResult(row.student, convention)
