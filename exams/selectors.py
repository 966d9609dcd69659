"""Page-shaped reads of the exam files; each says its number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, prefetch_related_objects
from django.http import QueryDict
from django.urls import reverse

from curriculum import selectors as curriculum
from curriculum.models import Critere, Deadline, Epreuve
from curriculum.states import DeadlineKind
from exams import access
from exams.facts import (
    BoardFact,
    TodoFact,
    content_of,
    digest,
    dossier_state,
    facts_from_dict,
)
from exams.facts import FicheFacts as _FicheFacts
from exams.models import Candidacy, Fiche, FicheSnapshot, FicheVisit, Remark
from exams.rules import CIRCULAR, PLACES, DossierCheck, FicheCheck, dossier_findings
from exams.states import FicheState, Rubric
from nrc_platform.core import clock, dates
from nrc_platform.core.findings import Finding
from nrc_platform.documents.models import Document
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, RoleGrant, User
from nrc_platform.people.states import Role

EPREUVE = "E4"
IN_ORDER = {
    "e4.three_fiches": "Le dossier compte trois fiches.",
    "e4.negotiation_sale": "Une fiche au moins est une négociation-vente.",
    "e4.managerial": "La règle sur la fiche managériale est respectée.",
    "e4.without_visa": "Toutes les fiches du dossier sont visées.",
    "e4.empty_rubric": "Aucune rubrique n’est vide.",
    "e4.oral": "Chaque fiche décrit une situation orale.",
    "e4.real": "Chaque situation est réelle et rencontrée en personne.",
    "e4.origin": "L’origine de chaque situation est indiquée.",
    "e4.annex_pages": "Les annexes tiennent en deux pages par fiche.",
    "e4.candidate_number": "Le numéro de candidat est connu.",
}
WEEK = timedelta(days=7)
NAMES_SHOWN = 3
MANAGERIAL = "e4.managerial_required"


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


@dataclass(frozen=True)
class DossierFacts:
    """A student's E4 file: three places, spare fiches, what is missing."""

    student: User
    promotion: Promotion
    candidate_number: str
    due: datetime | None
    deposit: datetime | None
    places: tuple[tuple[int, Fiche | None], ...]
    spare: tuple[Fiche, ...]
    findings: tuple[Finding, ...]
    epreuve: Epreuve | None
    criteria: tuple[str, ...]
    competences: tuple[Any, ...]
    managerial_required: bool

    @property
    def state(self) -> str:
        """Return « incomplete » or « ready »."""
        return dossier_state(tuple(row.state for _, row in self.places if row is not None))

    @property
    def aims(self) -> tuple[str, ...]:
        """Return what the épreuve judges, in the words of the référentiel."""
        rows = self.epreuve.aims if self.epreuve else []
        return tuple(row if isinstance(row, str) else row["text"] for row in rows)

    @property
    def in_order(self) -> tuple[str, ...]:
        """Return the sentences of the checks of the file that found nothing."""
        broken = {finding.rule for finding in self.findings}
        return tuple(words for name, words in IN_ORDER.items() if name not in broken)

    @property
    def blocking(self) -> int:
        """Return how many findings keep the file from being deposited."""
        return sum(1 for finding in self.findings if finding.severity == "blocking")


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


def dossier_facts(
    student: User, promotion: Promotion, *, url: str = "", fiche_url: str = "exams:fiche"
) -> DossierFacts:
    """
    Return a student's E4 file with its findings; links go to `fiche_url`.

    Fourteen queries, however many fiches: fiches, their 4 contents, 4 for the codes of E4,
    deadlines, number, rule, épreuve and criteria.
    """
    fiches = list(
        Fiche.objects.filter(student=student, promotion=promotion)
        .with_people()
        .order_by("slot", "created_at", "id")
    )
    load_content(fiches)
    codes = e4_codes()
    moments = dict(
        Deadline.objects.filter(promotion=promotion).order_by().values_list("kind", "at")
    )
    due = moments.get(DeadlineKind.E4_FICHES)
    deposit = moments.get(DeadlineKind.E4_DEPOSIT)
    number = number_of(student.pk, promotion)
    managerial = curriculum.rule_fact(MANAGERIAL, school=promotion.school)
    required = bool(managerial.value)
    checks = tuple(
        fiche_check(row, codes=codes, due=due, url=reverse(fiche_url, args=[row.pk]))
        for row in fiches
    )
    check = DossierCheck(
        fiches=checks,
        candidate_number=number,
        managerial_required=required,
        managerial_source=f"{CIRCULAR} ; {managerial.source}",
        due=deposit.isoformat() if deposit else None,
        url=url,
    )
    by_place = {row.slot: row for row in fiches}
    epreuve = Epreuve.objects.filter(code=EPREUVE).order_by("created_at").first()
    criteria = Critere.objects.filter(epreuve=epreuve).order_by("rank", "id")
    return DossierFacts(
        student=student,
        promotion=promotion,
        candidate_number=number,
        due=due,
        deposit=deposit,
        places=tuple((place, by_place.get(place)) for place in PLACES),
        spare=tuple(row for row in fiches if row.slot is None),
        findings=tuple(dossier_findings(check)),
        epreuve=epreuve,
        criteria=tuple(criteria.values_list("label", flat=True)),
        competences=codes.competences,
        managerial_required=required,
    )


def board_facts(promotion: Promotion) -> dict[UUID, BoardFact]:
    """Return the E4 file of each student of the class who has a fiche. 1 query."""
    rows = (
        Fiche.objects.filter(promotion=promotion)
        .order_by("student_id", "slot", "id")
        .values_list("student_id", "slot", "state", "submitted_at")
    )
    grouped: dict[UUID, list[tuple[int | None, str, datetime | None]]] = {}
    for student, slot, state, submitted_at in rows:
        grouped.setdefault(student, []).append((slot, state, submitted_at))
    return {student: _board_fact(student, held) for student, held in grouped.items()}


def _board_fact(student: UUID, held: list[tuple[int | None, str, datetime | None]]) -> BoardFact:
    def count(wanted: str) -> int:
        return sum(1 for _, state, _ in held if state == wanted)

    waiting = [at for _, state, at in held if state == FicheState.SUBMITTED and at is not None]
    placed = tuple(state for slot, state, _ in held if slot is not None)
    return BoardFact(
        student=student,
        placed=len(placed),
        visaed=sum(1 for state in placed if state == FicheState.VISAED),
        waiting=count(FicheState.SUBMITTED),
        returned=count(FicheState.RETURNED),
        drafts=count(FicheState.DRAFT),
        waiting_since=min(waiting, default=None),
        state=dossier_state(placed),
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


@dataclass(frozen=True)
class SavedView:
    """A saved view of the list, with its count."""

    label: str
    count: int
    url: str
    current: bool


_VIEWS = (
    ("", "Toutes"),
    (FicheState.SUBMITTED, "À viser"),
    (FicheState.RETURNED, "À reprendre"),
    (FicheState.VISAED, "Visées"),
)


def state_counts(fiches: QuerySet[Fiche], asked: QueryDict) -> list[SavedView]:
    """Return the saved views of the list, the other filters kept. 1 query."""
    counts: dict[str, int] = dict(
        fiches.order_by().values_list("state").annotate(number=Count("pk"))
    )
    lines = []
    for state, label in _VIEWS:
        kept = asked.copy()
        kept.pop("page", None)
        kept.pop("state", None)
        if state:
            kept["state"] = state
        number = counts.get(state, 0) if state else sum(counts.values())
        current = asked.get("state", "") == state
        lines.append(SavedView(label, number, f"?{kept.urlencode()}", current))
    return lines


def _names(names: Sequence[str]) -> str:
    """Return « Inès Da Silva, Jules Perrin et 2 autres »."""
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    rest = len(names) - NAMES_SHOWN + 1
    return f"{', '.join(names[: NAMES_SHOWN - 1])} et {rest} autres"


def _group(due: datetime | None) -> str:
    if due is None:
        return "week"
    if due < clock.now():
        return "late"
    return "week" if due - clock.now() <= WEEK else "later"


def _before(due: datetime | None) -> str:
    if due is None:
        return ""
    return f"avant le {dates.day_month(due)}"


def teacher_todo(user: Viewer, *, promotion: Promotion | None = None) -> list[TodoFact]:
    """Return the fiches that wait for the teacher (in one class), the late ones apart. 1 query."""
    taught = people.taught_promotions(user)
    if promotion is not None:
        taught = taught.filter(pk=promotion.pk)
    waiting = list(
        Fiche.objects.filter(promotion__in=taught, state=FicheState.SUBMITTED)
        .select_related("student")
        .order_by("submitted_at", "id")
    )
    late = [row for row in waiting if row.submitted_at and clock.now() - row.submitted_at > WEEK]
    recent = [row for row in waiting if row not in late]
    lines = []
    for group, rows in (("late", late), ("week", recent)):
        if not rows:
            continue
        one = len(rows) == 1
        target = (
            reverse("exams:fiche", args=[rows[0].pk])
            if one
            else f"{reverse('exams:home')}?state={FicheState.SUBMITTED}"
        )
        first = rows[0].submitted_at
        days = dates.days_since(first) if first else 0
        since = f"depuis {days} jours" if days > 1 else "depuis hier" if days else "aujourd’hui"
        lines.append(
            TodoFact(
                count=len(rows),
                phrase="fiche E4 à viser" if one else "fiches E4 à viser",
                detail=_names([str(row.student) for row in rows]),
                due=since,
                url=target,
                verb="Viser",
                group=group,
                sort_on=first,
            )
        )
    return lines


def student_todo(user: User) -> list[TodoFact]:
    """Return what the student has to write or take up again for E4. 3 queries."""
    enrolment = people.current_enrolment(user)
    if enrolment is None:
        return []
    fiches = list(
        Fiche.objects.filter(student=user, promotion=enrolment.promotion).order_by("slot", "id")
    )
    due = deadline(enrolment.promotion_id, DeadlineKind.E4_FICHES)
    home = reverse("exams:home")
    lines = []
    for state, words, verb in (
        (FicheState.RETURNED, ("fiche E4 à reprendre", "fiches E4 à reprendre"), "Reprendre"),
        (FicheState.DRAFT, ("fiche E4 à terminer", "fiches E4 à terminer"), "Continuer"),
    ):
        rows = [row for row in fiches if row.state == state]
        if rows:
            target = reverse("exams:fiche_edit", args=[rows[0].pk]) if len(rows) == 1 else home
            titles = _names([row.title for row in rows])
            lines.append(
                TodoFact(
                    count=len(rows),
                    phrase=words[len(rows) > 1],
                    detail=titles,
                    due=_before(due),
                    url=target,
                    verb=verb,
                    group=_group(due),
                    sort_on=due,
                )
            )
    missing = len(PLACES) - sum(1 for row in fiches if row.slot is not None)
    if missing > 0:
        held = len(PLACES) - missing
        lines.append(
            TodoFact(
                count=missing,
                phrase="fiche E4 à commencer" if missing == 1 else "fiches E4 à commencer",
                detail=f"Le dossier en compte {held} sur 3",
                due=_before(due),
                url=home,
                verb="Commencer",
                group="late" if _group(due) == "late" else "later",
                sort_on=due,
            )
        )
    return lines
