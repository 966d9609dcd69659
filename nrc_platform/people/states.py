"""Closed lists of people and schools, and the shape of their identifiers."""

import re

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_PHONE = re.compile(r"0[1-9][0-9]{8}|\+[1-9][0-9]{7,14}")


class Role(TextChoices):
    """What a person is in a school, between two days."""

    STUDENT = "student", "étudiant"
    TEACHER = "teacher", "professeur"
    OFFICE = "office", "bureau des stages"
    HEAD = "head", "chef d’établissement"
    JUROR = "juror", "juré"
    ADMIN = "admin", "administrateur de la plateforme"


class Subject(TextChoices):
    """Subjects of the timetable; the first four may supervise a project (req. 53)."""

    PROJECT_MANAGEMENT = "project_management", "gestion de projet"
    CLIENT_MANAGEMENT = "client_management", "gestion de clientèles"
    CLIENT_RELATION = "client_relation", "relation client"
    TEAM_MANAGEMENT = "team_management", "management de l’équipe commerciale"
    FRENCH = "french", "français"
    LANGUAGE = "language", "langue vivante étrangère"
    ECONOMICS_LAW = "economics_law", "économie et droit"
    OTHER = "other", "autre enseignement"


class Kinship(TextChoices):
    """How a legal representative is bound to the student."""

    PARENT = "parent", "parent"
    GUARDIAN = "guardian", "tuteur légal"
    INSTITUTION = "institution", "organisme ayant la garde"


def uai_letter(digits: str) -> str:
    """Return the check letter of the seven digits of a UAI (modulo 23, without I, O, Q)."""
    return UAI_LETTERS[int(digits) % 23]


def check_uai(uai: str) -> None:
    """Raise `ValidationError` unless the UAI is seven digits and their check letter."""
    if not re.fullmatch(r"[0-9]{7}[A-Z]", uai):
        raise ValidationError(
            "Un UAI compte 7 chiffres et une lettre, par exemple 0750654D\u00a0; "
            f"vous avez saisi «\u00a0{uai}\u00a0».",
            code="uai",
        )
    expected = uai_letter(uai[:7])
    if uai[7] != expected:
        raise ValidationError(
            f"La lettre de contrôle de cet UAI devrait être {expected} et non {uai[7]}\u00a0: "
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


def compact_phone(phone: str) -> str:
    """Return the number without the spaces, dots and dashes people put in it."""
    return re.sub(r"[\s.\-()\u2010-\u2015]", "", phone)


def spaced_phone(phone: str) -> str:
    """Return « 02 41 00 00 00 », with spaces that do not break; a foreign number as it is."""
    if not re.fullmatch(r"0[0-9]{9}", phone):
        return phone
    return "\u00a0".join(phone[place : place + 2] for place in range(0, 10, 2))


def check_phone(phone: str) -> None:
    """Raise `ValidationError` unless the number is French, or international with its +."""
    if not _PHONE.fullmatch(phone):
        raise ValidationError(
            "Un numéro français compte 10 chiffres, par exemple 02 41 00 00 00\u00a0; "
            "un numéro étranger commence par +.",
            code="phone",
        )


def check_postal_code(code: str) -> None:
    """Raise `ValidationError` unless the code is five digits."""
    if not re.fullmatch(r"[0-9]{5}", code):
        raise ValidationError(
            f"Un code postal compte 5 chiffres\u00a0; vous avez saisi «\u00a0{code}\u00a0».",
            code="postal_code",
        )
