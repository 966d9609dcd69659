"""What happens to one signer: a paper comes in, a refusal, another person, another address."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.documents.models import Blob
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from nrc_platform.signatures.access import can_run_request
from nrc_platform.signatures.facts import Recorded, SignerSpec
from nrc_platform.signatures.mails import LinkRenewed
from nrc_platform.signatures.models import AccessLink, Signer, SigningRequest
from nrc_platform.signatures.services.circuit import (
    fresh_link,
    go_on,
    invitation,
    invite_ready,
    write_to,
)
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.services.links import revoke
from nrc_platform.signatures.services.rounds import (
    check_addresses,
    end,
    hold_open,
    need_reason,
)
from nrc_platform.signatures.states import (
    AWAITED,
    Assurance,
    Event,
    Method,
    SignerState,
)

AT_SCHOOL = "corrigée par le lycée"
ALREADY = "La signature de {name} est déjà enregistrée. Rechargez la page pour la voir."
GONE = "{name} ne signe plus dans ce tour. Rechargez la page pour voir qui signe."
TOO_LATE = (
    "Cette date est dans le futur\u00a0: écrivez le jour inscrit sur le papier, au plus tard "
    "aujourd’hui."
)
TOO_EARLY = (
    "Le document est à signer depuis le {day}\u00a0: une signature ne peut pas être plus "
    "ancienne. Vérifiez la date écrite, ou que ce papier est bien de ce tour."
)


@service
def record_paper(
    signer: Signer, *, scan: Blob, scan_name: str, signed_on: date, actor: User
) -> Recorded:
    """
    Record a signature on paper, with its scan and the person who vouches for it.

    - papers come back in any order, whatever the ranks: one sheet goes round by hand;
    - once for each signer, in an open round, on a day between its opening and today;
    - the last one has the file sealed; the caller reads `complete`.
    """
    require(can_run_request(actor, signer.request))
    request, held = held_signer(signer)
    _check_day(request, signed_on)
    signed = moves.apply(
        held,
        "sign",
        actor=actor,
        method=Method.PAPER,
        signed_at=clock.now(),
        signed_on=signed_on,
        recorded_by=actor,
        scan=scan,
        scan_name=scan_name[:150],
        assurance=Assurance.PAPER,
    )
    note(
        request,
        Event.PAPER_RECORDED,
        signer=signed,
        actor=actor,
        data={
            "facts_sha256": request.facts_sha256,
            "document_sha256": request.document.blob_id if request.document else "",
            "scan_sha256": scan.pk,
            "signed_on": signed_on.isoformat(),
        },
        personal={
            "name": signed.name,
            "quality": signed.quality,
            "organisation": signed.organisation,
            "recorded_by": str(actor),
        },
    )
    revoke(AccessLink.objects.filter(signer=signed), reason="Signé sur papier.", actor=actor)
    complete, remaining = go_on(request, actor=actor)
    return Recorded(signer=signed, complete=complete, remaining=remaining)


@service
def decline(
    signer: Signer,
    *,
    reason: str,
    actor: User | None,
    proof: Mapping[str, str] | None = None,
    personal: Mapping[str, str] | None = None,
) -> Signer:
    """End the round because a signer says no; without actor, the person said so by their link."""
    require(actor is None or can_run_request(actor, signer.request))
    request, held = held_signer(signer)
    reason = need_reason(reason)
    declined = moves.apply(held, "decline", actor=actor, reason=reason, reason_given=reason)
    note(
        request,
        Event.DECLINED,
        signer=declined,
        actor=actor,
        data=dict(proof or {}),
        personal={"name": declined.name, "reason": reason, **(personal or {})},
    )
    end(request, "decline", actor=actor, reason=reason, signers="cancel")
    return declined


@service
def replace_signer(signer: Signer, *, spec: SignerSpec, reason: str, actor: User) -> Signer:
    """
    Have somebody else sign in the place of a person who has not signed.

    - the old row stays, and its links open nothing more;
    - the new one takes over rank and capacities, whatever those of `spec`, and is invited when
      it is their turn.
    """
    require(can_run_request(actor, signer.request))
    request, held = held_signer(signer)
    reason = need_reason(reason)
    old = moves.apply(held, "replace", actor=actor, reason=reason, reason_given=reason)
    revoke(AccessLink.objects.filter(signer=old), reason="Signataire remplacé.", actor=actor)
    standing = request.signers.standing().order_by("rank", "pk")
    check_addresses([(row.name, row.email) for row in standing] + [(spec.name, spec.email)])
    new = insert(
        Signer(
            request=request,
            rank=old.rank,
            capacities=old.capacities,
            name=spec.name,
            quality=spec.quality,
            organisation=spec.organisation,
            email=spec.email,
            phone=spec.phone,
            user=spec.user,
            address_source=spec.address_source,
            required=old.required,
        )
    )
    change(old, {"replaced_by": new})
    note(
        request,
        Event.REPLACED,
        signer=old,
        actor=actor,
        data={"by": str(new.pk), "capacities": new.capacities},
        personal={"former": old.name, "new": new.name, "email": new.email, "reason": reason},
    )
    record(
        "signatures.signer.take_over",
        actor=actor,
        about=new,
        school_id=request.school_id,
        data={"replaces": str(old.pk), "capacities": new.capacities},
    )
    invite_ready(request, actor=actor)
    return new


@service
def correct_signer_address(signer: Signer, *, email: str, phone: str, actor: User) -> Signer:
    """
    Mend the address of a signer; no signature is undone, neither theirs nor another's.

    Links sent to the former address open nothing more: their codes would go to somebody else.
    Whoever was asked already gets a new one, at the new address.
    """
    require(can_run_request(actor, signer.request))
    request = hold_open(signer.request)
    others = request.signers.standing().exclude(pk=signer.pk).order_by("rank", "pk")
    check_addresses([(row.name, row.email) for row in others] + [(signer.name, email)])
    held, changed = change(signer, {"email": email, "phone": phone})
    if not changed:
        return held
    held, _ = change(held, {"address_source": AT_SCHOOL})
    if "email" in changed:
        why = "Adresse corrigée."
        revoke(AccessLink.objects.filter(signer=held), reason=why, actor=actor)
        note(
            request,
            Event.ADDRESS_CORRECTED,
            signer=held,
            actor=actor,
            personal={"former": changed["email"][0], "email": held.email},
        )
        _write_again(held, request, actor)
    record(
        "signatures.signer.correct_address",
        actor=actor,
        about=held,
        school_id=request.school_id,
        data={"fields": sorted(changed)},
        personal=dict(changed),
    )
    return held


def _write_again(signer: Signer, request: SigningRequest, actor: User) -> None:
    if signer.state in (SignerState.INVITED, SignerState.OPENED, SignerState.CHANGE_REQUESTED):
        facts = invitation(signer, request)
        write_to(signer, request, LinkRenewed(facts, fresh_link(signer, request, actor=actor)))


def held_signer(signer: Signer) -> tuple[SigningRequest, Signer]:
    """
    Lock the round, then read the signer again; refuse one who is no longer awaited.

    « Already signed » is said before « closed »: the last signature is what closed the round.
    """
    request = SigningRequest.objects.select_for_update(of=("self",)).get(pk=signer.request_id)
    held = Signer.objects.select_for_update(of=("self",)).get(pk=signer.pk)
    held.request = request
    if held.state == SignerState.SIGNED:
        raise DomainError(ALREADY.format(name=held.name), code="already_signed")
    hold_open(request)
    request.school = signer.request.school
    if held.state not in AWAITED:
        raise DomainError(GONE.format(name=held.name), code="not_awaited")
    return request, held


def _check_day(request: SigningRequest, signed_on: date) -> None:
    opened_on = timezone.localdate(request.opened_at)
    if signed_on > clock.today():
        raise Invalid({"signed_on": [TOO_LATE]})
    if signed_on < opened_on:
        raise Invalid({"signed_on": [TOO_EARLY.format(day=f"{opened_on:%d/%m/%Y}")]})
