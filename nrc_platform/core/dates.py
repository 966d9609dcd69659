"""Dates as the interface says them, in French and whole."""

from datetime import date, datetime

from django.utils import timezone

from nrc_platform.core import clock

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_NBSP = "\u00a0"


def _as_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def day_month(value: date | datetime) -> str:
    """Return « 12 janvier », « 1er janvier »."""
    local = _as_day(value)
    number = "1er" if local.day == 1 else str(local.day)
    return f"{number}{_NBSP}{MONTHS[local.month - 1]}"


def day(value: date | datetime) -> str:
    """Return « mardi 12 janvier 2027 »."""
    local = _as_day(value)
    return f"{DAYS[local.weekday()]} {day_month(local)} {local.year}"


def hour(value: datetime) -> str:
    """Return « 14 h 30 »."""
    local = timezone.localtime(value)
    return f"{local.hour}{_NBSP}h{_NBSP}{local.minute:02d}"


def moment(value: datetime) -> str:
    """Return « mardi 12 janvier 2027, 14 h 30 »."""
    return f"{day(value)}, {hour(value)}"


def short_day(value: date | datetime) -> str:
    """Return « 12/01/2027 »."""
    return f"{_as_day(value):%d/%m/%Y}"


def days_since(value: date | datetime) -> int:
    """Return the number of days from that day to today."""
    return (clock.today() - _as_day(value)).days
