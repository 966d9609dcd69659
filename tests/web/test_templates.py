"""Every template and script keeps the policy: nothing inline, our colours only."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
# Mails carry inlined styles by nature; PDFs never meet a browser; Swagger is not ours.
PAGES = [
    path
    for path in sorted(ROOT.rglob("*.html"))
    if path.relative_to(ROOT).parts[0] not in ("emails", "pdf", "api")
]
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
FORBIDDEN_CLASSES = re.compile(
    r'class="(?:[^"]*\s)?(?:text-(?:primary|muted|danger|success|warning)|bg-\w+|badge|alert|card)[\s"]'
)


def read(path: Path) -> str:
    """Return the text of a template."""
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_page_has_nothing_inline(path: Path) -> None:
    text = re.sub(r"{%.*?%}", "", read(path))
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text
    for attributes, body in SCRIPT.findall(text):
        is_data = 'type="application/json"' in attributes
        assert is_data or (not body.strip() and "src=" in attributes)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_page_loads_nothing_from_elsewhere(path: Path) -> None:
    for address in re.findall(r'(?:src|href|action)="(https?:[^"]*|//[^"]*)"', read(path)):
        pytest.fail(f"{address} is not ours")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_page_uses_our_colours_only(path: Path) -> None:
    assert not FORBIDDEN_CLASSES.search(read(path))


def test_no_page_names_a_colour_or_a_size() -> None:
    for path in sorted((Path(settings.BASE_DIR) / "static" / "css").glob("components*.css")):
        text = re.sub(r"/\*.*?\*/", "", read(path), flags=re.DOTALL)
        screen = text.split("@media print")[0]
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s)])", screen) == [], path
