"""Reads of the journal: the history of an object, and the check of the chain."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from nrc_platform.journal.chain import commitment, kind_of
from nrc_platform.journal.models import GENESIS, ChainHead, Entry, PersonalValue


@dataclass(frozen=True)
class JournalFact:
    """A line as pages show it; personal values not yet erased are back in `data`."""

    at: datetime
    kind: str
    about_id: UUID | None
    actor_id: UUID | None
    data: dict[str, Any]


@dataclass
class ChainReport:
    """What the walk of a chain found; no break means that nothing was changed or taken away."""

    name: str
    lines: int = 0
    breaks: list[str] = field(default_factory=list)


def history(*about: Model) -> list[JournalFact]:
    """Return what happened to an object, or to several, newest first. Two queries."""
    kinds, keys = {kind_of(row) for row in about}, [row.pk for row in about]
    entries = (
        Entry.objects.filter(object_kind__in=kinds, object_id__in=keys)
        .order_by("-seq")
        .prefetch_related("personal_values")
    )
    return [
        JournalFact(
            at=entry.at,
            kind=entry.kind,
            about_id=entry.object_id,
            actor_id=entry.actor_id,
            data=entry.data | {each.name: each.value for each in entry.personal_values.all()},
        )
        for entry in entries
    ]


def head() -> tuple[int, str]:
    """Return the rank and the hash of the last line; 0 while nothing is written."""
    row = ChainHead.objects.filter(pk=1).first() or ChainHead()
    return row.seq, row.hash


def hashes(seqs: Collection[int]) -> dict[int, str]:
    """Return the hash of each of these lines that is there."""
    return dict(Entry.objects.filter(seq__in=seqs).values_list("seq", "hash"))


def chains() -> dict[str, Callable[[], ChainReport]]:
    """Return the chains of this app by name, each with what checks it."""
    return {"journal": check_chain}


def check_chain() -> ChainReport:
    """Walk the chain from its first line. Three queries, rows read in batches."""
    report = ChainReport("journal")
    seq, previous = 0, GENESIS
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        report.lines += 1
        report.breaks.extend(_breaks_of(entry, seq + 1, previous))
        seq, previous = entry.seq, entry.hash
    if head() != (seq, previous):
        report.breaks.append("la tête de la chaîne ne désigne pas la dernière ligne")
    report.breaks.extend(_altered_values())
    return report


def _breaks_of(entry: Entry, expected: int, previous: str) -> Iterator[str]:
    if entry.seq != expected:
        yield f"ligne {expected} absente (la suivante est la {entry.seq})"
    if entry.prev_hash != previous:
        yield f"ligne {entry.seq} : elle ne suit pas la ligne précédente"
    if entry.hash != entry.seal():
        yield f"ligne {entry.seq} : son contenu a changé"


def _altered_values() -> Iterator[str]:
    values = PersonalValue.objects.select_related("entry").order_by("entry_id", "name")
    for each in values.iterator(chunk_size=2000):
        if each.entry.commitments.get(each.name) != commitment(each.salt, each.value):
            yield f"ligne {each.entry_id} : la valeur « {each.name} » a changé"
