"""Decision tools of a commercial project: pure decimal calculations, each with its explanation."""

from projects.rules.tools.registry import (
    BY_SLUG,
    TOOLS,
    Tool,
    as_json,
    from_json,
    sheet_of,
)
from projects.rules.tools.sheet import Chart, Column, Figure, Series, Sheet, Step, Table, Unit

__all__ = [
    "BY_SLUG",
    "TOOLS",
    "Chart",
    "Column",
    "Figure",
    "Series",
    "Sheet",
    "Step",
    "Table",
    "Tool",
    "Unit",
    "as_json",
    "from_json",
    "sheet_of",
]
