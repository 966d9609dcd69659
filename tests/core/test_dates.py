"""Dates are said in French and whole; the clock can be moved for the demo's past only."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nrc_platform.core import clock, dates


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 1, 12), "mardi 12\u00a0janvier 2027"),
        (date(2027, 5, 1), "samedi 1er\u00a0mai 2027"),
        (date(2024, 2, 29), "jeudi 29\u00a0février 2024"),
    ],
)
def test_a_day_is_said_whole(day: date, said: str) -> None:
    assert dates.day(day) == said


def test_a_moment_is_said_in_the_school_s_time_zone() -> None:
    winter = datetime(2027, 1, 12, 13, 30, tzinfo=UTC)
    assert dates.moment(winter) == "mardi 12\u00a0janvier 2027, 14\u00a0h\u00a030"
    summer = datetime(2027, 7, 14, 22, 5, tzinfo=UTC)
    assert dates.moment(summer) == "jeudi 15\u00a0juillet 2027, 0\u00a0h\u00a005"


def test_the_clock_moves_inside_the_block_only() -> None:
    past = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)
    with clock.at(past):
        assert abs(clock.now() - past) < timedelta(seconds=5)
        assert clock.today() == date(2025, 9, 1)
        with clock.at(past + timedelta(days=30)):
            assert clock.today() == date(2025, 10, 1)
        assert clock.today() == date(2025, 9, 1)
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)


def test_days_since_counts_calendar_days() -> None:
    with clock.at(datetime(2026, 11, 24, 0, 30, tzinfo=UTC)):
        assert dates.days_since(datetime(2026, 11, 15, 22, 30, tzinfo=UTC)) == 9
        assert dates.days_since(date(2026, 11, 24)) == 0


def test_a_short_day_is_two_digits() -> None:
    assert dates.short_day(date(2027, 1, 2)) == "02/01/2027"
