"""What the pages of the administration and the import show."""

from dataclasses import dataclass, field
from typing import Any

from nrc_platform.people.models import (
    Enrolment,
    LegalRepresentative,
    Promotion,
    RoleGrant,
    School,
    TeachingAssignment,
    User,
)
from nrc_platform.people.rules import LineError, ListedStudent


@dataclass(frozen=True)
class ChangedStudent:
    """A student whose line of the file differs from the account."""

    line: int
    student: User
    after: dict[str, Any]


@dataclass
class ImportPreview:
    """What the import of a list does, or would do."""

    added: list[ListedStudent] = field(default_factory=list)
    changed: list[ChangedStudent] = field(default_factory=list)
    unchanged: list[User] = field(default_factory=list)
    absent: list[User] = field(default_factory=list)
    refused: list[LineError] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many students fall in each case."""
        return {name: len(people) for name, people in self.names().items()}

    def names(self) -> dict[str, list[str]]:
        """Return who falls in each case, by name."""
        return {
            "added": [f"{each.first_name} {each.last_name}" for each in self.added],
            "changed": [str(each.student) for each in self.changed],
            "unchanged": [str(each) for each in self.unchanged],
            "absent": [str(each) for each in self.absent],
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the shape of the report: lines of the file and identifiers, no name."""
        return {
            "added": [{"line": each.line} for each in self.added],
            "changed": [
                {"line": each.line, "student": str(each.student.pk), "fields": sorted(each.after)}
                for each in self.changed
            ],
            "unchanged": [{"student": str(each.pk)} for each in self.unchanged],
            "absent": [{"student": str(each.pk)} for each in self.absent],
        }


@dataclass(frozen=True)
class SchoolFacts:
    """A school, its head, and its classes with their numbers."""

    school: School
    head: RoleGrant | None
    next_head: RoleGrant | None
    promotions: list[Promotion]
    role_counts: list[tuple[str, str, int]]


@dataclass(frozen=True)
class AccountFacts:
    """A person, their roles, classes, subjects and legal representatives."""

    person: User
    grants: list[RoleGrant]
    enrolments: list[Enrolment]
    assignments: list[TeachingAssignment]
    representatives: list[LegalRepresentative]
    is_minor: bool


@dataclass(frozen=True)
class PromotionFacts:
    """A class: who is in it, who left it, who teaches what in it."""

    promotion: Promotion
    enrolments: list[Enrolment]
    ended: list[Enrolment]
    assignments: list[TeachingAssignment]
