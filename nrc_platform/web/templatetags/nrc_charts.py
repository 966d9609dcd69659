"""Charts drawn by ourselves, each beside a table that says the same."""

from typing import Any

from django import template
from django.utils.text import slugify

from nrc_platform.web import drawing

register = template.Library()
Context = dict[str, Any]
# A twin longer than this is folded: it would push what follows off the screen.
_OPEN_ROWS = 12


def _drawn(chart: Any, *, on_paper: bool) -> Context:
    picture = drawing.KINDS[chart.kind](chart)
    marks = [(mark, drawing.paper(mark.css) if on_paper else {}) for mark in picture.marks]
    return {
        "chart": chart,
        "width": drawing.WIDTH,
        "height": picture.height,
        "marks": marks,
        "on_paper": on_paper,
        # Two charts of a page never bear one title.
        "key": slugify(chart.title),
    }


@register.inclusion_tag("components/chart.html")
def chart(chart: Any) -> Context:
    """Draw a chart: `kind`, `title`, `text`, `labels`, `series`, and `say` for its values."""
    return _drawn(chart, on_paper=False)


@register.inclusion_tag("components/chart.html")
def paper_chart(chart: Any) -> Context:
    """Draw a chart in a printed document, which knows no class of the screen."""
    return _drawn(chart, on_paper=True)


@register.inclusion_tag("components/chart_figure.html")
def chart_figure(chart: Any, table: Any, *, wide: bool = False) -> Context:
    """
    Draw a chart and its table twin: `title`, `columns`, `rows`, `shown_rows`.

    The twin stands beside the chart, or under it where the table is `wide`.
    """
    return {
        "chart": chart,
        "table": table,
        "is_open": len(table.rows) <= _OPEN_ROWS,
        "is_wide": wide,
    }


@register.inclusion_tag("components/figures_table.html")
def figures_table(table: Any) -> Context:
    """Draw a table of figures: `title`, `columns`, `shown_rows`."""
    return {"table": table}
