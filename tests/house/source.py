"""The source of the product, read once for the checks of the house."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("nrc_platform", "curriculum", "internships", "projects", "exams", "bench")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: str
    lines: int
    tree: ast.Module

    @property
    def is_view(self) -> bool:
        """Return whether the module holds pages."""
        return self.path.endswith("/views.py") or "/views/" in self.path

    def functions(self) -> Iterator[Function]:
        """Walk every function of the file, methods included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def imported(self) -> Iterator[str]:
        """Walk the dotted names of what the file imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (f"{node.module}.{name.name}" for name in node.names)


def read(path: Path) -> Module:
    """Read one file."""
    text = path.read_text(encoding="utf-8")
    return Module(str(path.relative_to(ROOT)), text.count("\n"), ast.parse(text))


@cache
def modules(*packages: str) -> tuple[Module, ...]:
    """Return the modules of the packages, migrations apart."""
    return tuple(
        read(path)
        for package in packages or PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    )


def length(function: Function) -> int:
    """Return the lines of a function, its decorators and docstring apart."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def strings(tree: ast.AST) -> Iterator[str]:
    """Walk every string written in the code, pieces of f-strings included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
