"""What the tests of evidence share: the competences of the delivered référentiel."""

from typing import Any

from curriculum.models import Competence, Evidence
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import EvidenceFactory
from tests.curriculum.nrc2003 import load

CODES = ["C31", "C32", "C33", "C21", "C22", "C42", "C11", "C12", "C13", "C222", "C41", "C43"]


def competences() -> dict[str, Competence]:
    """Load the delivered référentiel and return its competences by code."""
    load()
    return {row.code: row for row in Competence.objects.all()}


def seen(
    student: User, promotion: Promotion, competence: Competence, by: User | None, **fields: Any
) -> Evidence:
    """Return a teacher's evidence on that student."""
    given = {"student": student, "promotion": promotion, "competence": competence, "by": by}
    row: Evidence = EvidenceFactory(**{**given, **fields})
    return row
