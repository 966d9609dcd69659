"""What the class board shows: cells, alerts, rows, totals and saved views."""

from dataclasses import dataclass
from datetime import datetime

from internships.models import InternshipPeriod
from internships.states import COVERING
from nrc_platform.core.text import fold
from nrc_platform.people.models import Promotion

PLACES = (1, 2, 3)
NBSP = "\u00a0"


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
    stage: Cell | None
    convention: Cell | None
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
    def has_place(self) -> bool:
        """Return whether the student has found a place, or needs none now."""
        return self.stage is None or self.stage.state not in ("no_lead", "searching")

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
    period: InternshipPeriod | None = None

    @property
    def placed(self) -> int:
        """Return how many students have a place for the period at hand."""
        return sum(1 for row in self.rows if row.has_place)

    @property
    def signed(self) -> int:
        """Return how many conventions of the period are signed by all."""
        covering = set(COVERING)
        return sum(1 for row in self.rows if row.convention and row.convention.state in covering)

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
