"""Role homes: what waits for the person, one verb and one button a line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from curriculum.states import DeadlineKind
from exams.states import FicheState
from nrc_platform.core import clock, dates
from nrc_platform.people.access import (
    Viewer,
    current_enrolment,
    headed_schools,
    roles,
    taught_promotions,
)
from nrc_platform.people.models import Enrolment, Promotion
from nrc_platform.people.states import Role
from nrc_platform.web.boards import (
    PLACES,
    RETURN_DAYS,
    VISA_DAYS,
    FicheLine,
    View,
    fiche_lines,
    moments,
)

LATE, WEEK, LATER = "late", "week", "later"
NAMES_SHOWN = 3
DATES_SHOWN = 4
WEEK_DAYS = 7
# Before this many days, a fiche not yet begun is nobody's worry.
AHEAD_DAYS = 60
NBSP = "\u00a0"


@dataclass(frozen=True)
class TodoLine:
    """One thing to do: a count that the phrase reads on from, and a verb that opens it."""

    count: int
    phrase: str
    detail: str
    due: str
    url: str
    verb: str
    group: str


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

    lines: tuple[TodoLine, ...] = ()
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
    def late(self) -> list[TodoLine]:
        """Return the lines that are late."""
        return [line for line in self.lines if line.group == LATE]

    @property
    def week(self) -> list[TodoLine]:
        """Return the lines of this week."""
        return [line for line in self.lines if line.group == WEEK]

    @property
    def later(self) -> list[TodoLine]:
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


def _group_of(due: datetime | None) -> str:
    if due is None:
        return LATER
    left = -dates.days_since(due)
    if left < 0:
        return LATE
    return WEEK if left <= WEEK_DAYS else LATER


# --- teacher and head: the fiches of their classes ------------------------------------------


@dataclass(frozen=True)
class _Classes:
    """The classes of a person, read once: fiches, students and deadlines."""

    promotions: list[Promotion]
    fiches: list[FicheLine]
    students: dict[UUID, list[tuple[UUID, str]]]
    at: dict[tuple[UUID, str], datetime]

    def board(self, pk: UUID) -> str:
        """Return the address of the board of a class."""
        code = next(row.code for row in self.promotions if row.pk == pk)
        return reverse("web:promotion_board", args=[code])

    def only(self, label: str) -> "_Classes":
        """Keep the class of that name."""
        kept = [row for row in self.promotions if row.label == label]
        pks = {row.pk for row in kept}
        return _Classes(
            kept,
            [fiche for fiche in self.fiches if fiche.promotion_id in pks],
            self.students,
            self.at,
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


def _visa_line(fiches: list[FicheLine], classes: _Classes, *, due: str, group: str) -> TodoLine:
    if len(fiches) == 1:
        fiche = fiches[0]
        return TodoLine(
            count=1,
            phrase=f"fiche E4 à viser : {fiche.who}",
            detail=fiche.title,
            due=due,
            url=reverse("exams:fiche", args=[fiche.pk]),
            verb="Viser",
            group=group,
        )
    oldest = max(fiches, key=lambda fiche: fiche.waited)
    view = "en-retard" if group == LATE else "a-vous"
    return TodoLine(
        count=len(fiches),
        phrase="fiches E4 à viser",
        detail=names(fiche.who for fiche in fiches),
        due=due,
        url=f"{classes.board(oldest.promotion_id)}?vue={view}",
        verb="Viser",
        group=group,
    )


def _visa_lines(classes: _Classes) -> Iterator[TodoLine]:
    waiting = [fiche for fiche in classes.fiches if fiche.state == FicheState.SUBMITTED]
    late = [fiche for fiche in waiting if fiche.waited > VISA_DAYS]
    fresh = [fiche for fiche in waiting if fiche.waited <= VISA_DAYS]
    if late:
        oldest = max(fiche.waited for fiche in late)
        yield _visa_line(late, classes, due=since(oldest), group=LATE)
    if fresh:
        oldest = max(fiche.waited for fiche in fresh)
        due = before(clock.today() + timedelta(days=VISA_DAYS - oldest))
        yield _visa_line(fresh, classes, due=due, group=WEEK)


def _missing_lines(classes: _Classes) -> Iterator[TodoLine]:
    handed = Counter(
        fiche.student_id
        for fiche in classes.fiches
        if fiche.state in (FicheState.SUBMITTED, FicheState.VISAED)
    )
    for promotion in classes.promotions:
        due = classes.at.get((promotion.pk, DeadlineKind.E4_FICHES))
        if due is None or -dates.days_since(due) > AHEAD_DAYS:
            continue
        short = [
            name for pk, name in classes.students.get(promotion.pk, []) if handed[pk] < len(PLACES)
        ]
        if short:
            many = "s" if len(short) > 1 else ""
            yield TodoLine(
                count=len(short),
                phrase=f"étudiant{many} de {promotion.label} à relancer",
                detail=f"Moins de trois fiches E4 remises : {names(short)}",
                due=before(due),
                url=f"{classes.board(promotion.pk)}?vue=incomplets",
                verb="Voir la liste",
                group=LATE if _group_of(due) == LATE else LATER,
            )


def _dates_of(classes: _Classes) -> tuple[NextDate, ...]:
    labels = {row.pk: row.label for row in classes.promotions}
    coming = sorted(
        (at, pk, kind)
        for (pk, kind), at in classes.at.items()
        if at >= clock.now() and pk in labels
    )
    return tuple(
        NextDate(at, str(DeadlineKind(kind).label), f"{labels[pk]}, {dates.hour(at)}")
        for at, pk, kind in coming[:DATES_SHOWN]
    )


def _class_lines(classes: _Classes) -> tuple[ClassLine, ...]:
    def count(promotion: Promotion, state: str) -> int:
        return sum(
            1
            for fiche in classes.fiches
            if fiche.promotion_id == promotion.pk and fiche.state == state
        )

    return tuple(
        ClassLine(
            promotion,
            classes.board(promotion.pk),
            len(classes.students.get(promotion.pk, [])),
            count(promotion, FicheState.SUBMITTED),
            count(promotion, FicheState.VISAED),
        )
        for promotion in classes.promotions
    )


def class_lines(user: Viewer, promotions: list[Promotion]) -> tuple[ClassLine, ...]:
    """Return the classes with their figures. Three queries."""
    return _class_lines(_classes(user, promotions))


def _todo_of(classes: _Classes) -> tuple[TodoLine, ...]:
    return (*_visa_lines(classes), *_missing_lines(classes))


def _teacher(user: Viewer, chosen: str) -> Home:
    classes = _classes(user, list(taught_promotions(user).order_by("code", "label")))
    labels = [row.label for row in classes.promotions]
    counts = {label: _count(_todo_of(classes.only(label))) for label in labels}
    views = [View("Toutes", sum(counts.values()), "/", chosen not in counts)]
    views += [View(label, counts[label], f"/?classe={label}", label == chosen) for label in labels]
    return Home(
        lines=_todo_of(classes.only(chosen) if chosen in counts else classes),
        next_dates=_dates_of(classes),
        way_on=("Voir la classe", classes.board(classes.promotions[0].pk)) if labels else ("", ""),
        views=tuple(views) if len(labels) > 1 else (),
    )


def _count(lines: Iterable[TodoLine]) -> int:
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
    if enrolment is None:
        return Home(calm_text="Vous n’êtes inscrit dans aucune classe aujourd’hui.")
    promotion = enrolment.promotion
    own = [line for line in fiche_lines(user, [promotion]) if line.student_id == user.pk]
    at = moments(user, [promotion])
    due = at.get((promotion.pk, DeadlineKind.E4_FICHES))
    lines = [*_returned_lines(own), *_draft_lines(own, due), *_begin_lines(own, due)]
    coming = _dates_of(_Classes([promotion], [], {}, at))
    waiting = sum(1 for line in own if line.state == FicheState.SUBMITTED)
    calm_text = "Vos trois fiches E4 sont remises ou visées."
    if waiting:
        many = "s" if waiting > 1 else ""
        calm_text = f"{waiting}{NBSP}fiche{many} chez vos professeurs : ils vous répondront ici."
    return Home(
        lines=tuple(lines),
        next_dates=coming,
        calm_text=calm_text,
        way_on=("Voir mon dossier E4", reverse("exams:dossier", args=[user.pk])),
    )


def _returned_lines(own: list[FicheLine]) -> Iterator[TodoLine]:
    for line in own:
        if line.state == FicheState.RETURNED:
            yield TodoLine(
                count=1,
                phrase=f"fiche E4 à reprendre : {line.title}",
                detail="Votre professeur a laissé des remarques",
                due=since(line.waited) if line.waited else "renvoyée aujourd’hui",
                url=reverse("exams:fiche", args=[line.pk]),
                verb="Reprendre",
                group=LATE if line.waited > RETURN_DAYS else WEEK,
            )


def _draft_lines(own: list[FicheLine], due: datetime | None) -> Iterator[TodoLine]:
    for line in own:
        if line.state == FicheState.DRAFT:
            yield TodoLine(
                count=1,
                phrase=f"brouillon à terminer : {line.title}",
                detail="Personne d’autre ne lit un brouillon",
                due=before(due) if due else "",
                url=reverse("exams:fiche_edit", args=[line.pk]),
                verb="Continuer",
                group=_group_of(due),
            )


def _begin_lines(own: list[FicheLine], due: datetime | None) -> Iterator[TodoLine]:
    missing = len(PLACES) - len(own)
    if missing > 0:
        many = "s" if missing > 1 else ""
        yield TodoLine(
            count=missing,
            phrase=f"fiche{many} E4 à commencer",
            detail="Le dossier en compte trois, dont une managériale",
            due=before(due) if due else "",
            url=reverse("exams:fiche_new"),
            verb="Commencer",
            group=_group_of(due),
        )


# --- the others -----------------------------------------------------------------------------


def _office(user: Viewer, _chosen: str) -> Home:
    return Home(
        calm_text="Aucune entreprise n’attend votre vérification.",
        way_on=("Voir les entreprises", reverse("companies:list")),
    )


def _juror(_user: Viewer, _chosen: str) -> Home:
    return Home(
        calm_text="Aucune commission n’est ouverte. Vos candidats du jour s’afficheront ici.",
        way_on=("Lire le référentiel", reverse("curriculum:tree")),
    )


def _admin(_user: Viewer, _chosen: str) -> Home:
    return Home(calm_text="Aucun travail de la plateforme n’est en échec.")


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
