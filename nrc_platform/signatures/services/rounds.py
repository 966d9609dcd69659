"""Rounds of signatures: opened on frozen facts, ended once, kept for ever."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import insert
from nrc_platform.journal import moves
from nrc_platform.journal.models import canonical
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import School, User
from nrc_platform.signatures.access import can_open_request, can_run_request
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import AccessLink, Signer, SigningRequest
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.services.links import revoke
from nrc_platform.signatures.states import UNDER_WAY, Event, RequestState

NOBODY = "Personne ne signe\u00a0: nommez au moins un signataire."
STILL_OPEN = (
    "Un tour de signature est déjà en cours\u00a0: attendez la dernière signature, ou reprenez le "
    "document d’abord."
)
CLOSED = (
    "Ce tour de signature est clos\u00a0: rien ne s’y change plus. Rechargez la page pour voir où "
    "en est le document."
)
WHY = "Dites pourquoi\u00a0: le motif reste au dossier."
SEALING = (
    "Tout le monde a signé\u00a0: le document est en cours de scellement. Attendez un instant, "
    "puis rechargez la page."
)


@dataclass
class _Person:
    """One person and every line that names them."""

    specs: list[SignerSpec] = field(default_factory=list)

    @property
    def first(self) -> SignerSpec:
        return self.specs[0]

    @property
    def rank(self) -> int:
        # Signing once must not come before anybody whose signature the later capacity waits for.
        return max(spec.rank for spec in self.specs)

    def given(self, name: str) -> Any:
        """Return the first value given for that field."""
        return next((value for spec in self.specs if (value := getattr(spec, name))), None)

    def as_signer(self, request: SigningRequest) -> Signer:
        texts = ("quality", "organisation", "email", "phone", "address_source")
        return Signer(
            request=request,
            rank=self.rank,
            capacities=list(dict.fromkeys(str(spec.capacity) for spec in self.specs)),
            name=self.first.name,
            user=self.given("user"),
            required=any(spec.required for spec in self.specs),
            **{name: self.given(name) or "" for name in texts},
        )


def _people(specs: Sequence[SignerSpec]) -> list[_Person]:
    """Gather the lines that name one person, who then signs once for all their capacities."""
    found: list[_Person] = []
    for spec in specs:
        known = next(
            (p for p in found if any(spec.is_same_person(each) for each in p.specs)), None
        )
        if known is None:
            known = _Person()
            found.append(known)
        known.specs.append(spec)
    return found


def check_addresses(people: Sequence[tuple[str, str]]) -> None:
    """
    Refuse two people at one address: each code must reach one person only.

    The head of the school never shares the parent's, nor the parent the company's.
    """
    holders: dict[str, str] = {}
    for name, email in people:
        other = holders.setdefault(email.lower(), name) if email else name
        if other != name:
            raise Invalid(
                {
                    "signers": [
                        f"{other} et {name} ont la même adresse électronique\u00a0: donnez à "
                        "chaque personne la sienne, ou laissez vide celle qui manque."
                    ]
                }
            )


@service
def open_request(
    *,
    school: School,
    kind: str,
    subject_id: UUID,
    title: str,
    facts: dict[str, Any],
    template: str,
    signers: Sequence[SignerSpec],
    actor: User,
    label: str = "",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> SigningRequest:
    """
    Freeze the facts and name who signs them.

    - one round at a time for one thing; the number follows that of the last round;
    - one person in several capacities signs once, at the last of their ranks: whoever had to
      sign before one of these capacities has then signed;
    - two people never share an address.
    """
    require(can_open_request(actor, school))
    people = _people(signers)
    if not people:
        raise Invalid({"signers": [NOBODY]})
    check_addresses([(each.first.name, each.given("email") or "") for each in people])
    last = SigningRequest.objects.about(kind, subject_id).select_for_update().first()
    if last is not None and last.state in UNDER_WAY:
        raise DomainError(STILL_OPEN, code="round_open")
    frozen = canonical(facts)
    request = insert(
        SigningRequest(
            school=school,
            kind=kind,
            subject_id=subject_id,
            round=last.round + 1 if last else 1,
            title=title[:200],
            label=label[:200],
            facts=json.loads(frozen),
            facts_sha256=hashlib.sha256(frozen).hexdigest(),
            template=template,
            opened_at=clock.now(),
            due_at=due_at,
            expires_at=expires_at,
        )
    )
    rows = [insert(each.as_signer(request)) for each in people]
    _trace_opening(request, rows, actor)
    return request


def _trace_opening(request: SigningRequest, rows: Sequence[Signer], actor: User) -> None:
    data = {
        "kind": request.kind,
        "subject": str(request.subject_id),
        "round": request.round,
        "template": request.template,
        "facts_sha256": request.facts_sha256,
        "signers": [
            {
                "signer": str(row.pk),
                "rank": row.rank,
                "capacities": row.capacities,
                "required": row.required,
            }
            for row in rows
        ],
    }
    record(
        "signatures.signingrequest.open",
        actor=actor,
        about=request,
        school_id=request.school_id,
        data=data,
    )
    note(request, Event.ISSUED, actor=actor, data=data)


@service
def void_request(request: SigningRequest, *, actor: User | None, reason: str) -> SigningRequest:
    """
    Take up again what is being signed: the round ends, its signatures stay readable.

    Without actor it is the machine, or a link, that ends it.
    """
    require(actor is None or can_run_request(actor, request))
    held = hold_open(request)
    return end(held, "void", actor=actor, reason=need_reason(reason), signers="cancel")


@service
def expire_requests(on: date | None = None) -> list[SigningRequest]:
    """
    End the rounds whose time is over, and return them: their owners draw the consequence.

    Over by now, or by the first hour of the day `on`.
    """
    moment = clock.now()
    if on is not None:
        moment = datetime.combine(on, time(), timezone.get_default_timezone())
    late = SigningRequest.objects.filter(state=RequestState.OPEN, expires_at__lte=moment)
    rows = late.order_by("pk").select_for_update(of=("self",))
    return [end(row, "expire", actor=None, reason="", signers="expire") for row in rows]


def hold_open(request: SigningRequest) -> SigningRequest:
    """Lock the round, first of all rows, and refuse one that is closed."""
    held = SigningRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.state == RequestState.COMPLETING:
        raise DomainError(SEALING, code="sealing")
    if held.state != RequestState.OPEN:
        raise DomainError(CLOSED, code="round_closed")
    return held


def need_reason(reason: str) -> str:
    """Return the reason, or refuse an empty one."""
    if not reason.strip():
        raise Invalid({"reason": [WHY]})
    return reason.strip()


def end(
    request: SigningRequest, move: str, *, actor: User | None, reason: str, signers: str
) -> SigningRequest:
    """Close a locked round: those still awaited move too, and no link of theirs opens."""
    event = {"cancel": Event.CANCELLED, "expire": Event.EXPIRED}[signers]
    for row in request.signers.awaited().order_by("rank", "pk"):
        note(request, event, signer=moves.apply(row, signers, actor=actor), machine=True)
    ended = moves.apply(
        request,
        move,
        actor=actor,
        reason=reason,
        closed_at=clock.now(),
        closed_reason=reason,
    )
    if move == "void":
        note(request, Event.VOIDED, actor=actor, personal={"reason": reason})
    why = "Le tour de signature est clos."
    revoke(AccessLink.objects.filter(signer__request=ended), reason=why, actor=actor)
    return ended
