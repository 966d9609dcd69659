"""Reads of the evidence itself: the story of a competence, and its words."""

from curriculum.access import Viewer, can_correct_evidence, visible_evidences
from curriculum.facts import EvidenceLine
from curriculum.models import Competence, Evidence, EvidenceQuerySet
from curriculum.rules.scale import label_of
from curriculum.states import EvidenceRole
from nrc_platform.people.models import Promotion, User


def with_words(rows: EvidenceQuerySet) -> EvidenceQuerySet:
    """Load what a line of evidence says: its author, scale, note, and what replaced it."""
    return rows.select_related(
        "by", "student", "promotion", "competence", "scale", "note", "replaced_by"
    )


def is_standing(row: Evidence) -> bool:
    """Return whether nothing replaced that evidence and it was not taken back; no query."""
    return not row.withdrawn and not hasattr(row, "replaced_by")


def note_of(row: Evidence) -> str:
    """Return what was written beside that evidence; no query once `with_words`."""
    return row.note.text if hasattr(row, "note") else ""


def level_words(row: Evidence) -> str:
    """Return « 3 sur 4, en autonomie »; « retirée », « sans niveau »; no query."""
    if row.withdrawn:
        return "retirée"
    if row.level is None:
        return "travaillée, sans niveau"
    steps = row.scale.steps
    return f"{row.level} sur {len(steps)}, {label_of(steps, row.level)}"


def evidence_story(
    viewer: Viewer, student: User, promotion: Promotion, competence: Competence
) -> list[EvidenceLine]:
    """Return all that was said of a student's competence, the newest first. Two queries."""
    rows = visible_evidences(viewer).filter(
        student=student, promotion=promotion, competence=competence
    )
    return [_line(viewer, row) for row in with_words(rows).order_by("-on", "-created_at", "id")]


def _line(viewer: Viewer, row: Evidence) -> EvidenceLine:
    return EvidenceLine(
        row=row,
        level=level_words(row),
        role=str(EvidenceRole(row.by_role).label),
        who=str(row.by) if row.by else "",
        source=row.source_label,
        note=note_of(row),
        standing=is_standing(row),
        can_correct=can_correct_evidence(viewer, row),
    )
