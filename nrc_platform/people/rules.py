"""The age of majority, and the identifiers of schools and class-years: pure checks."""

from datetime import date

from nrc_platform.people.states import check_promotion_code, check_uai, uai_letter

__all__ = ["check_promotion_code", "check_uai", "is_minor", "uai_letter"]

MAJORITY = 18


def is_minor(birth_date: date, on: date) -> bool:
    """Return whether a person is under 18; born on 29 February: of age on 1 March."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    age = on.year - birth_date.year - (0 if had_birthday else 1)
    return age < MAJORITY
