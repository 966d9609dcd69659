"""The E4 fiches of a class on its board: one query, then cells and alerts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from exams.access import visible_fiches
from exams.states import FicheState, Kind
from nrc_platform.core import dates
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion
from nrc_platform.web.boards.facts import NBSP, PLACES, Alert, Cell

# A fiche handed in waits at most a week for its visa; one sent back, two weeks for its student.
VISA_DAYS = 7
RETURN_DAYS = 14
# A fiche takes its student about a week: fewer days than that each, and it is worth a look.
DAYS_A_FICHE = 7


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
class Frame:
    """What holds for the whole class."""

    teaches: bool
    due: datetime | None
    managerial: bool


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


def fiche_alert(fiches: list[FicheLine], frame: Frame) -> Alert | None:
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


def fiche_cells(fiches: list[FicheLine], frame: Frame) -> tuple[Cell | None, ...]:
    """Return the cells of the three places; an empty place has none."""
    shown = _on_board(fiches)
    return tuple(
        _cell(shown[place], teaches=frame.teaches) if place in shown else None for place in PLACES
    )
