"""What goes between the student, the company and the school before anyone signs."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse

from internships import access
from internships.jobs.expiry import COMPANY_CHECK
from internships.mails import (
    CompanyAsked,
    CompanyReminded,
    ConventionReturned,
    ConventionToReview,
    tell,
)
from internships.models import Convention
from internships.selectors.parties import facts_of, followers_of, students_of
from internships.services import writing
from internships.states import ConventionState
from nrc_platform.companies.models import Contact
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Incomplete, Invalid
from nrc_platform.core.findings import Finding
from nrc_platform.core.text import clean_text
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.notifications import services as notifications
from nrc_platform.people.models import User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import AccessLink

_S = ConventionState
LINK_LIFE = timedelta(days=30)
COOLDOWN = timedelta(hours=24)
_SOURCE = "Code de l’éducation, articles L124-7 et D124-4"


def require_state(convention: Convention, *states: str) -> None:
    """Refuse an act whose time is over, or not yet come, saying where the convention is."""
    if convention.state not in states:
        raise DomainError(
            f"La convention est dans l’état «\u00a0{convention.get_state_display()}\u00a0»\u00a0: "
            "cette action n’y est pas possible. Rechargez la page pour voir ce qui a changé.",
            code="illegal_move",
        )


def need(name: str, text: str, sentence: str, *, most: int = 1000) -> str:
    """Return the clean text, or refuse an empty or too long one at its field."""
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise Invalid({name: [sentence]})
    if len(cleaned) > most:
        raise Invalid({name: [f"Écrivez {most} signes au plus."]})
    return cleaned


def _missing(convention: Convention, field: str, message: str) -> Finding:
    page = reverse("internships:convention_edit", args=[convention.pk])
    return Finding(
        rule=f"convention.submit_{field}",
        severity="blocking",
        message=message,
        source=_SOURCE,
        who="student",
        blocks="send",
        url=f"{page}#id_{field}",
    )


def _contact(convention: Convention) -> Contact:
    """Return whom to ask in the company: who signs, else the tutor; `Incomplete` without."""
    tutor = writing.lock_terms(convention).tutor
    for contact in (convention.signatory, tutor):
        if contact is not None and contact.email:
            return contact
    if convention.company is None:
        message = "Choisissez l’entreprise\u00a0: c’est elle qui vérifie la convention."
        found = [_missing(convention, "company", message)]
    else:
        message = (
            "Indiquez qui signe pour l’entreprise, ou le tuteur, avec une adresse "
            "électronique\u00a0: le lien de vérification y est envoyé."
        )
        found = [_missing(convention, "signatory", message)]
    raise Incomplete("Il manque 1 élément pour remettre la convention", found)


@service
def submit_convention(convention: Convention, *, actor: User) -> Convention:
    """
    Hand the convention on: to the company by a link, or to the teacher when it has checked.

    - the company needs an address: that of who signs, else of the tutor.
    """
    row = writing.lock(convention.pk)
    require_state(row, _S.DRAFT, _S.RETURNED)
    require(access.can_submit_convention(actor, row))
    if row.checked_at is not None:
        row = moves.apply(row, "resubmit", actor=actor, state_since=clock.now(), return_message="")
        tell_reviewers(row, actor=actor)
        return row
    contact = _contact(row)
    row = moves.apply(row, "submit", actor=actor, state_since=clock.now(), return_message="")
    _send_link(row, contact, CompanyAsked, actor=actor)
    return row


def tell_reviewers(convention: Convention, *, actor: User | None, checked_by: str = "") -> None:
    """Say to the referent, or to the teachers, that a convention waits for them."""
    mail = ConventionToReview(facts_of(convention), checked_by=checked_by)
    tell(convention, followers_of(convention), lambda _known: mail, actor=actor)


def _send_link(
    convention: Convention, contact: Contact, mail: type[CompanyAsked], *, actor: User
) -> AccessLink:
    until = clock.now() + LINK_LIFE
    link, token = signatures.issue_link(
        purpose=COMPANY_CHECK,
        subject_id=convention.pk,
        school=convention.school,
        name=str(contact),
        email=contact.email,
        expires_at=until,
        actor=actor,
    )
    address = reverse("web:link", args=[token])
    notifications.send(
        mail(facts_of(convention), name=str(contact), until=until.date(), link=address),
        to=contact.email,
        about=convention,
        school_id=convention.school_id,
    )
    return link


@service
def remind_company(convention: Convention, *, actor: User) -> AccessLink:
    """Send the company a fresh link, once a day at most; the former one opens nothing more."""
    row = writing.lock(convention.pk)
    require_state(row, _S.COMPANY_CHECK)
    require(access.can_remind_company(actor, row))
    last = AccessLink.objects.about(COMPANY_CHECK, row.pk).first()
    if last is not None and last.created_at > clock.now() - COOLDOWN:
        raise DomainError(
            "L’entreprise a reçu un lien il y a moins d’un jour\u00a0: attendez demain pour la "
            "relancer, ou appelez-la.",
            code="too_soon",
        )
    link = _send_link(row, _contact(row), CompanyReminded, actor=actor)
    record(
        "internships.convention.remind_company",
        actor=actor,
        about=row,
        school_id=row.school_id,
        data={"link": link.pk},
    )
    return link


@service
def send_back_convention(convention: Convention, *, actor: User, message: str) -> Convention:
    """Give the convention back to its student, with what is to be corrected."""
    row = writing.lock(convention.pk)
    require_state(row, _S.COMPANY_CHECK, _S.TEACHER_REVIEW)
    require(access.can_send_back_convention(actor, row))
    said = need(
        "message",
        message,
        "Écrivez ce qu’il faut corriger\u00a0: l’étudiant le lit en premier.",
        most=2000,
    )
    why = "La convention est revenue pour correction."
    signatures.revoke_links(COMPANY_CHECK, row.pk, reason=why, actor=actor)
    row = moves.apply(row, "send_back", actor=actor, state_since=clock.now(), return_message=said)
    mail = ConventionReturned(facts_of(row))
    people: Sequence[User] = students_of(row)
    tell(row, people, lambda _known: mail, actor=actor)
    return row
