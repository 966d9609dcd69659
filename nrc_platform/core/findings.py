"""What a check of the product answers: one sentence, who must act, where the rule comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

Severity = Literal["blocking", "warning", "info"]
Blocks = Literal["send", "sign", "start", "deposit", "frame", "agree", "review", "close"]
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
        # Written out: `asdict` copies deeply and is a third of the cost of a list of companies.
        return {
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "source": self.source,
            "who": self.who,
            "due": self.due,
            "blocks": self.blocks,
        }


def sort_findings(findings: list[Finding]) -> list[Finding]:
    """Order findings: blocking first, then warnings, then information."""
    return sorted(findings, key=lambda finding: SEVERITY_ORDER[finding.severity])


# Every rule that answers findings, by its id; a test that proves a rule replaces it here.
RULES: dict[str, Callable[..., list[Finding]]] = {}
_SUBJECTS: dict[str, type] = {}
Check = TypeVar("Check", bound=Callable[..., list[Finding]])


def rule(name: str, *, on: type) -> Callable[[Check], Check]:
    """Register a rule under its id, with the class of what it checks."""

    def register(check: Check) -> Check:
        RULES[name] = check
        _SUBJECTS[name] = on
        return check

    return register


def run_rules(prefix: str, facts: object) -> list[Finding]:
    """Run the rules of that prefix written for this kind of facts, in the order of the file."""
    found: list[Finding] = []
    for name, check in list(RULES.items()):
        if name.startswith(prefix) and isinstance(facts, _SUBJECTS[name]):
            found.extend(check(facts))
    return found
