"""How lines get into the chain: collected during a service, written at its very end."""

import hashlib
import hmac
import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from nrc_platform.core import clock
from nrc_platform.journal.models import ChainHead, Entry, PersonalValue, canonical


@dataclass(frozen=True)
class Line:
    """A line that waits for the end of the outermost service."""

    kind: str
    actor_id: UUID | None
    school_id: UUID | None
    object_kind: str
    object_id: UUID | None
    data: dict[str, Any]
    personal: dict[str, Any]
    at: datetime = field(default_factory=clock.now)


# Each thread and task has its own: a connection is never shared between two of them.
_pending: ContextVar[list[Line] | None] = ContextVar("journal_pending", default=None)


def kind_of(about: models.Model | None) -> str:
    """Return « exams.fiche », or nothing."""
    return about._meta.label_lower if about is not None else ""


def commitment(salt: str, value: Any) -> str:
    """Return what a line keeps of a personal value; without the salt nobody can guess it."""
    return hmac.new(bytes.fromhex(salt), canonical(value), hashlib.sha256).hexdigest()


def pending() -> list[Line] | None:
    """Return the lines of the service under way, or None outside any service."""
    return _pending.get()


def begin() -> object:
    """Start collecting; give the answer back to `end`."""
    return _pending.set([])


def end(token: Any) -> None:
    """Stop collecting."""
    _pending.reset(token)


def _locked_head() -> ChainHead:
    heads = ChainHead.objects.select_for_update()
    return heads.get_or_create(pk=1)[0]


def flush(lines: list[Line]) -> None:
    """
    Write the collected lines and move the head of the chain.

    The head is the last lock of the transaction: taken earlier, two moves that lock each other's
    next row would wait for ever.
    """
    if not lines:
        return
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Journal lines are written in the transaction of their service.")
    head = _locked_head()
    entries: list[Entry] = []
    values: list[PersonalValue] = []
    for line in lines:
        entry, personal = _entry(line, seq=head.seq + 1, prev_hash=head.hash)
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
        values.extend(personal)
    Entry.objects.bulk_create(entries)
    PersonalValue.objects.bulk_create(values)
    head.save(update_fields=["seq", "hash"])


def _entry(line: Line, *, seq: int, prev_hash: str) -> tuple[Entry, list[PersonalValue]]:
    salts = {name: secrets.token_hex(32) for name in line.personal}
    entry = Entry(
        seq=seq,
        at=line.at,
        kind=line.kind,
        actor_id=line.actor_id,
        school_id=line.school_id,
        object_kind=line.object_kind,
        object_id=line.object_id,
        data=line.data,
        commitments={name: commitment(salts[name], line.personal[name]) for name in salts},
        prev_hash=prev_hash,
    )
    entry.hash = entry.seal()
    values = [
        PersonalValue(entry=entry, name=name, salt=salts[name], value=value)
        for name, value in line.personal.items()
    ]
    return entry, values
