"""Reads of the training papers: the list, one paper, what may be judged on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from curriculum.models import Competence, Critere
from curriculum.rules.scale import label_of
from curriculum.selectors import epreuve_nodes, scale_on
from exams import access
from exams.models import PaperLevel, TrainingPaper
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, User

# The written épreuve whose cases are trained for (req. 150-157).
EPREUVE = "E5"


@dataclass(frozen=True)
class Sheet:
    """What a paper is judged on: competences, official criteria, the steps of the scale."""

    competences: Sequence[Competence]
    criteria: Sequence[Critere]
    steps: Sequence[Any]


def paper_sheet(promotion: Promotion) -> Sheet:
    """Return what a paper of that class is judged on. Six queries."""
    competences = list(epreuve_nodes(EPREUVE).competences)
    criteria = Critere.objects.active().filter(epreuve__code=EPREUVE)
    if competences:
        criteria = criteria.filter(referentiel=competences[0].referentiel_id)
    steps = scale_on(promotion.school_id).steps
    return Sheet(competences, list(criteria.order_by("rank", "id")), steps)


def with_levels(rows: QuerySet[TrainingPaper]) -> QuerySet[TrainingPaper]:
    """Load the people of the papers and their levels. One more query."""
    levels = PaperLevel.objects.select_related("critere", "competence")
    return rows.select_related(
        "student", "promotion__school", "marked_by", "scale"
    ).prefetch_related(Prefetch("levels", levels))


def paper_of(user: Viewer, paper_id: Any) -> TrainingPaper | None:
    """Return a paper among those the person reads. Two queries."""
    return with_levels(access.visible_training_papers(user)).filter(pk=paper_id).first()


def levels_in_words(paper: TrainingPaper, sheet: Sheet) -> tuple[list[Any], list[Any]]:
    """Return the levels on competences, then on criteria: code, label, words; no query."""
    steps = paper.scale.steps
    said = {
        row.competence_id or row.critere_id: f"{row.level} sur {len(steps)}, "
        f"{label_of(steps, row.level)}"
        for row in paper.levels.all()
    }
    competences = [
        (row.code, row.label, said[row.pk]) for row in sheet.competences if row.pk in said
    ]
    criteria = [(row.rank, row.label, said[row.pk]) for row in sheet.criteria if row.pk in said]
    return competences, criteria


def markable_promotions(user: Viewer) -> list[Promotion]:
    """Return the promotions whose papers the person marks. One query."""
    rows = access.visible_candidate_promotions(user).select_related("school")
    return [row for row in rows if access.can_mark_papers(user, row)]


def students_to_mark(promotion: Promotion) -> list[User]:
    """Return the students of a class, by name. One query."""
    rows = User.objects.filter(enrolments__promotion=promotion).distinct()
    return list(rows.order_by("last_name", "first_name", "pk"))
