"""What the page that sends a convention shows: the checks, and who will sign."""

from collections.abc import Sequence
from typing import Any

from internships.facts.pages import Line, capacities_words
from internships.models import Convention
from internships.selectors.checked import lines_of
from internships.selectors.findings import load_convention
from internships.selectors.signers import signers_of
from nrc_platform.core import clock
from nrc_platform.core.findings import Finding


def parties(convention: Convention) -> list[Line]:
    """Return each person who will sign, with every capacity: one line a person. Four queries."""
    found: dict[str, list[str]] = {}
    specs = signers_of(convention, on=clock.today())
    kept: list[Any] = []
    for spec in specs:
        same = next((each for each in kept if each.is_same_person(spec)), None)
        if same is None:
            kept.append(spec)
        found.setdefault((same or spec).name, []).append(spec.capacity)
    return [Line(name, capacities_words(capacities)) for name, capacities in found.items()]


def send_facts(convention: Convention, refused: Sequence[Finding] | None) -> dict[str, Any]:
    """Return the question of the page: what stops the sending, or how many people will sign."""
    lines = list(refused) if refused is not None else lines_of(load_convention(convention))
    people = parties(convention)
    how_many = f"{len(people)} signataire{'s'[: len(people) > 1]}"
    return {
        "lines": lines,
        "stops": [line for line in lines if line.severity == "blocking" and line.blocks == "send"],
        "people": people,
        "question": f"Envoyer la convention à {how_many}\u00a0?",
        "submit": f"Envoyer à {how_many}",
    }
