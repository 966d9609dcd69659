"""What the company vouches for, by its link or through the office, before anyone signs."""

from collections.abc import Mapping
from typing import Any

from internships import access
from internships.jobs.expiry import COMPANY_CHECK, stop
from internships.mails import ConventionRefused, tell
from internships.models import Convention
from internships.selectors.parties import facts_of, followers_of, students_of
from internships.services import writing
from internships.services.conventions import write
from internships.services.review import need, require_state, tell_reviewers
from internships.states import HOURS_FIELDS, ConventionState
from nrc_platform.companies.models import Contact
from nrc_platform.companies.services import update_contact
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import AccessLink

# The closed list of what a company completes; everything else is the school's.
COMPANY_VALUES = frozenset(
    {
        "host_insurer",
        "host_policy",
        "gives_meals",
        "gives_transport",
        "gives_activities",
        "advantages",
        "headcount",
        "interns_present",
        "branch_hourly_cents",
        "previous_starts_on",
        "previous_ends_on",
        "previous_cut_by_intern",
    }
)
COMPANY_TERMS = frozenset(
    {
        "activities",
        *HOURS_FIELDS,
        "timetable",
        "night_presence",
        "holiday_presence",
        "presence_note",
        "gratification",
        "hourly_cents",
        "payment",
    }
)
CONTACT_FIELDS = ("first_name", "last_name", "function", "email", "phone")
CONTACT_VALUES = {
    f"{role}_{name}": (role, name) for role in ("signatory", "tutor") for name in CONTACT_FIELDS
}
DEAD = "Ce lien n’est plus valable. Demandez-en un nouveau au lycée."
NOT_A_JOB = (
    "Cochez cette attestation\u00a0: un stage ne peut pas tenir lieu d’emploi (code de "
    "l’éducation, article L124-7). Sans elle, la convention ne peut pas être signée."
)


def _require_link(convention: Convention, link: AccessLink) -> None:
    """Refuse a link to another act, or one that opens nothing any more."""
    held = AccessLink.objects.live().filter(
        pk=link.pk, purpose=COMPANY_CHECK, subject_id=convention.pk
    )
    if not held.exists():
        raise DomainError(DEAD, code="link_dead")


def _require_awaited(convention: Convention) -> None:
    """Refuse a second answer, saying who gave the first."""
    if convention.state != ConventionState.COMPANY_CHECK and convention.checked_at is not None:
        raise DomainError(
            f"Cette convention a déjà été vérifiée par {convention.checked_by_name} "
            f"({dates.moment(convention.checked_at)})\u00a0: il n’y a rien d’autre à faire. Pour "
            "corriger encore, écrivez au lycée.",
            code="already_checked",
        )
    require_state(convention, ConventionState.COMPANY_CHECK)


def check_not_a_job(attested: bool) -> None:
    """Refuse an answer that does not attest that the stage is no job (L124-7)."""
    if not attested:
        raise Invalid({"not_a_job": [NOT_A_JOB]})


def _only_of_company(values: Mapping[str, Any], terms: Mapping[str, Any]) -> None:
    known = COMPANY_VALUES | set(CONTACT_VALUES)
    strange = [*(set(values) - known), *(set(terms) - COMPANY_TERMS)]
    if strange:
        raise Invalid(
            {name: ["Ce champ est celui du lycée\u00a0: écrivez-lui."] for name in strange}
        )


def _correct_contacts(convention: Convention, values: Mapping[str, Any]) -> None:
    """Correct the people of the company in the directory, as the company gives them."""
    tutor = writing.lock_terms(convention).tutor
    people: dict[str, Contact | None] = {"signatory": convention.signatory, "tutor": tutor}
    for role, contact in people.items():
        given = {
            field: values[name]
            for name, (owner, field) in CONTACT_VALUES.items()
            if owner == role and name in values
        }
        if not given or contact is None:
            continue
        try:
            # The link is that of the company itself: it may correct its own people.
            update_contact(Contact.objects.get(pk=contact.pk), actor=None, **given)
        except Invalid as error:
            raise Invalid(
                {
                    f"{role}_{field if field in CONTACT_FIELDS else 'email'}": sentences
                    for field, sentences in error.errors.items()
                }
            ) from error


def _complete(
    convention: Convention,
    *,
    values: Mapping[str, Any],
    terms: Mapping[str, Any],
    not_a_job: bool,
    actor: User | None,
) -> Convention:
    """Write what the company gives, once it attests that the stage is no job."""
    check_not_a_job(not_a_job)
    _only_of_company(values, terms)
    _correct_contacts(convention, values)
    own = {name: value for name, value in values.items() if name in COMPANY_VALUES}
    return write(convention, actor=actor, values=own, terms=terms)


@service
def check_convention(
    convention: Convention,
    *,
    by_name: str,
    values: Mapping[str, Any],
    terms: Mapping[str, Any],
    not_a_job: bool,
    link: AccessLink,
) -> Convention:
    """
    Record what the company checked through its link; it has no account.

    - a closed list of fields; contacts are corrected in the directory;
    - the link is dead afterwards; a second answer changes nothing and is told so.
    """
    row = writing.lock(convention.pk)
    _require_awaited(row)
    _require_link(row, link)
    name = need("by_name", by_name, "Écrivez vos prénom et nom.", most=160)
    row = _complete(row, values=values, terms=terms, not_a_job=not_a_job, actor=None)
    record(
        "internships.convention.company_answer",
        actor=None,
        about=row,
        school_id=row.school_id,
        data={"link": link.pk},
        personal={"name": name},
    )
    return _confirm(row, actor=None, checked_by_name=name, checked_for_reason="")


def _confirm(row: Convention, *, actor: User | None, **fields: Any) -> Convention:
    now = clock.now()
    row = moves.apply(
        row,
        "confirm_check",
        actor=actor,
        state_since=now,
        checked_at=now,
        not_a_job=True,
        **fields,
    )
    why = "L’entreprise a vérifié la convention."
    signatures.revoke_links(COMPANY_CHECK, row.pk, reason=why, actor=actor)
    tell_reviewers(row, actor=actor, checked_by=row.checked_by_name)
    return row


@service
def check_for_company(
    convention: Convention,
    *,
    actor: User,
    reason: str,
    not_a_job: bool,
    values: Mapping[str, Any] | None = None,
    terms: Mapping[str, Any] | None = None,
) -> Convention:
    """Answer in the place of a company nobody reaches online; the office says how it knows."""
    row = writing.lock(convention.pk)
    _require_awaited(row)
    require(
        access.can_check_for_company(actor, row),
        "Seul le bureau des stages répond à la place d’une entreprise.",
    )
    why = need(
        "reason",
        reason,
        "Écrivez comment vous avez obtenu ces données\u00a0: le motif reste au journal.",
        most=300,
    )
    row = _complete(row, values=values or {}, terms=terms or {}, not_a_job=not_a_job, actor=actor)
    return _confirm(row, actor=actor, checked_by_name=str(actor), checked_for_reason=why)


@service
def refuse_by_company(convention: Convention, *, reason: str, link: AccessLink) -> Convention:
    """Record, through its link, that the company does not take the student."""
    row = writing.lock(convention.pk)
    _require_awaited(row)
    _require_link(row, link)
    why = need("reason", reason, "Écrivez quelques mots\u00a0: le lycée les lira.")
    row = stop(row, "refuse", actor=None, reason=why, end_reason=why)
    facts = facts_of(row)
    tell(
        row,
        [*students_of(row), *followers_of(row)],
        lambda known: ConventionRefused(facts, reason=why, has_account=known),
        actor=None,
    )
    return row
