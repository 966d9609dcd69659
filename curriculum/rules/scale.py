"""The steps of a scale of levels, as plain data: their faults, their words, their places."""

from collections.abc import Mapping, Sequence
from typing import Any

Step = Mapping[str, Any]
FEWEST, MOST = 2, 8
LABEL_MAX, MEANING_MAX = 40, 200
# What every school has until it writes its own.
DEFAULT_STEPS: tuple[Step, ...] = (
    {"value": 1, "label": "découverte", "meaning": "A observé ou essayé, guidé pas à pas."},
    {"value": 2, "label": "avec de l’aide", "meaning": "Y parvient quand on l’accompagne."},
    {"value": 3, "label": "en autonomie", "meaning": "Y parvient sans aide, cas courants."},
    {"value": 4, "label": "avec aisance", "meaning": "S’adapte aux cas nouveaux et l’explique."},
)


def faults_of(steps: Sequence[Step]) -> list[str]:
    """Return what is wrong with the steps of a scale, in French; nothing when they are sound."""
    if not FEWEST <= len(steps) <= MOST:
        return [f"Une échelle a de {FEWEST} à {MOST} degrés, du plus bas au plus haut."]
    faults = []
    if [step.get("value") for step in steps] != list(range(1, len(steps) + 1)):
        faults.append("Les degrés se numérotent 1, 2, 3… du plus bas au plus haut.")
    labels = [str(step.get("label", "")).strip() for step in steps]
    if not all(labels) or any(len(label) > LABEL_MAX for label in labels):
        faults.append(f"Chaque degré porte un nom de {LABEL_MAX}\u00a0signes au plus.")
    if len({label.casefold() for label in labels}) != len(labels):
        faults.append("Deux degrés ne portent pas le même nom.")
    if any(len(str(step.get("meaning", ""))) > MEANING_MAX for step in steps):
        faults.append(f"Ce que veut dire un degré tient en {MEANING_MAX}\u00a0signes.")
    return faults


def label_of(steps: Sequence[Step], value: int | None) -> str:
    """Return the name of a step; nothing for no level."""
    return next((str(step["label"]) for step in steps if step["value"] == value), "")


def place_of(rank: int, of: int, steps: Sequence[Step]) -> int:
    """
    Return the step where the rank of another scale falls, never higher than it deserves.

    The top goes to the top: 3 of 4 is step 3 of four, 2 of three, 3 of five.
    """
    return max(1, rank * len(steps) // of)


def steps_from(text: str) -> list[Step]:
    """Return the steps written one a line: « en autonomie : y parvient seul »."""
    lines = [line.partition(":") for line in text.splitlines() if line.strip()]
    return [
        {"value": rank, "label": label.strip(), "meaning": meaning.strip()}
        for rank, (label, _, meaning) in enumerate(lines, start=1)
    ]


def text_of(steps: Sequence[Step]) -> str:
    """Return the steps as they are written, one a line."""
    return "\n".join(f"{step['label']} : {step['meaning']}" for step in steps)
