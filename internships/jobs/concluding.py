"""What follows once a round is sealed: a convention signed, an avenant in force, all told."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from internships.mails import (
    AttestationSigned,
    AvenantSigned,
    ConventionSigned,
    ConventionTerminated,
    TutorNamed,
    tell,
)
from internships.models import Attestation, Avenant, Convention, Internship, Terms
from internships.selectors.parties import Person, facts_of, parties_of
from internships.selectors.printed import ATTESTATION, AVENANT
from internships.states import AttestationState, AvenantKind, ConventionState
from nrc_platform.core import clock
from nrc_platform.documents.models import Document
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import SignerState


def convention_id_of(request: SigningRequest) -> UUID:
    """Return the convention a round is about: its own, its avenant's, its attestation's."""
    subject = request.subject_id
    if request.kind == AVENANT:
        return Avenant.objects.values_list("convention_id", flat=True).get(pk=subject)
    if request.kind == ATTESTATION:
        rows = Attestation.objects.values_list("internship__convention_id", flat=True)
        return rows.get(pk=subject)
    return subject


@service
def conclude(request: SigningRequest, document: Document) -> None:
    """
    Close a round on its sealed file, and bring about what was signed.

    Only the job that sealed and validated the file calls this: nothing is signed before.
    """
    rows = Convention.objects.with_people().select_for_update(of=("self",))
    convention = rows.get(pk=convention_id_of(request))
    done = signatures.complete_request(request, document)
    if done.kind == AVENANT:
        _sign_avenant(convention, done)
    elif done.kind == ATTESTATION:
        _sign_attestation(convention, done)
    else:
        _sign_convention(convention, done)


def _last_signed_at(request: SigningRequest) -> datetime:
    """Return when the last signature was given: sealing later is not signing later."""
    last: datetime | None = request.signers.aggregate(last=Max("signed_at"))["last"]
    return last or clock.now()


def _others(people: list[Person], request: SigningRequest) -> list[Person]:
    """Return those who did not sign: whoever did gets the sealed copy."""
    signed = set(request.signers.filter(state=SignerState.SIGNED).values_list("email", flat=True))
    return [each for each in people if _address(each) not in signed]


def _address(person: Person) -> str:
    return (person.email or "") if isinstance(person, User) else person


def _sign_convention(convention: Convention, request: SigningRequest) -> None:
    people = _others(parties_of(convention), request)
    at = _last_signed_at(request)
    signed = moves.apply(convention, "sign", actor=None, signed_at=at, state_since=clock.now())
    Internship.objects.filter(convention=signed, settled_at__isnull=True).update(settled_at=at)
    facts = facts_of(signed)
    tell(signed, people, lambda known: ConventionSigned(facts, has_account=known), actor=None)


def _agreed(convention: Convention) -> Terms:
    return Terms.objects.agreed().with_people().get(convention=convention)


def _sign_avenant(convention: Convention, request: SigningRequest) -> None:
    """Put the terms of an avenant in force from their day; a termination ends the convention."""
    row = Avenant.objects.select_for_update(of=("self",)).get(pk=request.subject_id)
    row.convention = convention
    before = _agreed(convention).tutor
    row = moves.apply(row, "sign", actor=None, signed_at=_last_signed_at(request))
    terms = _agreed(convention)
    if row.kind == AvenantKind.TERMINATION and terms.ends_on is not None:
        _terminate(convention, row, terms)
        return
    facts = facts_of(convention)
    what = AvenantKind(row.kind).label

    def mail(known: bool) -> AvenantSigned:
        return AvenantSigned(
            facts,
            number=row.number,
            what=what,
            applies_on=row.applies_on,
            has_account=known,
        )

    tell(convention, _others(parties_of(convention), request), mail, actor=None)
    if terms.tutor is not None and terms.tutor != before:
        new = TutorNamed(facts, name=str(terms.tutor), applies_on=row.applies_on)
        tell(convention, [terms.tutor.email], lambda _known: new, actor=None)


def _terminate(convention: Convention, avenant: Avenant, terms: Terms) -> None:
    last, why = terms.ends_on, avenant.reason
    assert last is not None  # noqa: S101
    people = parties_of(convention)
    ended = moves.apply(
        convention,
        "terminate",
        actor=None,
        reason=why,
        ended_on=last,
        end_reason=why,
        state_since=clock.now(),
    )
    facts = facts_of(ended)
    tell(
        ended,
        people,
        lambda known: ConventionTerminated(facts, reason=why, has_account=known, ended_on=last),
        actor=None,
    )


def _sign_attestation(convention: Convention, request: SigningRequest) -> None:
    """Attest the stage; when every stage of a signed convention is attested, it closes."""
    row = Attestation.objects.select_for_update(of=("self",)).get(pk=request.subject_id)
    written = request.signers.aggregate(last=Max("signed_on"))["last"]
    signed_on = written or timezone.localdate(_last_signed_at(request))
    row = moves.apply(row, "sign", actor=None, signed_on=signed_on)
    stage = Internship.objects.select_related("student").get(pk=row.internship_id)
    mail = AttestationSigned(facts_of(convention))
    tell(convention, [stage.student], lambda _known: mail, actor=None)
    left = convention.internships.exclude(attestations__state=AttestationState.SIGNED)
    if convention.state == ConventionState.SIGNED and not left.exists():
        moves.apply(convention, "close", actor=None, state_since=clock.now())
