"""Components of the design as template tags; a builtin library, so pages need no load line."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nrc_platform.core import dates
from nrc_platform.core.findings import Finding, sort_findings
from nrc_platform.core.views import SHOWING
from nrc_platform.web.templatetags import nrc_blocks, nrc_charts, nrc_words
from nrc_platform.web.vocabulary import Word, word

# Accounts that `seed_demo` makes, as the sign-in page names them.
DEMO_ACCOUNTS = (
    ("eleve@demo.example", "étudiante de NRC2"),
    ("eleve2@demo.example", "étudiant de NRC2"),
    ("eleve1@demo.example", "étudiante de NRC1"),
    ("prof@demo.example", "professeure de NRC2"),
    ("prof2@demo.example", "professeur de NRC1"),
    ("ddfpt@demo.example", "bureau des stages"),
    ("direction@demo.example", "chef d’établissement"),
    ("jury@demo.example", "jurée"),
    ("admin@demo.example", "administratrice"),
)
register = template.Library()
# One library for pages: the filters and the tags that hold others live in files of their own.
for part in (nrc_words, nrc_blocks, nrc_charts):
    register.filters.update(part.register.filters)
    register.tags.update(part.register.tags)
Context = dict[str, Any]
NBSP = "\u00a0"
_FINDING_CLASS = {"blocking": "is-late", "warning": "is-watch", "info": "is-info"}
# What a blocking finding holds back, and what it does not.
_BLOCKS = {
    "send": "Bloque l’envoi.",
    "sign": "Bloque la signature.",
    "start": "Bloque le départ, pas la signature.",
    "deposit": "Bloque le dépôt du dossier.",
    "frame": "Bloque le cadrage du projet.",
    "agree": "Bloque l’accord des partenaires.",
    "review": "Bloque l’évaluation du projet.",
    "close": "Bloque la clôture du projet.",
}
_PAGES_SHOWN_AROUND = 2


# --- small pieces ---------------------------------------------------------------------------


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> Context:
    """Draw an icon of the sprite; it always stands beside a word."""
    return {"name": name}


def _word_of(thing: Any, state: str, *, mine: bool) -> Word:
    if isinstance(thing, str):
        return word(thing, state, mine=mine)
    kind = getattr(thing, "kind_name", "") or thing._meta.model_name
    return word(kind, state or thing.state, mine=mine)


@register.inclusion_tag("components/status.html")
def status(
    thing: Any,
    state: str = "",
    *,
    bare: bool = False,
    mine: bool = False,
    tone: str = "",
    note: str = "",
) -> Context:
    """Say the state of an object (or of a kind and a stored state) with the listed word."""
    said = _word_of(thing, state, mine=mine)
    colour = tone or said.tone
    # What waits for the reader is always filled: the eye must find it in a quiet table.
    return {"word": said, "tone": colour, "bare": bare and colour != "you", "note": note}


@register.inclusion_tag("components/message.html")
def message(text: str, tone: str = "", url: str = "", label: str = "", title: str = "") -> Context:
    """Show what happened and how to mend it; tone is done, watch, late or nothing."""
    icons = {"done": "check2-circle", "watch": "exclamation-triangle", "late": "x-octagon"}
    return {
        "text": text,
        "tone": tone,
        "icon": icons.get(tone, "info-circle"),
        "url": url,
        "label": label,
        "title": title,
    }


@register.inclusion_tag("components/empty.html")
def empty(
    title: str, text: str = "", icon: str = "inbox", url: str = "", label: str = ""
) -> Context:
    """Say what is empty, why, and one way on."""
    return {"title": title, "text": text, "icon": icon, "url": url, "label": label}


@register.inclusion_tag("components/meter.html")
def meter(done: int, total: int, label: str = "") -> Context:
    """Draw progress as a bar whose size is an SVG attribute."""
    share = round(100 * done / total) if total else 0
    return {"share": min(share, 100), "done": done, "total": total, "label": label}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context, url: str, label: str, style: str = "secondary", icon: str = ""
) -> Context:
    """Draw a button that posts, with its token and nothing else."""
    return {
        "url": url,
        "label": label,
        "style": style,
        "icon": icon,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> Context:
    """Draw the way back: label and address in turn, the last label alone."""
    pairs = list(zip(parts[:-1:2], parts[1::2], strict=False))
    return {"links": pairs, "here": parts[-1]}


# --- lists ----------------------------------------------------------------------------------


@register.inclusion_tag("components/findings.html")
def findings(lines: Iterable[Finding], ok: Sequence[str] = ()) -> Context:
    """List findings, blocking first; what is in order folds into one line."""
    return {"lines": sort_findings(list(lines)), "ok": ok}


@register.inclusion_tag("components/finding.html")
def finding(line: Finding) -> Context:
    """Draw one finding as a line of a `nrc-finds` list."""
    due = line.due or ""
    if due:
        value = datetime.fromisoformat(due)
        due = (
            dates.day(value.date())
            if len(line.due or "") <= len("2027-01-12")
            else dates.moment(value)
        )
    said = word("finding", line.severity)
    blocks = _BLOCKS.get(line.blocks or "", "") if line.severity == "blocking" else ""
    css = _FINDING_CLASS[line.severity]
    return {"line": line, "css": css, "said": said, "due": due, "blocks": blocks}


@register.inclusion_tag("components/todo.html")
def todo(lines: Sequence[Any], tone: str = "") -> Context:
    """Draw a to-do list; tone is late, later or nothing."""
    return {"lines": lines, "tone": tone, "style": "primary" if tone == "late" else "tonal"}


@register.inclusion_tag("components/timeline.html")
def timeline(lines: Sequence[Any]) -> Context:
    """Tell who did what when, newest first: `at`, `who`, `what`, `quote`, `state`."""
    return {"lines": lines}


@register.inclusion_tag("components/relay.html")
def relay(steps: Sequence[Any]) -> Context:
    """Draw the steps of a circuit: `label`, `detail`, `state` in done, now, later."""
    return {"steps": steps}


@register.inclusion_tag("components/steps.html")
def steps(lines: Sequence[Any]) -> Context:
    """Draw the steps of a long form: `number`, `label`, `url`, `state`, `current`."""
    icons = {"done": "check2", "miss": "exclamation-circle", "talk": "chat-left-text"}
    words = {"done": "complète", "miss": "à compléter", "talk": "remarque à lire"}
    return {
        "lines": [
            (line, icons.get(_of(line, "state")), words.get(_of(line, "state"))) for line in lines
        ]
    }


@register.inclusion_tag("components/segment.html")
def segment(views: Sequence[Any], label: str = "Vues") -> Context:
    """Draw 2 to 4 saved views: `label`, `count`, `url`, `current`."""
    return {"views": views, "label": label}


@register.inclusion_tag("components/documents.html")
def documents(lines: Sequence[Any]) -> Context:
    """List documents: `title`, `detail`, `state`, `when`, `url`; without url, the reason."""
    return {"lines": lines}


@register.inclusion_tag("components/cell.html")
def cell(fact: Any) -> Context:
    """Draw a cell of the board: `kind`, `state`, `url`, `figure`, `bare`, `mine`, `tone`."""
    return {"fact": fact}


def _of(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


# --- addresses that keep the filters --------------------------------------------------------


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/sort_th.html", takes_context=True)
def sort_th(context: Context, key: str, label: str, small: str = "", rows: int = 1) -> Context:
    """Draw a column title that sorts by `?tri=key`, the other way when it already does."""
    request = context["request"]
    asked = request.GET.get("tri") or context.get("sorted_by", "")
    bare = key.lstrip("-")
    order = {bare: "ascending", f"-{bare}": "descending"}.get(asked, "")
    other = {"ascending": f"-{bare}", "descending": bare}
    target = other.get(order, key)
    return {
        "label": label,
        "small": small,
        "rows": rows,
        "order": order,
        "url": _address(request, tri=target),
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> Context:
    """Draw the links between the pages of a list, its filters kept."""
    request, last = context["request"], page.paginator.num_pages
    near = range(
        max(1, page.number - _PAGES_SHOWN_AROUND), min(last, page.number + _PAGES_SHOWN_AROUND) + 1
    )
    numbers = sorted({1, *near, last})
    links = [(number, _address(request, page=str(number))) for number in numbers]
    return {"page": page, "links": links, "last": last}


# --- forms ----------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, title: str = "", *, focus: bool = True) -> Context:
    """
    List the errors of a form, each a link to its field; nothing when there are none.

    An error that is the title itself is not said twice.
    """
    # The form is drawn after its summary: what the summary said is not said twice.
    form.has_summary = True  # type: ignore[attr-defined]
    lines = []
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        for error in errors:
            lines.append((_place_of(bound), str(bound.label) if bound else "", error))
    count = len(lines)
    heading = title or (
        "Une réponse est à corriger" if count == 1 else f"{count}{NBSP}réponses sont à corriger"
    )
    left = [line for line in lines if line[2] != heading]
    return {"count": count, "lines": left, "title": heading, "focus": focus}


def _place_of(bound: BoundField | None) -> str:
    """Return the id of a field; that of the whole group when it is made of boxes to tick."""
    if bound is None:
        return ""
    return bound.id_for_label or f"div_{bound.auto_id}"


@register.simple_tag
def once() -> SafeString:
    """Draw the hidden field that tells this showing of a form from the next (`views.once`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', SHOWING, uuid4())


@register.inclusion_tag("components/demo_accounts.html")
def demo_accounts() -> Context:
    """List the demo accounts under the sign-in form; nothing outside the demo."""
    shown = DEMO_ACCOUNTS if settings.DEMO else ()
    return {"accounts": shown, "password": settings.DEMO_PASSWORD}


@register.filter
def qr(drawing: str) -> SafeString:
    """Put allauth's QR code in the page itself: a `data:` image would break our CSP."""
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 (drawn by allauth, no input)
