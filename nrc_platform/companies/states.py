"""Closed lists of companies, and the shape of their identifiers."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from stdnum import luhn
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.fr import siret as french_siret

SIRET_DIGITS = 14
SIREN_DIGITS = 9
# What people type or paste between the digits: spaces of every width, dots, dashes, slashes.
_SEPARATORS = re.compile(r"[\s.\-/\u2010-\u2015\u200b-\u200d\u2060\ufeff]")


class CompanyState(TextChoices):
    """How far the school trusts the record."""

    UNVERIFIED = "unverified", "à vérifier"
    VERIFIED = "verified", "vérifiée"
    MERGED = "merged", "fusionnée"


class SizeBand(TextChoices):
    """Number of people; a piece of information, never a filter (req. 31)."""

    UNKNOWN = "", "non renseigné"
    MICRO = "micro", "moins de 10 personnes"
    SMALL = "small", "de 10 à 49 personnes"
    MEDIUM = "medium", "de 50 à 249 personnes"
    INTERMEDIATE = "intermediate", "de 250 à 4 999 personnes"
    LARGE = "large", "5 000 personnes ou plus"


class SalesTeam(TextChoices):
    """The sales team around which the commercial function is organised (req. 17, 34)."""

    UNKNOWN = "", "non renseignée"
    INTERNAL = "internal", "interne"
    EXTERNAL = "external", "externe"
    BOTH = "both", "interne et externe"
    NONE = "none", "aucune équipe de vente"


class NafVersion(TextChoices):
    """Nomenclature of the activity code: every code changes on 1 January 2027."""

    UNKNOWN = "", "non renseignée"
    REV2 = "rev2", "NAF rév. 2"
    NAF2025 = "2025", "NAF 2025"


class ContactKind(TextChoices):
    """What a person of the company does for the school."""

    TUTOR = "tutor", "tuteur ou tutrice"
    SIGNATORY = "signatory", "signataire"
    SPONSOR = "sponsor", "commanditaire"


def compact_siret(typed: str) -> str:
    """Return the number without separators, its digits of any script made plain."""
    bare = _SEPARATORS.sub("", typed)
    return "".join(str(unicodedata.decimal(char, char)) for char in bare)


def siren_of(siret: str) -> str:
    """Return the nine digits that name the legal person."""
    return siret[:SIREN_DIGITS]


def spaced_siret(siret: str) -> str:
    """Return « 732 829 320 00074 », with spaces that do not break."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:])) if siret else ""


def _siret_problem(siret: str) -> str:
    if not siret.isascii() or not siret.isdigit():
        return "Le SIRET ne compte que des chiffres\u00a0: retirez les lettres et les signes."
    if len(siret) == SIREN_DIGITS:
        return (
            "Vous avez saisi un SIREN, qui compte 9 chiffres. "
            "Ajoutez les 5 chiffres de l’établissement pour obtenir le SIRET."
        )
    if len(siret) != SIRET_DIGITS:
        count = len(siret)
        return f"Le SIRET doit compter {SIRET_DIGITS} chiffres\u00a0; vous en avez saisi {count}."
    if not int(siren_of(siret)):
        return "Un SIRET ne commence pas par neuf zéros\u00a0: recopiez-le depuis un document."
    if not luhn.is_valid(siren_of(siret)):
        return (
            "Les 9 premiers chiffres (le SIREN) ne sont pas ceux d’une entreprise\u00a0: "
            "vérifiez-les un à un."
        )
    try:
        french_siret.validate(siret)
    except WrongNumber:
        return (
            "La clé de contrôle de ce SIRET est fausse\u00a0: "
            "un chiffre est faux, ou deux sont inversés."
        )
    return ""


def check_siret(siret: str) -> None:
    """
    Raise `ValidationError` unless the SIRET is true: Luhn over 14 digits and over its SIREN.

    La Poste is the exception: its establishments have a sum of digits multiple of five.
    """
    problem = _siret_problem(siret)
    if problem:
        raise ValidationError(problem, code="siret")


def compact_naf(typed: str) -> str:
    """Return « 62.02A » for any way of writing it."""
    bare = re.sub(r"[\s.]", "", unicodedata.normalize("NFKC", typed)).upper()
    return f"{bare[:2]}.{bare[2:]}" if re.fullmatch(r"[0-9]{4}[A-Z]", bare) else bare


def check_naf(code: str) -> None:
    """Raise `ValidationError` unless the activity code is four digits and a letter."""
    if not re.fullmatch(r"[0-9]{2}\.[0-9]{2}[A-Z]", code):
        raise ValidationError(
            "Un code d’activité (APE) compte 4 chiffres et une lettre, par exemple 46.69B.",
            code="naf",
        )
