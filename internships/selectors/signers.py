"""Who signs a convention on a given day, in which capacity, and how each is reached."""

from collections.abc import Iterable
from datetime import date

from internships.models import Convention, Internship, Terms
from nrc_platform.companies.models import Contact
from nrc_platform.people.models import RoleGrant, User
from nrc_platform.people.rules import is_minor
from nrc_platform.people.states import Role
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.states import Capacity

# Student first, then the company, the referent, and the head, who signs for the school last.
STUDENT_RANK, HOST_RANK, REFERENT_RANK, HEAD_RANK = 1, 2, 3, 4
OF_ACCOUNT = "compte de la plateforme"
OF_DIRECTORY = "annuaire des entreprises"
OF_STUDENT_FILE = "dossier de l’étudiant"


def signers_of(convention: Convention, *, on: date) -> list[SignerSpec]:
    """
    Return who signs a convention sent on that day (D124-4); who is missing is missing here too.

    - a student of age signs; for a minor, every legal representative does;
    - a minor who comes of age before the stage begins signs too;
    - the head is the one of that day;
    - four queries, whatever the number of students.
    """
    terms = Terms.objects.agreed().with_people().get(convention=convention)
    rows = convention.internships.select_related("student").prefetch_related(
        "student__representatives"
    )
    found = [spec for row in rows for spec in _for_student(row, on, terms.starts_on)]
    found += _for_host(convention, terms)
    if terms.referent is not None:
        found.append(_account(terms.referent, Capacity.REFERENT, REFERENT_RANK, "professeur"))
    head = head_of(convention, on)
    if head is not None:
        title = "chef d’établissement"
        found.append(_account(head, Capacity.SCHOOL_HEAD, HEAD_RANK, title))
    return found


def head_of(convention: Convention, on: date) -> User | None:
    """Return the head of the school on that day. One query."""
    grants = RoleGrant.objects.on(on).filter(school=convention.school_id, role=Role.HEAD)
    grant = grants.select_related("user").order_by("-starts_on").first()
    return grant.user if grant else None


def _account(person: User, capacity: str, rank: int, quality: str = "") -> SignerSpec:
    return SignerSpec(
        capacity=capacity,
        rank=rank,
        name=str(person),
        quality=quality,
        email=person.email or "",
        phone=person.phone,
        user=person,
        address_source=OF_ACCOUNT,
    )


def _for_student(row: Internship, on: date, starts_on: date | None) -> Iterable[SignerSpec]:
    student = row.student
    born = student.birth_date
    minor = born is not None and is_minor(born, on)
    if minor:
        for person in student.representatives.all():
            yield SignerSpec(
                capacity=Capacity.LEGAL_REP,
                rank=STUDENT_RANK,
                name=str(person),
                quality=f"représentant légal de {student}",
                email=person.email,
                phone=person.phone,
                address_source=OF_STUDENT_FILE,
            )
    of_age_at_start = born is None or starts_on is None or not is_minor(born, starts_on)
    if not minor or of_age_at_start:
        yield _account(student, Capacity.STUDENT, STUDENT_RANK)


def _for_host(convention: Convention, terms: Terms) -> Iterable[SignerSpec]:
    name = convention.company.legal_name if convention.company else ""
    people: list[tuple[Contact | None, str]] = [
        (convention.signatory, Capacity.HOST_SIGNATORY),
        (terms.tutor, Capacity.HOST_TUTOR),
    ]
    for contact, capacity in people:
        if contact is not None:
            yield SignerSpec(
                capacity=capacity,
                rank=HOST_RANK,
                name=str(contact),
                quality=contact.function,
                organisation=name,
                email=contact.email,
                phone=contact.phone,
                address_source=OF_DIRECTORY,
            )
