"""The client of the tests: it runs what waits for the commit and reads every page it gets."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client, TestCase

DATA_SCRIPTS = {"application/json", "application/ld+json", "text/template"}


class UncleanPage(AssertionError):
    """A page holds what the house forbids: inline code, inline style, a brace never rendered."""


class _Reader(HTMLParser):
    def __init__(self, *, braces: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.braces = braces
        self.faults: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag in {"script", "style", "textarea"}:
            self.inside.append(tag)
        if tag == "style":
            self.faults.append("an inline <style>")
        if tag == "script" and "src" not in names and names.get("type") not in DATA_SCRIPTS:
            self.faults.append("an inline <script>")
        for name, value in attrs:
            if name.startswith("on") or name == "style" or name.startswith("hx-on"):
                self.faults.append(f'<{tag} {name}="{value}">')
            if value and value.strip().lower().startswith("javascript:"):
                self.faults.append(f'<{tag} {name}="{value}">')
            if value and name != "value":
                self._look(value)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self._look(data)

    def _look(self, text: str) -> None:
        for mark in ("{{", "{%", "{#"):
            if self.braces and mark in text:
                self.faults.append(f"an unrendered {mark} in {text.strip()[:60]!r}")


def check_page(html: str, *, braces: bool = True) -> None:
    """Raise `UncleanPage` for inline handlers, styles and scripts, and for unrendered braces."""
    reader = _Reader(braces=braces)
    reader.feed(html)
    reader.close()
    if reader.faults:
        raise UncleanPage("; ".join(dict.fromkeys(reader.faults)))


class HouseClient(Client):
    """
    Django's client, made strict.

    `braces` off: for pages that show what a person typed, braces included.
    """

    braces = True

    def request(self, **request: Any) -> Any:
        """Send the request, run what waits for the commit, read the page."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = super().request(**request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith(
            "text/html"
        ):
            check_page(response.content.decode(), braces=self.braces)
        return response
