"""How a stage went: done in whole, in part, or not at all, and whose doing it was."""

from datetime import date

from internships import access
from internships.models import Attestation, Internship, Terms
from internships.services import writing
from internships.states import COVERING, AttestationState, Outcome, Party
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User

NOT_COVERED = "L’issue se note sur un stage dont la convention est signée."
WRITERS = "L’issue d’un stage se note par l’équipe de la classe ou le bureau des stages."
WHICH = "Dites comment le stage s’est passé."
WHOSE = "Dites de quel fait le stage n’a pas eu lieu, ou n’est pas allé à son terme."
ATTESTED = (
    "Ce stage a une attestation\u00a0: il a donc eu lieu. Annulez-la d’abord si c’est une erreur."
)
MOST = 1000


def last_day(internship: Internship, terms: Terms) -> date | None:
    """Return the real last day: earlier than agreed after a rupture."""
    ended: date | None = internship.convention.ended_on
    return ended or terms.ends_on


@service
def set_outcome(
    internship: Internship,
    *,
    actor: User,
    outcome: str,
    party: str = "",
    note: str = "",
    version: int | None = None,
) -> Internship:
    """
    Say how a stage went, once it has begun; said again, it is corrected.

    - « in part » and « not at all » say whose doing it was;
    - « in whole » waits for the last day, and no rupture;
    - « not at all » does not go with an attestation.
    """
    convention = writing.lock(internship.convention_id)
    row = Internship.objects.select_related("promotion").get(pk=internship.pk)
    row.convention = convention
    if convention.state not in COVERING:
        raise DomainError(NOT_COVERED, code="not_covered")
    require(access.can_set_outcome(actor, row), WRITERS)
    _check(row, outcome, party, note)
    said = {
        "outcome": outcome,
        "outcome_party": "" if outcome == Outcome.COMPLETED else party,
        "outcome_note": clean_text(note).strip(),
    }
    row, changed = change(row, said, version=version)
    if changed:
        record(
            "internships.internship.set_outcome",
            actor=actor,
            about=row,
            school_id=convention.school_id,
            data={"outcome": outcome, "party": said["outcome_party"]},
        )
    return row


def _check(row: Internship, outcome: str, party: str, note: str) -> None:
    if outcome not in Outcome.values:
        raise Invalid({"outcome": [WHICH]})
    if outcome != Outcome.COMPLETED and party not in Party.values:
        raise Invalid({"outcome_party": [WHOSE]})
    if len(note) > MOST:
        raise Invalid({"outcome_note": [f"Écrivez {MOST} signes au plus."]})
    terms = Terms.objects.agreed().get(convention=row.convention_id)
    today = clock.today()
    if terms.starts_on is not None and today < terms.starts_on:
        raise DomainError(
            f"Le stage commence le {dates.short_day(terms.starts_on)}\u00a0: son issue se note "
            "ensuite.",
            code="not_begun",
        )
    if outcome == Outcome.COMPLETED:
        _check_completed(row, terms, today)
    attested = Attestation.objects.filter(internship=row).exclude(state=AttestationState.CANCELLED)
    if outcome == Outcome.NO_SHOW and attested.exists():
        raise DomainError(ATTESTED, code="attested")


def _check_completed(row: Internship, terms: Terms, today: date) -> None:
    ended = row.convention.ended_on
    if ended is not None:
        raise Invalid(
            {
                "outcome": [
                    f"La convention est rompue au {dates.short_day(ended)}\u00a0: le stage est "
                    "effectué en partie."
                ]
            }
        )
    if terms.ends_on is not None and today < terms.ends_on:
        raise Invalid(
            {
                "outcome": [
                    f"Le stage finit le {dates.short_day(terms.ends_on)}\u00a0: il n’est pas "
                    "encore effectué en entier."
                ]
            }
        )
