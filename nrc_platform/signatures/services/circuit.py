"""The relay: who is asked when, and what the last signature brings about."""

import hashlib
from datetime import datetime, timedelta

from nrc_platform.core import clock
from nrc_platform.core.rows import change
from nrc_platform.documents.models import Document, Standing
from nrc_platform.jobs import services as jobs
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.notifications import services as notifications
from nrc_platform.notifications.mails import Mail
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import User
from nrc_platform.signatures.facts import Invitation
from nrc_platform.signatures.mails import CopyReady, Invited
from nrc_platform.signatures.models import AccessLink, ConsentText, Signer, SigningRequest
from nrc_platform.signatures.rules import CONSENT_BODY, CONSENT_CODE, CONSENT_VERSION, is_turn_of
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.services.links import issue_link, link_path, revoke
from nrc_platform.signatures.states import AWAITED, Event, RequestState, SignerState

SIGN = "signatures.sign"
LINK_LIFE = timedelta(days=14)


def seal_job(kind: str) -> str:
    """Return the job that seals what is signed: « internships.seal_convention »."""
    app, _, noun = kind.partition(".")
    return f"{app}.seal_{noun}"


def link_end(request: SigningRequest) -> datetime:
    """
    Return when a link issued now dies: two weeks, and never after a round that awaits signatures.

    A sealed copy stays within reach after the day until which one could sign.
    """
    end = clock.now() + LINK_LIFE
    over = request.expires_at if request.state != RequestState.COMPLETE else None
    return min(end, over) if over else end


def is_presented(request: SigningRequest) -> bool:
    """Return whether there is a sealed document to sign."""
    document = request.document
    return document is not None and document.standing == Standing.PRESENTED


def invitation(signer: Signer, request: SigningRequest) -> Invitation:
    """Return what a mail to that signer says."""
    return Invitation(
        name=signer.name,
        capacities=" et ".join(signer.capacity_labels),
        label=request.label or request.title,
        title=request.title,
        school=request.school.name,
        school_email=request.school.email,
        school_phone=request.school.phone,
        due_at=request.due_at,
        signer=str(signer.pk),
        has_account=signer.user_id is not None,
    )


def fresh_link(signer: Signer, request: SigningRequest, *, actor: User | None) -> str:
    """
    Return the path of a new link for the secrets of a mail; the former one opens nothing more.

    Whoever has an account gets none: they sign in.
    """
    if signer.user_id is not None or not signer.email:
        return ""
    _link, token = issue_link(
        purpose=SIGN,
        subject_id=signer.pk,
        school=request.school,
        name=signer.name,
        email=signer.email,
        expires_at=link_end(request),
        actor=actor,
        signer=signer,
    )
    return link_path(token)


def write_to(signer: Signer, request: SigningRequest, mail: Mail) -> Message | None:
    """Put a mail to a signer into the outbox and return it; nothing when no address is known."""
    if not signer.email:
        return None
    user = signer.user
    known = user is not None and user.email == signer.email
    to = user if known and user is not None else signer.email
    return notifications.send(mail, to=to, about=signer, school_id=request.school_id)


def invite_ready(request: SigningRequest, *, actor: User | None) -> list[Signer]:
    """
    Ask those whose turn it is, within the service that holds the round; return them.

    - nobody before the document is sealed;
    - a person without address is invited all the same: the school brings them the paper.
    """
    if request.state != RequestState.OPEN or not is_presented(request):
        return []
    rows = list(request.signers.standing().select_related("user").order_by("rank", "pk"))
    ready = [row for row in rows if row.state == SignerState.WAITING and is_turn_of(row, rows)]
    invited = []
    for row in ready:
        held = moves.apply(row, "invite", actor=actor)
        held.request = request
        note(
            request,
            Event.INVITED,
            signer=held,
            machine=True,
            data={"rank": held.rank, "capacities": held.capacities},
            personal={"name": held.name, "email": held.email, "source": held.address_source},
        )
        facts = invitation(held, request)
        write_to(held, request, Invited(facts, fresh_link(held, request, actor=None)))
        invited.append(held)
    return invited


@service
def present(request: SigningRequest, document: Document) -> SigningRequest:
    """
    Attach the sealed document of the round and ask the first signers; once, whoever asks again.

    A round that ended meanwhile keeps its document and asks nobody.
    """
    held = SigningRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.document_id is not None:
        return held
    held, _ = change(held, {"document": document})
    record(
        "signatures.signingrequest.attach_document",
        actor=None,
        about=held,
        school_id=held.school_id,
        data={"document": str(document.pk), "sha256": document.blob_id},
    )
    note(
        held,
        Event.SEALED_PRESENTED,
        machine=True,
        data={
            "document_sha256": document.blob_id,
            "facts_sha256": held.facts_sha256,
            "certificate_sha256": document.certificate_sha256,
            "stamped_at": document.stamped_at.isoformat() if document.stamped_at else "",
        },
    )
    invite_ready(held, actor=None)
    return held


def go_on(request: SigningRequest, *, actor: User | None) -> tuple[bool, int]:
    """
    After a signature, ask the next ones, or have the file sealed when it was the last.

    Return whether all have signed, and how many obligatory signatures are missing.
    """
    rows = list(request.signers.standing())
    missing = [row for row in rows if row.required and row.state in AWAITED]
    if missing:
        invite_ready(request, actor=actor)
        return False, len(missing)
    for row in rows:
        if row.state in AWAITED:
            cancelled = moves.apply(row, "cancel", actor=None)
            note(request, Event.CANCELLED, signer=cancelled, machine=True)
            links = AccessLink.objects.filter(signer=cancelled)
            revoke(links, reason="Tout le monde a signé.", actor=None)
    moves.apply(request, "gather", actor=actor)
    note(request, Event.SIGNED_BY_ALL, machine=True)
    jobs.file(
        seal_job(request.kind),
        key=f"seal:{request.pk}",
        label=f"Scellement\u00a0: {request.title}",
        owner_id=actor.pk if actor else None,
        school_id=request.school_id,
        request=str(request.pk),
    )
    return True, 0


@service
def complete_request(request: SigningRequest, document: Document) -> SigningRequest:
    """
    Close a round on its final file, sealed and validated; only the job that sealed it calls this.

    Every signer is told, with a fresh link; no file travels by mail.

    Nothing else makes a round complete (trust: completing → completed only).
    """
    held = SigningRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if document.standing != Standing.FINAL:
        raise ValueError("A round is complete on a sealed file only.")
    held = moves.apply(held, "complete", actor=None, closed_at=clock.now(), final=document)
    note(
        held,
        Event.COMPLETED,
        machine=True,
        data={
            "final_sha256": document.blob_id,
            "certificate_sha256": document.certificate_sha256,
            "stamped_at": document.stamped_at.isoformat() if document.stamped_at else "",
        },
    )
    signed = held.signers.filter(state=SignerState.SIGNED).select_related("user")
    for row in signed.order_by("rank", "pk"):
        facts = invitation(row, held)
        write_to(row, held, CopyReady(facts, fresh_link(row, held, actor=None)))
    return held


def consent_text() -> ConsentText:
    """Return the row of the sentence in use, written once; its words never change."""
    row, _ = ConsentText.objects.get_or_create(
        code=CONSENT_CODE,
        version=CONSENT_VERSION,
        defaults={
            "body": CONSENT_BODY,
            "sha256": hashlib.sha256(CONSENT_BODY.encode()).hexdigest(),
        },
    )
    return row
