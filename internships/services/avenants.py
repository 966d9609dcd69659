"""Avenants: a typed change of a signed convention, written, signed by its parties, or given up."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from internships import access
from internships.mails import (
    AvenantDropped,
    tell,
)
from internships.models import Attestation, Avenant, Break, Convention, Terms
from internships.selectors.findings import avenant_findings
from internships.selectors.parties import facts_of, persons_of
from internships.selectors.printed import AVENANT, printed_avenant
from internships.services import avenant_checks as checks
from internships.services import printing, writing
from internships.services.avenant_signers import signers_of_avenant
from internships.services.review import need
from internships.services.sending import due_at
from internships.states import (
    AttestationState,
    AvenantKind,
    AvenantState,
    ConventionState,
)
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Incomplete, Stale
from nrc_platform.core.rows import change, check_row, insert
from nrc_platform.documents import services as documents
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import SigningRequest

_A = AvenantState
WHY = "Dites pourquoi la convention change\u00a0: le motif est imprimé sur l’avenant."
WHY_ENDED = "Écrivez le motif\u00a0: les personnes à qui l’avenant est proposé le liront."
WRITERS = "Un avenant s’écrit par l’équipe de la classe ou le bureau des stages."
_CLOSED = {
    ConventionState.CLOSED: "La convention est close\u00a0: elle ne change plus.",
    ConventionState.TERMINATED: "La convention est rompue\u00a0: elle ne change plus.",
}
_UNSIGNED = (
    "Un avenant change une convention signée par tous. Celle-ci ne l’est pas\u00a0: modifiez-la, "
    "ou reprenez-la."
)
_ATTESTED = (
    "L’attestation de ce stage est déjà établie, sur les clauses d’aujourd’hui\u00a0: annulez-la "
    "d’abord, puis écrivez l’avenant."
)
_SENT = (
    "L’avenant est dans l’état «\u00a0{state}\u00a0»\u00a0: il ne se modifie plus. Annulez-le et "
    "écrivez-en un autre."
)
_STALE = (
    "Quelqu’un d’autre a modifié cet avenant entre-temps. Relisez-le, puis refaites votre "
    "changement."
)


def _require_open(convention: Convention) -> None:
    if convention.state != ConventionState.SIGNED:
        sentence = _CLOSED.get(ConventionState(convention.state), _UNSIGNED)
        raise DomainError(sentence, code="illegal_move")
    attested = Attestation.objects.filter(internship__convention=convention)
    if attested.exclude(state=AttestationState.CANCELLED).exists():
        raise DomainError(_ATTESTED, code="attested")


def _lock(convention: Convention, avenant_id: UUID) -> Avenant:
    row = Avenant.objects.select_for_update(of=("self",)).get(pk=avenant_id)
    row.convention = convention
    return row


def _held(avenant: Avenant) -> Avenant:
    """Return the avenant locked, after its convention, whose people are loaded."""
    return _lock(writing.lock(avenant.convention_id), avenant.pk)


def _require_draft(row: Avenant, actor: User) -> None:
    if row.state != _A.DRAFT:
        raise DomainError(_SENT.format(state=row.get_state_display()), code="illegal_move")
    _require_open(row.convention)
    require(access.can_edit_avenant(actor, row), WRITERS)


def _agreed(convention: Convention) -> Terms:
    """Return the last terms agreed, their people loaded: what an avenant changes."""
    return Terms.objects.agreed().with_people().get(convention=convention)


@service
def draft_avenant(
    convention: Convention,
    *,
    actor: User,
    kind: str,
    reason: str,
    applies_on: date,
    changes: Mapping[str, Any],
    breaks: Sequence[Mapping[str, Any]] | None = None,
) -> Avenant:
    """
    Write an avenant; it changes nothing until the parties of the convention have signed it.

    - on a signed convention, one at a time, before any attestation;
    - its terms are a whole copy of those agreed, with the change in it;
    - what each kind may change is a closed list.
    """
    row = writing.lock(convention.pk)
    _require_open(row)
    require(access.can_draft_avenant(actor, row), WRITERS)
    asked = checks.Asked(kind, applies_on, changes, breaks or ())
    base = _agreed(row)
    values = checks.read_changes(row, base, asked)
    last = Avenant.objects.filter(convention=row).aggregate(Max("number"))["number__max"] or 0
    avenant = insert(
        Avenant(
            convention=row,
            number=last + 1,
            kind=kind,
            reason=need("reason", reason, WHY),
            applies_on=applies_on,
            created_by=actor,
        )
    )
    copied = {name: getattr(base, name) for name in writing.TERMS}
    insert(Terms(convention=row, avenant=avenant, **copied | values))
    _write_breaks(avenant, asked)
    _trace("draft", avenant, actor, {"kind": kind, "fields": sorted(values)})
    return avenant


def _write_breaks(avenant: Avenant, asked: checks.Asked) -> None:
    avenant.breaks.all().delete()
    for line in asked.breaks:
        insert(Break(convention=avenant.convention, avenant=avenant, **checks.line_of(line)))


def _trace(verb: str, avenant: Avenant, actor: User, data: dict[str, Any]) -> None:
    record(
        f"internships.avenant.{verb}",
        actor=actor,
        about=avenant,
        school_id=avenant.school_id,
        data={"convention": str(avenant.convention_id), **data},
    )


@service
def edit_avenant(
    avenant: Avenant,
    *,
    actor: User,
    version: int,
    reason: str,
    applies_on: date,
    changes: Mapping[str, Any],
    breaks: Sequence[Mapping[str, Any]] | None = None,
) -> Avenant:
    """Write again in an avenant that is not sent; its kind stays, its whole change is given."""
    row = _held(avenant)
    _require_draft(row, actor)
    if row.version != version:
        raise Stale(_STALE)
    asked = checks.Asked(row.kind, applies_on, changes, breaks or ())
    base = _agreed(row.convention)
    values = checks.read_changes(row.convention, base, asked)
    kept = {name: getattr(base, name) for name in writing.TERMS} | values
    change(Terms.objects.get(avenant=row), kept)
    _write_breaks(row, asked)
    row.version += 1
    row.updated_at = clock.now()
    row.reason, row.applies_on = need("reason", reason, WHY), applies_on
    check_row(row)
    row.save(update_fields=["version", "reason", "applies_on", "updated_at"])
    _trace("edit", row, actor, {"fields": sorted(values)})
    return row


@service
def send_avenant(avenant: Avenant, *, actor: User) -> Avenant:
    """
    Freeze the change and have it signed by the parties of the convention.

    The change is checked again: the day it was written is not the day it is sent. A change that
    the rules would have kept from being signed is `Incomplete`, with what it breaks.
    """
    row = _held(avenant)
    _require_draft(row, actor)
    checks.check_again(row, _agreed(row.convention))
    _require_lawful(row)
    today = clock.today()
    signers = signers_of_avenant(row.convention, on=today)
    convention = row.convention
    row = moves.apply(row, "send", actor=actor, sent_at=clock.now())
    facts = printed_avenant(row, on=today, signers=signers, reference=documents.new_reference())
    named = facts_of(convention)
    request = signatures.open_request(
        school=convention.school,
        kind=AVENANT,
        subject_id=row.pk,
        title=f"Avenant {row.number}, convention {convention.number}",
        label=f"avenant à la {named.named} {named.of_students}",
        due_at=due_at(row.applies_on),
        facts=facts.as_dict(),
        template=facts.template,
        signers=signers,
        actor=actor,
    )
    printing.print_round(request, actor=actor)
    return row


def _require_lawful(avenant: Avenant) -> None:
    stops = avenant_findings(avenant)
    if stops:
        raise Incomplete("Cet avenant ne peut pas être signé tel qu’il est écrit.", stops)


def _what(avenant: Avenant) -> dict[str, Any]:
    return {
        "number": avenant.number,
        "what": AvenantKind(avenant.kind).label,
        "applies_on": avenant.applies_on,
    }


# --- signed, or given up ----------------------------------------------------------------------


def take_signature(convention: Convention, avenant_id: UUID, *, actor: User | None) -> None:
    """Note that somebody signed, in the service that recorded it; the seal puts it in force."""
    moves.apply(_lock(convention, avenant_id), "sign_partly", actor=actor)


@service
def cancel_avenant(avenant: Avenant, *, actor: User, reason: str) -> Avenant:
    """Give the change up: its round is void and kept, the convention stays as it was."""
    return _drop(avenant, "cancel", actor=actor, reason=reason)


@service
def refuse_avenant(avenant: Avenant, *, actor: User, reason: str) -> Avenant:
    """Record that a party says no to a sent avenant: the convention stays as it was."""
    return _drop(avenant, "refuse", actor=actor, reason=reason)


def _drop(avenant: Avenant, move: str, *, actor: User, reason: str) -> Avenant:
    row = _held(avenant)
    ended = row.state in (_A.SIGNED, _A.REFUSED, _A.CANCELLED)
    if ended or (move == "refuse" and row.state == _A.DRAFT):
        raise DomainError(
            f"L’avenant est dans l’état «\u00a0{row.get_state_display()}\u00a0»\u00a0: cette "
            "action n’y est pas possible. Rechargez la page pour voir ce qui a changé.",
            code="illegal_move",
        )
    require(access.can_edit_avenant(actor, row), WRITERS)
    why = need("reason", reason, WHY_ENDED)
    convention = row.convention
    held = SigningRequest.objects.about(AVENANT, row.pk).open().first()
    asked = list(held.signers.standing().select_related("user")) if held else []
    if held is not None:
        signatures.void_request(held, actor=actor, reason=why)
    row = moves.apply(row, move, actor=actor, reason=why, end_reason=why)
    facts, what = facts_of(convention), _what(row)
    tell(
        convention,
        persons_of(asked),
        lambda known: AvenantDropped(facts, **what, reason=why, has_account=known),
        actor=actor,
    )
    return row
