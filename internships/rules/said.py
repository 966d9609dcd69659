"""How the rules of a convention speak: one sentence, who acts, the field to mend."""

from decimal import Decimal

from internships.rules.content import ConventionCheck
from nrc_platform.core.findings import Blocks, Finding, Severity

D124_4 = "Code de l’éducation, article D124-4"
REFERENTIEL = "Référentiel du BTS NRC, stage en milieu professionnel"
NBSP = "\u00a0"


def found(
    check: ConventionCheck,
    name: str,
    message: str,
    *,
    source: str,
    who: str = "student",
    severity: Severity = "blocking",
    blocks: Blocks | None = "send",
    field: str = "",
    due: str | None = None,
    url: str = "",
) -> Finding:
    """Return a finding that leads to a field of the form."""
    target = url or (f"{check.url}#id_{field}" if field and check.url else check.url)
    return Finding(
        rule=name,
        severity=severity,
        message=message,
        source=source,
        who=who,
        due=due,
        blocks=blocks if severity == "blocking" else None,
        url=target,
    )


def hours(value: Decimal) -> str:
    """Return « 35 h », « 6,5 h »."""
    text = f"{value.normalize():f}".replace(".", ",")
    return f"{text}{NBSP}h"


def euros(cents: int | Decimal) -> str:
    """Return « 4,50 € »."""
    return f"{Decimal(cents) / 100:.2f}{NBSP}€".replace(".", ",")


def many(count: int, one: str, several: str) -> str:
    """Return « 1 stagiaire », « 3 stagiaires »."""
    return f"{count}{NBSP}{one if count == 1 else several}"
