"""Dispensations of weeks: a written decision, recorded by the office with its file."""

from datetime import timedelta
from typing import Any

import pytest

from internships.models import Dispensation
from internships.services.dispensations import record_dispensation
from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid, NotAllowed
from nrc_platform.documents import storage
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, User
from tests.internships.life import PDF, image

pytestmark = pytest.mark.django_db


def dispense(student: User, promotion: Promotion, actor: User, **more: Any) -> Dispensation:
    """Record two weeks granted by the recteur."""
    given: dict[str, Any] = {
        "kind": "recteur",
        "weeks": 2,
        "decision": " Rectorat de Nantes, 2026-0318 ",
        "decided_on": clock.today() - timedelta(days=20),
        "content": PDF,
        "filename": "décision du recteur.pdf",
        **more,
    }
    return record_dispensation(student, promotion, actor=actor, **given)


def test_the_office_records_it_with_its_file(
    alice: User, promotion: Promotion, emil: User
) -> None:
    row = dispense(alice, promotion, emil)
    assert (row.weeks, row.lifts_consecutive, row.recorded_by) == (2, False, emil)
    assert (row.decision, row.filename) == (
        "Rectorat de Nantes, 2026-0318",
        "décision du recteur.pdf",
    )
    with storage.open_file(row.blob_id) as kept:
        assert kept.read() == PDF
    line = Entry.objects.get(kind="internships.dispensation.record")
    assert (line.actor_id, line.data["weeks"], line.data["sha256"]) == (emil.pk, 2, row.blob_id)


def test_the_six_weeks_fall_only_when_the_decision_says_so(
    alice: User, promotion: Promotion, emil: User
) -> None:
    assert dispense(alice, promotion, emil, lifts_consecutive=True).lifts_consecutive


@pytest.mark.req(27, rule="internships.access.acts.can_record_dispensation")
def test_nobody_else_lowers_the_weeks(
    alice: User, promotion: Promotion, bob: User, head: User, other_office: User
) -> None:
    for person in (alice, bob, head, other_office):
        with pytest.raises(NotAllowed, match="par le bureau des stages"):
            dispense(alice, promotion, person)
    assert not Dispensation.objects.exists()


def test_one_decision_counts_once(
    alice: User, classmate: User, promotion: Promotion, emil: User
) -> None:
    dispense(alice, promotion, emil)
    with pytest.raises(Invalid, match="Cette décision est déjà enregistrée"):
        dispense(alice, promotion, emil)
    assert dispense(classmate, promotion, emil).student == classmate


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no week": ({"weeks": 0}, "de 1 à 52"),
    "more than a year": ({"weeks": 60}, "de 1 à 52"),
    "no reference": ({"decision": "  "}, "Recopiez la référence"),
    "a ground nobody knows": ({"kind": "proviseur"}, "Choisissez le fondement"),
    "a photo": ({"content": image()}, "Joignez la décision en PDF"),
    "no file": ({"content": b""}, "Ce fichier est vide"),
    "a cut file": ({"content": PDF[:20]}, "Ce PDF est incomplet"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_no_decision_is_refused_in_words(
    name: str, alice: User, promotion: Promotion, emil: User
) -> None:
    given, said = REFUSED[name]
    with pytest.raises(Invalid, match=said):
        dispense(alice, promotion, emil, **given)
    assert not Dispensation.objects.exists()


def test_a_decision_is_not_of_tomorrow_nor_of_another_class(
    alice: User, schoolmate: User, promotion: Promotion, emil: User
) -> None:
    with pytest.raises(Invalid, match="est à venir"):
        dispense(alice, promotion, emil, decided_on=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid, match="n’est pas dans la classe"):
        dispense(schoolmate, promotion, emil)
