"""Typed text on a printed page: escaped, breakable, its lines kept."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nrc_platform.core.text import breakable, pieces_of

register = template.Library()
# Not the no-break spaces: they hold a number and its unit together.
_BLANKS = re.compile(r"[ \t\n\r\f]+")


@register.filter
def line(text: str) -> SafeString:
    """Return one line of text ready to lay out, whatever its length without a space."""
    pieces = pieces_of(breakable(_BLANKS.sub(" ", text)))
    if len(pieces) == 1:
        return format_html("{}", pieces[0])
    return format_html_join("", "<span>{}</span>", ((piece,) for piece in pieces))


@register.filter
def lines(text: str) -> SafeString:
    """Return a paragraph per line of text."""
    return format_html_join(
        "", "<p>{}</p>", ((line(each),) for each in text.split("\n") if each.strip())
    )
