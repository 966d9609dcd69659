"""What a student does with a fiche: begin it, write in it, give it a place, read it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from exams import access
from exams.facts import PLAIN_FIELDS, content_of, rubric_marks
from exams.models import Fiche, FicheActor, FicheVisit
from exams.rules import PLACES, Actor
from exams.states import FicheState
from nrc_platform.core.access import require
from nrc_platform.core.clock import now
from nrc_platform.core.dates import hour
from nrc_platform.core.errors import DomainError, Invalid, Stale
from nrc_platform.core.text import check_length, clean_text
from nrc_platform.journal import services as journal
from nrc_platform.journal.moves import service
from nrc_platform.people.models import Promotion, User

MAX_CHARS = 20_000
MAX_LINES = 400
MAX_ACTORS = 12
LONG_FIELDS = (
    "company_activity",
    "object_text",
    "context_text",
    "goals_text",
    "conditions_text",
    "strategy_text",
    "difficulties_text",
    "results_text",
)
_SETS = ("competences", "savoirs")
_CLOSED = {
    FicheState.SUBMITTED: "Cette fiche est déjà remise : attendez la réponse de l’équipe.",
    FicheState.VISAED: "Cette fiche est visée : elle ne se modifie plus.",
}


def lock(fiche_id: UUID) -> Fiche:
    """Return the row locked for the rest of the transaction, its people loaded."""
    return (
        Fiche.objects.select_for_update(of=("self",))
        .select_related("student", "promotion__school", "visa_by")
        .get(pk=fiche_id)
    )


def require_open(fiche: Fiche) -> None:
    """Refuse a fiche its student can no longer change, saying why."""
    if fiche.state in _CLOSED:
        raise DomainError(_CLOSED[FicheState(fiche.state)])


def _lock_file(student_id: UUID) -> None:
    """Serialise what touches the places of one student's file."""
    User.objects.select_for_update(of=("self",)).get(pk=student_id)


def _free_place(student: User, promotion: Promotion) -> int | None:
    taken = set(
        Fiche.objects.filter(student=student, promotion=promotion, slot__isnull=False)
        .order_by()
        .values_list("slot", flat=True)
    )
    return next((place for place in PLACES if place not in taken), None)


@service
def create_fiche(
    *, actor: User, promotion: Promotion, title: str, values: Mapping[str, Any] | None = None
) -> Fiche:
    """Begin a fiche in the first free place of the student's file, or apart when it is full."""
    require(
        access.can_create_fiche(actor, promotion),
        "Seule une personne inscrite dans la promotion y écrit une fiche.",
    )
    _lock_file(actor.pk)
    fiche = Fiche(
        student=actor,
        promotion=promotion,
        title=_checked("title", title) or "Sans titre",
        slot=_free_place(actor, promotion),
    )
    fiche.clean_fields(exclude={"state"})
    fiche.validate_constraints()
    fiche.save()
    journal.record("exams.fiche.create", actor=actor, about=fiche, school_id=promotion.school_id)
    if values:
        fiche = _write(lock(fiche.pk), values)
    return fiche


def _checked(name: str, text: str) -> str:
    cleaned = clean_text(text)
    if name in LONG_FIELDS:
        try:
            check_length(cleaned, max_chars=MAX_CHARS, max_lines=MAX_LINES)
        except ValidationError as error:
            raise Invalid({name: error.messages}) from error
    return cleaned


def _checked_actors(actors: Sequence[Actor]) -> list[Actor]:
    cleaned = [
        Actor(clean_text(actor.name), clean_text(actor.capacity), clean_text(actor.profile))
        for actor in actors
    ]
    kept = [actor for actor in cleaned if actor.name or actor.capacity or actor.profile]
    if len(kept) > MAX_ACTORS:
        raise Invalid({"actors": [f"Une fiche nomme {MAX_ACTORS} acteurs au plus."]})
    return kept


def _write_actors(fiche: Fiche, actors: Sequence[Actor]) -> bool:
    kept = _checked_actors(actors)
    before = [Actor(row.name, row.capacity, row.profile) for row in fiche.actors.all()]
    if before == kept:
        return False
    rows = [
        FicheActor(
            fiche=fiche, rank=rank, name=actor.name, capacity=actor.capacity, profile=actor.profile
        )
        for rank, actor in enumerate(kept)
    ]
    for rank, row in enumerate(rows):
        try:
            row.clean_fields()
        except ValidationError as error:
            raise Invalid(
                {f"actors-{rank}-{name}": found for name, found in error.message_dict.items()}
            ) from error
    fiche.actors.all().delete()
    FicheActor.objects.bulk_create(rows)
    return True


def _write_sets(fiche: Fiche, values: Mapping[str, Any]) -> bool:
    changed = False
    for name in _SETS:
        if name not in values:
            continue
        wanted = {row.pk for row in values[name]}
        relation = getattr(fiche, name)
        if wanted != set(relation.order_by().values_list("pk", flat=True)):
            relation.set(wanted)
            changed = True
    return changed


def _write(fiche: Fiche, values: Mapping[str, Any]) -> Fiche:
    """Write the given values into a locked fiche; its version grows only if something changed."""
    changed = []
    for name in (*PLAIN_FIELDS, "company"):
        if name not in values:
            continue
        value = _checked(name, values[name]) if isinstance(values[name], str) else values[name]
        if getattr(fiche, name) != value:
            setattr(fiche, name, value)
            changed.append(name)
    if "company" in changed:
        changed.extend(name for name in _borrow_company(fiche) if name not in changed)
    _check_fields(fiche, changed)
    other = _write_actors(fiche, values["actors"]) if "actors" in values else False
    other = _write_sets(fiche, values) or other
    if changed or other:
        fiche.version += 1
        fiche.updated_at = now()
        fiche.save(update_fields=[*changed, "version", "updated_at"])
    return fiche


def _borrow_company(fiche: Fiche) -> list[str]:
    """Copy the words of the directory where the student wrote nothing of their own."""
    company = fiche.company
    if company is None:
        return []
    place = f"{company.postal_code} {company.city}".strip()
    words = {
        "company_name": company.display_name or company.legal_name,
        "company_address": ", ".join(part for part in (company.address, place) if part),
        "company_activity": company.main_activity,
    }
    borrowed = [name for name, text in words.items() if text and not getattr(fiche, name)]
    for name in borrowed:
        setattr(fiche, name, words[name])
    return borrowed


def _check_fields(fiche: Fiche, changed: Sequence[str]) -> None:
    spared = {field.name for field in fiche._meta.fields} - set(changed)
    try:
        fiche.clean_fields(exclude=spared | {"state"})
        fiche.validate_constraints(exclude={"slot"})
    except ValidationError as error:
        raise Invalid(
            error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        ) from error


@service
def save_draft(fiche: Fiche, *, actor: User, version: int, values: Mapping[str, Any]) -> Fiche:
    """
    Keep what the student wrote, complete or not.

    - `version` is the one the writer read: another one is `Stale`, nothing is overwritten;
    - drafts are saved every few seconds, so they stay out of the journal; moves are in it.
    """
    row = lock(fiche.pk)
    require_open(row)
    require(access.can_edit_fiche(actor, row), "Une fiche s’écrit par son auteur seul.")
    if row.version != version:
        raise Stale(
            f"Cette fiche a été modifiée ailleurs à {hour(row.updated_at)}. "
            "Comparez les deux versions : rien n’est perdu."
        )
    return _write(row, values)


@service
def place_fiche(fiche: Fiche, *, actor: User, slot: int | None) -> Fiche:
    """Put the fiche in a place of the file (1 to 3), or take it out; a taken place swaps."""
    _lock_file(fiche.student_id)
    row = lock(fiche.pk)
    if row.state == FicheState.VISAED:
        raise DomainError(_CLOSED[FicheState.VISAED])
    require(access.can_place_fiche(actor, row), "Le dossier se compose par son auteur seul.")
    if slot is not None and slot not in PLACES:
        raise Invalid({"slot": ["Le dossier E4 a trois places, numérotées de 1 à 3."]})
    if slot == row.slot:
        return row
    other = _in_place(row, slot)
    before = row.slot
    # The unique place is freed first: both rows never hold the same one.
    _move_to(row, None)
    if other is not None:
        _move_to(other, before)
    _move_to(row, slot)
    journal.record(
        "exams.fiche.place",
        actor=actor,
        about=row,
        school_id=row.promotion.school_id,
        data={"slot": slot},
    )
    return row


def _in_place(fiche: Fiche, slot: int | None) -> Fiche | None:
    if slot is None:
        return None
    other = (
        Fiche.objects.select_for_update(of=("self",))
        .filter(student_id=fiche.student_id, promotion_id=fiche.promotion_id, slot=slot)
        .exclude(pk=fiche.pk)
        .first()
    )
    if other is not None and other.state == FicheState.VISAED:
        raise DomainError(
            f"La place {slot} est prise par une fiche visée : son numéro est imprimé. "
            "Choisissez une autre place."
        )
    return other


def _move_to(fiche: Fiche, slot: int | None) -> None:
    fiche.slot = slot
    fiche.save(update_fields=["slot"])


@service
def mark_seen(fiche: Fiche, *, actor: User) -> None:
    """Remember what the reader saw, rubric by rubric; reading is no event of the journal."""
    FicheVisit.objects.update_or_create(
        fiche=fiche,
        reader=actor,
        defaults={"seen_at": now(), "marks": rubric_marks(content_of(fiche))},
    )
