"""Page-shaped reads of people, schools and classes."""

from django.db.models import Count, Prefetch, Q, QuerySet

from nrc_platform.core import clock
from nrc_platform.core.text import fold
from nrc_platform.people.access import (
    Viewer,
    managed_schools,
    visible_assignments,
    visible_enrolments,
    visible_grants,
    visible_promotions,
    visible_representatives,
    visible_schools,
)
from nrc_platform.people.facts import (
    AccountFacts,
    ChangedStudent,
    ImportPreview,
    PromotionFacts,
    SchoolFacts,
)
from nrc_platform.people.models import Enrolment, Promotion, RoleGrant, School, User
from nrc_platform.people.rules import LineError, ListedStudent, is_minor
from nrc_platform.people.states import Role

__all__ = [
    "ImportPreview",
    "account_facts",
    "import_preview",
    "open_enrolments",
    "open_teaching",
    "people_of_school",
    "promotion_facts",
    "promotion_of",
    "role_counts",
    "school_facts",
    "schools_with_counts",
    "students_of",
    "teachers_of",
]


def _open_on(day_field: str = "") -> Q:
    today = clock.today()
    prefix = f"{day_field}__" if day_field else ""
    return Q(**{f"{prefix}starts_on__lte": today}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": today})
    )


def schools_with_counts(user: Viewer) -> QuerySet[School]:
    """Return the schools the person manages, with their number of classes. One query."""
    return managed_schools(user).annotate(promotion_count=Count("promotions", distinct=True))


def role_counts(school: School) -> list[tuple[str, str, int]]:
    """Return role, label and number of people who hold it today. One query."""
    rows = (
        RoleGrant.objects.filter(_open_on(), school=school)
        .order_by()
        .values("role")
        .annotate(people=Count("user", distinct=True))
        .values_list("role", "people")
    )
    counts = dict(rows)
    return [
        (role.value, str(role.label), counts.get(role.value, 0))
        for role in Role
        if role is not Role.ADMIN
    ]


def school_facts(school: School, *, user: Viewer) -> SchoolFacts:
    """Return a school's page: its head now and next, its classes, its numbers. Three queries."""
    today = clock.today()
    heads = list(
        RoleGrant.objects.filter(school=school, role=Role.HEAD)
        .exclude(ends_on__lt=today)
        .select_related("user")
        .order_by("starts_on")
    )
    promotions = (
        visible_promotions(user)
        .filter(school=school)
        .annotate(
            student_count=Count(
                "enrolments__student", filter=_open_on("enrolments"), distinct=True
            )
        )
        .order_by("-code", "label", "id")
    )
    return SchoolFacts(
        school=school,
        head=next((grant for grant in heads if grant.starts_on <= today), None),
        next_head=next((grant for grant in heads if grant.starts_on > today), None),
        promotions=list(promotions),
        role_counts=role_counts(school),
    )


def people_of_school(school: School, *, role: str = "", search: str = "") -> QuerySet[User]:
    """
    Return the people of a school by name, their roles of today in `held`.

    Two queries; a role keeps those who hold it today, each word of the search must be in the name
    or begin the address.
    """
    grants = RoleGrant.objects.filter(school=school)
    if role:
        grants = grants.filter(_open_on(), role=role)
    people = User.objects.filter(pk__in=grants.order_by().values("user_id"))
    for word in fold(search).split():
        people = people.filter(Q(search_name__contains=word) | Q(email__startswith=word))
    held = (
        RoleGrant.objects.filter(_open_on(), school=school)
        .select_related("promotion")
        .order_by("role", "promotion__label", "id")
    )
    return people.prefetch_related(Prefetch("grants", queryset=held, to_attr="held")).order_by(
        "last_name", "first_name", "id"
    )


def account_facts(person: User, *, user: Viewer) -> AccountFacts:
    """Return the page of an account, as far as the reader may see it. Four queries."""
    today = clock.today()
    return AccountFacts(
        person=person,
        grants=list(
            visible_grants(user)
            .filter(user=person)
            .select_related("school", "promotion")
            .order_by("-starts_on", "id")
        ),
        enrolments=list(
            visible_enrolments(user).filter(student=person).select_related("promotion__school")
        ),
        assignments=list(
            visible_assignments(user).filter(teacher=person).select_related("promotion")
        ),
        representatives=list(visible_representatives(user).filter(student=person)),
        is_minor=bool(person.birth_date and is_minor(person.birth_date, today)),
    )


def promotion_facts(promotion: Promotion) -> PromotionFacts:
    """Return a class with who is in it and who teaches it. Two queries."""
    today = clock.today()
    enrolments = list(
        promotion.enrolments.select_related("student").order_by(
            "student__last_name", "student__first_name", "id"
        )
    )
    assignments = (
        promotion.assignments.exclude(ends_on__lt=today)
        .select_related("teacher")
        .order_by("teacher__last_name", "teacher__first_name", "subject", "id")
    )
    ended = [row for row in enrolments if row.ends_on and row.ends_on < today]
    return PromotionFacts(
        promotion=promotion,
        enrolments=[row for row in enrolments if row not in ended],
        ended=ended,
        assignments=list(assignments),
    )


def open_enrolments() -> QuerySet[Enrolment]:
    """Return the enrolments of today."""
    return Enrolment.objects.filter(_open_on())


def open_teaching(user: Viewer) -> QuerySet[RoleGrant]:
    """Return the teachers' roles of today in the schools the person belongs to."""
    return RoleGrant.objects.filter(
        _open_on(), role=Role.TEACHER, school__in=visible_schools(user)
    ).order_by("created_at", "id")


def promotion_of(uai: str, code: str) -> Promotion | None:
    """Return the class-year of that code in the school of that UAI. One query."""
    rows = Promotion.objects.select_related("school")
    return rows.filter(school__uai=uai, code=code).first()


def students_of(promotion: Promotion) -> QuerySet[User]:
    """Return the students enrolled in a class today, by name. One query."""
    rows = Enrolment.objects.filter(_open_on(), promotion=promotion)
    return User.objects.filter(pk__in=rows.order_by().values("student_id")).order_by(
        "last_name", "first_name", "id"
    )


def teachers_of(school: School) -> QuerySet[User]:
    """Return the teachers of a school today, by name. One query."""
    rows = RoleGrant.objects.filter(_open_on(), school=school, role=Role.TEACHER)
    return User.objects.filter(pk__in=rows.order_by().values("user_id")).order_by(
        "last_name", "first_name", "id"
    )


def _match(
    line: ListedStudent, by_email: dict[str, User], by_name: dict[str, list[User]]
) -> User | None:
    if line.email and line.email in by_email:
        return by_email[line.email]
    same = by_name.get(line.name_key, [])
    if line.birth_date:
        dated = [each for each in same if each.birth_date == line.birth_date]
        same = dated or [each for each in same if each.birth_date is None or len(same) == 1]
    return same[0] if len(same) == 1 else None


def _difference(line: ListedStudent, student: User) -> dict[str, object]:
    """Return what the line says otherwise; an empty cell or bare capitals never erase."""
    after = {}
    for name, value in line.values().items():
        held = getattr(student, name)
        if value in (None, "") or held == value:
            continue
        if name in ("last_name", "first_name") and fold(held) == fold(value):
            continue
        after[name] = value
    return after


def import_preview(promotion: Promotion, lines: list[ListedStudent]) -> ImportPreview:
    """
    Return what importing the list would do to the class. Two queries.

    - a student is known by address, else by name (and birth date when both have one);
    - who is in the class and not in the list is shown, never removed.
    """
    enrolled = list(students_of(promotion))
    by_email = {student.email: student for student in enrolled if student.email}
    by_name: dict[str, list[User]] = {}
    for student in enrolled:
        by_name.setdefault(student.search_name, []).append(student)
    taken = set(
        User.objects.filter(email__in=[line.email for line in lines if line.email])
        .order_by()
        .values_list("email", flat=True)
    )
    preview = ImportPreview()
    seen = set()
    for line in lines:
        found = _match(line, by_email, by_name)
        if found is not None and found.pk in seen:
            preview.refused.append(LineError(line.line, "cet étudiant figure déjà plus haut."))
            continue
        after = _difference(line, found) if found else line.values()
        if after.get("email") in taken:
            sentence = "cette adresse a déjà un compte hors de la classe."
            preview.refused.append(LineError(line.line, sentence))
        elif found is None:
            preview.added.append(line)
        elif after:
            preview.changed.append(ChangedStudent(line.line, found, after))
        else:
            preview.unchanged.append(found)
        if found is not None:
            seen.add(found.pk)
    preview.absent = [student for student in enrolled if student.pk not in seen]
    return preview
