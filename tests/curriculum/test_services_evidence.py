"""Giving evidence: one word, a source told again, a correction, a withdrawal."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from curriculum.facts import EvidenceSource
from curriculum.models import Competence, Evidence
from curriculum.selectors import current_levels
from curriculum.services.evidence import (
    add_evidence,
    correct_evidence,
    position_self,
    record_source,
    withdraw_evidence,
    withdraw_source,
)
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, User
from tests.curriculum.acquis import competences, seen

pytestmark = pytest.mark.django_db
Codes = dict[str, Competence]
TODAY = clock.today


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


def _paper() -> EvidenceSource:
    return EvidenceSource("training_paper", "Copie : cas Valmont", uuid4())


def _by(bob: User, **more: Any) -> dict[str, Any]:
    return {"actor": bob, "by_role": "teacher", **more}


def _standing() -> dict[str, int | None]:
    rows = Evidence.objects.standing().select_related("competence")
    return {row.competence.code: row.level for row in rows}


def test_teacher_says_what_they_saw(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    row = add_evidence(
        alice, promotion, codes["C31"], **_by(bob, level=3), note=" Entretien filmé. "
    )
    assert (row.level, row.by, row.source_kind, row.on) == (3, bob, "observation", TODAY())
    assert row.note.text == "Entretien filmé."
    assert row.scale.steps[2]["label"] == "en autonomie"
    line = Entry.objects.get(kind="curriculum.evidence.add")
    assert line.object_id == alice.pk
    assert "level" not in line.data


def test_same_word_twice_is_two_facts(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    for level in (2, 3):
        add_evidence(alice, promotion, codes["C31"], **_by(bob, level=level))
    assert Evidence.objects.standing().count() == 2
    assert current_levels(alice, promotion)[codes["C31"].pk].levels["teacher"].value == 3


@pytest.mark.parametrize("role", ["teacher", "student", "tutor"])
def test_nobody_speaks_in_a_name_that_is_not_theirs(
    alice: User, charlie: User, promotion: Promotion, codes: Codes, role: str
) -> None:
    with pytest.raises(NotAllowed):
        add_evidence(alice, promotion, codes["C31"], actor=charlie, by_role=role, level=3)
    assert not Evidence.objects.exists()


def test_tutor_speaks_through_an_app_that_knows_their_link(
    alice: User, promotion: Promotion, codes: Codes
) -> None:
    source = EvidenceSource("assessment", "Bilan du tuteur", uuid4())
    words = {"actor": None, "by_role": "tutor", "level": 2}
    row = add_evidence(alice, promotion, codes["C31"], **words, source=source)
    assert (row.by, row.by_role) == (None, "tutor")
    with pytest.raises(NotAllowed):
        add_evidence(alice, promotion, codes["C31"], **words)


@pytest.mark.parametrize("level", [0, 5])
def test_level_is_a_step_of_the_scale(
    alice: User, bob: User, promotion: Promotion, codes: Codes, level: int
) -> None:
    with pytest.raises(Invalid, match="degré de l’échelle"):
        add_evidence(alice, promotion, codes["C31"], **_by(bob, level=level))


def test_evidence_is_of_the_time_of_the_class_until_today(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    for day, sentence in (
        (TODAY() + timedelta(days=1), "à venir"),
        (promotion.starts_on - timedelta(days=1), "La classe commence"),
    ):
        with pytest.raises(Invalid, match=sentence):
            add_evidence(alice, promotion, codes["C31"], **_by(bob, level=3), on=day)


def test_endless_note_is_refused(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    with pytest.raises(Invalid, match="signes au plus"):
        add_evidence(alice, promotion, codes["C31"], **_by(bob, level=3), note="x" * 2001)


def test_source_told_twice_adds_nothing(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    source, told = _paper(), {codes["C21"]: 2, codes["C42"]: 3}
    assert len(record_source(alice, promotion, source, told, **_by(bob), on=TODAY())) == 2
    assert record_source(alice, promotion, source, told, **_by(bob), on=TODAY()) == []
    first = Evidence.objects.get(competence=codes["C21"])
    words = _by(bob, level=2, source=source)
    assert add_evidence(alice, promotion, codes["C21"], **words) == first
    assert Evidence.objects.count() == 2


def test_source_told_otherwise_replaces_adds_and_takes_back(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    source = _paper()
    for told in (
        {codes["C21"]: 2, codes["C42"]: 3},
        {codes["C21"]: 4, codes["C22"]: 1},
        {codes["C21"]: 4, codes["C42"]: 1},
    ):
        record_source(alice, promotion, source, told, **_by(bob), on=TODAY())
    assert _standing() == {"C21": 4, "C42": 1}
    # Two of C21, two of C22 (given, taken back), three of C42 (given, taken back, given again).
    assert Evidence.objects.count() == 7


def test_two_sources_speak_apart(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    first, second = _paper(), _paper()
    for source in (first, second):
        told = {codes["C21"]: 2}
        record_source(alice, promotion, source, told, **_by(bob), on=TODAY())
    withdraw_source(alice, promotion, first, **_by(bob))
    (left,) = Evidence.objects.standing()
    assert left.source_id == second.id


def test_lost_race_is_told_and_writes_nothing(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    first = seen(alice, promotion, codes["C31"], bob)
    correct_evidence(first, actor=bob, level=4)
    stale = Evidence.objects.get(pk=first.pk)
    with pytest.raises(NotAllowed, match="tant qu’elle vaut"):
        correct_evidence(stale, actor=bob, level=2)
    # What a second writer read before the first one wrote.
    first.__dict__["_state"].fields_cache["replaced_by"] = None
    with pytest.raises(DomainError, match="Quelqu’un vient d’enregistrer"):
        correct_evidence(first, actor=bob, level=2)
    assert _standing() == {"C31": 4}


def test_student_says_where_they_stand_and_an_unchanged_level_adds_nothing(
    alice: User, promotion: Promotion, codes: Codes
) -> None:
    told = {codes["C31"]: 2, codes["C11"]: 1}
    assert len(position_self(alice, promotion, told, actor=alice)) == 2
    assert position_self(alice, promotion, told, actor=alice) == []
    levels = current_levels(alice, promotion)
    assert levels[codes["C31"].pk].levels["student"].label == "avec de l’aide"
    assert levels[codes["C31"].pk].is_unconfirmed


def test_second_answer_of_a_day_corrects_the_first_a_later_one_does_not(
    alice: User, promotion: Promotion, codes: Codes
) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        position_self(alice, promotion, {codes["C31"]: 1}, actor=alice)
        position_self(alice, promotion, {codes["C31"]: 2}, actor=alice)
    position_self(alice, promotion, {codes["C31"]: 3}, actor=alice)
    assert [row.level for row in Evidence.objects.standing().order_by("on")] == [2, 3]
    assert Evidence.objects.count() == 3


def test_nobody_says_where_another_stands(
    alice: User, bob: User, classmate: User, promotion: Promotion, codes: Codes
) -> None:
    for person in (bob, classmate):
        with pytest.raises(NotAllowed):
            position_self(alice, promotion, {codes["C31"]: 2}, actor=person)


def test_correction_leaves_the_first_word_readable(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    first = add_evidence(alice, promotion, codes["C31"], **_by(bob, level=3))
    second = correct_evidence(first, actor=bob, level=2, note="Avec la fiche d’aide.")
    assert (second.replaces, second.on) == (first, first.on)
    assert _standing() == {"C31": 2}
    assert Evidence.objects.get(pk=first.pk).level == 3


def test_withdrawal_says_why_and_counts_no_more(
    alice: User, bob: User, promotion: Promotion, codes: Codes
) -> None:
    first = add_evidence(alice, promotion, codes["C31"], **_by(bob, level=3))
    with pytest.raises(Invalid, match="Écrivez pourquoi"):
        withdraw_evidence(first, actor=bob, reason="  ")
    gone = withdraw_evidence(first, actor=bob, reason="Mauvais étudiant.")
    assert (gone.withdrawn, gone.note.text) == (True, "Mauvais étudiant.")
    assert current_levels(alice, promotion) == {}
