"""Reads of rounds: what the final file prints, what the proof holds, what awaits somebody."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nrc_platform.documents.models import Blob
from nrc_platform.documents.storage import open_file
from nrc_platform.people.access import Viewer
from nrc_platform.signatures.facts import FinalFact, SignatureFact, mask_address
from nrc_platform.signatures.models import (
    Evidence,
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

    The same name at the same address in the same school: the code went to that address. What was
    signed in this very visit stays in the list. One query.
    """
    link = session.link
    same = Q(
        user__isnull=True,
        name=link.name,
        email__iexact=link.email,
        request__school=link.school_id,
    )
    here = Q(state=SignerState.SIGNED, signed_at__gte=session.created_at)
    rows = Signer.objects.filter(
        Q(pk=link.signer_id) | (same & (Q(state__in=ASKED) | here)),
        state__in=(*ASKED, SignerState.SIGNED),
    )
    return rows.select_related("request__school", "request__document").order_by(
        "request__opened_at", "pk"
    )


def account_signers(user: Viewer, ids: Iterable[UUID]) -> list[Signer]:
    """Return those rows of that account: asked, still to be asked, or signed. One query."""
    if not user.is_authenticated:
        return []
    states = (SignerState.WAITING, *ASKED, SignerState.SIGNED)
    rows = Signer.objects.filter(user=user.pk, pk__in=list(ids), state__in=states)
    return list(
        rows.select_related("request__school", "request__document").order_by(
            "request__due_at", "request__opened_at", "pk"
        )
    )


def relay_of(signer: Signer) -> list[Signer]:
    """Return who signs the same thing, in order, replaced ones left out. One query."""
    return list(signer.request.signers.standing().order_by("rank", "created_at", "pk"))


def signed_counts(request: SigningRequest) -> tuple[int, int]:
    """Return how many have signed, and how many sign, nobody named. One query."""
    states = list(request.signers.standing().values_list("state", flat=True))
    return states.count(SignerState.SIGNED), len(states)
