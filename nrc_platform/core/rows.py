"""What every table of the product has: a public UUID, and a version where people write at once."""

import uuid
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid, Stale

R = TypeVar("R", bound="Row")


class Row(models.Model):
    """A row known to the outside by a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("créé le", default=clock.now, editable=False)

    class Meta:
        abstract = True


class Versioned(Row):
    """A row that several people may edit: `version` grows at each save that changes it."""

    version = models.PositiveIntegerField("version", default=1, editable=False)
    updated_at = models.DateTimeField("modifié le", default=clock.now, editable=False)

    class Meta:
        abstract = True


def as_invalid(error: ValidationError) -> Invalid:
    """Return Django's refusal as ours; what concerns no single field is kept under `__all__`."""
    if hasattr(error, "error_dict"):
        return Invalid(error.message_dict)
    return Invalid({NON_FIELD_ERRORS: error.messages})


def check_row(row: models.Model) -> None:
    """Raise `Invalid` with French sentences unless the row obeys its fields and constraints."""
    # A protected state refuses the assignment that `clean_fields` makes; constraints still see it.
    protected = {f.name for f in row._meta.fields if getattr(f, "protected", False)}
    try:
        row.clean_fields(exclude=protected)
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise as_invalid(error) from error


def insert(row: R) -> R:
    """Check and save a new row; lost against another writer, it is refused in the same words."""
    check_row(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        check_row(row)
        raise
    return row


def change(
    row: R, values: dict[str, Any], *, version: int | None = None
) -> tuple[R, dict[str, list[Any]]]:
    """
    Lock the row, set the values that differ, check and save it.

    Return the saved row, and before and after of each changed field. With `version`, another
    version than that one raises `Stale`.
    """
    held = type(row)._default_manager.select_for_update().get(pk=row.pk)
    seen = getattr(held, "version", None)
    if version is not None and seen != version:
        raise Stale(
            "Quelqu’un d’autre a modifié cette page entre-temps. "
            "Relisez la version enregistrée, puis refaites votre changement."
        )
    changed = {
        name: [getattr(held, name), value]
        for name, value in values.items()
        if getattr(held, name) != value
    }
    if not changed:
        return held, {}
    for name, (_before, value) in changed.items():
        setattr(held, name, value)
    if isinstance(held, Versioned):
        held.version += 1
        held.updated_at = clock.now()
    check_row(held)
    held.save()
    return held, changed
