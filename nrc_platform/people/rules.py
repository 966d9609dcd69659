"""The age of majority, and how a list of students is read: pure calculations."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nrc_platform.core.text import clean_text, fold
from nrc_platform.people.states import (
    check_phone,
    check_promotion_code,
    check_uai,
    compact_phone,
    uai_letter,
)

__all__ = [
    "BadList",
    "LineError",
    "ListedStudent",
    "StudentList",
    "check_promotion_code",
    "check_uai",
    "is_minor",
    "read_students",
    "uai_letter",
]

MAJORITY = 18
MAX_BYTES = 1_000_000
MAX_LINES = 500
_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLDEST = date(1900, 1, 1)
# What the exports of school software call each column, accents and case apart.
COLUMNS: dict[str, tuple[str, ...]] = {
    "last_name": ("nom", "nom de famille", "nom d'usage", "nom eleve", "nom etudiant"),
    "first_name": ("prenom", "prenom 1", "prenom eleve", "prenom etudiant", "prenoms"),
    "email": (
        "e-mail",
        "email",
        "mail",
        "mel",
        "courriel",
        "adresse e-mail",
        "adresse mail",
        "adresse electronique",
        "adresse de courriel",
    ),
    "phone": ("telephone", "tel", "tel.", "telephone portable", "portable", "mobile"),
    "birth_date": (
        "date de naissance",
        "date naissance",
        "naissance",
        "ne(e) le",
        "ne le",
        "nee le",
        "date naiss.",
    ),
}


def is_minor(birth_date: date, on: date) -> bool:
    """Return whether a person is under 18; born on 29 February: of age on 1 March."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    age = on.year - birth_date.year - (0 if had_birthday else 1)
    return age < MAJORITY


class BadList(Exception):
    """The file cannot be read as a list of students; the sentence says how to mend it."""


@dataclass(frozen=True)
class LineError:
    """What is wrong on a line of the file."""

    line: int
    message: str

    def as_dict(self) -> dict[str, Any]:
        """Return the shape of the report."""
        return {"line": self.line, "message": self.message}


@dataclass(frozen=True)
class ListedStudent:
    """A student as a line of the file names them; an empty cell says nothing."""

    line: int
    last_name: str
    first_name: str
    email: str | None = None
    phone: str = ""
    birth_date: date | None = None

    def values(self) -> dict[str, Any]:
        """Return the fields of the account."""
        return {
            "last_name": self.last_name,
            "first_name": self.first_name,
            "email": self.email,
            "phone": self.phone,
            "birth_date": self.birth_date,
        }

    @property
    def name_key(self) -> str:
        """Return the name as it is compared."""
        return fold(f"{self.last_name} {self.first_name}")


@dataclass
class StudentList:
    """The lines of a file that could be read, and what is wrong on the others."""

    students: list[ListedStudent] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise BadList("Ce fichier dépasse 1 Mo\u00a0: une liste de classe en compte bien moins.")
    if raw.startswith(_ZIP):
        raise BadList(
            "Ce fichier est un classeur\u00a0: enregistrez la feuille au format CSV, "
            "puis relancez."
        )
    try:
        if raw.startswith(_UTF16):
            return raw.decode("utf-16")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _columns(header: list[str]) -> dict[str, int]:
    names = [fold(clean_text(name)).strip(" *:") for name in header]
    found: dict[str, int] = {}
    for target, synonyms in COLUMNS.items():
        places = [names.index(name) for name in synonyms if name in names]
        if places:
            found[target] = places[0]
    missing = [
        label
        for target, label in (("last_name", "Nom"), ("first_name", "Prénom"))
        if target not in found
    ]
    if missing:
        read = ", ".join(clean_text(name).strip()[:40] for name in header[:12]) or "aucune"
        raise BadList(
            f"Il manque une colonne à la première ligne du fichier\u00a0: {', '.join(missing)} "
            f"(colonnes lues\u00a0: {read})."
        )
    return found


def _as_date(typed: str) -> date | None:
    if not typed:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            day = datetime.strptime(typed, form).date()  # noqa: DTZ007
        except ValueError:
            continue
        if day >= _OLDEST:
            return day
    raise ValidationError(
        f"la date de naissance «\u00a0{typed[:20]}\u00a0» n’est pas lisible, "
        "écrivez-la comme 12/01/2007."
    )


def _student(line: int, cells: dict[str, str]) -> ListedStudent:
    if not cells["last_name"] or not cells["first_name"]:
        raise ValidationError("le nom ou le prénom manque.")
    email = cells.get("email", "").lower() or None
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValidationError("l’adresse électronique n’est pas complète.") from error
    phone = compact_phone(cells.get("phone", ""))
    if phone:
        # Spreadsheets take the first zero away.
        phone = f"0{phone}" if re.fullmatch(r"[1-9][0-9]{8}", phone) else phone
        try:
            check_phone(phone)
        except ValidationError as error:
            raise ValidationError("le téléphone ne compte pas 10 chiffres.") from error
    return ListedStudent(
        line=line,
        last_name=cells["last_name"],
        first_name=cells["first_name"],
        email=email,
        phone=phone,
        birth_date=_as_date(cells.get("birth_date", "")),
    )


def _refuse_twins(found: StudentList) -> None:
    seen: dict[object, int] = {}
    kept: list[ListedStudent] = []
    for student in found.students:
        keys: list[object] = [(student.name_key, student.birth_date)]
        keys += [student.email] if student.email else []
        first = next((seen[key] for key in keys if key in seen), None)
        if first is None:
            kept.append(student)
        else:
            found.errors.append(
                LineError(student.line, f"c’est la même personne qu’à la ligne {first}.")
            )
        for key in keys:
            seen.setdefault(key, student.line)
    found.students = kept


def _rows(text: str) -> list[tuple[int, list[str]]]:
    if "\x00" in text:
        raise BadList("Ce fichier n’est pas un texte\u00a0: exportez la liste au format CSV.")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadList(f"Le fichier est illisible à la ligne {reader.line_num}.") from error
    if not rows:
        raise BadList("Ce fichier est vide.")
    if len(rows) > MAX_LINES + 1:
        raise BadList(
            f"Ce fichier compte plus de {MAX_LINES} lignes\u00a0: importez une classe à la fois."
        )
    return rows


def read_students(raw: bytes) -> StudentList:
    """
    Read a CSV of UTF-8 or Windows-1252, separated by semicolons, commas or tabs.

    Raise `BadList` when it is no list of students; errors of single lines are kept apart.
    """
    rows = _rows(_decode(raw))
    columns = _columns(rows[0][1])
    found = StudentList()
    for line, row in rows[1:]:
        cells = {
            name: " ".join(clean_text(row[place]).split()) if place < len(row) else ""
            for name, place in columns.items()
        }
        try:
            found.students.append(_student(line, cells))
        except ValidationError as error:
            found.errors.append(LineError(line, " ".join(error.messages)))
    _refuse_twins(found)
    found.errors.sort(key=lambda error: error.line)
    return found
