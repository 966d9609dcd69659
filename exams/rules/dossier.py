"""Rules of the file: three places, their kinds, their visas."""

from exams.rules.content import CIRCULAR, PLACES, REFERENTIEL, DossierCheck
from exams.states import FicheState, Kind
from nrc_platform.core.findings import (
    Blocks,
    Finding,
    rule,
    run_rules,
    sort_findings,
)


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


def dossier_findings(check: DossierCheck) -> list[Finding]:
    """Return what is missing in the file and in each of its fiches, blocking first."""
    found = run_rules("e4.", check)
    for fiche in check.placed:
        found.extend(run_rules("e4.", fiche))
    return sort_findings(found)
