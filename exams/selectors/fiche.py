"""Reads of one fiche: content, checks, versions, remarks, PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from curriculum import selectors as curriculum
from curriculum.models import Deadline
from exams import access
from exams.facts import FicheFacts as _FicheFacts
from exams.facts import (
    content_of,
    digest,
    facts_from_dict,
)
from exams.models import Candidacy, Fiche, FicheSnapshot, FicheVisit, Remark
from exams.rules import FicheCheck
from exams.states import FicheState, Rubric
from nrc_platform.core import clock
from nrc_platform.documents.models import Document
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, RoleGrant, User
from nrc_platform.people.states import Role

EPREUVE = "E4"


@dataclass(frozen=True)
class E4Codes:
    """What may be tagged on a fiche, in the order of the référentiel."""

    competences: tuple[Any, ...]
    savoirs: tuple[Any, ...]

    @property
    def competence_codes(self) -> frozenset[str]:
        """Return the codes of the competences."""
        return frozenset(row.code for row in self.competences)

    @property
    def savoir_codes(self) -> frozenset[str]:
        """Return the codes of the savoirs."""
        return frozenset(row.code for row in self.savoirs)


def e4_codes() -> E4Codes:
    """Return the competences and savoirs of E4 (queries of `epreuve_nodes`)."""
    nodes = curriculum.epreuve_nodes(EPREUVE)
    return E4Codes(tuple(nodes.competences), tuple(nodes.savoirs))


def with_content(fiche: Fiche) -> Fiche:
    """Load all that is written in one fiche, afresh. 4 queries, 2 more when there are annexes."""
    return Fiche.objects.with_content().get(pk=fiche.pk)


def load_content(fiches: Sequence[Fiche]) -> Sequence[Fiche]:
    """Load all that is written in fiches already read. At most 4 queries."""
    prefetch_related_objects(list(fiches), "actors", "competences", "savoirs", "annexes")
    return fiches


def candidate_number(fiche: Fiche) -> str:
    """Return the candidate number of the fiche's student, or nothing. 1 query."""
    return number_of(fiche.student_id, fiche.promotion)


def number_of(student: UUID, promotion: Promotion) -> str:
    """Return the number of a student for the session of a promotion, or nothing. 1 query."""
    number = (
        Candidacy.objects.filter(student=student, session_year=promotion.session_year)
        .order_by()
        .values_list("number", flat=True)
        .first()
    )
    return number or ""


def deadline(promotion: UUID, kind: str) -> datetime | None:
    """Return the moment of a deadline of the class, if it is fixed. 1 query."""
    return (
        Deadline.objects.filter(promotion=promotion, kind=kind)
        .order_by()
        .values_list("at", flat=True)
        .first()
    )


def teachers_of(promotion: UUID) -> QuerySet[User]:
    """Return the teachers of a promotion today who can be written to. 1 query."""
    return (
        User.objects.filter(
            grants__in=RoleGrant.objects.on(clock.today()).filter(
                role=Role.TEACHER, promotion=promotion
            ),
            email__isnull=False,
        )
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )


def fiche_check(
    fiche: Fiche,
    *,
    codes: E4Codes | None = None,
    due: datetime | None = None,
    url: str = "",
    alone: bool = False,
) -> FicheCheck:
    """Return a fiche loaded with its content, ready for the rules; `alone`: without its place."""
    codes = codes or e4_codes()
    return FicheCheck(
        content=content_of(fiche),
        today=clock.today(),
        competences=codes.competence_codes,
        savoirs=codes.savoir_codes,
        slot=None if alone else fiche.slot,
        state=fiche.state,
        due=due.isoformat() if due else None,
        url=url,
    )


def visit_of(fiche: Fiche, reader: User) -> FicheVisit | None:
    """Return the reader's last visit, if any. 1 query."""
    return FicheVisit.objects.filter(fiche=fiche, reader=reader).first()


def versions_of(fiche: Fiche) -> list[tuple[FicheSnapshot, _FicheFacts]]:
    """Return the kept versions, newest first, with their facts. 1 query."""
    rows = FicheSnapshot.objects.filter(fiche=fiche).select_related("made_by")
    return [(row, facts_from_dict(row.facts)) for row in rows.order_by("-number")]


def visa_snapshot(fiche: Fiche) -> FicheSnapshot | None:
    """Return the version that the last visa froze. 1 query."""
    return (
        FicheSnapshot.objects.filter(fiche=fiche, reason="grant_visa").order_by("-number").first()
    )


@dataclass(frozen=True)
class PdfFacts:
    """Where the PDF of a fiche is: its document once issued, else its job."""

    document: Document | None
    job: Job | None

    @property
    def state(self) -> str:
        """Return ready, preparing, failed or none."""
        if self.job is not None and self.job.state == JobState.DEAD:
            return "failed"
        if self.job is not None and self.job.is_open:
            return "preparing"
        return "ready" if self.document is not None else "none"


def pdf_job_key(fiche: Fiche, number: int) -> str:
    """Return the key of the job that prints one visaed version."""
    return f"fiche:{fiche.pk}:s{number}"


def pdf_facts(fiche: Fiche) -> PdfFacts:
    """Return where the PDF of a visaed fiche is. 3 queries."""
    kept = visa_snapshot(fiche)
    if kept is None or fiche.state != FicheState.VISAED:
        return PdfFacts(None, None)
    job = Job.objects.filter(key=pdf_job_key(fiche, kept.number)).first()
    document = Document.objects.about("exams.fiche", fiche.pk).current().first()
    return PdfFacts(document, job)


def remarks_by_rubric(viewer: Viewer, fiche: Fiche) -> dict[str, list[Remark]]:
    """Return the remarks the reader may see, oldest first, by rubric. 1 query."""
    grouped: dict[str, list[Remark]] = {rubric.value: [] for rubric in Rubric}
    rows = access.visible_remarks(viewer).filter(fiche=fiche).select_related("author", "fiche")
    for row in rows.order_by("created_at", "id"):
        grouped[row.rubric].append(row)
    return grouped


def facts_digest(snapshot: FicheSnapshot) -> str:
    """Return the digest of the facts a snapshot keeps."""
    return digest(snapshot.facts)
