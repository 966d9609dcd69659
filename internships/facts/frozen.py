"""Facts that are frozen: to JSON and back, with the digest that names them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

import orjson


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        # 7 and 7.00 are the same hours: one digest for both.
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    raise TypeError(f"{type(value).__name__} has no JSON shape here.")


def digest(shape: Mapping[str, Any]) -> str:
    """Return the sha256 of a JSON shape, its keys sorted."""
    return hashlib.sha256(orjson.dumps(shape, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _rebuilt(hint: Any, raw: Any) -> Any:
    """Return the value of a JSON shape in the type its field bears."""
    if get_origin(hint) is UnionType:
        if raw is None:
            return None
        return _rebuilt(next(arg for arg in get_args(hint) if arg is not type(None)), raw)
    if get_origin(hint) is tuple:
        return tuple(_rebuilt(get_args(hint)[0], each) for each in raw)
    if is_dataclass(hint) and isinstance(hint, type):
        return _row(hint, raw)
    if hint is date:
        return date.fromisoformat(raw)
    return Decimal(raw) if hint is Decimal else raw


def _row(kind: type, raw: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {each.name for each in fields(kind)}
    return kind(**{name: _rebuilt(hints[name], raw[name]) for name in known if name in raw})


class Frozen:
    """What a frozen dataclass of facts can do: become JSON, come back, and be named."""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape kept with a round of signature."""
        shape: dict[str, Any] = orjson.loads(
            orjson.dumps(asdict(self), default=_plain)  # type: ignore[call-overload]
        )
        return shape

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> Self:
        """Rebuild the facts of a kept shape; a field added since takes its default."""
        facts: Self = _row(cls, shape)
        return facts

    @property
    def sha256(self) -> str:
        """Return the digest of the facts: same facts, same digest."""
        return digest(self.as_dict())
