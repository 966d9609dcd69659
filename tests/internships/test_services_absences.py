"""Absences and accidents: within the stage, once, and declared in time by the right one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from internships.facts.accident import accident_facts, declaration_due, declaration_rule
from internships.models import Absence, Internship
from internships.services import absences, accidents
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import AccidentFactory, AttestationFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 6)


@pytest.fixture
def stage(alice: User, promotion: Promotion) -> Internship:
    """Alice's signed stage, from 4 January to 12 February 2027."""
    return stage_of(alice, promotion)


def values(**more: Any) -> dict[str, Any]:
    """Return a day of illness."""
    return {"starts_on": DAY, "ends_on": DAY, "reason": "illness", **more}


def test_absence_is_noted_by_whom(stage: Internship, bob: User) -> None:
    row = absences.record_absence(stage, actor=bob, values=values(note="Certificat reçu"))
    assert (row.recorded_by, row.hours, row.note) == (bob, None, "Certificat reçu")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"ends_on": date(2027, 3, 1)}, "du 04/01/2027 au 12/02/2027"),
        ({"starts_on": date(2026, 12, 1)}, "du 04/01/2027 au 12/02/2027"),
        ({"starts_on": date(2027, 1, 8)}, "ne peut pas finir avant son début"),
        ({"ends_on": date(2027, 1, 7), "hours": Decimal(3)}, "se notent jour par jour"),
    ],
)
def test_wrong_days_get_a_sentence(
    stage: Internship, bob: User, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        absences.record_absence(stage, actor=bob, values=values(**more))
    assert not Absence.objects.exists()


def test_one_day_is_missed_once_its_hours_one_by_one(stage: Internship, bob: User) -> None:
    for _ in "12":
        absences.record_absence(stage, actor=bob, values=values(hours=Decimal(2)))
    with pytest.raises(Invalid, match="déjà notée"):
        absences.record_absence(stage, actor=bob, values=values())
    assert stage.absences.count() == 2


def test_absence_does_not_change_what_is_attested(stage: Internship, bob: User) -> None:
    row = absences.record_absence(stage, actor=bob, values=values())
    AttestationFactory(internship=stage)
    with pytest.raises(DomainError, match="annulez-la d’abord"):
        absences.remove_absence(row, actor=bob)
    with pytest.raises(DomainError, match="annulez-la d’abord"):
        absences.record_absence(
            stage, actor=bob, values=values(starts_on=DAY, ends_on=DAY + timedelta(days=1))
        )


def test_absence_noted_by_mistake_is_removed_once(stage: Internship, alice: User) -> None:
    row = absences.record_absence(stage, actor=alice, values=values())
    absences.remove_absence(row, actor=alice)
    with pytest.raises(DomainError, match="déjà retirée"):
        absences.remove_absence(row, actor=alice)


@pytest.mark.parametrize("person", ["classmate", "head", "charlie", "other_office", "admin"])
def test_others_note_nothing(
    stage: Internship, person: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        absences.record_absence(stage, actor=actor, values=values())
    with pytest.raises(NotAllowed):
        accidents.record_accident(stage, actor=actor, values={})


def test_unsigned_stage_has_no_absence(alice: User, bob: User, promotion: Promotion) -> None:
    with pytest.raises(NotAllowed, match="un stage signé"):
        absences.record_absence(
            stage_of(alice, promotion, "teacher_review"), actor=bob, values=values()
        )


# --- accidents ------------------------------------------------------------------------------


def fall(**more: Any) -> dict[str, Any]:
    """Return a fall an hour ago."""
    return {
        "happened_at": clock.now() - timedelta(hours=1),
        "place": "Entrepôt",
        "circumstances": "Chute d’un marchepied.",
        **more,
    }


def test_accident_is_noted_then_declared_once(stage: Internship, emil: User) -> None:
    row = accidents.record_accident(stage, actor=emil, values=fall())
    assert row.declared_on is None
    declared: dict[str, Any] = {"declared_on": clock.today(), "declared_by_name": "Mme Delmas"}
    row = accidents.declare_accident(row, actor=emil, **declared)
    assert (row.declared_on, row.declared_by_name) == (clock.today(), "Mme Delmas")
    with pytest.raises(DomainError, match="déjà déclaré"):
        accidents.declare_accident(row, actor=emil, **declared)


def test_accident_to_come_or_declared_before_it_gets_a_sentence(
    stage: Internship, emil: User
) -> None:
    with pytest.raises(Invalid, match="à venir"):
        accidents.record_accident(
            stage, actor=emil, values=fall(happened_at=clock.now() + timedelta(days=1))
        )
    row = accidents.record_accident(stage, actor=emil, values=fall())
    with pytest.raises(Invalid, match="après l’accident"):
        accidents.declare_accident(
            row, actor=emil, declared_on=date(2020, 1, 1), declared_by_name="Mme Delmas"
        )
    with pytest.raises(Invalid, match="qui a envoyé"):
        accidents.declare_accident(
            row, actor=emil, declared_on=clock.today(), declared_by_name=" "
        )


def paris(day: int, hour: int) -> datetime:
    """Return an hour of winter in Paris."""
    return datetime(2027, 1, day, hour - 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known_at", "due"),
    [
        (paris(6, 10), paris(8, 10)),  # Wednesday, nothing between
        (paris(8, 10), paris(11, 10)),  # Friday: Sunday does not count
        (paris(10, 15), datetime(2027, 1, 12, 23, tzinfo=UTC)),  # known on a Sunday
        (datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2027, 3, 31, 8, tzinfo=UTC)),
    ],
)
def test_sundays_holidays_and_the_change_of_time_are_not_counted(
    known_at: datetime, due: datetime
) -> None:
    assert declaration_due(known_at) == due


def test_who_declares_follows_the_hourly_minimum() -> None:
    assert declaration_rule(451, 450).by_company_alone
    for paid in (None, 0, 450):
        rule = declaration_rule(paid, 450)
        assert not rule.by_company_alone
        assert "nommant l’établissement comme employeur" in rule.sentence
    assert "pas encore publié" in declaration_rule(500, None).sentence


def test_declaration_is_late_after_48_hours(stage: Internship) -> None:
    row = AccidentFactory(internship=stage, known_at=clock.now() - timedelta(days=6))
    assert accident_facts(row, hourly_cents=None, minimum_cents=450).is_late
    row.declared_on = clock.today()
    assert not accident_facts(row, hourly_cents=None, minimum_cents=450).is_late
