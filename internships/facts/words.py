"""Figures as a convention prints them, in French."""

from datetime import date
from decimal import Decimal

from internships.rules.hours import days_and_months
from internships.rules.weeks import Weeks
from nrc_platform.core import dates

NBSP = "\u00a0"
# D124-6.
DAYS_A_MONTH = 22
MISSING = "…………"


def number(value: Decimal | int) -> str:
    """Return « 1 080 », « 7,5 »: no useless zero, thousands apart."""
    whole, _, part = format(Decimal(value), "f").partition(".")
    part = part.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", NBSP)
    return f"{grouped},{part}" if part else grouped


def hours(value: Decimal | int) -> str:
    """Return « 210 h »."""
    return f"{number(value)}{NBSP}h"


def euros(cents: int) -> str:
    """Return « 1 417,50 € »."""
    whole, part = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", NBSP)
    return f"{grouped},{part:02d}{NBSP}€"


def counted(value: Decimal | int, one: str, many: str) -> str:
    """Return « 1 jour », « 30 jours »; French counts from two on."""
    return f"{number(value)}{NBSP}{one if Decimal(value) < 2 else many}"


def days_of_presence(value: Decimal) -> str:
    """Return « 30 jours », « 30 jours et 4 h »: seven hours make a day (D124-6)."""
    length = days_and_months(value)
    days = counted(length.months * DAYS_A_MONTH + length.days, "jour", "jours")
    return f"{days} et {hours(length.left)}" if length.left else days


def month(value: str) -> str:
    """Return « janvier 2027 » of « 2027-01 »."""
    year, _, place = value.partition("-")
    return f"{dates.MONTHS[int(place) - 1]} {year}"


def weeks(days: int) -> str:
    """Return « 6 semaines », « 6 semaines et 2 jours » of days that make weeks of five."""
    return str(Weeks(days))


def calendar_weeks(days: int) -> str:
    """Return « 17 semaines et 5 jours » of days that follow one another, or nothing of none."""
    whole, left = divmod(days, 7)
    said = [(whole, "semaine", "semaines"), (left, "jour", "jours")]
    return " et ".join(counted(value, one, many) for value, one, many in said if value)


def between(starts_on: date | None, ends_on: date | None) -> str:
    """Return « du lundi 4 janvier au vendredi 12 février 2027 », the year once when it is one."""
    if starts_on is None or ends_on is None:
        return MISSING
    if starts_on == ends_on:
        return f"le {dates.day(starts_on)}"
    first = dates.day(starts_on)
    if starts_on.year == ends_on.year:
        first = first.rsplit(" ", 1)[0]
    return f"du {first} au {dates.day(ends_on)}"


def full_day(value: date | None) -> str:
    """Return « 4 janvier 2027 »."""
    return f"{dates.day_month(value)} {value.year}" if value else MISSING
