"""The small curve of an objective."""

from datetime import date, timedelta
from decimal import Decimal

from projects.rules.curve import curve
from projects.rules.progress import Target

FIRST = date(2026, 11, 1)
LAST = FIRST + timedelta(days=100)


def test_half_the_way_at_half_the_time_is_on_the_line() -> None:
    aim = Target("Ventes", "€", Decimal(0), Decimal(1000))
    held = curve(aim, [(FIRST + timedelta(days=50), Decimal(500))], first=FIRST, last=LAST)
    assert held is not None
    # 2 + 110 / 2 across, 38 - 31.5 / 2 down.
    assert held.last == ("57.0", "22.2")
    assert held.real == "2.0,38.0 57.0,22.2"
    assert held.goal == "2.0,38.0 112.0,6.5"


def test_a_cost_to_bring_down_goes_down() -> None:
    held = curve(Target("Coût", "€", Decimal(80), Decimal(40)), [], first=FIRST, last=LAST)
    assert held is not None
    assert held.goal == "2.0,6.5 112.0,38.0"


def test_a_value_beyond_the_target_or_after_the_day_stays_in_the_frame() -> None:
    aim = Target("Ventes", "€", None, Decimal(10))
    held = curve(aim, [(LAST + timedelta(days=9), Decimal(20))], first=FIRST, last=LAST)
    assert held is not None
    assert held.last == ("112.0", "6.5")
    assert held.goal == "2.0,38.0 112.0,22.2"


def test_no_curve_without_target_or_without_days() -> None:
    assert curve(Target("Ventes", "€"), [], first=FIRST, last=LAST) is None
    aim = Target("Ventes", "€", None, Decimal(10))
    assert curve(aim, [], first=FIRST, last=FIRST) is None
