"""A référentiel file read with the line of each value, so that a refusal can name it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from nrc_platform.core.errors import DomainError

MAX_SIZE = 2_000_000
MAX_DEPTH = 20
MAX_NUMBER = 32767
MAX_TEXT = 5_000


class BrokenSource(DomainError):
    """The file cannot be loaded: the line, and why."""

    code = "broken_source"

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"Ligne {line} : {reason}")


@dataclass(frozen=True)
class Place:
    """A value of the file and the line it is written on."""

    line: int
    value: Any
    name: str = "la racine"
    read: set[str] = field(default_factory=set, compare=False)

    def fail(self, reason: str) -> BrokenSource:
        """Return the refusal that names this line."""
        return BrokenSource(self.line, reason)

    def has(self, key: str) -> bool:
        """Return whether the mapping holds the key."""
        return key in self._mapping()

    def _mapping(self) -> "dict[str, Place]":
        if not isinstance(self.value, dict):
            raise self.fail(f"{self.name} doit être un ensemble « clé : valeur ».")
        return self.value

    def get(self, key: str) -> "Place":
        """Return the value of a key, or refuse the file when it is missing."""
        self.read.add(key)
        mapping = self._mapping()
        if key not in mapping:
            raise self.fail(f"il manque « {key} » dans {self.name}.")
        return mapping[key]

    def pairs(self) -> "Iterator[tuple[str, Place]]":
        """Yield every key with its value."""
        yield from self._mapping().items()

    def children(self, key: str) -> "list[Place]":
        """Return the lines of a list; a missing key is an empty list."""
        if not self.has(key):
            return []
        return self.get(key).lines()

    def lines(self) -> "list[Place]":
        """Return the values of this list."""
        if not isinstance(self.value, list):
            raise self.fail(f"{self.name} doit être une liste, une ligne par tiret.")
        return self.value

    def text(self, limit: int = MAX_TEXT) -> str:
        """Return a text that is not empty, of at most `limit` signs."""
        if isinstance(self.value, dict):
            raise self.fail(f"{self.name} doit être un texte : mettez-le entre guillemets.")
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail(f"{self.name} doit être un texte.")
        if len(self.value) > limit:
            raise self.fail(f"{self.name} compte {len(self.value)} signes, au plus {limit}.")
        return self.value

    def number(self) -> int:
        """Return a whole number from zero to what its column holds."""
        if type(self.value) is not int or not 0 <= self.value <= MAX_NUMBER:
            raise self.fail(f"{self.name} doit être un nombre entier de 0 à {MAX_NUMBER}.")
        return self.value

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.fail(f"{self.name} doit valoir true ou false.")
        return self.value

    def day(self) -> date:
        """Return a day written 2027-01-31."""
        if type(self.value) is not date:
            raise self.fail(f"{self.name} doit être un jour, par exemple 2027-01-31.")
        return self.value

    def one_of(self, allowed: list[str]) -> str:
        """Return a text of a closed list."""
        text = self.text()
        if text not in allowed:
            raise self.fail(f"« {text} » n’est pas admis pour {self.name} : {', '.join(allowed)}.")
        return text

    def refuse_unknown(self) -> None:
        """Refuse the keys nobody asked for: most are a slip of the pen."""
        for key, place in self.pairs():
            if key not in self.read:
                raise place.fail(f"« {key} » n’est pas connu dans {self.name}.")


class _Loader(yaml.SafeLoader):
    """Safe YAML without aliases: one of them can stand for a million lines."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            raise BrokenSource(
                self.peek_event().start_mark.line + 1,  # type: ignore[no-untyped-call]
                "les renvois (*nom) ne sont pas admis.",
            )
        return super().compose_node(parent, index)


def _place(loader: _Loader, node: yaml.Node, name: str, depth: int = 0) -> Place:
    line = node.start_mark.line + 1
    if depth > MAX_DEPTH:
        raise BrokenSource(line, f"plus de {MAX_DEPTH} niveaux.")
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Place] = {}
        for key_node, value_node in node.value:
            key = str(loader.construct_object(key_node))
            at = key_node.start_mark.line + 1
            if key in mapping:
                raise BrokenSource(at, f"« {key} » est écrit deux fois.")
            value = _place(loader, value_node, f"« {key} »", depth + 1)
            mapping[key] = Place(at, value.value, value.name)
        return Place(line, mapping, name)
    if isinstance(node, yaml.SequenceNode):
        return Place(line, [_place(loader, sub, name, depth + 1) for sub in node.value], name)
    return Place(line, loader.construct_object(node), name)


def read_source(text: str) -> Place:
    """Return the root of the file with the line of each value, or refuse it."""
    if len(text) > MAX_SIZE:
        raise BrokenSource(1, "le fichier dépasse deux millions de signes.")
    loader: _Loader | None = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise BrokenSource(1, "le fichier est vide.")
        return _place(loader, node, "la racine")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = (
            "l’écriture YAML n’est pas lisible : vérifiez les retraits, les guillemets et « : »."
        )
        raise BrokenSource(line, reason) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BrokenSource(1, "ce fichier n’est pas du YAML lisible.") from error
    finally:
        if loader is not None:
            loader.dispose()
