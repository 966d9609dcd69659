"""`make req`: which requirements are proved, only marked, or not yet covered."""

import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from tests.house.source import ROOT

LIST = ROOT / "docs" / "requirements.md"
LINE = re.compile(r"^(\d+)\. \[([OPRDE])\] ", re.MULTILINE)
STRENGTHS = {
    "O": "obligatoires",
    "P": "permises",
    "R": "préférées",
    "D": "données",
    "E": "évaluées",
}
SENTENCES = {
    "passed": "reste vert sans sa règle",
    "unknown": "nomme une règle inconnue",
    "setup": "casse avant de commencer sans sa règle",
    "skipped": "ne tourne pas sans sa règle",
}
Claim = tuple[str, str]


@dataclass
class Report:
    """What the tests claim, and what they proved."""

    strengths: dict[int, str]
    marked: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: dict[int, set[Claim]] = field(default_factory=lambda: defaultdict(set))
    outcomes: dict[Claim, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def proved(self) -> set[int]:
        """Return the requirements that at least one test proves."""
        return {
            number
            for number, claims in self.claims.items()
            if any("failed" in self.outcomes[claim] for claim in claims)
        }

    @property
    def false_claims(self) -> list[str]:
        """Return a sentence for each test that does not need the rule it names."""
        return sorted(
            f"{test} : {SENTENCES[sorted(seen or {'unknown'})[0]]} ({rule})"
            for (test, rule), seen in self.outcomes.items()
            if "failed" not in seen
        )

    @property
    def strangers(self) -> list[int]:
        """Return the numbers that the list of requirements does not hold."""
        return sorted(set(self.marked) - set(self.strengths))


def function_of(test: str) -> str:
    """Return the test function of a test: its cases prove together."""
    return test.partition("[")[0]


def run(turn: str, *paths: str) -> list[dict[str, str]]:
    """Run pytest once with the plug-in and read what it wrote."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.house.proof_plugin"),
            *("-p", "no:xdist", "-m", "not axe and not worker and not browser", "--tb=no"),
            *(paths or ("tests",)),
        ]
        done = subprocess.run(
            [*command, "--collect-only"] if not turn else command,
            cwd=ROOT,
            env={**os.environ, "NRC_PROOF_TURN": turn, "NRC_PROOF_REPORT": file.name},
            capture_output=True,
            text=True,
            check=False,
        )
        written = Path(file.name).read_bytes()
        if not written or done.returncode not in {0, 1, 5}:
            raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
        return orjson.loads(written)


def measure(*paths: str) -> Report:
    """Collect the claims, then run each test without each of its rules."""
    report = Report({int(n): s for n, s in LINE.findall(LIST.read_text(encoding="utf-8"))})
    for mark in run("", *paths):
        number, test = int(mark["number"]), function_of(mark["test"])
        report.marked[number].add(test)
        if mark["rule"]:
            report.claims[number].add((test, mark["rule"]))
    wanted = {claim for claims in report.claims.values() for claim in claims}
    for turn in range(10):
        if not wanted:
            break
        for entry in run(str(turn), *paths):
            claim = (function_of(entry["test"]), entry["rule"])
            report.outcomes[claim].add(entry["outcome"])
            wanted.discard(claim)
    return report


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers shortly: « 1–4, 7 »."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in runs) or "aucune"


def show(report: Report) -> None:
    """Print the report, by strength."""
    for letter, word in STRENGTHS.items():
        numbers = {number for number, strength in report.strengths.items() if strength == letter}
        proved = report.proved & numbers
        marked = (set(report.marked) & numbers) - proved
        rest = numbers - proved - marked
        print(f"{letter} ({word}) : {len(numbers)}")  # noqa: T201
        print(f"  prouvées           {len(proved):>3}  {ranges(proved)}")  # noqa: T201
        print(f"  marquées           {len(marked):>3}  {ranges(marked)}")  # noqa: T201
        print(f"  pas encore couvertes {len(rest):>3}  {ranges(rest)}")  # noqa: T201
    for sentence in report.false_claims:
        print(f"À revoir : {sentence}")  # noqa: T201
    if report.strangers:
        print(f"Numéros inconnus : {ranges(report.strangers)}")  # noqa: T201


def main() -> int:
    """Print the report; 1 when a test claims a rule that it does not need."""
    report = measure(*sys.argv[1:])
    show(report)
    return 1 if report.false_claims or report.strangers else 0


if __name__ == "__main__":
    raise SystemExit(main())
