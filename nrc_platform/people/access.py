"""Who may see whom: every read of people starts here."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from nrc_platform.core import clock
from nrc_platform.people.models import Enrolment, Promotion, RoleGrant, School, User
from nrc_platform.people.states import Role

Viewer = User | AnonymousUser


def open_grants(user: Viewer, on: date | None = None) -> QuerySet[RoleGrant]:
    """Return the roles the person holds on that day (today by default)."""
    if not user.is_authenticated:
        return RoleGrant.objects.none()
    return RoleGrant.objects.on(on or clock.today()).filter(user=user)


def roles(user: Viewer, on: date | None = None) -> set[str]:
    """Return the names of the roles the person holds. One query, kept on the user for the day."""
    day = on or clock.today()
    kept: dict[date, set[str]] = user.__dict__.setdefault("_roles_by_day", {})
    if day not in kept:
        kept[day] = set(open_grants(user, day).order_by().values_list("role", flat=True))
    return kept[day]


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
    """Return whether the person holds a teacher grant on that promotion."""
    return open_grants(user, on).filter(role=Role.TEACHER, promotion=promotion).exists()


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


def can_manage_people(user: Viewer, school: School) -> bool:
    """
    Return whether the person may create accounts, roles and classes of that school.

    - the internship office and the head of that school; the platform admin.
    """
    if is_platform_admin(user):
        return True
    return open_grants(user).filter(role__in=[Role.OFFICE, Role.HEAD], school=school).exists()
