"""Reads of rounds: what the final file prints, what the proof holds, what awaits somebody."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from nrc_platform.documents.models import Blob
from nrc_platform.documents.storage import open_file
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.states import MailState
from nrc_platform.people.access import Viewer
from nrc_platform.signatures.facts import FinalFact, SignatureFact, mask_address
from nrc_platform.signatures.models import (
    AccessLink,
    Evidence,
    LinkSession,
    Reminder,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.states import (
    Assurance,
    Event,
    Method,
    ReminderStep,
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


# --- reminders ----------------------------------------------------------------------------------

EFFECT = timedelta(hours=48)


@dataclass(frozen=True)
class Asked:
    """A signer who may be reminded: since when they are asked, and the steps already sent."""

    signer: Signer
    invited_at: datetime
    sent: frozenset[str]


def _invited(signers: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when each signer was asked: by evidence, else by their first link. Two queries."""
    links = AccessLink.objects.filter(signer__in=signers).order_by()
    lines = Evidence.objects.filter(signer__in=signers, event=Event.INVITED).order_by()
    found = dict(links.values_list("signer").annotate(Min("created_at")))
    return found | dict(lines.values_list("signer").annotate(Min("at")))


def remindable(now: datetime) -> list[Asked]:
    """
    Return who was asked and has not answered, before the last day. Four queries.

    Whoever has no address is brought the paper; the urgent first.
    """
    rows = list(
        Signer.objects.filter(state__in=ASKED, request__state=RequestState.OPEN)
        .filter(Q(request__due_at__isnull=True) | Q(request__due_at__gt=now))
        .filter(Q(request__expires_at__isnull=True) | Q(request__expires_at__gt=now))
        .exclude(email="")
        .select_related("request")
        .order_by(F("request__due_at").asc(nulls_last=True), "pk")
    )
    keys = [row.pk for row in rows]
    invited = _invited(keys)
    sent: dict[UUID, set[str]] = {}
    for signer, step in Reminder.objects.filter(signer__in=keys).values_list("signer", "step"):
        sent.setdefault(signer, set()).add(step)
    return [
        Asked(row, invited[row.pk], frozenset(sent.get(row.pk, ())))
        for row in rows
        if row.pk in invited
    ]


def overdue_requests(now: datetime) -> QuerySet[SigningRequest]:
    """Return the open rounds whose last day is past while somebody asked has not signed."""
    asked = Signer.objects.filter(request=OuterRef("pk"), state__in=ASKED)
    rows = SigningRequest.objects.filter(state=RequestState.OPEN, due_at__lte=now)
    return rows.filter(Exists(asked)).order_by("due_at", "pk")


@dataclass(frozen=True)
class ReminderEffect:
    """How many reminders of a step left, and how many were followed by a signature."""

    step: str
    label: str
    sent: int
    signed: int


def reminder_effect(signers: QuerySet[Signer]) -> list[ReminderEffect]:
    """Return, for each step, reminders sent and signatures within 48 hours of them. One query."""
    done = Q(
        signer__signed_at__gte=F("sent_at"),
        signer__signed_at__lte=F("sent_at") + EFFECT,
    )
    rows = Reminder.objects.filter(signer__in=signers.order_by().values("pk")).order_by()
    counted = rows.values_list("step").annotate(total=Count("pk"), done=Count("pk", filter=done))
    found = {step: (sent, signed) for step, sent, signed in counted}
    return [
        ReminderEffect(step.value, str(step.label), *found[step.value])
        for step in ReminderStep
        if step.value in found
    ]


@dataclass(frozen=True)
class SignerTrace:
    """When a signer was asked and reminded, and when their last mail came back."""

    invited_at: datetime | None = None
    reminded_at: datetime | None = None
    bounced_at: datetime | None = None


def signer_traces(signers: Sequence[Signer]) -> dict[UUID, SignerTrace]:
    """Return what was sent to each signer. Four queries."""
    keys = [row.pk for row in signers]
    invited = _invited(keys)
    reminders = Reminder.objects.filter(signer__in=keys).order_by("sent_at")
    reminded: dict[UUID, datetime] = {}
    last: dict[UUID, Message] = {}
    # The last mail of each says whether the address holds; one may be about another document.
    mails = Message.objects.filter(about_kind=Signer._meta.label_lower, about_id__in=keys)
    for mail in mails.order_by("created_at").only(*_TRACED):
        last[_uuid(mail.about_id)] = mail
    for row in reminders.select_related("message").only(
        "signer_id", "sent_at", *(f"message__{name}" for name in _TRACED)
    ):
        reminded[row.signer_id] = row.sent_at
        known = last.get(row.signer_id)
        if row.message and (known is None or known.created_at < row.message.created_at):
            last[row.signer_id] = row.message
    return {
        row.pk: SignerTrace(
            invited.get(row.pk), reminded.get(row.pk), _bounced_at(last.get(row.pk), row)
        )
        for row in signers
    }


_TRACED = ("about_id", "created_at", "state", "to_email", "bounced_at")


def _uuid(value: UUID | None) -> UUID:
    assert value is not None  # noqa: S101
    return value


def _bounced_at(last: Message | None, signer: Signer) -> datetime | None:
    if last is None or last.state != MailState.BOUNCED:
        return None
    # Mended since, the address is another one.
    return last.bounced_at if last.to_email.lower() == signer.email.lower() else None
