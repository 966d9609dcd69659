"""Identifiers of schools and class-years, and the age of majority: pure checks."""

import re
from datetime import date

from django.core.exceptions import ValidationError

UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
MAJORITY = 18


def uai_letter(digits: str) -> str:
    """Return the check letter of the seven digits of a UAI (modulo 23, without I, O, Q)."""
    return UAI_LETTERS[int(digits) % 23]


def check_uai(uai: str) -> None:
    """Raise `ValidationError` unless the UAI is seven digits and their check letter."""
    if not re.fullmatch(r"[0-9]{7}[A-Z]", uai):
        raise ValidationError(
            f"Un UAI compte 7 chiffres et une lettre, par exemple 0750654D ; "
            f"vous avez saisi « {uai} ».",
            code="uai",
        )
    expected = uai_letter(uai[:7])
    if uai[7] != expected:
        raise ValidationError(
            f"La lettre de contrôle de cet UAI devrait être {expected} et non {uai[7]} : "
            "vérifiez les chiffres.",
            code="uai",
        )


def check_promotion_code(code: str) -> None:
    """Raise `ValidationError` unless the code reads like 2025-2027, two years apart."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{4})", code)
    if not match or int(match[2]) - int(match[1]) != 2:
        raise ValidationError(
            "Une promotion se nomme par ses deux années, par exemple 2025-2027.", code="promotion"
        )


def is_minor(birth_date: date, on: date) -> bool:
    """Return whether a person is under 18; born on 29 February: of age on 1 March."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    age = on.year - birth_date.year - (0 if had_birthday else 1)
    return age < MAJORITY
