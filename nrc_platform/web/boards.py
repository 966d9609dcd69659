"""The class board: one line a student, read with one query per domain and no more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from curriculum.access import visible_deadlines
from curriculum.selectors.rules import rule_value
from curriculum.states import DeadlineKind
from exams.access import visible_fiches
from exams.facts import dossier_state
from exams.states import FicheState, Kind
from nrc_platform.core import clock, dates
from nrc_platform.core.text import fold
from nrc_platform.people.access import Viewer, teaches
from nrc_platform.people.models import Enrolment, Promotion

PLACES = (1, 2, 3)
# A fiche handed in waits at most a week for its visa; one sent back, two weeks for its student.
VISA_DAYS = 7
RETURN_DAYS = 14
# A fiche takes its student about a week: fewer days than that each, and it is worth a look.
DAYS_A_FICHE = 7
NBSP = "\u00a0"


@dataclass(frozen=True)
class FicheLine:
    """What the board and the homes need to know of a fiche."""

    pk: UUID
    student_id: UUID
    first_name: str
    last_name: str
    promotion_id: UUID
    slot: int | None
    state: str
    kind: str
    title: str
    submitted_at: datetime | None
    returned_at: datetime | None

    @property
    def who(self) -> str:
        """Return « Zoé Dupré »."""
        return f"{self.first_name} {self.last_name}"

    @property
    def waited(self) -> int:
        """Return for how many days the fiche has been where it is."""
        since = self.submitted_at if self.state == FicheState.SUBMITTED else self.returned_at
        return dates.days_since(since) if since else 0


@dataclass(frozen=True)
class Cell:
    """A cell: a state of the vocabulary, quiet unless it asks for something."""

    kind: str
    state: str
    url: str = ""
    figure: str = ""
    mine: bool = False
    tone: str = ""
    bare: bool = True


@dataclass(frozen=True)
class Alert:
    """The one thing to know of a student: at most 25 signs."""

    text: str
    tone: str
    days: int = 0

    @property
    def icon(self) -> str:
        """Return the icon of the tone."""
        return "exclamation-octagon" if self.tone == "late" else "exclamation-triangle"


@dataclass(frozen=True)
class Row:
    """A student on the board."""

    last_name: str
    first_name: str
    url: str
    cells: tuple[Cell | None, ...]
    dossier: Cell
    alert: Alert | None
    mine: bool
    visaed: int

    @property
    def is_late(self) -> bool:
        """Return whether something of this student is late."""
        return self.alert is not None and self.alert.tone == "late"

    @property
    def is_ready(self) -> bool:
        """Return whether the E4 file is complete."""
        return self.dossier.state != "incomplete"

    @property
    def by_name(self) -> tuple[str, str]:
        """Return the place of the student in the alphabet."""
        return fold(self.last_name), fold(self.first_name)

    @property
    def by_alert(self) -> tuple[int, int, tuple[str, str]]:
        """Return the place of the student by alert: late, then to watch, oldest first."""
        if self.alert is None:
            return 2, 0, self.by_name
        return int(not self.is_late), -self.alert.days, self.by_name


@dataclass(frozen=True)
class Board:
    """A class: its rows sorted by alert, and the totals under the column titles."""

    promotion: Promotion
    rows: tuple[Row, ...]
    due: datetime | None
    deposit: datetime | None

    @property
    def visaed(self) -> int:
        """Return how many fiches of the files have their visa."""
        return sum(row.visaed for row in self.rows)

    @property
    def expected(self) -> int:
        """Return how many fiches the files will hold."""
        return len(PLACES) * len(self.rows)

    @property
    def ready(self) -> int:
        """Return how many files are complete."""
        return sum(1 for row in self.rows if row.is_ready)


@dataclass(frozen=True)
class View:
    """A saved view: its name, how many rows it holds, its address."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class _Frame:
    """What holds for the whole class."""

    teaches: bool
    due: datetime | None
    managerial: bool


# --- reads ----------------------------------------------------------------------------------


def fiche_lines(viewer: Viewer, promotions: Iterable[Promotion]) -> list[FicheLine]:
    """Return the fiches of those classes that the person knows of. One query."""
    rows = (
        visible_fiches(viewer)
        .filter(promotion__in=[promotion.pk for promotion in promotions])
        .order_by("student_id", "slot", "created_at", "id")
        .values_list(
            "pk",
            "student_id",
            "student__first_name",
            "student__last_name",
            "promotion_id",
            "slot",
            "state",
            "kind",
            "title",
            "submitted_at",
            "returned_at",
        )
    )
    return [FicheLine(*row) for row in rows]


def moments(viewer: Viewer, promotions: Iterable[Promotion]) -> dict[tuple[UUID, str], datetime]:
    """Return the deadlines of those classes. One query."""
    kept = [promotion.pk for promotion in promotions]
    rows = visible_deadlines(viewer).filter(promotion__in=kept).order_by()
    return {(pk, kind): at for pk, kind, at in rows.values_list("promotion_id", "kind", "at")}


def promotion_board(promotion: Promotion, *, viewer: Viewer, today: date | None = None) -> Board:
    """Return the board of a class. Four queries: students, fiches, deadlines, rule."""
    day = today or clock.today()
    enrolments = (
        Enrolment.objects.on(day)
        .filter(promotion=promotion)
        .select_related("student")
        .order_by("student__last_name", "student__first_name", "student_id")
    )
    fiches: dict[UUID, list[FicheLine]] = {}
    for line in fiche_lines(viewer, [promotion]):
        fiches.setdefault(line.student_id, []).append(line)
    at = moments(viewer, [promotion])
    frame = _Frame(
        teaches=teaches(viewer, promotion, day),
        due=at.get((promotion.pk, DeadlineKind.E4_FICHES)),
        managerial=bool(rule_value("e4.managerial_required", school=promotion.school, on=day)),
    )
    rows = [_row(line.student, fiches.get(line.student_id, []), frame) for line in enrolments]
    rows.sort(key=lambda row: row.by_alert)
    deposit = at.get((promotion.pk, DeadlineKind.E4_DEPOSIT))
    return Board(promotion, tuple(rows), frame.due, deposit)


# --- a row ----------------------------------------------------------------------------------


def _on_board(fiches: list[FicheLine]) -> dict[int, FicheLine]:
    """Give each place its fiche; a fiche without place fills the next free one."""
    placed = {fiche.slot: fiche for fiche in fiches if fiche.slot}
    spare = [fiche for fiche in fiches if not fiche.slot]
    for place in PLACES:
        if place not in placed and spare:
            placed[place] = spare.pop(0)
    return placed


def _cell(fiche: FicheLine, *, teaches: bool) -> Cell:
    waits = fiche.state == FicheState.SUBMITTED
    is_late = waits and fiche.waited > VISA_DAYS
    is_slow = fiche.state == FicheState.RETURNED and fiche.waited > RETURN_DAYS
    return Cell(
        kind="fiche",
        state=fiche.state,
        # A draft is its author's alone: the board says that it exists, and opens nothing.
        url="" if fiche.state == FicheState.DRAFT else reverse("exams:fiche", args=[fiche.pk]),
        figure=f"{fiche.waited}{NBSP}j" if is_slow or (waits and fiche.waited) else "",
        mine=waits and teaches,
        tone="late" if is_late and not teaches else "",
        bare=not ((waits and teaches) or is_late or is_slow),
    )


def _waiting_alert(fiches: list[FicheLine], *, teaches: bool) -> Alert | None:
    waited = max((f.waited for f in fiches if f.state == FicheState.SUBMITTED), default=0)
    if waited <= VISA_DAYS:
        return None
    words = "Fiche à viser" if teaches else "Visa attendu"
    return Alert(f"{words}, {waited}{NBSP}jours", "late", waited)


def _missing_alert(fiches: list[FicheLine], due: datetime | None) -> Alert | None:
    gone = (FicheState.SUBMITTED, FicheState.VISAED)
    missing = len(PLACES) - sum(1 for fiche in fiches if fiche.state in gone)
    if missing <= 0 or due is None:
        return None
    left = -dates.days_since(due)
    if left > DAYS_A_FICHE * missing:
        return None
    words = f"{missing}{NBSP}fiche{'s' if missing > 1 else ''} à remettre"
    return Alert(words, "late" if left < 0 else "watch", missing)


def _alert(fiches: list[FicheLine], frame: _Frame) -> Alert | None:
    """Return the one thing to know of a student, worst first."""
    waiting = _waiting_alert(fiches, teaches=frame.teaches)
    missing = _missing_alert(fiches, frame.due)
    if waiting or (missing and missing.tone == "late"):
        return waiting or missing
    returned = max((f.waited for f in fiches if f.state == FicheState.RETURNED), default=0)
    if returned > RETURN_DAYS:
        return Alert(f"À reprendre, {returned}{NBSP}jours", "watch", returned)
    kinds = {fiche.kind for fiche in fiches}
    if frame.managerial and len(fiches) >= len(PLACES) and Kind.MANAGERIAL not in kinds:
        return Alert("Pas de fiche managériale", "watch")
    if not fiches:
        return Alert("Aucune fiche commencée", "watch")
    return missing


def _row(student: Any, fiches: list[FicheLine], frame: _Frame) -> Row:
    shown = _on_board(fiches)
    states = tuple(fiche.state for fiche in fiches if fiche.slot)
    visaed = states.count(FicheState.VISAED)
    url = reverse("exams:dossier", args=[student.pk])
    return Row(
        last_name=student.last_name,
        first_name=student.first_name,
        url=url,
        cells=tuple(
            _cell(shown[place], teaches=frame.teaches) if place in shown else None
            for place in PLACES
        ),
        dossier=Cell("dossier", dossier_state(states), url, f"{visaed}/{len(PLACES)}"),
        alert=_alert(fiches, frame),
        mine=frame.teaches and any(fiche.state == FicheState.SUBMITTED for fiche in fiches),
        visaed=visaed,
    )


# --- what the address asks for --------------------------------------------------------------

VIEWS: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "tous": ("Tous", lambda row: True),
    "a-vous": ("À vous", lambda row: row.mine),
    "en-retard": ("En retard", lambda row: row.is_late),
    "incomplets": ("Incomplets", lambda row: not row.is_ready),
}


def filtered(rows: Iterable[Row], *, view: str, words: str, order: str) -> list[Row]:
    """Return the rows of a view whose names hold the words; `nom`, `-nom`, `alerte`, `-alerte`."""
    keep = VIEWS.get(view, VIEWS["tous"])[1]
    wanted = fold(words).split()
    kept = [
        row for row in rows if keep(row) and all(word in " ".join(row.by_name) for word in wanted)
    ]
    if order.endswith("nom"):
        return sorted(kept, key=lambda row: row.by_name, reverse=order.startswith("-"))
    return sorted(kept, key=lambda row: row.by_alert, reverse=order == "alerte")


def views_of(board: Board, *, url: str, view: str) -> list[View]:
    """Return the saved views with their counts; an unknown one counts as « Tous »."""
    chosen = view if view in VIEWS else "tous"
    return [
        View(label, sum(map(keep, board.rows)), f"{url}?vue={key}", key == chosen)
        for key, (label, keep) in VIEWS.items()
    ]
