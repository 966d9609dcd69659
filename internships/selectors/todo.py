"""What waits for each role about stages, one line for each thing to do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from internships import access
from internships.models import Attestation, Internship, InternshipPeriod, SearchEntry, Terms
from internships.selectors.life import papers_to_check
from internships.states import (
    EDITABLE,
    SIGNING,
    UNSIGNED,
    WITHOUT_EFFECT,
    AttestationState,
    ConventionState,
)
from nrc_platform.core import clock, dates
from nrc_platform.core.todo import LATE, LATER, WEEK, TodoFact, before, names, plural, since
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.selectors import overdue_requests

_S = ConventionState
# Within a week one reads, or answers; past it, the line is late.
READ_DAYS = 7
# This near to its first day, an unsigned stage or a missing place waits for somebody.
SIGN_DAYS, PLACE_DAYS, LATE_PLACE_DAYS = 21, 90, 45


@dataclass(frozen=True)
class Waiting:
    """A stage that waits for somebody."""

    pk: UUID
    convention_id: UUID
    promotion_id: UUID
    student: str
    company: str
    state: str
    since: datetime | None
    starts_on: date | None
    ends_on: date | None
    # The last day to sign is past, and somebody asked has not signed.
    overdue: bool = False

    @property
    def days(self) -> int:
        """Return for how many days it has been where it is."""
        return dates.days_since(self.since) if self.since else 0

    @property
    def left(self) -> int | None:
        """Return how many days are left before its first one; None without date."""
        return None if self.starts_on is None else -dates.days_since(self.starts_on)

    @property
    def over(self) -> int:
        """Return for how many days it has been over."""
        return dates.days_since(self.ends_on) if self.ends_on else 0


def _waiting(rows: QuerySet[Internship]) -> list[Waiting]:
    """Return the stages on their way, and those that are over without attestation. One query."""
    terms = Terms.objects.agreed().filter(convention=OuterRef("convention"))
    late = overdue_requests(clock.now()).filter(kind="internships.convention").order_by()
    made = Attestation.objects.exclude(state=AttestationState.CANCELLED)
    found = (
        rows.filter(convention__state__in=[*UNSIGNED, _S.SIGNED, _S.TERMINATED])
        .filter(~Exists(made.filter(internship=OuterRef("pk"))))
        .select_related("student", "convention__company")
        .annotate(
            first_day=Subquery(terms.values("starts_on")[:1]),
            last_day=Subquery(terms.values("ends_on")[:1]),
            overdue=Exists(late.filter(subject_id=OuterRef("convention"))),
        )
        .order_by("convention__state_since", "created_at", "id")
    )
    return [
        Waiting(
            pk=row.pk,
            convention_id=row.convention_id,
            promotion_id=row.promotion_id,
            student=str(row.student),
            company=row.convention.company.name if row.convention.company else "",
            state=row.convention.state,
            since=row.convention.state_since,
            starts_on=row.first_day,
            ends_on=row.convention.ended_on or row.last_day,
            overdue=row.overdue,
        )
        for row in found
    ]


@dataclass(frozen=True)
class StageTodo:
    """What waits for a person about the stages they follow, read once."""

    rows: Sequence[Waiting]
    builders: Sequence[Callable[[Sequence[Waiting]], Iterable[TodoFact]]]

    def lines(self, promotion: Promotion | None = None) -> list[TodoFact]:
        """Return the lines, of one class or of all; no query."""
        rows = [row for row in self.rows if promotion is None or row.promotion_id == promotion.pk]
        return [line for build in self.builders for line in build(rows)]


def teacher_todo(user: Viewer) -> StageTodo:
    """Return what waits for a teacher: conventions to read, stages about to begin. One query."""
    taught = people.taught_promotions(user).order_by().values("pk")
    rows = Internship.objects.filter(promotion__in=taught)
    return StageTodo(_waiting(rows), (_to_read, _overdue, _to_sign))


def office_todo(user: Viewer) -> list[TodoFact]:
    """Return what waits for the office: silent companies, signatures, papers, ends. 2 queries."""
    schools = people.office_schools(user).order_by().values("pk")
    rows = Internship.objects.filter(promotion__school__in=schools)
    todo = StageTodo(_waiting(rows), (_silent, _overdue, _to_sign, _to_attest))
    return [*todo.lines(), *_papers(user)]


def student_todo(user: User, promotion: Promotion) -> list[TodoFact]:
    """Return what a student has to do: a place to find, a convention to write. 2 queries."""
    rows = _waiting(Internship.objects.filter(student=user))
    return [*_to_write(rows), *_silent(rows), *_to_find(user, promotion)]


def _one_by_convention(rows: Iterable[Waiting]) -> list[Waiting]:
    """Keep one stage of each convention: a team signs one paper."""
    return list({row.convention_id: row for row in rows}.values())


def _target(rows: Sequence[Waiting], state: str) -> str:
    if len({row.convention_id for row in rows}) == 1:
        return reverse("internships:convention", args=[rows[0].convention_id])
    return f"{reverse('internships:conventions')}?state={state}"


def _since(days: int) -> str:
    return since(days) if days > 0 else "aujourd’hui"


def _by_lateness(
    rows: Iterable[Waiting], *, late: Callable[[Waiting], bool]
) -> Iterable[tuple[str, list[Waiting]]]:
    """Part what is late from what is not; a group without row is left out."""
    parted: dict[str, list[Waiting]] = {LATE: [], WEEK: []}
    for row in rows:
        parted[LATE if late(row) else WEEK].append(row)
    return [(group, held) for group, held in parted.items() if held]


def _to_read(rows: Sequence[Waiting]) -> Iterable[TodoFact]:
    """Say which conventions a teacher has to read before they are sent to be signed."""
    waiting = [row for row in rows if row.state == _S.TEACHER_REVIEW]
    for group, held in _by_lateness(waiting, late=lambda row: row.days > READ_DAYS):
        several = _one_by_convention(held)
        yield TodoFact(
            count=len(several),
            phrase=f"convention{plural(several)} à relire",
            detail=names(row.student for row in held),
            due=_since(held[0].days),
            url=_target(held, _S.TEACHER_REVIEW),
            verb="Relire",
            group=group,
            sort_on=held[0].since,
        )


def _overdue(rows: Sequence[Waiting]) -> Iterable[TodoFact]:
    """Say which rounds let their last day pass: no reminder leaves any more, the school acts."""
    held = [row for row in rows if row.state in SIGNING and row.overdue]
    several = _one_by_convention(held)
    if several:
        yield TodoFact(
            count=len(several),
            phrase=f"signature{plural(several)} en retard",
            detail=names(row.student for row in held),
            due=_since(held[0].days),
            url=_target(held, _S.READY_TO_SIGN),
            verb="Voir qui manque",
            group=LATE,
            sort_on=held[0].since,
        )


def _to_sign(rows: Sequence[Waiting]) -> Iterable[TodoFact]:
    """Say which stages begin soon, or have begun, while a signature is missing."""
    near = [
        row
        for row in rows
        if row.state in SIGNING
        and not row.overdue
        and row.left is not None
        and row.left <= SIGN_DAYS
    ]
    near.sort(key=lambda row: row.starts_on or date.max)
    for group, held in _by_lateness(near, late=lambda row: (row.left or 0) <= 0):
        several = _one_by_convention(held)
        whose = "leurs" if len(several) > 1 else "ses"
        first = held[0].starts_on or clock.today()
        yield TodoFact(
            count=len(several),
            phrase=f"convention{plural(several)} sans toutes {whose} signatures",
            detail=names(row.student for row in held),
            due=before(first) if group == WEEK else f"début le {dates.day_month(first)}",
            url=_target(held, _S.READY_TO_SIGN),
            verb="Enregistrer",
            group=group,
        )


def _silent(rows: Sequence[Waiting]) -> Iterable[TodoFact]:
    """Say which companies have not answered for a week."""
    held = [row for row in rows if row.state == _S.COMPANY_CHECK and row.days > READ_DAYS]
    several = _one_by_convention(held)
    if several:
        yield TodoFact(
            count=len(several),
            phrase=f"entreprise{plural(several)} à relancer",
            detail=names(row.company for row in several),
            due=_since(held[0].days),
            url=_target(held, _S.COMPANY_CHECK),
            verb="Relancer",
            group=LATE,
            sort_on=held[0].since,
        )


def _to_attest(rows: Sequence[Waiting]) -> Iterable[TodoFact]:
    """Say which stages are over without an attestation: their weeks do not count."""
    held = [row for row in rows if row.state in (_S.SIGNED, _S.TERMINATED) and row.over > 0]
    held.sort(key=lambda row: row.ends_on or date.max)
    for group, ended in _by_lateness(held, late=lambda row: row.over > READ_DAYS):
        yield TodoFact(
            count=len(ended),
            phrase=f"stage{plural(ended)} à attester",
            detail=names(row.student for row in ended),
            due=_since(ended[0].over),
            url=reverse("internships:stage", args=[ended[0].pk])
            if len(ended) == 1
            else f"{reverse('internships:conventions')}?state={_S.SIGNED}",
            verb="Attester",
            group=group,
        )


def _papers(user: Viewer) -> Iterable[TodoFact]:
    """Say which papers the office has to look at."""
    rows = list(papers_to_check(user))
    if rows:
        days = dates.days_since(rows[0].created_at)
        yield TodoFact(
            count=len(rows),
            phrase=f"pièce{plural(rows)} à vérifier",
            detail=names(str(row.student) for row in rows),
            due=_since(days),
            url=reverse("internships:papers_queue"),
            verb="Vérifier",
            group=LATE if days > READ_DAYS else WEEK,
            sort_on=rows[0].created_at,
        )


def _to_write(rows: Sequence[Waiting]) -> Iterable[TodoFact]:
    """Say which of their conventions a student has to write or to mend."""
    held = [row for row in rows if row.state in EDITABLE]
    # What came back is waited for; a draft is not.
    for row in sorted(held, key=lambda row: row.state != _S.RETURNED):
        back = row.state == _S.RETURNED
        soon = row.left is not None and row.left <= SIGN_DAYS
        yield TodoFact(
            count=1,
            phrase="convention à corriger" if back else "convention à compléter",
            detail=row.company or "L’entreprise reste à choisir",
            due=_since(row.days) if back else before(row.starts_on) if row.starts_on else "",
            url=reverse("internships:convention_edit", args=[row.convention_id]),
            verb="Corriger" if back else "Compléter",
            group=LATE if back and row.days > READ_DAYS else WEEK if back or soon else LATER,
            sort_on=row.since,
        )


def _to_find(user: User, promotion: Promotion) -> Iterable[TodoFact]:
    """Say for which periods of the class a student has no place yet. One query."""
    placed = Internship.objects.filter(student=user, period=OuterRef("pk"))
    tried = SearchEntry.objects.filter(student=user, period=OuterRef("pk"))
    periods = (
        access.visible_periods(user)
        .filter(promotion=promotion, ends_on__gte=clock.today())
        .filter(~Exists(placed.exclude(convention__state__in=WITHOUT_EFFECT)))
        .annotate(has_tried=Exists(tried))
        .order_by("starts_on", "id")
    )
    for period in periods:
        left = -dates.days_since(period.starts_on)
        if left <= PLACE_DAYS:
            yield _search_line(user, period, left, has_tried=period.has_tried)


def _search_line(user: User, period: InternshipPeriod, left: int, *, has_tried: bool) -> TodoFact:
    return TodoFact(
        count=1,
        phrase="stage à trouver",
        detail=period.label if has_tried else f"{period.label}, aucune démarche notée",
        due=before(period.starts_on),
        url=reverse("internships:search", args=[user.pk]),
        verb="Noter une démarche",
        group=LATE if left <= LATE_PLACE_DAYS else LATER,
    )
