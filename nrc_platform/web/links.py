"""What the pages of a link keep: the names of their cookies, and what a late visitor typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.utils.datastructures import MultiValueDict

from nrc_platform.signatures.services import tokens

_NAME = "nrc-lien"
_PREFIX = "garde-"
# Not the act's: the door's own fields, and the check against forged posts.
_OWN = {"csrfmiddlewaretoken"}
MAX_KEPT = 500


def _name(rest: str) -> str:
    # A browser takes a `__Host-` cookie from this host alone, over HTTPS alone.
    return f"__Host-{_NAME}-{rest}" if settings.SESSION_COOKIE_SECURE else f"{_NAME}-{rest}"


def cookie_name(token: str) -> str:
    """Return the name of a visit's cookie: one for each link, so that two tabs live together."""
    return _name(tokens.hashed("cookie name", token)[:8])


def nonce_name() -> str:
    """Return the name of the cookie that ties a code to the browser that asked for it."""
    return _name("avant")


def draw_nonce() -> str:
    """Draw the value of that cookie."""
    return tokens.draw_token()


@dataclass(frozen=True)
class KeptFields:
    """The fields of an act posted once the visit was over: carried on, then given back."""

    fields: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields)

    @classmethod
    def of_act(cls, data: MultiValueDict[str, str]) -> Self:
        """Keep what the act's form sent; a chosen file has to be chosen again."""
        return cls(tuple((name, value) for name, value in _pairs(data) if name not in _OWN))

    @classmethod
    def carried(cls, data: MultiValueDict[str, str]) -> Self:
        """Take up what an earlier page of the door carried."""
        pairs = _pairs(data)
        return cls(tuple((n.removeprefix(_PREFIX), v) for n, v in pairs if n.startswith(_PREFIX)))

    @property
    def carried_on(self) -> list[tuple[str, str]]:
        """Return the hidden fields of a page of the door."""
        return [(f"{_PREFIX}{name}", value) for name, value in self.fields]

    @property
    def restored(self) -> list[tuple[str, str]]:
        """Return the hidden fields of the form that sends them to the act."""
        return list(self.fields)


def _pairs(data: MultiValueDict[str, str]) -> Iterable[tuple[str, str]]:
    found = [(name, value) for name, values in data.lists() for value in values]
    return [(str(name), str(value)) for name, value in found[:MAX_KEPT]]
