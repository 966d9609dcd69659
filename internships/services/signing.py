"""Signatures of whatever a stage has signed, on paper or online, and what each brings about."""

from datetime import date

from internships import access
from internships.jobs.concluding import convention_id_of
from internships.jobs.expiry import stop
from internships.mails import (
    ChangeAsked,
    ConventionRefused,
    DelegateProposed,
    SignatureDeclined,
    tell,
)
from internships.models import Attestation, Avenant, Convention
from internships.selectors.parties import facts_of, followers_of, parties_of
from internships.selectors.printed import AVENANT, CONVENTION
from internships.services import avenants, writing
from internships.services.uploads import read_paper
from internships.states import ConventionState
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.core.text import clean_text
from nrc_platform.documents import services as documents
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from nrc_platform.people.states import compact_phone
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.facts import OnlineSignature, Origin, Recorded, SignerSpec
from nrc_platform.signatures.models import (
    Delegation,
    LinkSession,
    Reminder,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.states import HOST, Capacity, SignerState

VOUCHED = (
    "Une signature sur papier s’enregistre par l’équipe de la classe ou le bureau des stages."
)
BY_SCHOOL = "donnée par le lycée"
# A convention names these people: another one is another clause.
_NAMED = {
    Capacity.HOST_TUTOR: "Le tuteur est nommé par la convention\u00a0: pour en changer, reprenez "
    "la convention, puis faites-la signer de nouveau.",
    Capacity.REFERENT: "L’enseignant référent est nommé par la convention\u00a0: pour en changer, "
    "reprenez la convention, puis faites-la signer de nouveau.",
}
_ONESELF = (
    "L’étudiant signe lui-même\u00a0: personne ne signe à sa place. S’il est mineur, ce sont ses "
    "représentants légaux qui signent."
)


def convention_of(request: SigningRequest) -> Convention:
    """Return the convention a round is about: its own, its avenant's, its attestation's."""
    return Convention.objects.with_people().get(pk=convention_id_of(request))


@service
def record_paper_signature(
    signer: Signer, *, actor: User, scan: bytes, filename: str, signed_on: date
) -> Signer:
    """
    Record a signature on paper: its scan, the day written on it, and who vouches for it.

    - a PDF, a JPEG or a PNG of 5 MB at most, known by its content; an image is drawn again;
    - papers come back in any order; one person in two capacities signs once for both;
    - a convention signed by all after its first day is signed all the same: the rules say so;
    - the last one has the file sealed: the convention is signed then, not before.
    """
    convention = convention_of(signer.request)
    require(access.can_record_paper(actor, convention), VOUCHED)
    # Decoded and kept before anything is locked.
    kept, extension = read_paper(scan)
    blob = documents.put(kept)
    stem = clean_text(filename).rpartition(".")[0].strip() or "signature"
    convention = writing.lock(convention.pk)
    recorded = signatures.record_paper(
        signer,
        scan=blob,
        scan_name=f"{stem[:140]}.{extension}",
        signed_on=signed_on,
        actor=actor,
    )
    _move_on(convention, recorded, actor)
    return recorded.signer


def _move_on(convention: Convention, recorded: Recorded, actor: User | None) -> None:
    """
    Note that somebody signed, whether others must: only the seal makes what is signed hold.

    An attestation has one signer: nothing moves before its seal.
    """
    request = recorded.signer.request
    if request.kind == AVENANT:
        avenants.take_signature(convention, request.subject_id, actor=actor)
    elif request.kind == CONVENTION:
        first = convention.state == ConventionState.READY_TO_SIGN
        since = clock.now() if first else convention.state_since
        moves.apply(convention, "sign_partly", actor=actor, state_since=since)


# --- online, by a link or an account ----------------------------------------------------------


@service
def sign_online(
    signer: Signer, *, session: LinkSession, given: OnlineSignature, origin: Origin
) -> Recorded:
    """
    Sign online, after a code: convention, avenant or attestation alike.

    - asked twice in one visit, the answer is the same and nothing moves twice;
    - the last signature has the file sealed, and only then is the convention signed.
    """
    before = Signer.objects.values_list("state", flat=True).get(pk=signer.pk)
    convention = writing.lock(convention_of(signer.request).pk)
    recorded = signatures.sign_online(signer, session=session, given=given, origin=origin)
    if before != SignerState.SIGNED:
        _move_on(convention, recorded, recorded.signer.user)
    return recorded


@service
def decline_online(signer: Signer, *, session: LinkSession, reason: str, origin: Origin) -> Signer:
    """Say no, through a link or an account: what was to be signed stays without effect."""
    convention = writing.lock(convention_of(signer.request).pk)
    people = parties_of(convention)
    declined = signatures.decline_online(signer, session=session, reason=reason, origin=origin)
    kind, subject = signer.request.kind, signer.request.subject_id
    why = declined.reason_given
    facts = facts_of(convention)
    if kind == CONVENTION:
        ended = stop(convention, "refuse", actor=declined.user, reason=why, end_reason=why)
        tell(
            ended,
            people,
            lambda known: ConventionRefused(facts, reason=why, has_account=known),
            actor=declined.user,
        )
        return declined
    if kind == AVENANT:
        avenant = Avenant.objects.select_for_update(of=("self",)).get(pk=subject)
        moves.apply(avenant, "refuse", actor=declined.user, reason=why, end_reason=why)
    else:
        attestation = Attestation.objects.select_for_update(of=("self",)).get(pk=subject)
        moves.apply(
            attestation, "cancel", actor=declined.user, reason=why, cancel_reason=why[:300]
        )
    documents.withdraw(key=f"{kind}:{subject}", actor=declined.user)
    mail = SignatureDeclined(facts, name=declined.name, what=signer.request.label, reason=why)
    tell(convention, followers_of(convention), lambda _known: mail, actor=declined.user)
    return declined


@service
def ask_change(signer: Signer, *, session: LinkSession, comment: str, origin: Origin) -> Signer:
    """Send a remark back to the school, which corrects the document or answers; nothing closes."""
    convention = convention_of(signer.request)
    asked = signatures.ask_change(signer, session=session, comment=comment, origin=origin)
    mail = ChangeAsked(
        facts_of(convention),
        name=asked.name,
        what=signer.request.label,
        comment=asked.reason_given,
    )
    tell(convention, followers_of(convention), lambda _known: mail, actor=asked.user)
    return asked


@service
def propose_delegate(
    signer: Signer, *, session: LinkSession, origin: Origin, **person: str
) -> Delegation:
    """
    Name a colleague who should sign instead, for the school to approve.

    Not for whoever the convention names itself: another tutor is another clause.
    """
    convention = convention_of(signer.request)
    _check_replaceable(signer)
    proposal = signatures.propose_delegate(signer, session=session, origin=origin, **person)
    mail = DelegateProposed(
        facts_of(convention),
        name=signer.name,
        what=signer.request.label,
        delegate=proposal.name,
    )
    tell(convention, followers_of(convention), lambda _known: mail, actor=signer.user)
    return proposal


@service
def approve_delegate(delegation: Delegation, *, actor: User) -> Signer:
    """Have the proposed colleague sign."""
    convention = convention_of(delegation.signer.request)
    require(access.can_correct_contact(actor, convention), VOUCHED)
    return signatures.approve_delegate(delegation, actor=actor)


@service
def refuse_delegate(delegation: Delegation, *, actor: User, reason: str) -> Delegation:
    """Keep the person who was asked."""
    convention = convention_of(delegation.signer.request)
    require(access.can_correct_contact(actor, convention), VOUCHED)
    return signatures.refuse_delegate(delegation, actor=actor, reason=reason)


@service
def correct_signer_address(signer: Signer, *, actor: User, email: str, phone: str) -> Signer:
    """Mend where a signer is reached; no signature is undone, and no clause changes."""
    require(access.can_record_paper(actor, convention_of(signer.request)), VOUCHED)
    return signatures.correct_signer_address(
        signer,
        email=clean_text(email).strip(),
        phone=compact_phone(clean_text(phone)),
        actor=actor,
    )


@service
def remind_convention_signer(signer: Signer, *, actor: User) -> Reminder:
    """Remind a signer by hand, with a fresh link, a day after the last mail at the earliest."""
    require(access.can_record_paper(actor, convention_of(signer.request)), VOUCHED)
    return signatures.remind_signer(signer, actor=actor)


@service
def replace_convention_signer(
    signer: Signer,
    *,
    actor: User,
    name: str,
    reason: str,
    quality: str = "",
    email: str = "",
    phone: str = "",
) -> Signer:
    """
    Have somebody else sign in the same capacity; the former row is kept.

    - whoever signs for a body may be replaced: company, school, family;
    - a student never; the tutor and the referent only in an avenant or an attestation, since the
      convention itself names them.
    """
    require(access.can_record_paper(actor, convention_of(signer.request)), VOUCHED)
    _check_replaceable(signer)
    spec = SignerSpec(
        capacity=signer.capacities[0],
        rank=signer.rank,
        name=clean_text(name).strip(),
        quality=clean_text(quality).strip(),
        organisation=signer.organisation,
        email=clean_text(email).strip(),
        phone=compact_phone(clean_text(phone)),
        address_source=BY_SCHOOL,
    )
    return signatures.replace_signer(signer, spec=spec, reason=clean_text(reason), actor=actor)


def may_delegate(signer: Signer) -> bool:
    """Return whether that person may name a colleague: the company's, unless a clause names it."""
    try:
        _check_replaceable(signer)
    except DomainError:
        return False
    return bool(set(signer.capacities) & set(HOST))


def _check_replaceable(signer: Signer) -> None:
    if Capacity.STUDENT in signer.capacities:
        raise DomainError(_ONESELF, code="not_replaceable")
    if signer.request.kind != CONVENTION:
        return
    for capacity, sentence in _NAMED.items():
        if capacity in signer.capacities:
            raise DomainError(sentence, code="not_replaceable")
