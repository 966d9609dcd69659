"""What the rules read: a fiche and a file, frozen."""

from dataclasses import dataclass
from datetime import date

from exams.states import FicheState, Rubric

PLACES = (1, 2, 3)
ANNEX_PAGES = 2
REFERENTIEL = "Référentiel NRC, épreuve E4"
CIRCULAR = "Circulaire nationale d’organisation de l’E4"
ANNEX_1 = f"{CIRCULAR}, annexe 1"


# Rubrics that are one text, with the question the form asks.
TEXT_RUBRICS: dict[Rubric, tuple[str, str]] = {
    Rubric.OBJECT: ("object_text", "que vendiez-vous, à quel prix, avec quelle rémunération ?"),
    Rubric.CONTEXT: ("context_text", "que faut-il savoir pour comprendre l’enjeu ?"),
    Rubric.GOALS: ("goals_text", "que voulait chacun en entrant ?"),
    Rubric.STRATEGY: ("strategy_text", "qu’aviez-vous préparé ?"),
    Rubric.DIFFICULTIES: ("difficulties_text", "qu’est-ce qui a résisté ?"),
    Rubric.RESULTS: ("results_text", "qu’avez-vous obtenu ?"),
}


@dataclass(frozen=True)
class Actor:
    """A person of the situation."""

    name: str
    capacity: str
    profile: str


@dataclass(frozen=True)
class Code:
    """A competence or a savoir of the référentiel."""

    code: str
    label: str


@dataclass(frozen=True)
class Annex:
    """A PDF joined to the fiche."""

    label: str
    page_count: int


@dataclass(frozen=True)
class FicheContent:
    """All that a student writes in a fiche."""

    title: str = ""
    kind: str = ""
    lived: str = ""
    is_oral: bool = False
    is_real: bool = False
    origin_kind: str = ""
    origin_text: str = ""
    company_name: str = ""
    company_address: str = ""
    company_activity: str = ""
    actors: tuple[Actor, ...] = ()
    object_text: str = ""
    context_text: str = ""
    goals_text: str = ""
    took_place_on: date | None = None
    duration_minutes: int | None = None
    place: str = ""
    conditions_text: str = ""
    strategy_text: str = ""
    difficulties_text: str = ""
    results_text: str = ""
    competences: tuple[Code, ...] = ()
    savoirs: tuple[Code, ...] = ()
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True)
class FicheCheck:
    """A fiche to check, with what the check depends on."""

    content: FicheContent
    today: date
    competences: frozenset[str] = frozenset()
    savoirs: frozenset[str] = frozenset()
    slot: int | None = None
    state: str = FicheState.DRAFT
    due: str | None = None
    url: str = ""

    @property
    def name(self) -> str:
        """Return « Fiche 3 » or « La fiche »."""
        return f"Fiche {self.slot}" if self.slot else "Fiche"


@dataclass(frozen=True)
class DossierCheck:
    """A student's E4 file to check."""

    fiches: tuple[FicheCheck, ...]
    candidate_number: str = ""
    managerial_required: bool = True
    managerial_source: str = CIRCULAR
    due: str | None = None
    url: str = ""

    @property
    def placed(self) -> tuple[FicheCheck, ...]:
        """Return the fiches that stand in one of the three places."""
        return tuple(fiche for fiche in self.fiches if fiche.slot in PLACES)
