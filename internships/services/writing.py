"""Writing in a convention: what each part accepts, checked field by field."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from internships.models import Break, Convention, ConventionMission, Internship, Terms
from internships.states import (
    HOURS_FIELDS,
    WEEKDAYS,
    BreakKind,
    ConventionKind,
    ConventionState,
    Gratification,
)
from nrc_platform.companies.models import Company
from nrc_platform.companies.states import CompanyState
from nrc_platform.core import clock, dates
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import change as change_row
from nrc_platform.core.rows import check_row, insert
from nrc_platform.core.text import check_length, clean_text
from nrc_platform.people.models import Promotion, RoleGrant, School
from nrc_platform.people.states import Role

TEXTS = (
    "supervision",
    "social_protection",
    "health_office",
    "host_insurer",
    "host_policy",
    "leave_terms",
    "termination_terms",
    "validation_terms",
    "house_rules",
    "attestation_terms",
    "advantages",
)
# What the company vouches for: forgotten with the company.
DECLARED: Mapping[str, Any] = {
    "not_a_job": False,
    "headcount": None,
    "interns_present": None,
    "branch_hourly_cents": None,
    "previous_starts_on": None,
    "previous_ends_on": None,
    "previous_cut_by_intern": False,
    "host_insurer": "",
    "host_policy": "",
    "checked_at": None,
    "checked_by_name": "",
    "checked_for_reason": "",
}
VALUES = frozenset(
    {
        *TEXTS,
        "company",
        "signatory",
        "course_title",
        "course_hours",
        "gives_meals",
        "gives_transport",
        "gives_activities",
        "headcount",
        "interns_present",
        "branch_hourly_cents",
        "previous_starts_on",
        "previous_ends_on",
        "previous_cut_by_intern",
    }
)
TERMS = frozenset(
    {
        *HOURS_FIELDS,
        "starts_on",
        "ends_on",
        "site",
        "department",
        "tutor",
        "referent",
        "subject",
        "activities",
        "timetable",
        "night_presence",
        "holiday_presence",
        "presence_note",
        "project_weekly_hours",
        "gratification",
        "hourly_cents",
        "payment",
    }
)
STUDENT_VALUES = frozenset({"address", "liability_insurer", "liability_policy", "sector_reason"})
BREAK_VALUES = ("kind", "starts_on", "ends_on", "reason")
MISSION_VALUES = ("label", "starts_on", "ends_on", "place", "hours")
MAX_BREAKS, MAX_MISSIONS = 30, 20
MAX_LINES = 200
DAY_HOURS, PROJECT_HOURS = 24, 40
_NOT_OF_COMPANY = "Cette personne n’est pas de l’entreprise choisie."


def lock(convention_id: UUID) -> Convention:
    """Return the row locked for the rest of the transaction, its people loaded."""
    rows = Convention.objects.with_people().select_for_update(of=("self",))
    return rows.get(pk=convention_id)


def lock_terms(convention: Convention) -> Terms:
    """Return the convention's own terms, locked."""
    rows = Terms.objects.select_for_update(of=("self",))
    return rows.get(convention=convention, avenant__isnull=True)


def tidy(model: type[models.Model], values: Mapping[str, Any], known: frozenset[str]) -> Any:
    """Return the values with clean texts; an unknown name or a text too long is refused."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise Invalid({name: ["Ce champ ne se modifie pas ici."]})
        text = clean_text(value).strip() if isinstance(value, str) else None
        kept[name] = value if text is None else text
        most = getattr(model._meta.get_field(name), "max_length", None)
        if text and most:
            try:
                check_length(text, max_chars=most, max_lines=MAX_LINES)
            except ValidationError as error:
                raise Invalid({name: error.messages}) from error
    return kept


def check_company(company: Company | None, school: School | UUID) -> None:
    """Refuse a company of another school, or one that gave way to another."""
    if company is None:
        return
    if company.school_id != getattr(school, "pk", school):
        raise Invalid({"company": ["Cette entreprise n’est pas dans l’annuaire du lycée."]})
    if company.state == CompanyState.MERGED:
        raise Invalid(
            {
                "company": [
                    f"Cette fiche a été fusionnée avec {company.canonical.name}\u00a0: "
                    "choisissez celle-ci."
                ]
            }
        )


def _of_company(
    name: str, given: Mapping[str, Any], held: Any, company: Company | None
) -> dict[str, Any]:
    """Drop the person or place of a former company; refuse a new one from elsewhere."""
    chosen = given.get(name, held)
    if chosen is None or (company is not None and chosen.company_id == company.pk):
        return {}
    if chosen == held:
        return {name: None}
    raise Invalid(
        {
            name: [
                "Ce lieu n’est pas de l’entreprise choisie." if name == "site" else _NOT_OF_COMPANY
            ]
        }
    )


def follow_company(
    convention: Convention, held: Terms, values: dict[str, Any], terms: dict[str, Any]
) -> None:
    """
    Keep people and places of the chosen company only.

    Another company has vouched for nothing yet: what the former one declared is forgotten.
    """
    company = values.get("company", convention.company)
    if company != convention.company:
        if convention.state == ConventionState.TEACHER_REVIEW:
            raise Invalid(
                {
                    "company": [
                        "L’entreprise a déjà vérifié cette convention\u00a0: renvoyez-la à "
                        "l’étudiant pour en changer."
                    ]
                }
            )
        check_company(company, convention.school_id)
        if convention.company is not None:
            values |= {name: blank for name, blank in DECLARED.items() if name not in values}
    values |= _of_company("signatory", values, convention.signatory, company)
    terms |= _of_company("tutor", terms, held.tutor, company)
    terms |= _of_company("site", terms, held.site, company)


def check_terms(held: Terms, terms: Mapping[str, Any], *, promotions: Sequence[Promotion]) -> None:
    """
    Refuse what can be of no stage: dates reversed, a start after the diploma, days of 30 hours.

    What is only missing, or unlawful, waits for the rules: a draft is lenient.
    """
    starts_on = terms.get("starts_on", held.starts_on)
    ends_on = terms.get("ends_on", held.ends_on)
    errors: dict[str, list[str]] = {}
    if starts_on and ends_on and ends_on < starts_on:
        errors["ends_on"] = [
            f"Le stage commence le {dates.short_day(starts_on)} et ne peut pas finir avant, le "
            f"{dates.short_day(ends_on)}\u00a0: vérifiez les deux dates."
        ]
    last = min((row.ends_on for row in promotions), default=None)
    if starts_on and last and starts_on > last:
        errors["starts_on"] = [
            f"La classe finit le {dates.short_day(last)}\u00a0: un stage ne commence pas après."
        ]
    errors |= _hours_errors(terms)
    rate = terms.get("gratification", held.gratification) == Gratification.RATE
    if rate and not terms.get("hourly_cents", held.hourly_cents):
        errors["hourly_cents"] = ["Indiquez le montant par heure."]
    if errors:
        raise Invalid(errors)


def _hours_errors(terms: Mapping[str, Any]) -> dict[str, list[str]]:
    errors = {
        name: [f"Un jour compte {DAY_HOURS}\u00a0heures\u00a0: vérifiez celles du {label}."]
        for name, label in ((f"{day}_hours", label) for day, label in WEEKDAYS)
        if not 0 <= (terms.get(name) or 0) <= DAY_HOURS
    }
    if not 0 <= (terms.get("project_weekly_hours") or 0) <= PROJECT_HOURS:
        errors["project_weekly_hours"] = [
            f"Les heures de projet d’une semaine de cours sont au plus {PROJECT_HOURS}\u00a0: "
            "vérifiez ce nombre."
        ]
    return errors


def check_referent(school_id: UUID, held: Terms, terms: Mapping[str, Any]) -> None:
    """Refuse a referent who does not teach in the school today."""
    referent = terms.get("referent")
    if referent is None or referent.pk == held.referent_id:
        return
    grants = RoleGrant.objects.on(clock.today()).filter(user=referent, role=Role.TEACHER)
    if not grants.filter(school=school_id).exists():
        raise Invalid({"referent": ["Choisissez une personne qui enseigne dans le lycée."]})


def write_breaks(convention: Convention, lines: Sequence[Mapping[str, Any]]) -> bool:
    """Replace the days without presence foreseen by the convention itself."""
    if len(lines) > MAX_BREAKS:
        raise Invalid({"breaks": [f"Une convention prévoit {MAX_BREAKS} interruptions au plus."]})
    wanted = [tidy(Break, {"reason": "", **line}, frozenset(BREAK_VALUES)) for line in lines]
    own = convention.breaks.filter(avenant__isnull=True)
    before = [{name: getattr(row, name) for name in BREAK_VALUES} for row in own]
    if _sorted(before) == _sorted(wanted):
        return False
    own.delete()
    for place, line in enumerate(wanted):
        _insert_break(Break(convention=convention, **line), place)
    return True


def _sorted(lines: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(line.get(name)) for name in BREAK_VALUES) for line in lines)


def _insert_break(row: Break, place: int) -> None:
    """Insert a line, its refusals named after its place in the list."""
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise Invalid(
            {f"breaks-{place}-ends_on": ["Ces jours ne peuvent pas finir avant leur début."]}
        )
    if row.kind == BreakKind.ABSENCE:
        raise Invalid(
            {
                f"breaks-{place}-kind": [
                    "Une absence se note dans le suivi, pas dans la convention."
                ]
            }
        )
    try:
        insert(row)
    except Invalid as error:
        raise Invalid(
            {f"breaks-{place}-{name}": found for name, found in error.errors.items()}
        ) from error


def write_missions(convention: Convention, lines: Sequence[Mapping[str, Any]]) -> bool:
    """
    Replace the missions that the convention of a project covers (req. 60).

    A mission has its name and its two days, in order; a stage covers none.
    """
    if convention.kind != ConventionKind.PROJECT:
        raise Invalid({"missions": ["Seule la convention d’un projet couvre des missions."]})
    if len(lines) > MAX_MISSIONS:
        raise Invalid({"missions": [f"Une convention couvre {MAX_MISSIONS} missions au plus."]})
    names = frozenset(MISSION_VALUES)
    wanted = [tidy(ConventionMission, {"place": "", "hours": 0, **line}, names) for line in lines]
    before = [
        {name: getattr(row, name) for name in MISSION_VALUES} for row in convention.missions.all()
    ]
    if _said(before) == _said(wanted):
        return False
    convention.missions.all().delete()
    for line in wanted:
        insert(ConventionMission(convention=convention, **line))
    return True


def _said(lines: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return sorted(tuple(f"{line[name]}" for name in MISSION_VALUES) for line in lines)


def write_sets(convention: Convention, **sets: Sequence[Any] | None) -> list[str]:
    """Write the competences and functions given; return the names of those that changed."""
    changed = []
    for name, rows in sets.items():
        if rows is None:
            continue
        wanted = {row.pk for row in rows}
        relation = getattr(convention, name)
        if wanted != set(relation.order_by().values_list("pk", flat=True)):
            relation.set(wanted)
            changed.append(name)
    return changed


def write_students(
    convention: Convention, by_internship: Mapping[Any, Mapping[str, Any]]
) -> list[str]:
    """Write what the convention prints of its students; return the names that changed."""
    rows = {str(row.pk): row for row in convention.internships.all()}
    changed: set[str] = set()
    for key, given in by_internship.items():
        row = rows.get(str(getattr(key, "pk", key)))
        if row is None:
            raise Invalid({"student": ["Cet étudiant ne figure pas dans la convention."]})
        _, differences = change_row(row, tidy(Internship, given, STUDENT_VALUES))
        changed |= set(differences)
    return sorted(changed)


def touch(convention: Convention) -> Convention:
    """Let the version grow: somebody who read the page before must read it again."""
    convention.version += 1
    convention.updated_at = clock.now()
    check_row(convention)
    convention.save(update_fields=["version", "updated_at"])
    return convention
