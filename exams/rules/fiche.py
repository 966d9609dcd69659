"""Rules of one fiche: rubrics, nature, origin, codes, annexes."""

from collections.abc import Iterable, Iterator

from exams.rules.content import (
    ANNEX_1,
    ANNEX_PAGES,
    CIRCULAR,
    REFERENTIEL,
    TEXT_RUBRICS,
    Code,
    FicheCheck,
    FicheContent,
)
from exams.states import SHORT_NAMES, Kind, Lived, Origin, Rubric
from nrc_platform.core.findings import (
    Finding,
    Severity,
    rule,
    run_rules,
    sort_findings,
)


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


def _sentence(rubric: Rubric, what: str) -> str:
    end = "" if what.endswith("?") else "."
    return f"{SHORT_NAMES[rubric].lower()} : {what}{end}"


@rule("e4.empty_rubric", on=FicheCheck)
def empty_rubric(check: FicheCheck) -> list[Finding]:
    """All rubrics of the model must be filled."""
    return [
        _missing(check, "e4.empty_rubric", _sentence(rubric, what), anchor)
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


def fiche_findings(check: FicheCheck) -> list[Finding]:
    """Return what is missing in one fiche, blocking first."""
    return sort_findings(run_rules("e4.", check))
