"""Who is told about a convention, and at which address."""

from collections.abc import Iterable

from internships.facts.mail import MailFacts, mail_facts
from internships.models import Convention, Terms
from internships.states import ConventionState
from nrc_platform.core import clock
from nrc_platform.people.models import RoleGrant, User
from nrc_platform.people.states import Role
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import SignerState

KIND = "internships.convention"
Person = User | str


def facts_of(convention: Convention) -> MailFacts:
    """Return what the mails name, after all signed avenants. Three queries."""
    row = Convention.objects.with_people().get(pk=convention.pk)
    return mail_facts(row, Terms.objects.agreed().get(convention=row))


def students_of(convention: Convention) -> list[User]:
    """Return the students of the convention. One query."""
    return [row.student for row in convention.internships.select_related("student")]


def followers_of(convention: Convention) -> list[User]:
    """Return the referent, else the teachers of the classes. Two queries at most."""
    terms = Terms.objects.agreed().select_related("referent").get(convention=convention)
    if terms.referent is not None:
        return [terms.referent]
    classes = convention.internships.order_by().values("promotion_id")
    grants = RoleGrant.objects.on(clock.today()).filter(role=Role.TEACHER, promotion__in=classes)
    return list(User.objects.filter(pk__in=grants.order_by().values("user_id"), is_active=True))


def last_round(convention: Convention) -> SigningRequest | None:
    """Return the last round of signatures of the convention. One query."""
    return SigningRequest.objects.about(KIND, convention.pk).first()


def persons_of(signers: Iterable[Signer]) -> list[Person]:
    """Return how signers are reached: by their account, or at the address given."""
    return [
        row.user if row.user is not None and row.user.email == row.email else row.email
        for row in signers
    ]


def company_contact(convention: Convention) -> str:
    """Return the address of the company's contact: who signs, else the tutor. One query."""
    terms = Terms.objects.agreed().select_related("tutor").get(convention=convention)
    for contact in (convention.signatory, terms.tutor):
        if contact is not None and contact.email:
            return contact.email
    return ""


def parties_of(convention: Convention) -> list[Person]:
    """Return everybody the convention concerns: students, referent, signers, the company."""
    held = last_round(convention)
    signers = held.signers.exclude(state=SignerState.REPLACED) if held else []
    found: list[Person] = [*students_of(convention), *followers_of(convention)]
    found += persons_of(signers)
    if not held and convention.state != ConventionState.DRAFT and convention.company is not None:
        found.append(company_contact(convention))
    return found
