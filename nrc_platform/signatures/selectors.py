"""Reads of rounds: what the final file prints, what the proof holds, what awaits somebody."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from nrc_platform.documents.models import Blob, Document
from nrc_platform.documents.storage import open_file
from nrc_platform.journal.chain import commitment
from nrc_platform.journal.models import Entry, canonical
from nrc_platform.journal.selectors import ChainReport
from nrc_platform.people.access import Viewer
from nrc_platform.signatures.facts import (
    FinalFact,
    NameFact,
    SignatureFact,
    StandingFact,
    mask_address,
)
from nrc_platform.signatures.models import (
    ConsentText,
    Evidence,
    EvidenceValue,
    LinkSession,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.states import (
    Assurance,
    Event,
    Method,
    RequestState,
    SignerState,
)

# Asked, and not answered for good: a correction asked for does not take the pen away.
ASKED = (SignerState.INVITED, SignerState.OPENED, SignerState.CHANGE_REQUESTED)
# The values that every party already reads on the document; addresses, origins and remarks stay
# with the school, behind their commitments.
SHARED = ("name", "typed_name", "quality", "organisation", "recorded_by", "former", "new")
HOW_TO_VERIFY = (
    "1. Empreinte du fichier : sha256sum FICHIER.pdf, à comparer sur la page de vérification. "
    "2. Cachet : pdfsig -nocert FICHIER.pdf. "
    "3. Document présenté : pdfdetach -save 1 FICHIER.pdf ; son empreinte est « document_sha256 » "
    "de chaque signature. "
    "4. Chaîne : pour chaque ligne, SHA-256(prev_hash suivi de l’objet « facts » en JSON, clés "
    "triées, sans espace, UTF-8) donne « hash » ; le premier prev_hash est facts_sha256. "
    "5. Engagements : HMAC-SHA-256(sel, valeur en JSON) donne l’engagement du même nom."
)


def evidence_of(request: SigningRequest) -> list[Evidence]:
    """Return the lines of a round in order, values loaded. Two queries."""
    return list(request.evidence.order_by("number").prefetch_related("values"))


def _drawing(blob: Blob | None) -> bytes:
    if blob is None:
        return b""
    with open_file(blob.pk) as content:
        return content.read()


def signature_facts(request: SigningRequest, lines: list[Evidence]) -> tuple[SignatureFact, ...]:
    """Return each signature as the final file prints it, in the order of the relay. One query."""
    signing = {
        line.signer_id: line
        for line in lines
        if line.event in (Event.SIGNED, Event.PAPER_RECORDED)
    }
    rows = request.signers.filter(state=SignerState.SIGNED).select_related("drawn", "recorded_by")
    return tuple(
        SignatureFact(
            name=row.name,
            capacities=tuple(row.capacity_labels),
            quality=row.quality,
            organisation=row.organisation,
            method=row.method,
            signed_at=row.signed_at,
            signed_on=row.signed_on,
            recorded_by=str(row.recorded_by) if row.recorded_by else "",
            typed_name=row.typed_name,
            drawn=_drawing(row.drawn),
            assurance=str(Assurance(row.assurance).label) if row.assurance else "",
            sent_to=mask_address(row.email) if row.method == Method.ONLINE else "",
            evidence_sha256=signing[row.pk].hash if row.pk in signing else "",
            scan_sha256=row.scan_id or "",
        )
        for row in rows.order_by("rank", "signed_at", "pk")
        if row.signed_at is not None
    )


def final_fact(request: SigningRequest, *, stamped: bool) -> FinalFact:
    """Return what the page of signatures prints. Three queries."""
    lines = evidence_of(request)
    signatures = signature_facts(request, lines)
    return FinalFact(
        presented_sha256=request.document.blob_id if request.document else "",
        signatures=signatures,
        evidence_head=lines[-1].hash,
        events=len(lines),
        stamped=stamped,
        completed_at=lines[-1].at,
    )


def _line(line: Evidence) -> dict[str, Any]:
    return {
        "facts": line.facts(),
        "prev_hash": line.prev_hash,
        "hash": line.hash,
        "values": [
            {"name": each.name, "salt": each.salt, "value": each.value}
            for each in line.values.all()
            if each.name in SHARED
        ],
    }


def proof_file(request: SigningRequest) -> bytes:
    """
    Return `preuve.json`: the chain of a round, and how to check it without us. Four queries.

    Addresses, origins and remarks are left out: the file goes to every party. Their commitments
    are there, and the school can open them.
    """
    signed = request.signers.filter(consent__isnull=False).select_related("consent")
    consents = {row.consent_id: row.consent for row in signed}
    document = request.document
    shape = {
        "request": {
            "id": str(request.pk),
            "kind": request.kind,
            "title": request.title,
            "round": request.round,
            "template": request.template,
            "facts_sha256": request.facts_sha256,
        },
        "document": {
            "sha256": document.blob_id if document else "",
            "certificate_sha256": document.certificate_sha256 if document else "",
        },
        "consents": [
            {"code": each.code, "version": each.version, "body": each.body, "sha256": each.sha256}
            for each in consents.values()
            if each is not None
        ],
        "evidence": [_line(line) for line in evidence_of(request)],
        "verification": HOW_TO_VERIFY,
    }
    return json.dumps(shape, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _round_of(document: Document) -> SigningRequest | None:
    rows = SigningRequest.objects.filter(Q(document=document) | Q(final=document))
    return rows.select_related("document").order_by("-round", "pk").first()


def standing_of(document: Document) -> StandingFact | None:
    """Return where the round of a presented or final document stands. Two queries."""
    request = _round_of(document)
    if request is None:
        return None
    rows = list(request.signers.standing().values_list("state", "signed_at"))
    signed = [at for state, at in rows if state == SignerState.SIGNED and at is not None]
    return StandingFact(
        request=request.pk,
        state=request.state,
        signed=len(signed),
        # Whoever was not needed in the end counts no more than whoever was replaced.
        total=sum(state != SignerState.CANCELLED for state, _ in rows) or len(rows),
        last_at=max(signed, default=None),
        presented_sha256=request.document.blob_id if request.document else "",
    )


def names_of(document: Document) -> list[NameFact]:
    """Return who signed a document, in order; the caller asks first who may know. Two queries."""
    request = _round_of(document)
    if request is None:
        return []
    rows = request.signers.filter(state=SignerState.SIGNED, signed_at__isnull=False)
    return [
        NameFact(
            name=row.name,
            capacities=", ".join(row.capacity_labels),
            organisation=row.organisation,
            signed_at=row.signed_at,
            method=str(Method(row.method).label),
        )
        for row in rows.order_by("rank", "signed_at", "pk")
        if row.signed_at is not None
    ]


def asked_signers(user: Viewer) -> QuerySet[Signer]:
    """Return what awaits the signature of an account, the most urgent first. One query."""
    if not user.is_authenticated:
        return Signer.objects.none()
    rows = Signer.objects.filter(
        user=user.pk, state__in=ASKED, request__state=RequestState.OPEN
    ).select_related("request__school", "request__document")
    return rows.order_by("request__due_at", "request__opened_at", "pk")


def companions(session: LinkSession) -> QuerySet[Signer]:
    """
    Return the rows that a visit by link opens: its own, and those of the same person.

    The same name at the same address in the same school: the code went to that address. One query.
    """
    link = session.link
    same = Q(
        user__isnull=True,
        name=link.name,
        email__iexact=link.email,
        request__school=link.school_id,
    )
    rows = Signer.objects.filter(Q(pk=link.signer_id) | (same & Q(state__in=ASKED)))
    return rows.select_related("request__school", "request__document").order_by(
        "request__opened_at", "pk"
    )


def signed_counts(request: SigningRequest) -> tuple[int, int]:
    """Return how many have signed, and how many sign, nobody named. One query."""
    states = list(request.signers.standing().values_list("state", flat=True))
    return states.count(SignerState.SIGNED), len(states)


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
