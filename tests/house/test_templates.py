"""Every template is used; every template named exists."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps

from tests.house.source import PACKAGES, ROOT, modules, strings

TEMPLATES = ROOT / "templates"
NAMED = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
# What Django looks for by itself.
BY_NAME = {"400.html", "403.html", "404.html", "500.html"}


@cache
def said() -> frozenset[str]:
    """Return every string of the code, and every template named in a template."""
    found = {text for module in modules() for text in strings(module.tree)}
    for path in TEMPLATES.rglob("*.*"):
        found.update(NAMED.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


def replaces_a_library_s(name: str) -> bool:
    """Return whether a library looks for that name: ours takes its place."""
    return any(
        (Path(config.path) / "templates" / name).exists()
        for config in apps.get_app_configs()
        if not config.name.startswith(PACKAGES)
    )


def is_used(name: str) -> bool:
    """Return whether the code, a template or a library asks for that template."""
    if name in BY_NAME or name in said() or replaces_a_library_s(name):
        return True
    stem = name.rsplit(".", 1)[0]
    if stem in said() or stem.removesuffix("_subject") in said():
        return True
    folder, _, last = stem.rpartition("/")
    # `f"components/{name}.html"`: the folder and the name are two strings of the code.
    return f"{folder}/" in said() and last in said()


def test_every_template_is_used() -> None:
    names = [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.*"))]
    assert names
    assert [name for name in names if not is_used(name)] == []


def test_every_template_named_exists() -> None:
    missing = [
        name
        for name in said()
        if re.fullmatch(r"[a-z0-9_/]+\.html", name)
        and "/" in name
        and not (TEMPLATES / name).exists()
        and not replaces_a_library_s(name)
    ]
    assert missing == []


def test_an_unused_template_would_be_seen() -> None:
    assert not is_used("web/page_nobody_asks_for.html")
