"""Who may see whom: every read of people starts here."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from nrc_platform.core import clock
from nrc_platform.people.models import (
    Enrolment,
    LegalRepresentative,
    Promotion,
    RoleGrant,
    School,
    TeachingAssignment,
    User,
)
from nrc_platform.people.states import Role

Viewer = User | AnonymousUser


def open_grants(user: Viewer, on: date | None = None) -> QuerySet[RoleGrant]:
    """Return the roles the person holds on that day (today by default)."""
    if not user.is_authenticated:
        return RoleGrant.objects.none()
    return RoleGrant.objects.on(on or clock.today()).filter(user=user)


def held_grants(user: Viewer, on: date | None = None) -> list[RoleGrant]:
    """Return the open grants, school and class loaded. One query, kept on the user for the day."""
    day = on or clock.today()
    kept: dict[date, list[RoleGrant]] = user.__dict__.setdefault("_grants_by_day", {})
    if day not in kept:
        kept[day] = list(open_grants(user, day).select_related("school", "promotion"))
    return kept[day]


def forget_roles(user: Viewer) -> None:
    """Make the next question read the person's roles again."""
    user.__dict__.pop("_grants_by_day", None)


def roles(user: Viewer, on: date | None = None) -> set[str]:
    """Return the names of the roles the person holds; no query of its own."""
    return {grant.role for grant in held_grants(user, on)}


def holds(user: Viewer, school_id: UUID | None, *wanted: str) -> bool:
    """Return whether the person holds one of those roles in that school; no query of its own."""
    return any(
        grant.role in wanted and grant.school_id == school_id for grant in held_grants(user)
    )


def has_role(
    user: Viewer, role: str, school: School | None = None, on: date | None = None
) -> bool:
    """Return whether the person holds that role (in that school)."""
    if school is None:
        return role in roles(user, on)
    return open_grants(user, on).filter(role=role, school=school).exists()


def is_platform_admin(user: Viewer) -> bool:
    """Return whether the person runs the platform: schools, roles, settings, never exam files."""
    return Role.ADMIN in roles(user)


def is_staff(user: Viewer) -> bool:
    """Return whether the person is anything but a student, jurors included."""
    return bool(roles(user) - {Role.STUDENT})


def _schools_where(user: Viewer, *wanted: str, on: date | None = None) -> QuerySet[School]:
    grants = open_grants(user, on).filter(role__in=wanted)
    return School.objects.filter(pk__in=grants.order_by().values("school_id"))


def headed_schools(user: Viewer, on: date | None = None) -> QuerySet[School]:
    """Return the schools the person heads on that day."""
    return _schools_where(user, Role.HEAD, on=on)


def office_schools(user: Viewer, on: date | None = None) -> QuerySet[School]:
    """Return the schools whose internship office the person belongs to."""
    return _schools_where(user, Role.OFFICE, on=on)


def taught_promotions(user: Viewer, on: date | None = None) -> QuerySet[Promotion]:
    """Return the promotions the person teaches: a teacher grant on the promotion, that day."""
    grants = open_grants(user, on).filter(role=Role.TEACHER, promotion__isnull=False)
    return Promotion.objects.filter(pk__in=grants.order_by().values("promotion_id"))


def teaches(user: Viewer, promotion: Promotion, on: date | None = None) -> bool:
    """Return whether the person holds a teacher grant on that promotion; no query of its own."""
    return any(
        grant.role == Role.TEACHER and grant.promotion_id == promotion.pk
        for grant in held_grants(user, on)
    )


def current_enrolment(student: Viewer, on: date | None = None) -> Enrolment | None:
    """Return the student's enrolment of that day, its promotion and school loaded."""
    if not student.is_authenticated:
        return None
    return (
        Enrolment.objects.on(on or clock.today())
        .filter(student=student)
        .select_related("promotion__school")
        .first()
    )


def visible_schools(user: Viewer) -> QuerySet[School]:
    """
    Return the schools the person may see.

    - the platform admin: all;
    - anybody else: those where they hold a role today.
    """
    if is_platform_admin(user):
        return School.objects.all()
    return School.objects.filter(pk__in=open_grants(user).order_by().values("school_id"))


def visible_promotions(user: Viewer) -> QuerySet[Promotion]:
    """
    Return the promotions the person may see.

    - head and office: all of their school; platform admin: all (their frame, not their work);
    - teacher: those they teach; student: the one they are enrolled in.
    """
    if is_platform_admin(user):
        return Promotion.objects.all()
    whole = open_grants(user).filter(role__in=[Role.HEAD, Role.OFFICE])
    taught = open_grants(user).filter(role=Role.TEACHER, promotion__isnull=False)
    own = Enrolment.objects.none()
    if user.is_authenticated:
        own = Enrolment.objects.on(clock.today()).filter(student=user)
    return Promotion.objects.filter(
        Q(school_id__in=whole.order_by().values("school_id"))
        | Q(pk__in=taught.order_by().values("promotion_id"))
        | Q(pk__in=own.order_by().values("promotion_id"))
    )


def supervised_promotions(user: Viewer) -> QuerySet[Promotion]:
    """Return the promotions whose students the person follows: taught, or of their school."""
    whole = open_grants(user).filter(role__in=[Role.HEAD, Role.OFFICE])
    taught = open_grants(user).filter(role=Role.TEACHER, promotion__isnull=False)
    return Promotion.objects.filter(
        Q(school_id__in=whole.order_by().values("school_id"))
        | Q(pk__in=taught.order_by().values("promotion_id"))
    )


def visible_students(user: Viewer) -> QuerySet[User]:
    """
    Return the students the person may see.

    - a student: themselves only;
    - teacher, head, office: those enrolled (or once enrolled) in a promotion they follow;
    - the platform admin: none, personal files are not theirs.
    """
    if not user.is_authenticated:
        return User.objects.none()
    followed = Enrolment.objects.filter(promotion__in=supervised_promotions(user))
    me = Q(pk=user.pk) if Role.STUDENT in roles(user) else Q(pk__in=[])
    return User.objects.filter(me | Q(pk__in=followed.order_by().values("student_id")))


def visible_teachers(user: Viewer) -> QuerySet[User]:
    """Return the teachers of the schools the person belongs to."""
    schools = open_grants(user).order_by().values("school_id")
    grants = RoleGrant.objects.on(clock.today()).filter(role=Role.TEACHER, school_id__in=schools)
    return User.objects.filter(pk__in=grants.order_by().values("user_id"))


def managed_schools(user: Viewer) -> QuerySet[School]:
    """Return the schools whose accounts, roles and classes the person may manage."""
    if is_platform_admin(user):
        return School.objects.all()
    return _schools_where(user, Role.OFFICE, Role.HEAD)


def visible_accounts(user: Viewer) -> QuerySet[User]:
    """
    Return the accounts the person may open in the administration.

    - office and head: those who hold or held a role in their school;
    - the platform admin: all (names and roles, never exam files);
    - anybody else: none.
    """
    if is_platform_admin(user):
        return User.objects.all()
    grants = RoleGrant.objects.filter(school__in=managed_schools(user))
    return User.objects.filter(pk__in=grants.order_by().values("user_id"))


def visible_grants(user: Viewer) -> QuerySet[RoleGrant]:
    """Return the roles the person may see in the administration: those of schools they manage."""
    if is_platform_admin(user):
        return RoleGrant.objects.all()
    return RoleGrant.objects.filter(school__in=managed_schools(user))


def visible_enrolments(user: Viewer) -> QuerySet[Enrolment]:
    """
    Return who is in which class.

    - teacher, head, office: in the promotions they follow; student: none, they know their own;
    - the platform admin: all (the frame of a school, never the work done in it).
    """
    if is_platform_admin(user):
        return Enrolment.objects.all()
    return Enrolment.objects.filter(promotion__in=supervised_promotions(user))


def visible_assignments(user: Viewer) -> QuerySet[TeachingAssignment]:
    """Return who teaches what in the promotions the person may see."""
    return TeachingAssignment.objects.filter(promotion__in=visible_promotions(user))


def visible_representatives(user: Viewer) -> QuerySet[LegalRepresentative]:
    """Return the legal representatives of the students of the schools the person manages."""
    students = Enrolment.objects.filter(promotion__school__in=managed_schools(user))
    return LegalRepresentative.objects.filter(
        student_id__in=students.order_by().values("student_id")
    )


def can_manage_people(user: Viewer, school: School) -> bool:
    """
    Return whether the person may create accounts, roles and classes of that school.

    - the internship office and the head of that school; the platform admin.
    """
    return is_platform_admin(user) or holds(user, school.pk, Role.OFFICE, Role.HEAD)


def can_create_school(user: Viewer) -> bool:
    """Return whether the person may open a school: the platform admin."""
    return is_platform_admin(user)


def can_edit_promotion(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person may change a class: whoever manages its school."""
    return is_platform_admin(user) or holds(user, promotion.school_id, Role.OFFICE, Role.HEAD)


def can_grant_role(user: Viewer, role: str, school: School | None) -> bool:
    """
    Return whether the person may give or end that role in that school.

    - platform admin's role: the platform admin;
    - head: the platform admin, or the head in office, who hands over;
    - internship office: the platform admin or the head, so that nobody makes their own peers;
    - student, teacher, juror: whoever manages the people of the school.
    """
    if is_platform_admin(user):
        return (role == Role.ADMIN) == (school is None)
    if school is None or role == Role.ADMIN:
        return False
    if role in (Role.HEAD, Role.OFFICE):
        return holds(user, school.pk, Role.HEAD)
    return can_manage_people(user, school)


def can_change_head(user: Viewer, school: School) -> bool:
    """Return whether the person may name the next head: the platform admin, the head."""
    return can_grant_role(user, Role.HEAD, school)


def can_edit_account(user: Viewer, person: User) -> bool:
    """
    Return whether the person may change the name, the address or the opening of an account.

    - the platform admin;
    - who may give every role that account holds or will hold: an address opens all of them, so the
      office of a school never takes over a head, nor somebody who also belongs elsewhere.
    """
    if is_platform_admin(user):
        return True
    if not visible_accounts(user).filter(pk=person.pk).exists():
        return False
    kept = RoleGrant.objects.filter(user=person).exclude(ends_on__lt=clock.today())
    return all(
        can_grant_role(user, grant.role, grant.school) for grant in kept.select_related("school")
    )


def can_edit_student(user: Viewer, student: User) -> bool:
    """Return whether the person may enrol a student or write their legal representatives."""
    if is_platform_admin(user):
        return True
    enrolments = Enrolment.objects.filter(student=student)
    return enrolments.filter(promotion__school__in=managed_schools(user)).exists()
