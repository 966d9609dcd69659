"""Training papers: marked by a teacher, each the source of the evidence it shows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from curriculum.access import has_been_in
from curriculum.facts import EvidenceSource
from curriculum.models import Competence, Critere, EvidenceScale
from curriculum.services.evidence import record_source, withdraw_source
from curriculum.services.scale import scale_in_force
from curriculum.states import EvidenceRole, SourceKind
from exams import access
from exams.models import PaperLevel, TrainingPaper
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal import services as journal
from nrc_platform.journal.moves import service
from nrc_platform.people.models import Promotion, User

FIELDS = ("case", "done_on", "mark", "remarks")
REFUSAL = "Une copie se saisit par un professeur de la classe."
NOT_ENROLLED = "Cette personne n’est pas inscrite dans la promotion."
Levels = Mapping[Competence, int]
Criteria = Mapping[Critere, int]


def _checked(values: Mapping[str, Any], promotion: Promotion) -> dict[str, Any]:
    kept = {name: values[name] for name in FIELDS if name in values}
    for name in ("case", "remarks"):
        if name in kept:
            kept[name] = clean_text(kept[name]).strip()
    mark: Decimal | None = kept.get("mark")
    if mark is not None and not 0 <= mark <= 20:
        raise Invalid({"mark": ["La note va de 0 à 20, par exemple 12,5."]})
    day: date | None = kept.get("done_on")
    if day and not promotion.starts_on <= day <= clock.today():
        first = dates.short_day(promotion.starts_on)
        raise Invalid(
            {"done_on": [f"Choisissez un jour depuis le début de la classe, le {first}."]}
        )
    return kept


def _scale_for(promotion: Promotion, levels: Levels, criteria: Criteria) -> EvidenceScale:
    """Return the scale of the class, every level being one of its steps."""
    scale = scale_in_force(promotion)
    most = len(scale.steps)
    if any(not 1 <= level <= most for level in [*levels.values(), *criteria.values()]):
        raise Invalid({"levels": ["Choisissez des degrés de l’échelle."]})
    return scale


def _write_levels(paper: TrainingPaper, levels: Levels, criteria: Criteria) -> None:
    PaperLevel.objects.filter(paper=paper).delete()
    PaperLevel.objects.bulk_create(
        [
            *(PaperLevel(paper=paper, competence=row, level=at) for row, at in levels.items()),
            *(PaperLevel(paper=paper, critere=row, level=at) for row, at in criteria.items()),
        ]
    )


def source_of(paper: TrainingPaper) -> EvidenceSource:
    """Return the paper as the source of evidence, named as it is now."""
    label = f"Copie d’entraînement E5\u00a0: {paper.case}"
    return EvidenceSource(SourceKind.TRAINING_PAPER, label, paper.pk)


def _give_evidence(paper: TrainingPaper, levels: Levels, actor: User) -> None:
    record_source(
        paper.student,
        paper.promotion,
        source_of(paper),
        dict(levels),
        actor=actor,
        by_role=EvidenceRole.TEACHER,
        on=paper.done_on,
    )


def _write_down(verb: str, paper: TrainingPaper, actor: User) -> None:
    journal.record(
        f"exams.paper.{verb}", actor=actor, about=paper, school_id=paper.promotion.school_id
    )


@service
def add_paper(
    student: User,
    promotion: Promotion,
    *,
    actor: User,
    values: Mapping[str, Any],
    levels: Levels | None = None,
    criteria: Criteria | None = None,
) -> TrainingPaper:
    """Record a marked paper; each level on a competence becomes evidence."""
    require(access.can_mark_papers(actor, promotion), REFUSAL)
    if not has_been_in(student, promotion):
        raise Invalid({"student": [NOT_ENROLLED]})
    scale = _scale_for(promotion, levels or {}, criteria or {})
    paper = insert(
        TrainingPaper(
            student=student,
            promotion=promotion,
            marked_by=actor,
            scale=scale,
            **_checked(values, promotion),
        )
    )
    _write_levels(paper, levels or {}, criteria or {})
    _give_evidence(paper, levels or {}, actor)
    _write_down("add", paper, actor)
    return paper


@service
def edit_paper(
    paper: TrainingPaper,
    *,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    levels: Levels,
    criteria: Criteria,
) -> TrainingPaper:
    """Correct a paper; the evidence it gave is replaced, never changed."""
    require(access.can_mark_papers(actor, paper.promotion), REFUSAL)
    scale = _scale_for(paper.promotion, levels, criteria)
    kept = {**_checked(values, paper.promotion), "scale": scale}
    held, _ = change(paper, kept, version=version)
    _write_levels(held, levels, criteria)
    _give_evidence(held, levels, actor)
    _write_down("edit", held, actor)
    return held


@service
def remove_paper(paper: TrainingPaper, *, actor: User) -> None:
    """Take a paper away; what it had shown is taken back, and stays readable."""
    require(access.can_mark_papers(actor, paper.promotion), REFUSAL)
    withdraw_source(
        paper.student,
        paper.promotion,
        source_of(paper),
        actor=actor,
        by_role=EvidenceRole.TEACHER,
    )
    _write_down("remove", paper, actor)
    paper.delete()
