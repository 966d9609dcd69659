"""Which value a rule has on a day, what an épreuve lets one tag, what a search finds."""

from datetime import date

import pytest

from curriculum.models import Referentiel, Savoir
from curriculum.selectors import (
    epreuve_nodes,
    epreuves_by_competence,
    epreuves_by_savoir,
    project_phases,
    rule_fact,
    rule_value,
    savoir_facts,
    search,
)
from nrc_platform.people.models import School
from tests.curriculum.factories import RuleSetFactory, RuleValueFactory
from tests.curriculum.nrc2003 import load

pytestmark = pytest.mark.django_db
KEY = "e4.managerial_required"


@pytest.fixture
def version(db: None) -> Referentiel:
    """The delivered référentiel."""
    load()
    return Referentiel.objects.get(code="NRC-2003")


def test_general_rule_holds_everywhere_with_its_source(
    version: Referentiel, school: School
) -> None:
    assert rule_value(KEY, school=school) is True
    assert "Circulaire" in rule_fact(KEY).source


def test_school_switches_the_managerial_rule_off(
    version: Referentiel, school: School, other_school: School
) -> None:
    own = RuleSetFactory(school=school, starts_on=date(2026, 9, 1), source="Décision de l’équipe")
    RuleValueFactory(rule_set=own, key=KEY, value=False)
    assert rule_value(KEY, school=school) is False
    assert rule_fact(KEY, school=school).source == "Décision de l’équipe"
    assert rule_value(KEY, school=school, on=date(2026, 8, 31)) is True
    assert rule_value(KEY, school=other_school) is True


def test_rule_follows_its_dates() -> None:
    old = RuleSetFactory(starts_on=date(2014, 12, 1), ends_on=date(2017, 8, 31))
    RuleValueFactory(rule_set=old, key="referent_max_interns", value=16)
    new = RuleSetFactory(starts_on=date(2017, 9, 1))
    RuleValueFactory(rule_set=new, key="referent_max_interns", value=24)
    assert rule_value("referent_max_interns", on=date(2016, 1, 1)) == 16
    assert rule_value("referent_max_interns", on=date(2017, 8, 31)) == 16
    assert rule_value("referent_max_interns", on=date(2017, 9, 1)) == 24


def test_unknown_rule_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        rule_value("e4.unknown")


@pytest.mark.req(140)
def test_student_tags_an_e4_fiche_with_printed_savoirs_and_what_is_under_them(
    version: Referentiel,
) -> None:
    nodes = epreuve_nodes("E4")
    codes = {row.code for row in nodes.savoirs}
    assert [row.code for row in nodes.competences] == ["C31", "C32", "C33"]
    assert {"S423", "S431", "S446", "S513", "S612", "S633", "S7", "S743", "S822"} <= codes
    assert not codes & {"S4", "S42", "S421", "S41", "S5", "S52", "S62", "S63", "S631", "S81"}


@pytest.mark.req(153)
@pytest.mark.req(172)
def test_savoir_names_the_tests_that_mobilise_it(version: Referentiel) -> None:
    found = epreuves_by_savoir()
    by_code = {row.code: found.get(row.pk, []) for row in Savoir.objects.all()}
    assert by_code["S423"] == ["E4", "E5", "E6"]
    assert by_code["S41"] == ["E6"]
    assert by_code["S4"] == []
    assert by_code["S71"] == ["E4"]
    assert by_code["S73"] == ["E4", "E5", "E6"]
    assert by_code["S631"] == ["E5", "E6"]
    assert by_code["S611"] == ["E4", "E5"]
    assert by_code["S824"] == ["E5", "E6"]


@pytest.mark.req(186)
def test_competence_names_the_tests_that_print_it(version: Referentiel) -> None:
    found = epreuves_by_competence()
    by_code = {row.code: found.get(row.pk, []) for row in version.competences.all()}
    assert by_code["C2"] == by_code["C4"] == ["E5", "E6"]
    assert (by_code["C22"], by_code["C222"], by_code["C31"]) == (["E5"], ["E6"], ["E4"])


@pytest.mark.req(7)
def test_page_of_a_code_shows_the_limits_of_its_parents(version: Referentiel) -> None:
    facts = savoir_facts(version, "S423")
    assert facts is not None
    assert [group.code for group in facts.limits] == ["S42"]
    assert len(facts.limits[0].bullets) == 4
    assert [use.code for use in facts.uses] == ["E4", "E5", "E6"]


def test_unknown_code_has_no_page(version: Referentiel) -> None:
    assert savoir_facts(version, "S999") is None


def test_phases_come_in_order(version: Referentiel) -> None:
    assert [phase.code for phase in project_phases(version)] == [f"P{n}" for n in range(1, 8)]


@pytest.mark.parametrize("query", ["clientele", "CLIENTÈLE", "clientèle", "  clientele  "])
def test_search_folds_accents_and_case(version: Referentiel, query: str) -> None:
    assert "S43" in [hit.code for hit in search(version, query)]


def test_search_finds_codes_and_official_bullets(version: Referentiel) -> None:
    assert search(version, "s423")[0].code == "S423"
    hits = search(version, "demande")
    assert (hits[0].code, hits[0].is_official) == ("S423", False)
    assert any(hit.code == "S422" and hit.is_official for hit in hits)
    assert search(version, "zèbre") == []
    assert search(version, "   ") == []
