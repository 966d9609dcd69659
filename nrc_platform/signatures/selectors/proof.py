"""What the final file prints of a round, what its proof holds, where a document stands."""

import json
from typing import Any

from django.db.models import Q

from nrc_platform.documents.models import Blob, Document
from nrc_platform.documents.storage import open_file
from nrc_platform.signatures.facts import (
    FinalFact,
    NameFact,
    SignatureFact,
    StandingFact,
    mask_address,
)
from nrc_platform.signatures.models import (
    Evidence,
    SigningRequest,
)
from nrc_platform.signatures.states import (
    Assurance,
    Event,
    Method,
    SignerState,
)

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
