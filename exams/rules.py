"""What the E4 file must hold, as findings in plain French: pure checks on frozen content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from exams.states import SHORT_NAMES, FicheState, Kind, Lived, Origin, Rubric
from nrc_platform.core.findings import (
    Blocks,
    Finding,
    Severity,
    rule,
    run_rules,
    sort_findings,
)

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


def _missing(
    check: FicheCheck,
    name: str,
    message: str,
    anchor: str,
    *,
    source: str = ANNEX_1,
    severity: Severity = "blocking",
) -> Finding:
    return Finding(
        rule=name,
        severity=severity,
        message=f"{check.name}, {message}" if check.slot else message[:1].upper() + message[1:],
        source=source,
        who="student",
        due=check.due,
        blocks="deposit" if severity == "blocking" else None,
        url=f"{check.url}#{anchor}" if check.url else f"#{anchor}",
    )


def _empty_company(content: FicheContent) -> Iterator[tuple[Rubric, str, str]]:
    for field, what in (
        ("company_name", "le nom de l’entreprise manque"),
        ("company_address", "l’adresse de l’entreprise manque"),
        ("company_activity", "l’activité de l’entreprise manque"),
    ):
        if not getattr(content, field).strip():
            yield Rubric.COMPANY, what, f"id_{field}"


def _empty_actors(content: FicheContent) -> Iterator[tuple[Rubric, str, str]]:
    if not content.actors:
        yield Rubric.ACTORS, "la rubrique est vide ; nommez chaque personne présente", "r-actors"
    for rank, actor in enumerate(content.actors):
        if not actor.name.strip():
            yield Rubric.ACTORS, f"le nom de l’acteur {rank + 1} manque", f"id_actors-{rank}-name"
        if not actor.capacity.strip():
            yield (
                Rubric.ACTORS,
                f"la qualité de l’acteur {rank + 1} manque",
                f"id_actors-{rank}-capacity",
            )


def _empty_conditions(content: FicheContent) -> Iterator[tuple[Rubric, str, str]]:
    if content.took_place_on is None:
        yield Rubric.CONDITIONS, "la date manque", "id_took_place_on"
    if content.duration_minutes is None:
        yield Rubric.CONDITIONS, "la durée manque", "id_duration_minutes"
    if not content.place.strip():
        yield Rubric.CONDITIONS, "le lieu manque", "id_place"


def empty_rubrics(content: FicheContent) -> list[tuple[Rubric, str, str]]:
    """Return what is missing in the nine rubrics, in official order: rubric, words, anchor."""
    found: list[tuple[Rubric, str, str]] = []
    for rubric in Rubric:
        if rubric == Rubric.COMPANY:
            found.extend(_empty_company(content))
        elif rubric == Rubric.ACTORS:
            found.extend(_empty_actors(content))
        elif rubric == Rubric.CONDITIONS:
            found.extend(_empty_conditions(content))
        elif rubric in TEXT_RUBRICS:
            field, question = TEXT_RUBRICS[rubric]
            if not getattr(content, field).strip():
                found.append((rubric, f"la rubrique est vide : {question}", f"id_{field}"))
    return found


def complete_rubrics(content: FicheContent) -> set[str]:
    """Return the rubrics that lack nothing."""
    missing = {rubric for rubric, _, _ in empty_rubrics(content)}
    return {rubric for rubric in tuple(Rubric)[:9] if rubric not in missing}


@rule("e4.empty_rubric", on=FicheCheck)
def empty_rubric(check: FicheCheck) -> list[Finding]:
    """All rubrics of the model must be filled."""
    return [
        _missing(check, "e4.empty_rubric", f"{SHORT_NAMES[rubric].lower()} : {what}.", anchor)
        for rubric, what, anchor in empty_rubrics(check.content)
    ]


@rule("e4.kind", on=FicheCheck)
def kind(check: FicheCheck) -> list[Finding]:
    """A fiche is about one communication and negotiation situation: it says of which nature."""
    if check.content.kind in Kind.values:
        return []
    words = "nature : dites si c’est une négociation-vente ou une situation managériale."
    return [_missing(check, "e4.kind", words, "id_kind", source=REFERENTIEL)]


@rule("e4.oral", on=FicheCheck)
def oral(check: FicheCheck) -> list[Finding]:
    """Each fiche describes an oral situation."""
    if check.content.is_oral:
        return []
    words = "situation : l’E4 porte sur une situation orale ; cochez la case si c’en était une."
    return [_missing(check, "e4.oral", words, "id_is_oral", source=REFERENTIEL)]


@rule("e4.real", on=FicheCheck)
def real(check: FicheCheck) -> list[Finding]:
    """The situation is real, past, and was met by the candidate in person."""
    found = []
    if not check.content.is_real:
        words = "situation : confirmez que vous l’avez rencontrée vous-même, dans un cadre réel."
        found.append(_missing(check, "e4.real", words, "id_is_real", source=REFERENTIEL))
    if check.content.lived not in Lived.values:
        words = "situation : dites si vous l’avez vécue, observée, ou les deux."
        found.append(_missing(check, "e4.real", words, "id_lived", source=CIRCULAR))
    day = check.content.took_place_on
    if day is not None and day > check.today:
        words = (
            f"déroulement : la date est dans le futur ({day:%d/%m/%Y}). "
            "Indiquez le jour de l’entretien."
        )
        found.append(_missing(check, "e4.real", words, "id_took_place_on", source=REFERENTIEL))
    return found


@rule("e4.origin", on=FicheCheck)
def origin(check: FicheCheck) -> list[Finding]:
    """A situation comes from a stage, a mission, a project or a professional activity."""
    if check.content.origin_kind not in Origin.values:
        words = "origine : choisissez stage, mission, projet ou activité professionnelle."
        return [_missing(check, "e4.origin", words, "id_origin_kind", source=REFERENTIEL)]
    if not check.content.origin_text.strip():
        words = "origine : précisez laquelle, par exemple « stage chez Hygial Services »."
        return [_missing(check, "e4.origin", words, "id_origin_text", source=REFERENTIEL)]
    return []


def _outside(codes: Iterable[Code], allowed: frozenset[str]) -> list[str]:
    return [code.code for code in codes if code.code not in allowed]


@rule("e4.competences", on=FicheCheck)
def competences(check: FicheCheck) -> list[Finding]:
    """A fiche bears on one at least of the competences that E4 validates, and on no other."""
    strangers = _outside(check.content.competences, check.competences)
    if strangers:
        words = f"compétences : {', '.join(strangers)} ne relève pas de l’E4 ; retirez ce code."
    elif not check.content.competences:
        words = "compétences : choisissez au moins une compétence de l’E4."
    else:
        return []
    return [_missing(check, "e4.competences", words, "r-codes", source=REFERENTIEL)]


@rule("e4.savoirs", on=FicheCheck)
def savoirs(check: FicheCheck) -> list[Finding]:
    """A fiche mobilises savoirs printed for E4, and no other."""
    strangers = _outside(check.content.savoirs, check.savoirs)
    if strangers:
        words = f"savoirs : {', '.join(strangers)} n’est pas imprimé pour l’E4 ; retirez ce code."
    elif not check.content.savoirs:
        words = "savoirs : choisissez au moins un savoir de l’E4."
    else:
        return []
    return [_missing(check, "e4.savoirs", words, "r-codes", source=REFERENTIEL)]


@rule("e4.annex_pages", on=FicheCheck)
def annex_pages(check: FicheCheck) -> list[Finding]:
    """Two pages at most are annexed to each fiche."""
    pages = sum(annex.page_count for annex in check.content.annexes)
    if pages <= ANNEX_PAGES:
        return []
    words = f"annexes : {pages} pages jointes, la limite est de {ANNEX_PAGES} par fiche."
    return [_missing(check, "e4.annex_pages", words, "annexes", source=CIRCULAR)]


def _dossier(check: DossierCheck, name: str, message: str, **over: str) -> Finding:
    blocks: Blocks = "deposit"
    return Finding(
        rule=name,
        severity="blocking",
        message=message,
        source=over.get("source", REFERENTIEL),
        who=over.get("who", "student"),
        due=check.due,
        blocks=blocks,
        url=over.get("url", check.url),
    )


@rule("e4.three_fiches", on=DossierCheck)
def three_fiches(check: DossierCheck) -> list[Finding]:
    """The file holds exactly three fiches, one per place."""
    count = len(check.placed)
    if count == len(PLACES) and {fiche.slot for fiche in check.placed} == set(PLACES):
        return []
    held = {0: "aucune fiche", 1: "une fiche"}.get(count, f"{count} fiches")
    missing = len(PLACES) - count
    words = {1: "il en manque une", 2: "il en manque deux", 3: "il en manque trois"}.get(
        missing, "il en faut exactement trois"
    )
    return [_dossier(check, "e4.three_fiches", f"Le dossier compte {held} sur trois : {words}.")]


@rule("e4.negotiation_sale", on=DossierCheck)
def negotiation_sale(check: DossierCheck) -> list[Finding]:
    """One fiche at least is a negotiation-sale."""
    if any(fiche.content.kind == Kind.NEGOTIATION_SALE for fiche in check.placed):
        return []
    words = "Aucune fiche du dossier n’est une négociation-vente : il en faut au moins une."
    return [_dossier(check, "e4.negotiation_sale", words)]


@rule("e4.managerial", on=DossierCheck)
def managerial(check: DossierCheck) -> list[Finding]:
    """One fiche at least is managerial: the circular's rule, which a school may switch off."""
    if not check.managerial_required:
        return []
    if any(fiche.content.kind == Kind.MANAGERIAL for fiche in check.placed):
        return []
    words = (
        "Aucune fiche du dossier n’est une communication-négociation managériale : "
        "la circulaire en demande une."
    )
    return [_dossier(check, "e4.managerial", words, source=check.managerial_source)]


_WAITING = {
    FicheState.DRAFT: ("student", "elle n’est pas encore remise"),
    FicheState.SUBMITTED: ("teacher", "elle est remise et attend le visa"),
    FicheState.RETURNED: ("student", "elle est à reprendre"),
}


@rule("e4.without_visa", on=DossierCheck)
def without_visa(check: DossierCheck) -> list[Finding]:
    """Each fiche of the file bears a visa."""
    return [
        _dossier(
            check,
            "e4.without_visa",
            f"Fiche {fiche.slot} sans visa : {_WAITING[FicheState(fiche.state)][1]}.",
            who=_WAITING[FicheState(fiche.state)][0],
            source=CIRCULAR,
            url=fiche.url,
        )
        for fiche in check.placed
        if fiche.state != FicheState.VISAED
    ]


@rule("e4.candidate_number", on=DossierCheck)
def candidate_number(check: DossierCheck) -> list[Finding]:
    """The heading of each fiche bears the candidate number."""
    if check.candidate_number:
        return []
    words = "Le numéro de candidat n’est pas encore connu : il sera imprimé en tête des fiches."
    return [
        Finding(
            rule="e4.candidate_number",
            severity="warning",
            message=words,
            source=CIRCULAR,
            who="teacher",
            due=check.due,
            url=check.url,
        )
    ]


def fiche_findings(check: FicheCheck) -> list[Finding]:
    """Return what is missing in one fiche, blocking first."""
    return sort_findings(run_rules("e4.", check))


def dossier_findings(check: DossierCheck) -> list[Finding]:
    """Return what is missing in the file and in each of its fiches, blocking first."""
    found = run_rules("e4.", check)
    for fiche in check.placed:
        found.extend(run_rules("e4.", fiche))
    return sort_findings(found)
