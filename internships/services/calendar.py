"""The calendar of a class: its periods of stage, beside the steps of its progression."""

from collections.abc import Mapping
from typing import Any

from internships import access
from internships.models import InternshipPeriod, ProgressionStep
from nrc_platform.core import dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import Promotion, User

PERIOD_FIELDS = ("label", "aim", "starts_on", "ends_on")
STEP_FIELDS = ("label", "content", "starts_on", "ends_on")
REFUSAL = "Le calendrier se tient par les professeurs de la classe et par le bureau des stages."
USED = (
    "Des conventions ou des démarches portent sur cette période\u00a0: elle ne se retire plus. "
    "Changez plutôt ses dates."
)
GONE = "Cette ligne du calendrier est déjà retirée. Revenez au calendrier."


def check_within_class(promotion: Promotion, values: Mapping[str, Any]) -> None:
    """Raise `Invalid` for days outside the time of the class, often a slip of the year."""
    first, last = promotion.starts_on, promotion.ends_on
    said = f"du {dates.short_day(first)} au {dates.short_day(last)}"
    wrong = {
        name: [f"Choisissez un jour du temps de la classe, {said}."]
        for name in ("starts_on", "ends_on")
        if values.get(name) and not first <= values[name] <= last
    }
    if wrong:
        raise Invalid(wrong)


def check_aim(values: Mapping[str, Any]) -> None:
    """Raise `Invalid` for a period without an aim in the progression (req. 29)."""
    if not values["aim"]:
        raise Invalid(
            {
                "aim": [
                    "Dites l’objectif de la période dans la progression de la classe\u00a0: "
                    "le stage ne se juxtapose pas aux cours."
                ]
            }
        )


def _cleaned(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: values[name] for name in names}
    return {
        name: clean_text(value) if isinstance(value, str) else value
        for name, value in kept.items()
    }


def check_apart(promotion: Promotion, values: Mapping[str, Any], *, but: Any = None) -> None:
    """Raise `Invalid` when two periods of the class share a day."""
    others = InternshipPeriod.objects.filter(
        promotion=promotion, starts_on__lte=values["ends_on"], ends_on__gte=values["starts_on"]
    ).exclude(pk=but)
    other = others.first()
    if other is not None:
        raise Invalid(
            {
                "starts_on": [
                    f"Ces dates chevauchent «\u00a0{other.label}\u00a0», du "
                    f"{dates.short_day(other.starts_on)} au {dates.short_day(other.ends_on)}. "
                    "Séparez les deux périodes."
                ]
            }
        )


def _lock(promotion: Promotion) -> None:
    """Serialise what is written in the calendar of one class."""
    Promotion.objects.select_for_update(of=("self",), no_key=True).get(pk=promotion.pk)


def _write_down(
    verb: str, row: Any, actor: User, changed: Mapping[str, Any] | None = None
) -> None:
    record(
        f"{row._meta.label_lower}.{verb}",
        actor=actor,
        about=row,
        school_id=row.promotion.school_id,
        data={"fields": sorted(changed or {})},
    )


@service
def add_period(
    promotion: Promotion, *, actor: User, values: Mapping[str, Any]
) -> InternshipPeriod:
    """Plan a period of stage in the progression of the class (req. 28, 29)."""
    require(access.can_edit_calendar(actor, promotion), REFUSAL)
    _lock(promotion)
    kept = _cleaned(values, PERIOD_FIELDS)
    check_aim(kept)
    check_within_class(promotion, kept)
    check_apart(promotion, kept)
    row = insert(InternshipPeriod(promotion=promotion, **kept))
    _write_down("add", row, actor)
    return row


@service
def edit_period(
    period: InternshipPeriod, *, actor: User, version: int, values: Mapping[str, Any]
) -> InternshipPeriod:
    """Change a period; the conventions already written keep their own dates."""
    promotion = period.promotion
    require(access.can_edit_calendar(actor, promotion), REFUSAL)
    _lock(promotion)
    kept = _cleaned(values, PERIOD_FIELDS)
    check_aim(kept)
    check_within_class(promotion, kept)
    check_apart(promotion, kept, but=period.pk)
    row, changed = change(period, kept, version=version)
    if changed:
        _write_down("edit", row, actor, changed)
    return row


@service
def remove_period(period: InternshipPeriod, *, actor: User) -> None:
    """Take a period out of the calendar, unless a convention or a search is about it."""
    require(access.can_edit_calendar(actor, period.promotion), REFUSAL)
    _lock(period.promotion)
    if period.internships.exists() or period.search_entries.exists():
        raise DomainError(USED, code="used")
    _write_down("remove", period, actor)
    _delete(InternshipPeriod, period.pk)


@service
def add_step(promotion: Promotion, *, actor: User, values: Mapping[str, Any]) -> ProgressionStep:
    """Add a step of the progression, seen beside the periods (req. 28)."""
    require(access.can_edit_calendar(actor, promotion), REFUSAL)
    check_within_class(promotion, values)
    row = insert(ProgressionStep(promotion=promotion, **_cleaned(values, STEP_FIELDS)))
    _write_down("add", row, actor)
    return row


@service
def edit_step(
    step: ProgressionStep, *, actor: User, version: int, values: Mapping[str, Any]
) -> ProgressionStep:
    """Change a step of the progression."""
    require(access.can_edit_calendar(actor, step.promotion), REFUSAL)
    check_within_class(step.promotion, values)
    row, changed = change(step, _cleaned(values, STEP_FIELDS), version=version)
    if changed:
        _write_down("edit", row, actor, changed)
    return row


@service
def remove_step(step: ProgressionStep, *, actor: User) -> None:
    """Take a step out of the progression."""
    require(access.can_edit_calendar(actor, step.promotion), REFUSAL)
    _write_down("remove", step, actor)
    _delete(ProgressionStep, step.pk)


def _delete(model: Any, key: Any) -> None:
    deleted, _ = model.objects.filter(pk=key).delete()
    if not deleted:
        raise DomainError(GONE, code="gone")
