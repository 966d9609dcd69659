"""Role homes: what waits for the person, one verb and one button a line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from curriculum.states import DeadlineKind
from exams import selectors as exams
from exams.facts import TodoFact
from exams.states import FicheState
from nrc_platform.companies import selectors as companies
from nrc_platform.companies.facts import OfficeTodo
from nrc_platform.core import clock, dates
from nrc_platform.jobs import selectors as jobs
from nrc_platform.people.access import (
    Viewer,
    current_enrolment,
    headed_schools,
    roles,
    taught_promotions,
    visible_promotions,
)
from nrc_platform.people.models import Enrolment, Promotion, User
from nrc_platform.people.states import Role
from nrc_platform.web.boards import (
    PLACES,
    VISA_DAYS,
    FicheLine,
    View,
    fiche_lines,
    moments,
)

LATE, WEEK, LATER = "late", "week", "later"
NAMES_SHOWN = 3
DATES_SHOWN = 4
PAIRS_SHOWN = 3
WEEK_DAYS = 7
# Before this many days, a fiche not yet begun is nobody's worry.
AHEAD_DAYS = 60
NBSP = "\u00a0"


@dataclass(frozen=True)
class NextDate:
    """A date of the aside."""

    at: datetime
    label: str
    detail: str


@dataclass(frozen=True)
class ClassLine:
    """A class the person follows, with its figures."""

    promotion: Promotion
    url: str
    students: int
    waiting: int
    visaed: int


@dataclass(frozen=True)
class Home:
    """A home: its lines by group, the next dates, and what to say when there is nothing."""

    lines: tuple[TodoFact, ...] = ()
    next_dates: tuple[NextDate, ...] = ()
    classes: tuple[ClassLine, ...] = ()
    calm_text: str = "Personne n’attend d’action de vous."
    way_on: tuple[str, str] = ("", "")
    views: tuple[View, ...] = field(default=())

    @property
    def count(self) -> int:
        """Return how many actions wait."""
        return sum(line.count for line in self.lines)

    @property
    def late_count(self) -> int:
        """Return how many actions are late."""
        return sum(line.count for line in self.late)

    @property
    def late(self) -> list[TodoFact]:
        """Return the lines that are late."""
        return [line for line in self.lines if line.group == LATE]

    @property
    def week(self) -> list[TodoFact]:
        """Return the lines of this week."""
        return [line for line in self.lines if line.group == WEEK]

    @property
    def later(self) -> list[TodoFact]:
        """Return the lines that can wait."""
        return [line for line in self.lines if line.group == LATER]


# --- sentences ------------------------------------------------------------------------------


def names(people: Iterable[str]) -> str:
    """Return « Inès Da Silva, Jules Perrin et 2 autres »."""
    every = list(dict.fromkeys(people))
    shown = ", ".join(every[:NAMES_SHOWN])
    more = len(every) - NAMES_SHOWN
    if more <= 0:
        return shown
    return f"{shown} et {more}{NBSP}autre{'s' if more > 1 else ''}"


def before(day: date | datetime) -> str:
    """Return « demain », « avant jeudi 26 » within a week, « avant le 4 décembre » later."""
    local = day if not isinstance(day, datetime) else timezone.localtime(day).date()
    left = (local - clock.today()).days
    if left in (0, 1):
        return ("aujourd’hui", "demain")[left]
    if 0 < left < WEEK_DAYS:
        return f"avant {dates.DAYS[local.weekday()]} {local.day}"
    return f"avant le {dates.day_month(local)}"


def since(days: int) -> str:
    """Return « depuis 9 jours »."""
    return f"depuis {days}{NBSP}jour{'s' if days > 1 else ''}"


def plural(rows: Sized) -> str:
    """Return the « s » of several."""
    return "s" if len(rows) > 1 else ""


def board_url(promotion: Promotion) -> str:
    """Return the address of the board of a class."""
    return reverse("web:promotion_board", args=[promotion.code])


# --- teacher and head: the fiches of their classes ------------------------------------------


@dataclass(frozen=True)
class _Classes:
    """The classes of a person, read once: fiches, students and deadlines."""

    promotions: list[Promotion]
    fiches: list[FicheLine]
    students: dict[UUID, list[tuple[UUID, str]]]
    at: dict[tuple[UUID, str], datetime]

    def count(self, promotion: Promotion, state: str) -> int:
        """Return how many fiches of a class are in that state."""
        return sum(
            1
            for fiche in self.fiches
            if fiche.promotion_id == promotion.pk and fiche.state == state
        )


def _classes(user: Viewer, promotions: list[Promotion]) -> _Classes:
    """Read the work of those classes. Three queries."""
    students: dict[UUID, list[tuple[UUID, str]]] = {}
    enrolments = (
        Enrolment.objects.on(clock.today())
        .filter(promotion__in=[row.pk for row in promotions])
        .select_related("student")
        .order_by("student__last_name", "student__first_name", "student_id")
    )
    for enrolment in enrolments:
        person = (enrolment.student_id, str(enrolment.student))
        students.setdefault(enrolment.promotion_id, []).append(person)
    return _Classes(promotions, fiche_lines(user, promotions), students, moments(user, promotions))


def _missing_lines(classes: _Classes, promotion: Promotion) -> Iterator[TodoFact]:
    due = classes.at.get((promotion.pk, DeadlineKind.E4_FICHES))
    if due is None or -dates.days_since(due) > AHEAD_DAYS:
        return
    handed = Counter(
        fiche.student_id
        for fiche in classes.fiches
        if fiche.state in (FicheState.SUBMITTED, FicheState.VISAED)
    )
    everyone = classes.students.get(promotion.pk, [])
    short = [name for pk, name in everyone if handed[pk] < len(PLACES)]
    if short:
        yield TodoFact(
            count=len(short),
            phrase=f"étudiant{plural(short)} de {promotion.label} à relancer",
            detail=f"Moins de trois fiches E4 remises{NBSP}: {names(short)}",
            due=before(due),
            url=f"{board_url(promotion)}?vue=incomplets",
            verb="Voir la liste",
            group=LATE if due < clock.now() else LATER,
        )


def _dates_of(classes: _Classes) -> tuple[NextDate, ...]:
    return _coming(classes.at, {row.pk: row.label for row in classes.promotions})


def _coming(at: dict[tuple[UUID, str], datetime], labels: dict[UUID, str]) -> tuple[NextDate, ...]:
    """Return the next deadlines, soonest first, each with its class."""
    coming = sorted((day, pk, kind) for (pk, kind), day in at.items() if day >= clock.now())
    return tuple(
        NextDate(day, str(DeadlineKind(kind).label), f"{labels[pk]}, {dates.hour(day)}")
        for day, pk, kind in coming[:DATES_SHOWN]
    )


def _class_lines(classes: _Classes) -> tuple[ClassLine, ...]:
    return tuple(
        ClassLine(
            promotion,
            board_url(promotion),
            len(classes.students.get(promotion.pk, [])),
            classes.count(promotion, FicheState.SUBMITTED),
            classes.count(promotion, FicheState.VISAED),
        )
        for promotion in classes.promotions
    )


def class_lines(user: Viewer, promotions: list[Promotion]) -> tuple[ClassLine, ...]:
    """Return the classes with their figures. Three queries."""
    return _class_lines(_classes(user, promotions))


def _teacher(user: Viewer, chosen: str) -> Home:
    classes = _classes(user, list(taught_promotions(user).order_by("code", "label")))
    only = next((row for row in classes.promotions if row.label == chosen), None)
    missing = {row.label: list(_missing_lines(classes, row)) for row in classes.promotions}
    shown = missing[only.label] if only else [line for row in missing.values() for line in row]
    lines = (*exams.teacher_todo(user, promotion=only), *shown)
    return Home(
        lines=lines,
        next_dates=_dates_of(classes),
        way_on=("Voir les classes", reverse("web:promotions")),
        views=_views(classes, missing, only) if len(missing) > 1 else (),
    )


def _views(
    classes: _Classes, missing: dict[str, list[TodoFact]], only: Promotion | None
) -> tuple[View, ...]:
    counts = {
        row.label: _count(missing[row.label]) + classes.count(row, FicheState.SUBMITTED)
        for row in classes.promotions
    }
    every = View("Toutes", sum(counts.values()), "/", only is None)
    one = (
        View(label, count, f"/?classe={label}", only is not None and only.label == label)
        for label, count in counts.items()
    )
    return (every, *one)


def _count(lines: Iterable[TodoFact]) -> int:
    return sum(line.count for line in lines)


def _head(user: Viewer, _chosen: str) -> Home:
    promotions = list(
        Promotion.objects.filter(
            school__in=headed_schools(user), ends_on__gte=clock.today()
        ).order_by("code", "label")
    )
    classes = _classes(user, promotions)
    return Home(
        classes=_class_lines(classes),
        next_dates=_dates_of(classes),
        calm_text="Rien n’attend votre signature. Voici où en sont les classes.",
    )


# --- student --------------------------------------------------------------------------------


def _student(user: Viewer, _chosen: str) -> Home:
    enrolment = current_enrolment(user)
    if enrolment is None or not isinstance(user, User):
        return Home(calm_text="Vous n’êtes inscrit dans aucune classe aujourd’hui.")
    promotions = [enrolment.promotion]
    classes = _Classes(promotions, fiche_lines(user, promotions), {}, moments(user, promotions))
    waiting = classes.count(enrolment.promotion, FicheState.SUBMITTED)
    calm_text = "Vos trois fiches E4 sont remises ou visées."
    if waiting:
        many = "s" if waiting > 1 else ""
        calm_text = f"{waiting}{NBSP}fiche{many} chez vos professeurs : ils vous répondront ici."
    return Home(
        lines=tuple(exams.student_todo(user)),
        next_dates=_dates_of(classes),
        calm_text=calm_text,
        way_on=("Voir mon dossier E4", reverse("exams:dossier", args=[user.pk])),
    )


# --- the others -----------------------------------------------------------------------------


def _office(user: Viewer, _chosen: str) -> Home:
    todo = companies.office_todo(user)
    promotions = list(visible_promotions(user).filter(ends_on__gte=clock.today()))
    labels = {row.pk: row.label for row in promotions}
    return Home(
        lines=(*_company_lines(todo), *_failed_lines(user)),
        next_dates=_coming(moments(user, promotions), labels),
        calm_text="Aucune entreprise n’attend votre vérification.",
        way_on=("Voir les entreprises", reverse("companies:list")),
    )


def _company_lines(todo: OfficeTodo) -> Iterator[TodoFact]:
    listed = reverse("companies:list")
    if waiting := todo.to_verify:
        days = dates.days_since(waiting[0].created_at)
        one = len(waiting) == 1
        yield TodoFact(
            count=len(waiting),
            phrase=f"entreprise{plural(waiting)} à vérifier",
            detail=names(str(company) for company in waiting),
            due=since(days) if days else "aujourd’hui",
            url=reverse("companies:detail", args=[waiting[0].pk])
            if one
            else f"{listed}?state={waiting[0].state}",
            verb="Vérifier",
            group=LATE if days > VISA_DAYS else WEEK,
        )
    for pair in todo.duplicates[:PAIRS_SHOWN]:
        yield TodoFact(
            count=1,
            phrase=f"doublon possible{NBSP}: {pair.first}",
            detail=f"{pair.second}{NBSP}: {pair.reason}",
            due="",
            url=reverse("companies:merge", args=[pair.second.pk]),
            verb="Comparer",
            group=LATER,
        )


def _juror(_user: Viewer, _chosen: str) -> Home:
    return Home(
        calm_text="Aucune commission n’est ouverte. Vos candidats du jour s’afficheront ici.",
        way_on=("Lire le référentiel", reverse("curriculum:tree")),
    )


def _failed_lines(user: Viewer) -> Iterator[TodoFact]:
    """Say which jobs failed for good, among those the person may have tried again. One query."""
    failed = list(jobs.jobs_of_view(user, jobs.FAILED).values_list("label", flat=True))
    if failed:
        yield TodoFact(
            count=len(failed),
            phrase="travaux en échec" if len(failed) > 1 else "travail en échec",
            detail=names(failed),
            due="",
            url=f"{reverse('web:jobs')}?vue={jobs.FAILED}",
            verb="Voir les causes",
            group=LATE,
        )


def _admin(user: Viewer, _chosen: str) -> Home:
    return Home(
        lines=tuple(_failed_lines(user)),
        calm_text="Aucun travail de la plateforme n’est en échec.",
    )


_HOMES: dict[str, Callable[[Viewer, str], Home]] = {
    Role.TEACHER: _teacher,
    Role.HEAD: _head,
    Role.OFFICE: _office,
    Role.STUDENT: _student,
    Role.JUROR: _juror,
    Role.ADMIN: _admin,
}


def home_of(user: Viewer, *, chosen: str = "") -> Home:
    """Return the home of a person's first role, on one of their classes or all."""
    held = roles(user)
    for role, build in _HOMES.items():
        if role in held:
            return build(user, chosen)
    return Home(calm_text="Aucun rôle ne vous est ouvert aujourd’hui : adressez-vous au lycée.")
