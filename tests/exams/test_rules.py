"""What a fiche and a file must hold: each rule, what satisfies it and what does not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exams.rules import (
    Actor,
    Annex,
    Code,
    DossierCheck,
    FicheCheck,
    FicheContent,
    dossier_findings,
    fiche_findings,
)
from exams.states import FicheState, Kind, Lived, Origin
from tests.exams.factories import WORDS

TODAY = date(2026, 11, 24)
CONTENT = FicheContent(
    title="Vendre un contrat d’entretien",
    kind=Kind.NEGOTIATION_SALE,
    lived=Lived.LIVED,
    is_oral=True,
    is_real=True,
    origin_kind=Origin.INTERNSHIP,
    origin_text="stage chez Hygial Services",
    took_place_on=date(2026, 11, 4),
    duration_minutes=35,
    actors=(Actor("Karim Belkacem", "Gérant", "Pressé"),),
    competences=(Code("C32", "Construire"),),
    savoirs=(Code("S51", "Marges"),),
    **WORDS,
)


def _fiche(slot: int | None = 1, *, state: str = FicheState.VISAED, **over: Any) -> FicheCheck:
    return FicheCheck(
        content=replace(CONTENT, **over),
        today=TODAY,
        competences=frozenset({"C31", "C32", "C33"}),
        savoirs=frozenset({"S51"}),
        slot=slot,
        state=state,
        due="2026-11-30T17:00:00+00:00",
        url="/fiche/",
    )


def _file(*fiches: FicheCheck, **over: Any) -> DossierCheck:
    return DossierCheck(fiches=fiches, candidate_number="2027-0418", url="/dossier/", **over)


def _complete() -> tuple[FicheCheck, ...]:
    return (_fiche(1), _fiche(2, kind=Kind.MANAGERIAL), _fiche(3))


def _messages(check: FicheCheck | DossierCheck, name: str) -> list[str]:
    ask = fiche_findings if isinstance(check, FicheCheck) else dossier_findings
    return [found.message for found in ask(check) if found.rule == name]  # type: ignore[arg-type]


def test_complete_file_has_no_finding() -> None:
    assert dossier_findings(_file(*_complete())) == []


@pytest.mark.req(144, rule="e4.three_fiches")
def test_file_of_two_fiches_is_told_that_one_is_missing() -> None:
    found = _messages(_file(_fiche(1), _fiche(2, kind=Kind.MANAGERIAL)), "e4.three_fiches")
    assert found == ["Le dossier compte 2 fiches sur trois\u00a0: il en manque une."]


@pytest.mark.req(144, rule="e4.three_fiches")
def test_fiche_out_of_the_three_places_does_not_count() -> None:
    spare = replace(_fiche(3), slot=None)
    assert _messages(_file(*_complete()[:2], spare), "e4.three_fiches") != []


@pytest.mark.req(145, rule="e4.negotiation_sale")
def test_file_without_negotiation_sale_is_refused() -> None:
    only = [_fiche(place, kind=Kind.MANAGERIAL) for place in (1, 2, 3)]
    assert "au moins une" in _messages(_file(*only), "e4.negotiation_sale")[0]
    assert _messages(_file(*_complete()), "e4.negotiation_sale") == []


@pytest.mark.req(145, rule="e4.managerial")
def test_file_without_managerial_fiche_is_refused_as_the_circular_says() -> None:
    only = [_fiche(place) for place in (1, 2, 3)]
    assert "la circulaire en demande une" in _messages(_file(*only), "e4.managerial")[0]


def test_managerial_rule_can_be_switched_off() -> None:
    only = [_fiche(place) for place in (1, 2, 3)]
    assert _messages(_file(*only, managerial_required=False), "e4.managerial") == []


def test_fiche_without_visa_says_who_must_act() -> None:
    first, second, third = _complete()
    check = _file(replace(first, state=FicheState.SUBMITTED), second, third)
    (found,) = dossier_findings(check)
    assert (found.rule, found.who, found.blocks) == ("e4.without_visa", "teacher", "deposit")
    assert "attend le visa" in found.message
    (draft,) = dossier_findings(_file(replace(first, state=FicheState.DRAFT), second, third))
    assert draft.who == "student"


RUBRICS = [
    ("company_name", "Entreprise"),
    ("company_address", "Entreprise"),
    ("company_activity", "Entreprise"),
    ("actors", "Acteurs"),
    ("object_text", "Objet"),
    ("context_text", "Contexte"),
    ("goals_text", "Objectifs"),
    ("took_place_on", "Déroulement"),
    ("duration_minutes", "Déroulement"),
    ("place", "Déroulement"),
    ("strategy_text", "Stratégie"),
    ("difficulties_text", "Difficultés"),
    ("results_text", "Résultats"),
]


@pytest.mark.parametrize(("field", "name"), RUBRICS)
def test_no_rubric_may_stay_empty(field: str, name: str) -> None:
    empty = {"actors": (), "took_place_on": None, "duration_minutes": None}.get(field, " \n")
    check = replace(_fiche(None), content=replace(CONTENT, **{field: empty}))
    (message,) = _messages(check, "e4.empty_rubric")
    assert message.startswith(f"{name}\u00a0: ")


def test_nameless_actor_is_found_with_a_link_to_its_field() -> None:
    check = _fiche(None, actors=(Actor("Zoé Dupré", "Vendeuse", ""), Actor("", "Gérant", "")))
    (found,) = fiche_findings(check)
    assert found.url == "/fiche/#id_actors-1-name"


@pytest.mark.req(138, rule="e4.kind")
def test_fiche_says_which_kind_of_situation_it_is() -> None:
    assert _messages(_fiche(None, kind=""), "e4.kind") != []
    assert _messages(_fiche(None, kind="autre"), "e4.kind") != []


@pytest.mark.req(146, rule="e4.oral")
def test_written_situation_is_no_fiche() -> None:
    assert "situation orale" in _messages(_fiche(None, is_oral=False), "e4.oral")[0]
    assert _messages(_fiche(None), "e4.oral") == []


@pytest.mark.req(148, rule="e4.real")
def test_situation_not_met_in_person_is_refused() -> None:
    assert "vous-même" in _messages(_fiche(None, is_real=False), "e4.real")[0]


@pytest.mark.req(148, rule="e4.real")
def test_situation_of_tomorrow_is_not_real_yet() -> None:
    found = _messages(_fiche(None, took_place_on=date(2026, 12, 12)), "e4.real")
    assert "dans le futur (12/12/2026)" in found[0]
    assert _messages(_fiche(None, took_place_on=TODAY), "e4.real") == []


@pytest.mark.req(148, rule="e4.real")
def test_situation_is_lived_observed_or_both() -> None:
    assert _messages(_fiche(None, lived=""), "e4.real") != []
    for word in Lived.values:
        assert _messages(_fiche(None, lived=word), "e4.real") == []


@pytest.mark.req(149, rule="e4.origin")
def test_origin_is_one_of_four() -> None:
    assert _messages(_fiche(None, origin_kind="fiction"), "e4.origin") != []
    assert len(Origin.values) == 4
    for word in Origin.values:
        assert _messages(_fiche(None, origin_kind=word), "e4.origin") == []


@pytest.mark.req(149, rule="e4.origin")
def test_origin_names_its_record() -> None:
    assert "précisez laquelle" in _messages(_fiche(None, origin_text=""), "e4.origin")[0]


@pytest.mark.req(139, rule="e4.competences")
def test_fiche_validates_c31_to_c33_and_nothing_else() -> None:
    assert _messages(_fiche(None, competences=()), "e4.competences") != []
    foreign = _messages(_fiche(None, competences=(Code("C41", "Autre"),)), "e4.competences")
    assert "C41 ne relève pas de l’E4" in foreign[0]


@pytest.mark.req(140, rule="e4.savoirs")
def test_fiche_mobilises_the_printed_savoirs_only() -> None:
    assert _messages(_fiche(None, savoirs=()), "e4.savoirs") != []
    foreign = _messages(_fiche(None, savoirs=(Code("S81", "Autre"),)), "e4.savoirs")
    assert "S81 n’est pas imprimé pour l’E4" in foreign[0]


def test_annexes_hold_two_pages_at_most() -> None:
    two = (Annex("tarif", 1), Annex("plaquette", 1))
    assert _messages(_fiche(None, annexes=two), "e4.annex_pages") == []
    three = (*two, Annex("bon", 1))
    assert "3 pages jointes" in _messages(_fiche(None, annexes=three), "e4.annex_pages")[0]


def test_missing_candidate_number_is_a_warning_that_blocks_nothing() -> None:
    check = DossierCheck(fiches=_complete(), url="/dossier/")
    (found,) = dossier_findings(check)
    assert (found.severity, found.blocks) == ("warning", None)


def test_findings_of_a_placed_fiche_name_it() -> None:
    first, second, _ = _complete()
    third = _fiche(3, results_text="")
    (found,) = dossier_findings(_file(first, second, third))
    assert found.message.startswith("Fiche 3, résultats\u00a0: ")
    assert found.due == "2026-11-30T17:00:00+00:00"
