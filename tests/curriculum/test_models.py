"""Every constraint of the référentiel, its rules and its deadlines."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from curriculum.models import (
    Competence,
    Critere,
    Epreuve,
    Referentiel,
    RuleSet,
    RuleValue,
    Savoir,
)
from curriculum.states import Form
from nrc_platform.people.models import Promotion, School
from tests.curriculum.factories import DeadlineFactory, RuleSetFactory, RuleValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Referentiel:
    """An empty référentiel."""
    return Referentiel.objects.create(
        code="TEST-2003", label="Essai", source="Document", first_session=2005
    )


def test_records_follow_the_version_loaded_first(version: Referentiel) -> None:
    second = Referentiel.objects.create(
        code="TEST-2010", label="Essai", source="Document", first_session=2012
    )
    assert version.created_at < second.created_at
    assert Referentiel.objects.followed().get() == version


def _refused(row: models.Model) -> str:
    """Return the French sentence; the database must refuse the row too."""
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    return " ".join(refused.value.messages)


def _savoir(version: Referentiel, **fields: Any) -> Savoir:
    terms: dict[str, Any] = {"code": "S4", "label": "Mercatique", "rank": 1, "level": 1}
    return Savoir(referentiel=version, **{**terms, **fields})


def _epreuve(version: Referentiel, **fields: Any) -> Epreuve:
    terms: dict[str, Any] = {
        "code": "E4",
        "unite": "U4",
        "label": "Communication commerciale",
        "rank": 1,
        "coefficient": 4,
        "form": Form.ORAL,
        "duration_minutes": 40,
        "ccf_situations": 3,
        "regimes": [{"route": "school", "mode": "ponctuel"}],
        "routes": [],
    }
    terms.pop("routes")
    return Epreuve(referentiel=version, **{**terms, **fields})


@pytest.mark.req(8, rule="savoir_code_unique")
def test_a_code_names_one_node_of_a_version(version: Referentiel) -> None:
    _savoir(version).save()
    assert "Ce code existe déjà dans ce référentiel." in _refused(_savoir(version, label="Autre"))


def test_two_versions_may_hold_the_same_code(version: Referentiel) -> None:
    other = Referentiel.objects.create(
        code="TEST-2018", label="Autre", source="Document", first_session=2020
    )
    _savoir(version).save()
    _savoir(other).save()
    assert Savoir.objects.filter(code="S4").count() == 2


def test_a_version_code_is_unique(version: Referentiel) -> None:
    twin = Referentiel(code="TEST-2003", label="Autre", source="Document", first_session=2005)
    _refused(twin)


@pytest.mark.req(6, rule="savoir_parent_by_level")
@pytest.mark.parametrize("level", [2, 3, 4])
def test_only_the_first_level_of_savoirs_has_no_parent(version: Referentiel, level: int) -> None:
    assert "premier des trois niveaux" in _refused(_savoir(version, level=level))


@pytest.mark.req(9, rule="competence_parent_by_level")
def test_only_the_first_level_of_competences_has_no_parent(version: Referentiel) -> None:
    row = Competence(referentiel=version, code="C222", label="Construire", rank=1, level=3)
    assert "premier des trois niveaux" in _refused(row)


@pytest.mark.req(127, rule="epreuve_coefficient_unless_optional")
def test_a_compulsory_test_has_a_coefficient(version: Referentiel) -> None:
    assert "coefficient" in _refused(_epreuve(version, coefficient=None))


@pytest.mark.req(135, rule="epreuve_coefficient_unless_optional")
def test_an_optional_test_has_none(version: Referentiel) -> None:
    assert "coefficient" in _refused(_epreuve(version, code="UF1", optional=True))


@pytest.mark.req(128, rule="epreuve_lasts")
def test_a_test_lasts_at_least_a_minute(version: Referentiel) -> None:
    assert "dure au moins une minute" in _refused(_epreuve(version, duration_minutes=0))


def test_a_used_node_cannot_be_deleted(version: Referentiel) -> None:
    epreuve = _epreuve(version)
    epreuve.save()
    Critere.objects.create(
        referentiel=version, epreuve=epreuve, code="E4-01", label="Un critère", rank=1
    )
    with pytest.raises(ProtectedError):
        epreuve.delete()


def test_a_school_has_a_set_of_rules_once(school: School) -> None:
    RuleSetFactory(school=school, code="a")
    twin = RuleSet(school=school, code="a", label="b", source="c", starts_on=date(2020, 1, 1))
    assert "existent déjà dans l’établissement" in _refused(twin)


def test_general_rules_exist_once() -> None:
    RuleSetFactory(code="a")
    twin = RuleSet(code="a", label="b", source="c", starts_on=date(2020, 1, 1))
    assert "générales existent déjà" in _refused(twin)


def test_rules_end_after_their_start() -> None:
    row = RuleSet(
        code="a", label="b", source="c", starts_on=date(2020, 1, 2), ends_on=date(2020, 1, 1)
    )
    assert "avant leur début" in _refused(row)


def test_a_set_holds_one_value_for_a_rule() -> None:
    value = RuleValueFactory()
    twin = RuleValue(rule_set=value.rule_set, key=value.key, value=False)
    assert "a déjà une valeur" in _refused(twin)


def test_a_class_has_a_deadline_of_a_kind_once(promotion: Promotion) -> None:
    deadline = DeadlineFactory(promotion=promotion)
    twin = DeadlineFactory.build(promotion=promotion, kind=deadline.kind)
    assert "déjà fixée pour la promotion" in _refused(twin)
