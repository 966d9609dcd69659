"""Schools, their head, their classes, and who teaches what."""

from datetime import date, timedelta
from typing import Any

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.access import (
    can_change_head,
    can_create_school,
    can_edit_promotion,
    can_manage_people,
    forget_roles,
)
from nrc_platform.people.models import Promotion, RoleGrant, School, TeachingAssignment, User
from nrc_platform.people.services.accounts import grant_role
from nrc_platform.people.states import Role, compact_phone

SCHOOL_YEAR_STARTS = (9, 1)
SCHOOL_YEAR_ENDS = (8, 31)


def _tidy_school(fields: dict[str, Any]) -> dict[str, Any]:
    tidy = {name: clean_text(value).strip() for name, value in fields.items()}
    if "uai" in tidy:
        tidy["uai"] = "".join(tidy["uai"].split()).upper()
    if "phone" in tidy:
        tidy["phone"] = compact_phone(tidy["phone"])
    return tidy


@service
def create_school(*, actor: User | None, uai: str, name: str, **fields: str) -> School:
    """Open a school, known by its UAI."""
    require(actor is None or can_create_school(actor))
    school = insert(School(**_tidy_school({"uai": uai, "name": name, **fields})))
    record("people.school.create", actor=actor, about=school, school_id=school.pk)
    return school


@service
def update_school(school: School, *, actor: User | None, **fields: str) -> School:
    """Correct the data of a school."""
    require(actor is None or can_manage_people(actor, school))
    school, changed = change(school, _tidy_school(fields))
    if changed:
        record(
            "people.school.update", actor=actor, about=school, school_id=school.pk, data=changed
        )
    return school


def _default_days(code: str) -> tuple[date, date] | None:
    first, _, last = code.partition("-")
    if not (first.isdigit() and last.isdigit() and int(first) and int(last)):
        return None
    return date(int(first), *SCHOOL_YEAR_STARTS), date(int(last), *SCHOOL_YEAR_ENDS)


@service
def create_promotion(
    school: School,
    *,
    actor: User | None,
    code: str,
    label: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Promotion:
    """Open a class-year; without days it runs from 1 September to 31 August two years later."""
    require(actor is None or can_manage_people(actor, school))
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    code = "-".join(part.strip() for part in code.replace("\u2013", "-").split("-"))
    days = _default_days(code) or (clock.today(), clock.today() + timedelta(days=1))
    promotion = insert(
        Promotion(
            school=school,
            code=code,
            label=clean_text(label).strip(),
            starts_on=starts_on or days[0],
            ends_on=ends_on or days[1],
        )
    )
    record(
        "people.promotion.create",
        actor=actor,
        about=promotion,
        school_id=school.pk,
        data={"code": promotion.code, "label": promotion.label},
    )
    return promotion


@service
def update_promotion(promotion: Promotion, *, actor: User | None, **fields: Any) -> Promotion:
    """Correct the label or the days of a class-year; its code names it for good."""
    require(actor is None or can_edit_promotion(actor, promotion))
    if fields.get("code", promotion.code) != promotion.code:
        raise Invalid(
            {"code": ["Le code d’une promotion ne change pas\u00a0: créez-en une autre."]}
        )
    promotion, changed = change(promotion, fields)
    if changed:
        record(
            "people.promotion.update",
            actor=actor,
            about=promotion,
            school_id=promotion.school_id,
            data=changed,
        )
    return promotion


@service
def change_head(
    school: School, new_head: User, *, actor: User | None, on: date | None = None
) -> RoleGrant:
    """Make somebody head of the school from a day on; the one in office stops the day before."""
    require(actor is None or can_change_head(actor, school))
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    day = on or clock.today()
    terms = RoleGrant.objects.filter(school=school, role=Role.HEAD).exclude(ends_on__lt=day)
    for term in terms.select_related("user"):
        _end_term(term, new_head, day, actor=actor)
    grant = grant_role(new_head, Role.HEAD, actor=None, school=school, starts_on=day)
    record(
        "people.school.change_head",
        actor=actor,
        about=school,
        school_id=school.pk,
        data={"head": new_head.pk, "from": day},
    )
    return grant


def _end_term(term: RoleGrant, new_head: User, day: date, *, actor: User | None) -> None:
    if term.user_id == new_head.pk:
        raise DomainError("Cette personne est déjà chef de l’établissement à cette date.")
    if term.starts_on >= day:
        raise DomainError(
            f"Un autre chef prend ses fonctions le {term.starts_on:%d/%m/%Y}\u00a0: "
            "choisissez un jour plus tardif."
        )
    change(term, {"ends_on": day - timedelta(days=1)})
    forget_roles(term.user)
    if actor is not None and actor.pk == term.user_id:
        forget_roles(actor)


@service
def assign_teaching(
    teacher: User,
    promotion: Promotion,
    subject: str,
    *,
    actor: User | None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> TeachingAssignment:
    """Say what somebody teaches to a class from a day on, with the teacher's role it needs."""
    require(actor is None or can_edit_promotion(actor, promotion))
    day = starts_on or clock.today()
    User.objects.select_for_update(no_key=True).get(pk=teacher.pk)
    held = RoleGrant.objects.filter(user=teacher, role=Role.TEACHER, promotion=promotion)
    if not held.exclude(ends_on__lt=day).exists():
        grant_role(
            teacher,
            Role.TEACHER,
            actor=actor,
            promotion=promotion,
            starts_on=day,
            ends_on=ends_on,
        )
    assignment = insert(
        TeachingAssignment(
            teacher=teacher, promotion=promotion, subject=subject, starts_on=day, ends_on=ends_on
        )
    )
    record(
        "people.teaching.assign",
        actor=actor,
        about=teacher,
        school_id=promotion.school_id,
        data={"promotion": promotion.pk, "subject": subject, "from": day},
    )
    return assignment


@service
def end_teaching(
    assignment: TeachingAssignment, *, actor: User | None, ends_on: date | None = None
) -> TeachingAssignment:
    """End what somebody teaches on a day; the role ends with the last subject they teach there."""
    require(actor is None or can_edit_promotion(actor, assignment.promotion))
    day, teacher = ends_on or clock.today(), assignment.teacher
    assignment, changed = change(assignment, {"ends_on": day})
    if not changed:
        return assignment
    others = TeachingAssignment.objects.filter(
        teacher=assignment.teacher, promotion=assignment.promotion, ends_on__isnull=True
    )
    if not others.exists():
        grants = RoleGrant.objects.filter(
            user=assignment.teacher,
            role=Role.TEACHER,
            promotion=assignment.promotion,
            ends_on__isnull=True,
            starts_on__lte=day,
        )
        for grant in grants:
            change(grant, {"ends_on": day})
        forget_roles(teacher)
    record(
        "people.teaching.end",
        actor=actor,
        about=assignment.teacher,
        school_id=assignment.promotion.school_id,
        data={
            "promotion": assignment.promotion_id,
            "subject": assignment.subject,
            "until": day,
        },
    )
    return assignment
