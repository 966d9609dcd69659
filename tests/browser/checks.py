"""What is looked at on a page: axe, console, policy, width, keyboard."""

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import BrowserContext, ConsoleMessage

from tests.browser.product import Product

WIDTHS = (1280, 375)
SCRIPTS = [
    path.read_text(encoding="utf-8")
    for path in (AXE_FILE_PATH, Path(__file__).with_name("look.js"))
]
OPEN_ALL = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Tab:
    """The browser's tab and what it complained of."""

    def __init__(self, context: BrowserContext, product: Product) -> None:
        self.context, self.product = context, product
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on(
            "response",
            lambda answer: (
                answer.status >= 400
                and answer.request.resource_type != "document"
                and self.complaints.append(f"{answer.status}: {answer.url}")
            ),
        )

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def become(self, cookies: list[Any]) -> None:
        """Take somebody's place."""
        self.context.clear_cookies()
        self.context.add_cookies(cookies)

    def open(self, path: str, width: int = WIDTHS[0]) -> None:
        """Open a page, every folded part unfolded."""
        self.complaints.clear()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.product.root + path)
        self.page.evaluate(OPEN_ALL)
        for script in SCRIPTS:
            self.page.evaluate(script)

    def faults(self, path: str) -> list[str]:
        """Return what is wrong with a page at both widths."""
        self.open(path)
        found: list[str] = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [
                f"{width}: {name} {nodes}"
                for name, nodes in self.page.evaluate("nrc.violations()")
            ]
            if (over := self.page.evaluate(SIDEWAYS)) > 0:
                found.append(f"{width}: scrolls {over} px sideways")
        return found + [text for text in self.complaints if not expected(text)]

    def keyboard_faults(self, path: str) -> list[str]:
        """Walk the page with the Tab key; return what it misses, and what shows no focus."""
        self.open(path)
        count = int(self.page.evaluate("nrc.start()"))
        for _ in range(count + 5):
            self.page.keyboard.press("Tab")
            if not self.page.evaluate("nrc.step()"):
                break
        left = self.page.evaluate("nrc.left()")
        return [f"not reached: {each}" for each in left["missed"]] + [
            f"focus not seen: {each}" for each in left["unseen"]
        ]


def expected(complaint: str) -> bool:
    """Return whether the complaint is chromium's own: the status of the page we asked for."""
    return "the server responded with a status of 40" in complaint
