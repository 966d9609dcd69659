"""Stages in few words, for the tests of the rules."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from internships.rules import Break, Schedule, Segment, Span, WeekPattern
from internships.states import BreakKind

NONE = Decimal(0)
SEVEN = Decimal(7)
OFFICE = WeekPattern((SEVEN,) * 5 + (NONE, NONE))
# A shop: from Tuesday to Saturday.
SHOP = WeekPattern((NONE, *(SEVEN,) * 5, NONE))
SIX_DAYS = WeekPattern((Decimal(6),) * 6 + (NONE,))
# Three days of stage, two at school.
PART_TIME = WeekPattern((SEVEN, SEVEN, SEVEN, NONE, NONE, NONE, NONE))


def stage(
    starts_on: date,
    ends_on: date,
    *breaks: Break,
    pattern: WeekPattern = OFFICE,
    works_holidays: bool = False,
    extra: dict[date, Decimal] | None = None,
) -> Schedule:
    """Return a stage under one set of terms."""
    segment = Segment(starts_on, ends_on, pattern, works_holidays)
    return Schedule((segment,), breaks, extra or {})


def weeks_from(monday: date, weeks: int, *breaks: Break) -> Schedule:
    """Return a stage of whole weeks, Monday to Friday."""
    return stage(monday, monday + timedelta(days=7 * weeks - 3), *breaks)


def closed(starts_on: date, ends_on: date) -> Break:
    return Break(starts_on, ends_on, BreakKind.CLOSURE)


def interrupted(starts_on: date, ends_on: date) -> Break:
    return Break(starts_on, ends_on, BreakKind.INTERRUPTION)


def on_leave(starts_on: date, ends_on: date) -> Break:
    return Break(starts_on, ends_on, BreakKind.LEAVE)


def absent(starts_on: date, ends_on: date, hours: Decimal | None = None) -> Break:
    return Break(starts_on, ends_on, BreakKind.ABSENCE, hours)


# Days of two classes: a leap year, four changes of year, both changes of hour.
DAYS = st.dates(date(2023, 9, 1), date(2028, 8, 31))
PATTERNS = st.sampled_from([OFFICE, SHOP, SIX_DAYS, PART_TIME])


@st.composite
def spans(draw: st.DrawFn, longest: int = 120) -> Span:
    """Draw a span of one day or more."""
    first = draw(DAYS)
    return Span(first, first + timedelta(days=draw(st.integers(0, longest))))


@st.composite
def broken(draw: st.DrawFn, within: Span) -> Break:
    """Draw a break that begins inside a span."""
    first = within.starts_on + timedelta(days=draw(st.integers(0, within.length - 1)))
    last = first + timedelta(days=draw(st.integers(0, 15)))
    return Break(first, last, draw(st.sampled_from(list(BreakKind))))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Draw a stage with a few breaks."""
    span = draw(spans())
    breaks = draw(st.lists(broken(span), max_size=3))
    segment = Segment(span.starts_on, span.ends_on, draw(PATTERNS), draw(st.booleans()))
    return Schedule((segment,), tuple(breaks))
