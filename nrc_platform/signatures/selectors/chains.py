"""The walk of every chain of evidence, against itself and against the journal."""

import hashlib
from collections.abc import Callable, Iterator

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform

from nrc_platform.journal.chain import commitment
from nrc_platform.journal.models import Entry, canonical
from nrc_platform.journal.selectors import ChainReport
from nrc_platform.signatures.models import (
    ConsentText,
    Evidence,
    EvidenceValue,
    SigningRequest,
)

NOTED = "signatures.evidence.note"
BATCH = 2000


def chains() -> dict[str, Callable[[], ChainReport]]:
    """Return the chains of this app by name, each with what checks it."""
    return {"preuves": check_evidence, "consentements": check_consents}


def check_evidence() -> ChainReport:
    """
    Walk the chain of each round, its facts and values, and hold it beside the journal.

    The end of a chain can be cut without a trace in it: the journal, which keeps each hash, tells.
    Five queries, rows read in batches.
    """
    report = ChainReport("preuves")
    for line, start in _lines():
        report.lines += 1
        report.breaks.extend(f"{_place(line)}\u00a0: {what}" for what in _wrong(line, start))
    report.breaks.extend(_unlike_journal())
    report.breaks.extend(_altered_values())
    report.breaks.extend(_altered_facts())
    return report


def _place(line: Evidence) -> str:
    return f"tour {line.request_id}, ligne {line.number}"


def _lines() -> Iterator[tuple[Evidence, tuple[int, str]]]:
    """Give each line with the number and the hash of what it should follow."""
    rows = Evidence.objects.annotate(facts_sha256=F("request__facts_sha256"))
    request, number, previous = None, 0, ""
    for line in rows.order_by("request_id", "number").iterator(chunk_size=BATCH):
        if line.request_id != request:
            request, number, previous = line.request_id, 0, line.facts_sha256
        yield line, (number, previous)
        number, previous = line.number, line.hash


def _wrong(line: Evidence, after: tuple[int, str]) -> Iterator[str]:
    number, previous = after
    if line.number != number + 1:
        yield f"la ligne {number + 1} est absente"
    if line.prev_hash != previous:
        yield "elle ne suit pas la ligne précédente"
    if line.hash != line.seal():
        yield "son contenu a changé"


def _unlike_journal() -> Iterator[str]:
    """Walk lines and journal together, by hash: each has exactly one of the other."""
    told = (
        Entry.objects.filter(kind=NOTED)
        .annotate(told=KeyTextTransform("evidence", "data"))
        .order_by("told", "seq")
        .values_list("told", "seq", "object_id")
        .iterator(chunk_size=BATCH)
    )
    kept = (
        Evidence.objects.order_by("hash", "pk")
        .values_list("hash", "number", "request_id")
        .iterator(chunk_size=BATCH)
    )
    entry, line = next(told, None), next(kept, None)
    while entry is not None or line is not None:
        if line is None or (entry is not None and (entry[0] or "") < line[0]):
            assert entry is not None  # noqa: S101
            yield f"ligne {entry[1]} du journal\u00a0: la preuve qu’elle cite est absente"
            entry = next(told, None)
        elif entry is None or (entry[0] or "") > line[0]:
            yield f"tour {line[2]}, ligne {line[1]}\u00a0: le journal ne la cite pas"
            line = next(kept, None)
        else:
            if entry[2] != line[2]:
                where = f"tour {line[2]}, ligne {line[1]}"
                yield f"{where}\u00a0: le journal la cite pour un autre tour"
            entry, line = next(told, None), next(kept, None)


def _altered_values() -> Iterator[str]:
    values = EvidenceValue.objects.select_related("evidence")
    ordered = values.order_by("evidence_id", "name", "pk")
    for each in ordered.iterator(chunk_size=BATCH):
        if each.evidence.commitments.get(each.name) != commitment(each.salt, each.value):
            yield f"{_place(each.evidence)}\u00a0: la valeur « {each.name} » a changé"


def _altered_facts() -> Iterator[str]:
    rows = SigningRequest.objects.order_by("pk").values_list("pk", "facts", "facts_sha256")
    for pk, facts, sha256 in rows.iterator(chunk_size=BATCH):
        if hashlib.sha256(canonical(facts)).hexdigest() != sha256:
            yield f"tour {pk}\u00a0: les faits figés ont changé"


def check_consents() -> ChainReport:
    """Hold each consent text against its hash. One query."""
    report = ChainReport("consentements")
    for row in ConsentText.objects.order_by("pk").iterator(chunk_size=BATCH):
        report.lines += 1
        if hashlib.sha256(row.body.encode()).hexdigest() != row.sha256:
            report.breaks.append(f"texte {row.code}, version {row.version}\u00a0: il a changé")
    return report
