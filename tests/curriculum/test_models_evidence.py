"""Every constraint of the evidence and of the scales, and what the database refuses to touch."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from curriculum.models import Competence, Evidence, EvidenceScale
from nrc_platform.people.models import Promotion, User
from tests.curriculum.acquis import competences, seen
from tests.curriculum.factories import (
    EvidenceFactory,
    EvidenceNoteFactory,
    EvidenceScaleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def c31(db: None) -> Competence:
    """C31 of the delivered référentiel."""
    return competences()["C31"]


@pytest.fixture
def whose(alice: User, promotion: Promotion, c31: Competence, bob: User) -> dict[str, Any]:
    """Alice, her class, C31, by Bob."""
    return {"student": alice, "promotion": promotion, "competence": c31, "by": bob}


def _refused(row: Any, sentence: str) -> None:
    """Check that the model says it in French, and that the database refuses it too."""
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert sentence in " ".join(error.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def _built(whose: dict[str, Any], **fields: Any) -> Evidence:
    row: Evidence = EvidenceFactory.build(**{"scale": EvidenceScaleFactory(), **whose, **fields})
    return row


@pytest.mark.parametrize(
    "wrong",
    [{"by": None}, {"by_role": "tutor"}, {"by_role": "student"}],
    ids=["a teacher without account", "a tutor with one", "a student on another"],
)
def test_evidence_bears_the_author_of_its_role(
    whose: dict[str, Any], wrong: dict[str, Any]
) -> None:
    _refused(_built(whose, **wrong), "le tuteur n’en a pas")


def test_source_gives_one_first_evidence_by_competence_and_role(whose: dict[str, Any]) -> None:
    source = {"source_kind": "training_paper", "source_id": uuid4()}
    first = EvidenceFactory(**whose, **source)
    _refused(_built(whose, **source), "Cette source a déjà donné")
    assert EvidenceFactory(**whose, **source, replaces=first).pk


def test_evidence_is_replaced_once(whose: dict[str, Any]) -> None:
    first = EvidenceFactory(**whose)
    EvidenceFactory(**whose, replaces=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceFactory(**whose, replaces=first)


def test_withdrawal_aims_at_an_evidence_and_gives_no_level(whose: dict[str, Any]) -> None:
    _refused(_built(whose, withdrawn=True, level=None), "Un retrait vise une preuve")
    first = EvidenceFactory(**whose)
    _refused(_built(whose, withdrawn=True, replaces=first), "ne donne pas de niveau")


def test_steps_count_from_one(whose: dict[str, Any]) -> None:
    _refused(_built(whose, level=0), "se comptent à partir de 1")


def test_school_has_one_scale_from_a_day(promotion: Promotion) -> None:
    held = EvidenceScaleFactory(school=promotion.school)
    again = EvidenceScale(school=held.school, starts_on=held.starts_on, steps=held.steps)
    _refused(again, "a déjà une échelle")


def test_one_general_scale_begins_a_day(db: None) -> None:
    held = EvidenceScaleFactory()
    _refused(EvidenceScale(starts_on=held.starts_on, steps=held.steps), "échelle générale")


@pytest.mark.parametrize(
    "change", [{"level": 4}, {"withdrawn": True}, {"source_label": "Autre"}], ids=str
)
def test_evidence_never_changes(whose: dict[str, Any], change: dict[str, Any]) -> None:
    row = EvidenceFactory(**whose)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(**change)
    row.level = 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()


def test_evidence_is_never_deleted(whose: dict[str, Any]) -> None:
    row = EvidenceFactory(**whose)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.delete()
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM curriculum_evidence")
    assert Evidence.objects.count() == 1


def test_scale_is_never_reworded(db: None) -> None:
    row = EvidenceScaleFactory()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        EvidenceScale.objects.filter(pk=row.pk).update(steps=[])


def test_note_may_be_erased_while_its_evidence_stands(whose: dict[str, Any]) -> None:
    row = EvidenceFactory(**whose)
    EvidenceNoteFactory(evidence=row).delete()
    assert Evidence.objects.filter(pk=row.pk).exists()


def test_standing_is_what_nothing_replaced_or_took_back(
    alice: User, promotion: Promotion, bob: User, c31: Competence
) -> None:
    kept = seen(alice, promotion, c31, bob)
    first = seen(alice, promotion, c31, bob)
    second = seen(alice, promotion, c31, bob, replaces=first)
    gone = seen(alice, promotion, c31, bob)
    seen(alice, promotion, c31, bob, replaces=gone, withdrawn=True, level=None)
    assert set(Evidence.objects.standing()) == {kept, second}
