"""How the rules of a project speak: one sentence that says how to mend it, and the text."""

from datetime import date

from nrc_platform.core import dates
from nrc_platform.core.findings import Blocks, Finding, Severity
from projects.rules.content import ProjectCheck

NBSP = "\u00a0"
REFERENTIEL = "Référentiel du BTS NRC, projets commerciaux"


def source(quote: str, of: str = REFERENTIEL) -> str:
    """Return where a rule comes from, with the words of the text."""
    return f"{of}{NBSP}: «{NBSP}{quote}{NBSP}»"


def found(
    check: ProjectCheck,
    name: str,
    message: str,
    *,
    quote: str,
    blocks: Blocks | None = "frame",
    severity: Severity = "blocking",
    who: str = "student",
    field: str = "",
    url: str = "",
    due: str | None = None,
) -> Finding:
    """Return a finding that leads to a field of the form."""
    target = url or (f"{check.url}#id_{field}" if field and check.url else check.url)
    return Finding(
        rule=name,
        severity=severity,
        message=message,
        source=source(quote),
        who=who,
        due=due,
        blocks=blocks if severity == "blocking" else None,
        url=target,
    )


def day(value: date) -> str:
    """Return « 12/01/2027 »."""
    return dates.short_day(value)


def listed(names: list[str]) -> str:
    """Return « a, b et c »."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
