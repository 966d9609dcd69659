"""What a person does on the signing page: open, sign, ask for a correction, refuse, hand over."""

from datetime import timedelta

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.core.rows import insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from nrc_platform.people.states import compact_phone
from nrc_platform.signatures.access import can_run_request
from nrc_platform.signatures.facts import OnlineSignature, Origin, Recorded, SignerSpec
from nrc_platform.signatures.mails import DelegateRefused, SignedReceipt
from nrc_platform.signatures.models import (
    AccessLink,
    Delegation,
    Evidence,
    LinkSession,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.rules import consent_of, is_name_of, is_turn_of
from nrc_platform.signatures.services.circuit import (
    consent_text,
    fresh_link,
    go_on,
    invitation,
    write_to,
)
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.services.links import revoke
from nrc_platform.signatures.services.rounds import check_addresses, need_reason
from nrc_platform.signatures.services.signers import decline, held_signer, replace_signer
from nrc_platform.signatures.states import (
    HOST,
    Assurance,
    DelegationState,
    Event,
    Method,
    SignerState,
)

ACCOUNT = "signatures.account"
FRESH = timedelta(minutes=30)

CODE_TOO_OLD = (
    "Votre code date de plus d’une demi-heure. Demandez-en un nouveau\u00a0: ce que vous avez "
    "saisi est gardé."
)
NOT_YOURS = "Cette page n’existe pas, ou ne vous est pas ouverte."
NOT_READY = (
    "Le document est en préparation\u00a0: il sera à signer dans un instant. Rechargez la page."
)
NOT_YOUR_TURN = (
    "Ce n’est pas encore votre tour\u00a0: une autre personne signe avant vous. Un courriel vous "
    "préviendra."
)
CHANGED = (
    "Le document n’est plus celui que vous avez lu\u00a0: une nouvelle version a été préparée. "
    "Rechargez la page et lisez-la avant de signer."
)
UNTICKED = "Cochez la case pour dire que vous acceptez de signer ce document."
NAME_MISSING = "Écrivez vos prénom et nom\u00a0: ils tiennent lieu de signature."
OTHER_NAME = (
    "Ce document attend la signature de {name}, et vous avez écrit «\u00a0{typed}\u00a0». Écrivez "
    "ce nom, ou choisissez «\u00a0Ce n’est pas moi\u00a0»."
)
HOST_ONLY = "Seule l’entreprise peut proposer une autre personne. Appelez le lycée."
SAME_ADDRESS = "Cette adresse est la vôtre\u00a0: écrivez celle de la personne qui doit signer."
DECIDED = "Une réponse a déjà été donnée. Rechargez la page."


def is_session_of(session: LinkSession, signer: Signer) -> bool:
    """
    Return whether a visit opens the act of that signer; a code proves one address, no other.

    - the visit of the signer's own link;
    - the visit of the account that signs;
    - the visit of the same person at the same address in the same school, who signs several
      documents under one code.
    """
    link = session.link
    if link.purpose == ACCOUNT:
        return signer.user_id is not None and link.subject_id == signer.user_id
    if link.signer_id is None or signer.user_id is not None:
        return False
    if link.signer_id == signer.pk:
        return True
    return (
        link.school_id == signer.request.school_id
        and link.name == signer.name
        and link.email.lower() == signer.email.lower()
    )


def _require_session(session: LinkSession, signer: Signer) -> None:
    link = AccessLink.objects.live().filter(pk=session.link_id).first()
    ended = LinkSession.objects.filter(pk=session.pk, ended_at__isnull=False).exists()
    if link is None or ended or not is_session_of(session, signer):
        raise NotAllowed(NOT_YOURS)
    if session.verified_at <= clock.now() - FRESH:
        raise DomainError(CODE_TOO_OLD, code="code_too_old")


def _ready(signer: Signer) -> tuple[SigningRequest, Signer]:
    """Lock the round and the signer; refuse whoever is not awaited, or before their turn."""
    request, held = held_signer(signer)
    if request.document is None:
        raise DomainError(NOT_READY, code="not_ready")
    if not is_turn_of(held, request.signers.standing()):
        raise DomainError(NOT_YOUR_TURN, code="not_your_turn")
    return request, held


def _assurance(session: LinkSession) -> Assurance:
    by_account = session.link.purpose == ACCOUNT
    return Assurance.ACCOUNT_EMAIL if by_account else Assurance.LINK_EMAIL


def _proof(session: LinkSession) -> dict[str, str]:
    """Return what ties an act to the code that opened it, without the code."""
    challenge = session.link.challenges.filter(consumed_at__isnull=False).first()
    return {
        "session": str(session.pk),
        "challenge": str(challenge.pk) if challenge else "",
        "channel": challenge.channel if challenge else "",
        "verified_at": session.verified_at.isoformat(),
        "assurance": str(_assurance(session)),
    }


def _where(session: LinkSession, origin: Origin) -> dict[str, str]:
    return {
        "sent_to": session.link.email,
        "ip": origin.ip,
        "user_agent": origin.user_agent[:300],
    }


@service
def open_act(signer: Signer, *, session: LinkSession, origin: Origin) -> Signer:
    """Note that a person who gave their code has the document before them; once each."""
    _require_session(session, signer)
    request, held = _ready(signer)
    if held.state != SignerState.INVITED:
        return held
    opened = moves.apply(held, "open", actor=held.user)
    sha256 = request.document.blob_id if request.document else ""
    note(
        request,
        Event.OPENED,
        signer=opened,
        actor=held.user,
        data={"document_sha256": sha256, **_proof(session)},
        personal=_where(session, origin),
    )
    return opened


@service
def sign_online(
    signer: Signer, *, session: LinkSession, given: OnlineSignature, origin: Origin
) -> Recorded:
    """
    Sign: the consent is bound to the hash of the very document shown.

    - a code given in this visit less than half an hour ago; the person's turn; their own name;
    - asked twice in one visit, the answer is the same and nothing is written twice;
    - the last signature has the file sealed; the caller reads `complete`.
    """
    done = _already(signer, session)
    if done is not None:
        return done
    _require_session(session, signer)
    request, held = _ready(signer)
    _check(given, request, held)
    consent = consent_text()
    signed = moves.apply(
        held,
        "sign",
        actor=held.user,
        method=Method.ONLINE,
        signed_at=clock.now(),
        assurance=_assurance(session),
        document_sha256=given.document_sha256,
        consent=consent,
        typed_name=clean_text(given.typed_name).strip(),
        drawn=given.drawn,
    )
    note(
        request,
        Event.SIGNED,
        signer=signed,
        actor=held.user,
        data={
            "document_sha256": given.document_sha256,
            "consent": [consent.code, consent.version, consent.sha256],
            "consent_shown_sha256": given.consent_sha256,
            "button": given.button,
            "drawn_sha256": given.drawn.pk if given.drawn else "",
            **_proof(session),
        },
        personal={
            "name": signed.name,
            "typed_name": signed.typed_name,
            "quality": signed.quality,
            "organisation": signed.organisation,
            **_where(session, origin),
        },
    )
    complete, remaining = go_on(request, actor=held.user)
    if not complete:
        # After the last signature the sealed copy itself follows.
        facts = invitation(signed, request)
        write_to(signed, request, SignedReceipt(facts, ""))
    return Recorded(signer=signed, complete=complete, remaining=remaining)


def _already(signer: Signer, session: LinkSession) -> Recorded | None:
    """Return the same answer to the same person in the same visit."""
    row = Signer.objects.filter(pk=signer.pk, state=SignerState.SIGNED).first()
    if row is None:
        return None
    line = Evidence.objects.filter(signer=row, event=Event.SIGNED).first()
    if line is None or line.data.get("session") != str(session.pk):
        return None
    remaining = row.request.signers.awaited().filter(required=True).count()
    return Recorded(signer=row, complete=not remaining, remaining=remaining)


def _check(given: OnlineSignature, request: SigningRequest, signer: Signer) -> None:
    document = request.document
    if document is None or given.document_sha256 != document.blob_id:
        raise DomainError(CHANGED, code="document_changed")
    if given.consent_sha256 != consent_of(signer, request, request.school.name).sha256:
        raise Invalid({"consent": [UNTICKED]})
    typed = clean_text(given.typed_name).strip()
    if not typed:
        raise Invalid({"typed_name": [NAME_MISSING]})
    if not is_name_of(typed, signer.name):
        raise Invalid({"typed_name": [OTHER_NAME.format(name=signer.name, typed=typed)]})


@service
def ask_change(signer: Signer, *, session: LinkSession, comment: str, origin: Origin) -> Signer:
    """
    Send a remark back to the school; the round goes on until the school takes it up.

    The person may still sign: asking does not take the pen away.
    """
    _require_session(session, signer)
    request, held = _ready(signer)
    said = need_reason(clean_text(comment))
    asked = moves.apply(held, "request_change", actor=held.user, reason=said, reason_given=said)
    note(
        request,
        Event.CHANGE_ASKED,
        signer=asked,
        actor=held.user,
        data=_proof(session),
        personal={"comment": said, **_where(session, origin)},
    )
    return asked


@service
def decline_online(signer: Signer, *, session: LinkSession, reason: str, origin: Origin) -> Signer:
    """Say no: the round ends, and everybody's links with it."""
    _require_session(session, signer)
    _ready(signer)
    return decline(
        signer,
        reason=clean_text(reason),
        actor=None,
        proof=_proof(session),
        personal=_where(session, origin),
    )


@service
def propose_delegate(
    signer: Signer,
    *,
    session: LinkSession,
    name: str,
    quality: str,
    email: str,
    phone: str = "",
    message: str = "",
    origin: Origin,
) -> Delegation:
    """
    Name a colleague of the same company to sign instead; the school decides.

    The former link is dead at once: whoever says « it is not me » opens nothing more.
    """
    _require_session(session, signer)
    request, held = _ready(signer)
    if not set(held.capacities) & set(HOST):
        raise DomainError(HOST_ONLY, code="not_replaceable")
    address = clean_text(email).strip()
    if address.lower() == held.email.lower():
        raise Invalid({"email": [SAME_ADDRESS]})
    proposal = insert(
        Delegation(
            signer=held,
            name=clean_text(name).strip(),
            quality=clean_text(quality).strip(),
            email=address,
            phone=compact_phone(clean_text(phone)),
            message=clean_text(message).strip(),
        )
    )
    others = request.signers.standing().exclude(pk=held.pk)
    check_addresses([(r.name, r.email) for r in others] + [(proposal.name, proposal.email)])
    note(
        request,
        Event.DELEGATION_PROPOSED,
        signer=held,
        actor=held.user,
        data={"delegation": str(proposal.pk), **_proof(session)},
        personal={
            "name": proposal.name,
            "email": proposal.email,
            "quality": proposal.quality,
            **_where(session, origin),
        },
    )
    why = "Un collègue est proposé."
    revoke(AccessLink.objects.filter(signer=held), reason=why, actor=None)
    return proposal


def _proposed(delegation: Delegation, actor: User) -> tuple[SigningRequest, Signer, Delegation]:
    require(can_run_request(actor, delegation.signer.request))
    request, signer = held_signer(delegation.signer)
    row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if row.state != DelegationState.PROPOSED:
        raise DomainError(DECIDED, code="decided")
    row.signer = signer
    return request, signer, row


@service
def approve_delegate(delegation: Delegation, *, actor: User) -> Signer:
    """Have the colleague sign: the former row is kept, the new one is invited."""
    request, signer, row = _proposed(delegation, actor)
    note(
        request,
        Event.DELEGATION_APPROVED,
        signer=signer,
        actor=actor,
        data={"delegation": str(row.pk)},
    )
    moves.apply(row, "approve", actor=actor, decided_by=actor, decided_at=clock.now())
    spec = SignerSpec(
        capacity=signer.capacities[0],
        rank=signer.rank,
        name=row.name,
        quality=row.quality,
        organisation=signer.organisation,
        email=row.email,
        phone=row.phone,
        address_source=f"{signer.name}, accepté par le lycée"[:160],
    )
    return replace_signer(
        signer, spec=spec, reason=f"A proposé {row.name} à sa place.", actor=actor
    )


@service
def refuse_delegate(delegation: Delegation, *, actor: User, reason: str) -> Delegation:
    """Keep the former signer, who is told why and gets a new link."""
    request, signer, row = _proposed(delegation, actor)
    why = need_reason(clean_text(reason))
    note(
        request,
        Event.DELEGATION_REFUSED,
        signer=signer,
        actor=actor,
        data={"delegation": str(row.pk)},
        personal={"reason": why},
    )
    refused = moves.apply(
        row, "refuse", actor=actor, decided_by=actor, decided_at=clock.now(), refusal=why
    )
    facts = invitation(signer, request)
    write_to(
        signer, request, DelegateRefused(facts, fresh_link(signer, request, actor=actor), why)
    )
    return refused
