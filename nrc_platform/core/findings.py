"""What a check of the product answers: one sentence, who must act, where the rule comes from."""

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["blocking", "warning", "info"]
Blocks = Literal["send", "sign", "start", "deposit"]
SEVERITY_ORDER: dict[Severity, int] = {"blocking": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Finding:
    """One result of a rule; `who` is the role that must act, `due` an ISO date or moment."""

    rule: str
    severity: Severity
    message: str
    source: str
    who: str
    due: str | None = None
    blocks: Blocks | None = None
    url: str = ""

    def as_dict(self) -> dict[str, str | None]:
        """Return the shape other programs read (REST API); the page address stays out."""
        shape = asdict(self)
        del shape["url"]
        return shape


def sort_findings(findings: list[Finding]) -> list[Finding]:
    """Order findings: blocking first, then warnings, then information."""
    return sorted(findings, key=lambda finding: SEVERITY_ORDER[finding.severity])
