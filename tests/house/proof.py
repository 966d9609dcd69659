"""Take one rule away, to see whether the test that claims to prove it notices."""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from nrc_platform.core.findings import RULES
from tests.house.source import PACKAGES

Constraint = models.BaseConstraint
QUESTIONS = ("can_", "is_", "has_", "teaches")


class UnknownRule(LookupError):
    """The name after `rule=` is no rule, no question, no check and no constraint."""


def constraint_named(name: str) -> tuple[type[models.Model], Constraint] | None:
    """Return the constraint of that name with its model."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return model, constraint
    return None


def function_named(name: str) -> Callable[..., Any] | None:
    """Return the function of that dotted name."""
    module, _, last = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), last, None) if module else None
    except ModuleNotFoundError:
        return None


def without(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function turned over: no becomes yes, a scope opens, a check lets through."""
    last = name.rpartition(".")[2]
    if last.startswith("visible_"):
        return lambda *args, **kwargs: function(*args, **kwargs).model._default_manager.all()
    if last.startswith(QUESTIONS):
        return lambda *args, **kwargs: not function(*args, **kwargs)
    return lambda *args, **kwargs: None


def _replace(patch: pytest.MonkeyPatch, old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Put the new function wherever the old one was imported, listed or given to a field."""
    for name, module in list(sys.modules.items()):
        if not name.startswith((*PACKAGES, "tests")):
            continue
        for key, value in list(vars(module).items()):
            if value is old:
                patch.setattr(module, key, new)
            elif isinstance(value, type) and value.__module__ == name:
                _replace_in_class(patch, value, old, new)
    _replace_in_fields(patch, old, new)


def _replace_in_fields(
    patch: pytest.MonkeyPatch, old: Callable[..., Any], new: Callable[..., Any]
) -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            validators = getattr(field, "_validators", None)
            if validators and old in validators:
                swapped = [new if each is old else each for each in validators]
                patch.setattr(field, "_validators", swapped)
                field.__dict__.pop("validators", None)


def _replace_in_class(
    patch: pytest.MonkeyPatch, owner: type, old: Callable[..., Any], new: Callable[..., Any]
) -> None:
    for key, value in list(vars(owner).items()):
        if value is old:
            patch.setattr(owner, key, new)
        elif isinstance(value, dict) and old in value.values():
            patch.setattr(
                owner, key, {k: new if each is old else each for k, each in value.items()}
            )


def _forget(model: type[models.Model]) -> None:
    """Make the model work out again what depends on its constraints and validators."""
    model._meta.__dict__.pop("total_unique_constraints", None)
    for field in model._meta.get_fields():
        field.__dict__.pop("validators", None)


class Disabled:
    """A rule that is away: from the code at once, from its table when `drop` is called."""

    def __init__(self, rule: str, patch: pytest.MonkeyPatch) -> None:
        self.found = None if rule in RULES else constraint_named(rule)
        self.dropped = False
        self.guard: Callable[[], AbstractContextManager[Any]] = nullcontext
        if rule in RULES:
            patch.setitem(RULES, rule, lambda *args, **kwargs: [])
        elif self.found:
            model, constraint = self.found
            kept = [each for each in model._meta.constraints if each is not constraint]
            patch.setattr(model._meta, "constraints", kept)
        elif function := function_named(rule):
            _replace(patch, function, without(rule, function))
        else:
            raise UnknownRule(rule)
        for model in apps.get_models():
            _forget(model)

    def drop(self) -> None:
        """Take the constraint out of its table, outside any transaction."""
        if self.found and not self.dropped:
            with self.guard(), connection.schema_editor() as editor:
                editor.remove_constraint(*self.found)
            self.dropped = True

    def put_back(self) -> None:
        """Put the constraint back into its table."""
        if self.found and self.dropped:
            with self.guard(), connection.schema_editor() as editor:
                editor.add_constraint(*self.found)


@contextmanager
def disabled(rule: str) -> Iterator[Disabled]:
    """Run without the rule, then put everything back."""
    with pytest.MonkeyPatch.context() as patch:
        handle = Disabled(rule, patch)
        yield handle
    for model in apps.get_models():
        _forget(model)
    handle.put_back()
