"""Loading a diploma again: changed, retired, restored, and another one beside it."""

import pytest

from curriculum.models import (
    Competence,
    Critere,
    Epreuve,
    EpreuveSavoir,
    Referentiel,
    RuleSet,
    RuleValue,
    Savoir,
)
from curriculum.services.referentiel import LoadReport, load_referentiel
from tests.curriculum.nrc2003 import FILE, load

pytestmark = pytest.mark.django_db

OTHER = """
referentiel:
  code: NDRC-2018
  label: BTS Négociation et digitalisation de la relation client
  source: Référentiel de certification
  first_session: 2020
  first_session_confirmed: true
fonctions:
  - {code: F1, label: Relation client, activites: [Développer la clientèle]}
competences:
  - {code: C1, label: Cibler et prospecter}
savoirs:
  - code: S4
    label: Un tout autre savoir
    knowledge: [Une connaissance]
routes:
  - {code: school, label: Voie scolaire}
epreuves:
  - code: E4
    unite: U4
    label: Relation client
    coefficient: 5
    form: oral
    duration: 60
    ccf_situations: 2
    ccf: [school]
    competences: {C1: Cibler et prospecter}
    savoirs: {S4: Un tout autre savoir}
    criteria: [Un critère]
"""


def _text() -> str:
    return FILE.read_text(encoding="utf-8")


def _load(old: str = "", new: str = "") -> LoadReport:
    if not old:
        return load()
    text = _text()
    assert old in text, old
    return load_referentiel(text.replace(old, new, 1))


def _changes(lines: list[object]) -> set[tuple[str, str]]:
    return {(line.kind, line.code) for line in lines}  # type: ignore[attr-defined]


def test_first_load_adds_and_second_changes_nothing() -> None:
    first = _load()
    ids = set(Savoir.objects.values_list("pk", flat=True))
    second = _load()
    assert first.added
    assert not first.changed
    assert (second.added, second.changed, second.retired) == ([], [], [])
    assert second.unchanged == len(first.added)
    assert set(Savoir.objects.values_list("pk", flat=True)) == ids


def test_a_corrected_text_is_reported_and_keeps_its_row() -> None:
    _load()
    before = Savoir.objects.get(code="S423").pk
    report = _load("- Consommation\n", "- La consommation\n")
    assert _changes(report.changed) == {("savoir", "S423")}
    row = Savoir.objects.get(code="S423")
    assert row.pk == before
    assert row.knowledge[-1] == {"text": "La consommation", "items": []}


def test_a_dropped_node_is_retired_and_comes_back_with_its_row() -> None:
    _load()
    before = Savoir.objects.get(code="S425").pk
    dropped = _text()
    start = dropped.index("          - code: S425")
    end = dropped.index("      - code: S43\n")
    report = load_referentiel(dropped[:start] + dropped[end:])
    assert _changes(report.retired) == {("savoir", "S425")}
    assert Savoir.objects.get(pk=before).retired_on is not None
    assert not Savoir.objects.active().filter(code="S425").exists()
    again = _load()
    assert _changes(again.changed) == {("savoir", "S425")}
    assert Savoir.objects.get(pk=before).retired_on is None


def test_a_dropped_criterion_is_retired_not_deleted() -> None:
    _load()
    report = _load("      - De l’initiative et de l’autonomie dans la prise de décision\n", "")
    assert len(report.retired) == 1
    assert Critere.objects.filter(epreuve__code="E6").count() == 17
    assert Critere.objects.active().filter(epreuve__code="E6").count() == 16


def test_a_code_printed_no_more_leaves_the_node_and_changes_the_test() -> None:
    _load()
    report = _load("      S825: Communication commerciale\n", "")
    assert _changes(report.changed) == {("épreuve", "E4")}
    assert Savoir.objects.active().filter(code="S825").exists()
    assert not EpreuveSavoir.objects.filter(epreuve__code="E4", node__code="S825").exists()


def test_another_diploma_loads_beside_the_first_without_code() -> None:
    _load()
    report = load_referentiel(OTHER)
    assert not report.changed
    assert not report.retired
    assert set(Referentiel.objects.values_list("code", flat=True)) == {"NRC-2003", "NDRC-2018"}
    labels = dict(Savoir.objects.filter(code="S4").values_list("referentiel__code", "label"))
    assert labels == {"NRC-2003": "Mercatique", "NDRC-2018": "Un tout autre savoir"}
    assert Competence.objects.filter(referentiel__code="NRC-2003").count() == 16
    assert Epreuve.objects.get(referentiel__code="NDRC-2018").coefficient == 5
    assert _load().changed == []


EXAM_AND_REFERENT = {"e4", "referent_max_interns", "referent_warn_interns"}


@pytest.mark.req(145)
def test_loading_sets_the_general_rule_values_with_their_source() -> None:
    _load()
    values = dict(RuleValue.objects.values_list("key", "value"))
    exam = {key: values[key] for key in values if key.partition(".")[0] in EXAM_AND_REFERENT}
    assert exam == {
        "e4.managerial_required": True,
        "referent_max_interns": 24,
        "referent_warn_interns": 20,
    }
    assert all(RuleSet.objects.values_list("source", flat=True))
    assert not RuleSet.objects.filter(school__isnull=False).exists()


def test_a_changed_rule_value_is_reported() -> None:
    _load()
    report = _load("referent_max_interns: 24", "referent_max_interns: 16")
    assert [line.code for line in report.changed] == ["enseignant-referent"]
    assert RuleValue.objects.get(key="referent_max_interns").value == 16
