"""How official texts are set on a page: unbreakable spaces, words found by a search."""

import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from curriculum.models import Referentiel
from curriculum.rules.matching import spans

register = template.Library()
_BEFORE_SIGN = re.compile(r" (?=[:;?!»%])")
_AFTER_QUOTE = re.compile(r"« ")
_NBSP = "\u00a0"


@register.filter
def typeset(text: str) -> str:
    """Put the unbreakable spaces of French, which the data file leaves plain for its readers."""
    return _AFTER_QUOTE.sub(f"«{_NBSP}", _BEFORE_SIGN.sub(_NBSP, text))


@register.filter
def mark(text: str, words: Sequence[str]) -> SafeString:
    """Set the text and mark the words a search found in it."""
    shown = typeset(text)
    pieces: list[tuple[str, str, str]] = []
    at = 0
    for start, end in spans(shown, list(words)):
        pieces.append((shown[at:start], shown[start:end], ""))
        at = end
    marked = format_html_join("", "{}<mark>{}</mark>{}", pieces)
    return mark_safe(marked + conditional_escape(shown[at:]))  # noqa: S308


@register.simple_tag(takes_context=True)
def node_url(context: dict[str, Any], kind: str, code: str) -> str:
    """Return the page of a node, in the version of the référentiel the reader asked for."""
    return f"{reverse(f'curriculum:{kind}', args=[code])}{context['version_query']}"


@register.filter
def sessions(referentiel: Referentiel) -> str:
    """Return « sessions 2005 (à confirmer) à 2019 »."""
    doubt = "" if referentiel.first_session_confirmed else " (à confirmer)"
    last = f" à {referentiel.last_session}" if referentiel.last_session else " et suivantes"
    return f"sessions {referentiel.first_session}{doubt}{last}"
