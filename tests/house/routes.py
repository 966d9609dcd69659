"""How a route is written in the register, and how the resolver's own list is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.world import VIEWERS, World

Kwargs = Callable[[World], Mapping[str, object]]
SIGNED_IN = tuple(viewer for viewer in VIEWERS if viewer != "anonymous")
LOGIN = "login"  # a page sends to the sign-in page, the API asks for a key
PUBLIC, ANY, ROLES = "public", "any signed-in", "roles"


def no_kwargs(world: World) -> Mapping[str, object]:
    """Return nothing: the address names no object."""
    return {}


@dataclass(frozen=True)
class Route:
    """
    One line of the register: a name, how it is asked, and what each viewer gets.

    `cells`: status to the viewers who get it; the others get `rest`, strangers `stranger`.
    """

    name: str
    cells: Mapping[int, str]
    kwargs: Kwargs = no_kwargs
    method: str = "get"
    query: str = ""
    data: Callable[[World], Mapping[str, object]] = no_kwargs
    rest: int = 404
    stranger: int | str = LOGIN
    missing: Mapping[str, object] = field(default_factory=dict)
    why: str = ""
    # What an API action reads when a file comes with it.
    multipart: bool = False

    @property
    def key(self) -> str:
        """Return the name of the line: one route may have several."""
        return f"{self.method.upper()} {self.name}{self.query}{self.why and ' ' + self.why}"

    @property
    def is_api(self) -> bool:
        """Return whether programs ask it."""
        return self.name.startswith("api:")

    @property
    def access(self) -> str:
        """Return who it is for: the world, anybody signed in, or some roles."""
        if self.stranger != LOGIN:
            return PUBLIC
        answers = {self.expected(viewer) for viewer in SIGNED_IN}
        return ANY if len(answers) == 1 else ROLES

    def expected(self, viewer: str) -> int | str:
        """Return the cell of that viewer."""
        if viewer == "anonymous":
            return self.stranger
        for status, viewers in self.cells.items():
            if viewers == "*" or viewer in viewers.split():
                return status
        return self.rest


def walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk every pattern of the site with its full name."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from walk(entry.url_patterns, space)
        else:
            yield f"{prefix}{entry.name or entry.lookup_str}", entry


def resolver_routes() -> dict[str, URLPattern]:
    """Return every route of the site by its name."""
    return dict(walk(get_resolver().url_patterns))
