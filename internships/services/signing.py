"""Signatures on paper of whatever a stage has signed, and what each last one brings about."""

from datetime import date

from internships import access
from internships.mails import ConventionSigned, tell
from internships.models import Attestation, Avenant, Convention, Internship
from internships.selectors.parties import facts_of
from internships.selectors.printed import ATTESTATION, AVENANT, CONVENTION
from internships.services import attestations, avenants, writing
from internships.services.endings import parties_of
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
from nrc_platform.signatures.facts import Recorded, SignerSpec
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import Capacity

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
    subject = request.subject_id
    if request.kind == AVENANT:
        subject = Avenant.objects.values_list("convention_id", flat=True).get(pk=subject)
    elif request.kind == ATTESTATION:
        rows = Attestation.objects.values_list("internship__convention_id", flat=True)
        subject = rows.get(pk=subject)
    return Convention.objects.with_people().get(pk=subject)


@service
def record_paper_signature(
    signer: Signer, *, actor: User, scan: bytes, filename: str, signed_on: date
) -> Signer:
    """
    Record a signature on paper: its scan, the day written on it, and who vouches for it.

    - a PDF, a JPEG or a PNG of 5 MB at most, known by its content; an image is drawn again;
    - papers come back in any order; one person in two capacities signs once for both;
    - a convention signed by all after its first day is signed all the same: the rules say so;
    - the last one signs the convention, puts the avenant in force, or attests the stage.
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
    kind, subject = signer.request.kind, signer.request.subject_id
    if kind == AVENANT:
        avenants.take_signature(convention, subject, recorded, actor=actor)
    elif kind == ATTESTATION:
        attestations.take_signature(convention, subject, recorded, actor=actor)
    else:
        _take_signature(convention, recorded, actor)
    return recorded.signer


def _take_signature(convention: Convention, recorded: Recorded, actor: User) -> None:
    now = clock.now()
    if not recorded.complete:
        first = convention.state == ConventionState.READY_TO_SIGN
        since = now if first else convention.state_since
        moves.apply(convention, "sign_partly", actor=actor, state_since=since)
        return
    people = parties_of(convention)
    signed = moves.apply(convention, "sign", actor=actor, signed_at=now, state_since=now)
    Internship.objects.filter(convention=signed, settled_at__isnull=True).update(settled_at=now)
    facts = facts_of(signed)
    tell(signed, people, lambda known: ConventionSigned(facts, has_account=known), actor=actor)


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


def _check_replaceable(signer: Signer) -> None:
    if Capacity.STUDENT in signer.capacities:
        raise DomainError(_ONESELF, code="not_replaceable")
    if signer.request.kind != CONVENTION:
        return
    for capacity, sentence in _NAMED.items():
        if capacity in signer.capacities:
            raise DomainError(sentence, code="not_replaceable")
