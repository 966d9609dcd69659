"""What imports cannot show: keys point downwards, nobody listens, pages alone know HTTP."""

import ast
from typing import Any

from django.apps import apps
from django.core import signals as request_signals
from django.db import models
from django.db.models import signals as model_signals
from django.dispatch import Signal

from tests.house.source import PACKAGES, modules

# From the ground up; apps of one line do not know each other.
FLOORS = (
    {"journal"},
    {"jobs"},
    {"people"},
    {"companies"},
    {"documents", "notifications"},
    {"signatures"},
    {"curriculum"},
    {"internships"},
    {"projects"},
    {"exams"},
    {"web", "api", "bench"},
)
FLOOR = {label: rank for rank, labels in enumerate(FLOORS) for label in labels}
BELOW = {"contenttypes", "auth", "sessions", "account", "mfa"}
HTTP = ("django.http", "django.shortcuts")
# Who else meets requests.
MEETS_HTTP = {
    "nrc_platform/core/views.py": "base of the pages",
    "nrc_platform/core/api.py": "base of the API",
    "nrc_platform/api/idempotency.py": "reads and repeats answers",
    "nrc_platform/web/middleware.py": "middlewares",
    "nrc_platform/web/shell.py": "context of every page",
    "nrc_platform/web/accounts.py": "account adapter",
    "nrc_platform/web/templatetags/nrc.py": "keeps the address of the page while it sorts",
}


def keys() -> list[tuple[str, str, str]]:
    """Return every foreign key of ours: app, field, target app."""
    return [
        (model._meta.app_label, f"{model.__name__}.{field.name}", target._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in FLOOR
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and isinstance(target := field.related_model, type)
    ]


def test_every_app_has_its_floor() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(PACKAGES)}
    assert ours - {"core"} <= set(FLOOR)


def test_foreign_keys_point_downwards() -> None:
    upward = [
        f"{app}.{field} → {target}"
        for app, field, target in keys()
        if target not in BELOW and target != app and FLOOR[target] >= FLOOR[app]
    ]
    assert keys()
    assert upward == []


def all_signals() -> list[Signal]:
    """Return the signals a product usually listens to."""
    found: list[Signal] = []
    for module in (model_signals, request_signals):
        found.extend(value for value in vars(module).values() if isinstance(value, Signal))
    return found


def test_no_signal_receiver_of_ours_exists() -> None:
    listening: list[str] = []
    for signal in all_signals():
        for entry in signal.receivers:
            receiver: Any = entry[1]
            receiver = receiver() if hasattr(receiver, "__callback__") else receiver
            name = getattr(receiver, "__module__", "") or ""
            if name.startswith(PACKAGES):
                listening.append(name)
    assert listening == []


def test_a_module_does_not_know_signals() -> None:
    known = [
        f"{module.path}: {name}"
        for module in modules()
        for name in module.imported()
        if name.startswith(("django.dispatch", "celery.signals")) or ".signals" in name
    ]
    assert known == []


def test_pages_alone_know_http() -> None:
    known = [
        f"{module.path}: {name}"
        for module in modules()
        if not module.is_view
        and not module.path.endswith("/api.py")
        and module.path not in MEETS_HTTP
        for name in module.imported()
        if name.startswith(HTTP)
    ]
    assert known == []


def test_pages_never_query_by_themselves() -> None:
    """`.objects` belongs to selectors, access and services."""
    used = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if module.is_view or module.path.endswith("/api.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert used == []


def test_a_rule_is_imported_where_it_is_read() -> None:
    """No import hides in a function to dodge a cycle."""
    hidden = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []
