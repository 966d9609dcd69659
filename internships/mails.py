"""Mails about conventions: who must act next, what ended, and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse

from internships.facts.mail import MailFacts
from internships.models import Convention
from nrc_platform.notifications import services as notifications
from nrc_platform.notifications.mails import Action, Mail, fitting
from nrc_platform.notifications.secrets import placeholder
from nrc_platform.people.models import User

OF_SCHOOL = "vous suivez ce stage ou ce projet."
OF_PARTY = "vous êtes une des parties de cette convention."


def page_of(facts: MailFacts) -> str:
    """Return the address of the convention's page."""
    return reverse("internships:convention", args=[facts.convention])


@dataclass(frozen=True)
class ConventionMail(Mail):
    """What every mail about a convention shares."""

    facts: MailFacts
    begins: ClassVar[str] = ""
    label: ClassVar[str] = "Voir la convention"

    def subject(self) -> str:
        """Return what is asked, of which convention; without the names when they are long."""
        return fitting(
            f"{self.begins}\u00a0: {self.facts.named} {self.facts.of_students}",
            f"{self.begins}\u00a0: une {self.facts.named}",
        )

    def action(self) -> Action | None:
        """Return the page of the convention."""
        return Action(self.label, page_of(self.facts))

    def context(self) -> dict[str, Any]:
        """Return what the convention is about, and what this mail adds."""
        own = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**own, "facts": self.facts}


@dataclass(frozen=True)
class CompanyAsked(ConventionMail):
    """To the company: check and complete its own data, by a link without account."""

    name: str
    until: date
    # The path of the link; it lies in no row in clear.
    link: str
    template = "emails/internships/company_asked"
    because = "l’entreprise accueille un stage ou un projet de ce lycée."
    begins = "À vérifier"

    def action(self) -> Action:
        """Return the link, filled in when the mail leaves."""
        return Action("Vérifier la convention", placeholder("link"))

    def context(self) -> dict[str, Any]:
        """Return whom it is for, and until when the link opens."""
        return {"facts": self.facts, "name": self.name, "until": self.until}

    def secrets(self) -> Mapping[str, str]:
        """Return the link."""
        return {"link": self.link}

    def __repr__(self) -> str:
        """Say nothing of the link: a repr ends up in logs."""
        return f"{type(self).__name__}()"


@dataclass(frozen=True, repr=False)
class CompanyReminded(CompanyAsked):
    """To the company again: the former link opens nothing more."""

    template = "emails/internships/company_reminded"
    begins = "Rappel, à vérifier"


@dataclass(frozen=True)
class ConventionToReview(ConventionMail):
    """To the referent, or the teachers of the class: the company has checked."""

    checked_by: str
    template = "emails/internships/to_review"
    because = OF_SCHOOL
    begins = "À relire"
    label = "Relire la convention"


@dataclass(frozen=True)
class ConventionReturned(ConventionMail):
    """To the students: something is to be corrected."""

    template = "emails/internships/returned"
    because = OF_PARTY
    begins = "À corriger"
    label = "Lire et corriger"


@dataclass(frozen=True)
class _Ended(ConventionMail):
    """To the parties: something ended, with its reason."""

    reason: str
    has_account: bool
    because = OF_PARTY

    def action(self) -> Action | None:
        """Return the page of the convention, for whoever may open it."""
        return super().action() if self.has_account else None


@dataclass(frozen=True)
class ConventionReopened(_Ended):
    """To whoever had signed: the signature counts no more, another will be asked."""

    template = "emails/internships/reopened"
    begins = "Reprise"


@dataclass(frozen=True)
class ConventionRefused(_Ended):
    """To the other parties: one of them says no."""

    template = "emails/internships/refused"
    begins = "Refusée"


@dataclass(frozen=True)
class ConventionCancelled(_Ended):
    """To the parties: the convention is given up before the stage."""

    template = "emails/internships/cancelled"
    begins = "Annulée"


@dataclass(frozen=True)
class ConventionTerminated(_Ended):
    """To all signers: the stage ends before its term."""

    ended_on: date
    template = "emails/internships/terminated"
    begins = "Fin avant terme"


@dataclass(frozen=True)
class ConventionExpired(ConventionMail):
    """To the students and the referent: nobody finished it in time."""

    template = "emails/internships/expired"
    because = OF_PARTY
    begins = "Expirée"


def tell(
    convention: Convention,
    people: Iterable[User | str],
    mail: Callable[[bool], Mail],
    *,
    actor: User | None,
) -> int:
    """
    Send each person the mail once, in the service under way; return how many left.

    - whoever did it is not told what they did; nobody is told twice;
    - `mail` is asked whether the reader has an account.
    """
    told = {actor.email} if actor and actor.email else set()
    before = len(told)
    for person in people:
        address = person.email if isinstance(person, User) else person
        if not address or address in told:
            continue
        told.add(address)
        notifications.send(
            mail(isinstance(person, User)),
            to=person,
            about=convention,
            school_id=convention.school_id,
        )
    return len(told) - before


@dataclass(frozen=True, repr=False)
class TutorAsked(ConventionMail):
    """To the tutor: assess the stage, by a link without account."""

    student: str
    name: str
    until: date
    # The path of the link; it lies in no row in clear.
    link: str
    template = "emails/internships/tutor_asked"
    because = "vous encadrez ce stage dans votre entreprise."
    begins = "Bilan de stage"

    def action(self) -> Action:
        """Return the link, filled in when the mail leaves."""
        return Action("Répondre au bilan", placeholder("link"))

    def context(self) -> dict[str, Any]:
        """Return whom it is for, about whom, and until when the link opens."""
        return {
            "facts": self.facts,
            "student": self.student,
            "name": self.name,
            "until": self.until,
        }

    def secrets(self) -> Mapping[str, str]:
        """Return the link."""
        return {"link": self.link}

    def __repr__(self) -> str:
        """Say nothing of the link: a repr ends up in logs."""
        return f"{type(self).__name__}()"


@dataclass(frozen=True)
class ConventionSigned(ConventionMail):
    """To the parties: everybody signed, the stage may take place."""

    has_account: bool
    template = "emails/internships/signed"
    because = OF_PARTY
    begins = "Signée par tous"

    def action(self) -> Action | None:
        """Return the page of the convention, for whoever may open it."""
        return super().action() if self.has_account else None


@dataclass(frozen=True)
class _OfAvenant(ConventionMail):
    """About an avenant: its number, what it changes, from when."""

    number: int
    what: str
    applies_on: date
    has_account: bool
    because = OF_PARTY

    def action(self) -> Action | None:
        """Return the page of the convention, for whoever may open it."""
        return super().action() if self.has_account else None


@dataclass(frozen=True)
class AvenantSigned(_OfAvenant):
    """To the parties: everybody signed the change."""

    template = "emails/internships/avenant_signed"
    begins = "Avenant signé"


@dataclass(frozen=True)
class AvenantDropped(_OfAvenant):
    """To those asked to sign a change: it is given up, nothing changes."""

    reason: str
    template = "emails/internships/avenant_dropped"
    begins = "Avenant sans effet"


@dataclass(frozen=True)
class TutorNamed(ConventionMail):
    """To the new tutor, who did not sign: an avenant names them."""

    name: str
    applies_on: date
    template = "emails/internships/tutor_named"
    because = "un avenant vous désigne comme tuteur de ce stage."
    begins = "Vous êtes tuteur"

    def action(self) -> None:
        """Return nothing: the tutor has no account."""


@dataclass(frozen=True)
class AttestationSigned(ConventionMail):
    """To the student: the stage is attested."""

    template = "emails/internships/attestation_signed"
    because = OF_PARTY
    begins = "Attestation signée"


@dataclass(frozen=True)
class ChangeAsked(ConventionMail):
    """To those who follow the stage: a signer asks for a correction."""

    name: str
    what: str
    comment: str
    template = "emails/internships/change_asked"
    because = OF_SCHOOL
    begins = "Correction demandée"


@dataclass(frozen=True)
class DelegateProposed(ConventionMail):
    """To those who follow the stage: a signer names a colleague; the school decides."""

    name: str
    what: str
    delegate: str
    template = "emails/internships/delegate_proposed"
    because = OF_SCHOOL
    begins = "À décider"


@dataclass(frozen=True)
class SignatureDeclined(ConventionMail):
    """To those who follow the stage: a signer says no to an avenant or an attestation."""

    name: str
    what: str
    reason: str
    template = "emails/internships/signature_declined"
    because = OF_SCHOOL
    begins = "Refus de signer"


@dataclass(frozen=True)
class SignatureOverdue(ConventionMail):
    """To those who follow the stage: the last day is past, the ball is theirs."""

    what: str
    missing: tuple[str, ...]
    template = "emails/internships/signature_overdue"
    because = OF_SCHOOL
    begins = "Signature en retard"
    label = "Voir qui n’a pas signé"
