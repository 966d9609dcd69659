"""The one door for state changes, and the frame of every service."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model
from django_fsm import can_proceed

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.journal import chain
from nrc_platform.journal.services import record

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)


class Actor(Protocol):
    """Somebody who acts: an account, known here by its UUID only."""

    @property
    def pk(self) -> UUID:
        """The UUID of the account."""


def service(function: Callable[P, R]) -> Callable[P, R]:
    """
    Run the function in a transaction; journal lines are written at the end of the outermost one.

    Lines of an inner service that failed are forgotten with its savepoint.
    """

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        lines = chain.pending()
        if lines is not None:
            return _inner(lines, function, *args, **kwargs)
        with transaction.atomic():
            token = chain.begin()
            try:
                result = function(*args, **kwargs)
                chain.flush(chain.pending() or [])
            finally:
                chain.end(token)
        return result

    return wrapped


def _inner(
    lines: list[chain.Line], function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    before = len(lines)
    try:
        with transaction.atomic():
            return function(*args, **kwargs)
    except BaseException:
        del lines[before:]
        raise


def apply(row: M, move: str, *, actor: Actor | None, reason: str = "", **fields: Any) -> M:
    """
    Run a transition of the row, set the named fields, check everything and save them.

    Returns the row as it was locked and saved: use it in place of the one given. `full_clean` is
    not an option: it raises on a protected field, and excluding the state there silently skips
    the very constraints that name it.
    """
    locked = _lock(row)
    method = getattr(locked, move)
    state_field = method._django_fsm.field.name  # noqa: SLF001
    before = getattr(locked, state_field)
    if not can_proceed(method):
        raise DomainError(_refusal(locked, state_field), code="illegal_move")
    for name, value in fields.items():
        setattr(locked, name, value)
    method()
    written = [state_field, *fields, *_bump(locked)]
    _check(locked, state_field)
    locked.save(update_fields=written)
    record(
        f"{locked._meta.label_lower}.{move}",
        actor=actor,
        about=locked,
        school_id=getattr(locked, "school_id", None),
        data={"from": before, "to": getattr(locked, state_field), "fields": sorted(fields)},
        personal={"reason": reason} if reason else None,
    )
    return locked


def _lock(row: M) -> M:
    rows = type(row)._base_manager.select_for_update(of=("self",))
    found = rows.filter(pk=row.pk).first()
    if found is None:
        raise DomainError("Cet objet n’existe plus. Revenez à la liste.", code="gone")
    return found


def _bump(row: Model) -> list[str]:
    names = {field.name for field in row._meta.concrete_fields}
    written = []
    if "version" in names:
        setattr(row, "version", getattr(row, "version") + 1)  # noqa: B009, B010
        written.append("version")
    if "updated_at" in names:
        setattr(row, "updated_at", clock.now())  # noqa: B010
        written.append("updated_at")
    return written


def _check(row: Model, state_field: str) -> None:
    try:
        row.clean_fields(exclude={state_field})
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise Invalid(as_sentences(error)) from error


def as_sentences(error: ValidationError) -> dict[str, list[str]]:
    """Return the sentences of a validation error, by field."""
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


def _refusal(row: Model, state_field: str) -> str:
    field = row._meta.get_field(state_field)
    labels = dict(getattr(field, "flatchoices", []))
    state = getattr(row, state_field)
    return (
        f"Cette action n’est plus possible dans l’état «\u00a0{labels.get(state, state)}\u00a0». "
        "Rechargez la page pour voir ce qui a changé."
    )
