"""How a stage went: in whole, in part, not at all; and whose doing it was."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from internships.models import Internship
from internships.services.outcomes import set_outcome
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import FRIDAY, MONDAY, AttestationFactory
from tests.internships.life import stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(alice: User, promotion: Promotion) -> Internship:
    """Alice's stage, signed by all, from 4 January."""
    return stage_of(alice, promotion)


@pytest.fixture
def on(freeze: Callable[..., Any]) -> Callable[[date], Any]:
    """Stop the clock on the morning of a day."""
    return lambda day: freeze(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def test_in_whole_from_the_last_day(stage: Internship, bob: User, on: Callable[..., Any]) -> None:
    on(FRIDAY - timedelta(days=1))
    with pytest.raises(Invalid, match="il n’est pas encore effectué en entier"):
        set_outcome(stage, actor=bob, outcome="completed")
    on(FRIDAY)
    row = set_outcome(stage, actor=bob, outcome="completed", party="student", note=" Très bien. ")
    assert (row.outcome, row.outcome_party, row.outcome_note) == ("completed", "", "Très bien.")
    line = Entry.objects.get(kind="internships.internship.set_outcome")
    assert (line.actor_id, line.data["outcome"]) == (bob.pk, "completed")


def test_in_part_and_not_at_all_say_whose_doing(
    stage: Internship, emil: User, on: Callable[..., Any]
) -> None:
    on(MONDAY)
    for outcome in ("partly", "no_show"):
        with pytest.raises(Invalid, match="Dites de quel fait"):
            set_outcome(stage, actor=emil, outcome=outcome)
        row = set_outcome(stage, actor=emil, outcome=outcome, party="company")
        assert (row.outcome, row.outcome_party) == (outcome, "company")


def test_not_before_the_first_day(stage: Internship, bob: User, on: Callable[..., Any]) -> None:
    on(MONDAY - timedelta(days=1))
    with pytest.raises(DomainError, match="Le stage commence le"):
        set_outcome(stage, actor=bob, outcome="no_show", party="student")


def test_a_broken_stage_is_not_done_in_whole(
    alice: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    stage = stage_of(alice, promotion, "terminated")
    on(FRIDAY)
    with pytest.raises(Invalid, match="le stage est effectué en partie"):
        set_outcome(stage, actor=bob, outcome="completed")
    assert set_outcome(stage, actor=bob, outcome="partly", party="other").outcome == "partly"


def test_an_attested_stage_took_place(
    stage: Internship, bob: User, on: Callable[..., Any]
) -> None:
    AttestationFactory(internship=stage)
    on(FRIDAY)
    with pytest.raises(DomainError, match="Ce stage a une attestation"):
        set_outcome(stage, actor=bob, outcome="no_show", party="student")


def test_only_who_follows_a_signed_stage(
    stage: Internship,
    alice: User,
    bob: User,
    charlie: User,
    promotion: Promotion,
    on: Callable[..., Any],
) -> None:
    on(FRIDAY)
    for person in (alice, charlie):
        with pytest.raises(NotAllowed, match="par l’équipe de la classe ou le bureau"):
            set_outcome(stage, actor=person, outcome="completed")
    draft = stage_of(alice, promotion, "returned")
    with pytest.raises(DomainError, match="dont la convention est signée"):
        set_outcome(draft, actor=bob, outcome="completed")


def test_bad_words_and_two_writers(stage: Internship, bob: User, on: Callable[..., Any]) -> None:
    on(FRIDAY)
    with pytest.raises(Invalid, match="Dites comment le stage s’est passé"):
        set_outcome(stage, actor=bob, outcome="brilliant")
    with pytest.raises(Invalid, match="1000 signes au plus"):
        set_outcome(stage, actor=bob, outcome="completed", note="x" * 1001)
    seen = stage.version
    set_outcome(stage, actor=bob, outcome="completed", version=seen)
    with pytest.raises(Stale):
        set_outcome(stage, actor=bob, outcome="partly", party="student", version=seen)
