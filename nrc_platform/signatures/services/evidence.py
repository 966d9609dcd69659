"""Writing down what a signature rests on, in the transaction of the act itself."""

import secrets
from typing import Any

from nrc_platform.core import clock
from nrc_platform.core.rows import insert
from nrc_platform.journal.chain import commitment
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from nrc_platform.signatures.models import Evidence, EvidenceValue, Signer, SigningRequest
from nrc_platform.signatures.states import ActorKind, Event


def _actor_kind(signer: Signer | None, actor: User | None, *, machine: bool) -> ActorKind:
    if machine:
        return ActorKind.MACHINE
    if actor is None or (signer is not None and signer.user_id == actor.pk):
        return ActorKind.SIGNER if signer is not None else ActorKind.MACHINE
    return ActorKind.STAFF


def note(
    request: SigningRequest,
    event: Event,
    *,
    signer: Signer | None = None,
    actor: User | None = None,
    machine: bool = False,
    data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> Evidence:
    """
    Add a line to the chain of a round that the caller holds locked; the journal keeps its hash.

    - `data`: codes, hashes and figures; never a name, an address, a code, a link;
    - `personal`: values about people; the line keeps a salted commitment, the value lies apart;
    - what is empty is left out.
    """
    last = Evidence.objects.filter(request=request).order_by("-number").first()
    given = {name: value for name, value in (personal or {}).items() if value not in (None, "")}
    salts = {name: secrets.token_hex(32) for name in given}
    row = Evidence(
        request=request,
        signer=signer,
        number=last.number + 1 if last else 1,
        event=event,
        at=clock.now(),
        created_at=clock.now(),
        actor_kind=_actor_kind(signer, actor, machine=machine),
        actor_id=actor.pk if actor is not None else None,
        data=data or {},
        commitments={name: commitment(salts[name], given[name]) for name in given},
        prev_hash=last.hash if last else request.facts_sha256,
    )
    row.hash = row.seal()
    insert(row)
    for name, value in given.items():
        insert(EvidenceValue(evidence=row, name=name, salt=salts[name], value=value))
    record(
        "signatures.evidence.note",
        actor=actor,
        about=request,
        school_id=request.school_id,
        data={"number": row.number, "event": str(event), "evidence": row.hash},
    )
    return row
