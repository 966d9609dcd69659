"""
HTML to PDF/A, in a worker: no network, one set of fonts, bounded time, memory and depth.

The web process never imports this module: WeasyPrint costs half a second and 50 MiB.
"""

import logging
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import faults

try:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError:
    # Pango is a system library: without it the site works, only printing stops.
    weasyprint = None

logger = logging.getLogger(__name__)

NO_PANGO = (
    "Le PDF ne peut pas être fabriqué : il manque au serveur le paquet système libpango-1.0-0 "
    "(avec libpangoft2-1.0-0 et libharfbuzz-subset0). Installez-le, puis réessayez."
)
TOO_LARGE = (
    "Ce document est trop long pour être imprimé. Raccourcissez les textes, puis réessayez."
)
TOO_DEEP = "Ce document est trop imbriqué pour être imprimé. Simplifiez-le, puis réessayez."
OUT_OF_MEMORY = (
    "Ce document demande trop de mémoire pour être imprimé. Raccourcissez les textes, "
    "puis réessayez."
)

MAX_HTML_CHARS = 3_000_000
MAX_DEPTH = 120
MEMORY_BYTES = 1 << 30
FAMILY = "Atkinson Hyperlegible"
_SCHEME = "nrc-asset:"
_STATIC = Path(settings.BASE_DIR) / "static"
_FONTS = _STATIC / "vendor" / "atkinson-hyperlegible"
_FACES = [
    (weight, f"atkinson-hyperlegible-{subset}-{weight}-normal.woff2")
    for weight in (400, 700)
    for subset in ("latin", "latin-ext")
]
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


class _DepthMeter(HTMLParser):
    """Measures how deep the elements of a page lie in one another."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go one level down."""
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Stay on the level: the element closes itself."""

    def handle_endtag(self, tag: str) -> None:
        """Go one level up."""
        if tag not in _VOID:
            self.depth = max(0, self.depth - 1)


def _check_bounds(html: str) -> None:
    if len(html) > MAX_HTML_CHARS:
        raise DomainError(TOO_LARGE, code="too_large")
    meter = _DepthMeter()
    meter.feed(html)
    if meter.deepest > MAX_DEPTH:
        raise DomainError(TOO_DEEP, code="too_deep")


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Let the process grow by a gigabyte and no more while it renders."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    ceiling = pages * resource.getpagesize() + MEMORY_BYTES
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@lru_cache(maxsize=1)
def _assets() -> dict[str, tuple[bytes, str]]:
    """Return everything a page may fetch, by address, held in memory."""
    return {f"{_SCHEME}{name}": ((_FONTS / name).read_bytes(), "font/woff2") for _, name in _FACES}


def _font_faces() -> str:
    faces = [
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; '
        f'src: url("{_SCHEME}{name}") format("woff2"); }}'
        for weight, name in _FACES
    ]
    return "\n".join(faces)


if weasyprint is not None:

    class Guard(URLFetcher):
        """Serves `data:` and the assets held in memory; refuses every other address."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return an asset or the content of a `data:` address."""
            asset = _assets().get(url)
            if asset is not None:
                return URLFetcherResponse(url, asset[0], {"Content-Type": asset[1]})
            return super().fetch(url, headers)

    def style_text() -> str:
        """Return the whole style of print, our fonts first."""
        return _font_faces() + (_STATIC / "css" / "pdf.css").read_text(encoding="utf-8")

    @lru_cache(maxsize=1)
    def print_style() -> tuple[Any, Any]:
        """
        Return the fonts and the parsed style sheet, made once per process.

        A FontConfiguration per document costs a third of a short one and leaks 230 KiB each; so do
        font features, asked anew at each render (`tests/documents/test_engine.py`).
        """
        fonts = FontConfiguration()
        return fonts, weasyprint.CSS(string=style_text(), font_config=fonts, url_fetcher=Guard())


@dataclass(frozen=True)
class Printed:
    """A file and its number of pages, known from the layout: reading it back costs a tenth."""

    content: bytes
    page_count: int


@dataclass(frozen=True)
class Attached:
    """A file that the PDF carries; `moment` is fixed, else two renders would differ."""

    name: str
    content: bytes
    description: str
    relationship: Literal["Source", "Supplement"]
    moment: datetime


def _attachment(attached: Attached) -> Any:
    moment = attached.moment.astimezone(UTC)
    return weasyprint.Attachment(
        file_obj=BytesIO(attached.content),
        name=attached.name,
        description=attached.description,
        relationship=attached.relationship,
        created=moment,
        modified=moment,
    )


def render_pdf(html: str, *, identifier: bytes, attachments: Sequence[Attached] = ()) -> Printed:
    """
    Return the PDF/A-3a of a whole page: tagged, French, our font embedded, same bytes each time.

    - `identifier` is printed in the file in place of a random one: the same facts give the same
      bytes on every machine;
    - the page may fetch nothing: `data:` addresses and our fonts apart;
    - `attachments` are carried as associated files of PDF/A-3.
    """
    if weasyprint is None:
        raise DomainError(NO_PANGO, code="no_pango")
    _check_bounds(html)
    fonts, style = print_style()
    try:
        with _bounded_memory():
            laid_out = weasyprint.HTML(string=html, url_fetcher=Guard()).render(
                font_config=fonts, stylesheets=[style], pdf_variant="pdf/a-3a", pdf_tags=True
            )
            content: bytes = laid_out.write_pdf(
                pdf_variant="pdf/a-3a",
                pdf_tags=True,
                pdf_identifier=identifier,
                attachments=[_attachment(one) for one in attachments],
            )
    except MemoryError as error:
        raise DomainError(OUT_OF_MEMORY, code="out_of_memory") from error
    except RecursionError as error:
        raise DomainError(TOO_DEEP, code="too_deep") from error
    except FatalURLFetchingError as error:
        # It is no Exception: left alone it would kill the worker.
        raise RuntimeError("A page asked for something it may not fetch.") from error
    faults.reach(faults.AFTER_RENDER)
    return Printed(content, len(laid_out.pages))
