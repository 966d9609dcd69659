"""Filters that word dates, counts and names in French."""

from datetime import date, datetime

from django import template

from nrc_platform.core import dates
from nrc_platform.core.text import breakable as broken
from nrc_platform.people.states import Role, spaced_phone

register = template.Library()
NBSP = "\u00a0"


@register.filter
def fr_day(value: date | datetime | None) -> str:
    """Return « mardi 12 janvier 2027 »."""
    return dates.day(value) if value else ""


@register.filter
def fr_moment(value: datetime | None) -> str:
    """Return « mardi 12 janvier 2027, 14 h 30 »."""
    return dates.moment(value) if value else ""


@register.filter
def fr_hour(value: datetime | None) -> str:
    """Return « 14 h 30 »."""
    return dates.hour(value) if value else ""


@register.filter
def fr_day_month(value: date | datetime | None) -> str:
    """Return « 12 janvier »."""
    return dates.day_month(value) if value else ""


@register.filter
def fr_short_day(value: date | datetime | None) -> str:
    """Return « 12/01/2027 »."""
    return dates.short_day(value) if value else ""


@register.filter
def fr_month(value: date | datetime) -> str:
    """Return « janvier »."""
    return dates.day_month(value).split(NBSP)[-1]


@register.filter
def fr_number(value: date | datetime) -> str:
    """Return « 12 », « 1er »."""
    return dates.day_month(value).split(NBSP)[0]


@register.filter
def fr_since(value: date | datetime) -> str:
    """Return « aujourd’hui », « hier » or « depuis 9 jours »."""
    days = dates.days_since(value)
    if days <= 0:
        return "aujourd’hui"
    return "depuis hier" if days == 1 else f"depuis {days}{NBSP}jours"


@register.filter
def counted(number: int, words: str) -> str:
    """Return « 1 fiche », « 3 fiches » for `3|counted:"fiche,fiches"`."""
    one, many = words.split(",")
    return f"{number}{NBSP}{one if number < 2 else many}"


@register.filter
def breakable(text: str) -> str:
    """Let a page break a word of more than 60 characters."""
    return broken(text)


@register.filter
def phone_number(value: str) -> str:
    """Return « 02 41 00 00 00 »."""
    return spaced_phone(value)


@register.filter
def role_name(value: str) -> str:
    """Return the French name of a role, or of the company, which has no account."""
    if value == "company":
        return "entreprise"
    return str(Role(value).label) if value in Role.values else value
