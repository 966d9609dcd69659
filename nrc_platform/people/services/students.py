"""Students: their account, their class, who answers for them, and the list a school imports."""

from datetime import date
from typing import Any

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.access import can_edit_promotion, can_edit_student, forget_roles
from nrc_platform.people.models import (
    Enrolment,
    LegalRepresentative,
    Promotion,
    RoleGrant,
    School,
    User,
)
from nrc_platform.people.rules import ListedStudent
from nrc_platform.people.selectors import ImportPreview, import_preview
from nrc_platform.people.services.accounts import create_account, grant_role, update_account
from nrc_platform.people.states import Role, compact_phone


@service
def create_student(
    promotion: Promotion,
    *,
    actor: User | None,
    first_name: str,
    last_name: str,
    email: str | None = None,
    phone: str = "",
    birth_date: date | None = None,
    password: str | None = None,
    starts_on: date | None = None,
) -> User:
    """Open a student's account and enrol them in a class."""
    student = create_account(
        actor=actor,
        school=promotion.school,
        first_name=first_name,
        last_name=last_name,
        email=email,
        phone=phone,
        birth_date=birth_date,
        password=password,
    )
    enrol_student(student, promotion, actor=actor, starts_on=starts_on)
    return student


@service
def create_member(
    school: School,
    role: str,
    *,
    actor: User | None,
    promotion: Promotion | None = None,
    starts_on: date | None = None,
    **identity: Any,
) -> User:
    """Open the account of somebody who joins the school, with their first role."""
    if role == Role.STUDENT:
        if promotion is None:
            raise Invalid({"promotion": ["Choisissez la promotion de l’étudiant."]})
        return create_student(promotion, actor=actor, starts_on=starts_on, **identity)
    person = create_account(actor=actor, school=school, **identity)
    grant_role(person, role, actor=actor, school=school, promotion=promotion, starts_on=starts_on)
    return person


def _first_day(promotion: Promotion) -> date:
    """Return today, kept inside the promotion."""
    return min(max(clock.today(), promotion.starts_on), promotion.ends_on)


@service
def enrol_student(
    student: User, promotion: Promotion, *, actor: User | None, starts_on: date | None = None
) -> Enrolment:
    """Put a student in a class from a day on, with the student's role in its school."""
    require(actor is None or can_edit_promotion(actor, promotion))
    day = starts_on or _first_day(promotion)
    User.objects.select_for_update(no_key=True).get(pk=student.pk)
    if Enrolment.objects.filter(student=student, ends_on__gte=day).exists():
        raise DomainError(
            "Cet étudiant est encore inscrit à cette date\u00a0: choisissez un jour plus tardif."
        )
    enrolment = insert(Enrolment(student=student, promotion=promotion, starts_on=day))
    held = RoleGrant.objects.filter(user=student, role=Role.STUDENT, school=promotion.school)
    if not held.filter(ends_on__isnull=True).exists():
        grant_role(student, Role.STUDENT, actor=actor, school=promotion.school, starts_on=day)
    record(
        "people.enrolment.create",
        actor=actor,
        about=student,
        school_id=promotion.school_id,
        data={"promotion": promotion.pk, "from": day},
    )
    return enrolment


@service
def end_enrolment(
    enrolment: Enrolment, *, actor: User | None, ends_on: date | None = None
) -> Enrolment:
    """End an enrolment on a day; the student's role in the school ends with it."""
    promotion = enrolment.promotion
    require(actor is None or can_edit_promotion(actor, promotion))
    day, student = ends_on or clock.today(), enrolment.student
    enrolment, changed = change(enrolment, {"ends_on": day})
    if not changed:
        return enrolment
    grants = RoleGrant.objects.filter(
        user_id=enrolment.student_id,
        role=Role.STUDENT,
        school_id=promotion.school_id,
        ends_on__isnull=True,
        starts_on__lte=day,
    )
    for grant in grants:
        change(grant, {"ends_on": day})
    forget_roles(student)
    record(
        "people.enrolment.end",
        actor=actor,
        about=enrolment.student,
        school_id=promotion.school_id,
        data={"promotion": promotion.pk, "until": day},
    )
    return enrolment


def _tidy_representative(fields: dict[str, Any]) -> dict[str, Any]:
    tidy = {name: clean_text(value).strip() for name, value in fields.items()}
    if "phone" in tidy:
        tidy["phone"] = compact_phone(tidy["phone"])
    return tidy


@service
def add_representative(
    student: User,
    *,
    actor: User | None,
    kinship: str,
    first_name: str,
    last_name: str,
    **fields: str,
) -> LegalRepresentative:
    """Write who answers for a minor student."""
    require(actor is None or can_edit_student(actor, student))
    values = _tidy_representative(
        {"kinship": kinship, "first_name": first_name, "last_name": last_name, **fields}
    )
    row = insert(LegalRepresentative(student=student, **values))
    record(
        "people.representative.add",
        actor=actor,
        about=student,
        data={"representative": row.pk, "kinship": row.kinship},
        personal={"name": str(row)},
    )
    return row


@service
def update_representative(
    row: LegalRepresentative, *, actor: User | None, **fields: str
) -> LegalRepresentative:
    """Correct a legal representative."""
    require(actor is None or can_edit_student(actor, row.student))
    row, changed = change(row, _tidy_representative(fields))
    if changed:
        record(
            "people.representative.update",
            actor=actor,
            about=row.student,
            data={"representative": row.pk, "fields": sorted(changed)},
            personal=changed,
        )
    return row


@service
def remove_representative(row: LegalRepresentative, *, actor: User | None) -> None:
    """Remove a legal representative written by mistake."""
    require(actor is None or can_edit_student(actor, row.student))
    record(
        "people.representative.remove",
        actor=actor,
        about=row.student,
        data={"representative": row.pk},
        personal={"name": str(row)},
    )
    row.delete()


@service
def import_students(
    promotion: Promotion, lines: list[ListedStudent], *, actor: User | None
) -> ImportPreview:
    """Add and correct the students of a class from a list; the absent ones are never removed."""
    require(actor is None or can_edit_promotion(actor, promotion))
    Promotion.objects.select_for_update(no_key=True).get(pk=promotion.pk)
    preview = import_preview(promotion, lines)
    for line in preview.added:
        create_student(promotion, actor=actor, **line.values())
    for changed in preview.changed:
        update_account(changed.student, actor=actor, **changed.after)
    record(
        "people.promotion.import",
        actor=actor,
        about=promotion,
        school_id=promotion.school_id,
        data=preview.counts(),
    )
    return preview
