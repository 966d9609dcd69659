"""The three sheets that are signed, by the kind of their round: facts, name, body."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from internships.facts.attestation import AttestationFacts
from internships.facts.avenant import AvenantFacts
from internships.facts.convention import ConventionFacts
from internships.facts.frozen import Frozen
from internships.pdf import attestation, avenant, convention, sentences

# The kinds of round of `internships/selectors/printed.py`, a neighbour that cannot be imported.
CONVENTION, AVENANT, ATTESTATION = (
    "internships.convention",
    "internships.avenant",
    "internships.attestation",
)


@dataclass(frozen=True)
class Act:
    """A kind of sheet: how its facts come back, what it is called, what its template prints."""

    facts: Callable[[Mapping[str, Any]], Frozen]
    name: Callable[[Any], str]
    context: Callable[..., dict[str, Any]]
    template: str


def _convention_name(facts: ConventionFacts) -> str:
    """Return « Convention de stage CV-27-0142, version 2 »."""
    return f"{convention.convention_title(facts)} {convention.convention_number(facts)}"


def _avenant_name(facts: AvenantFacts) -> str:
    """Return « Avenant n° 1 à la convention de stage CV-27-0142 »; its version from two on."""
    again = f", version {facts.round}" if facts.round > 1 else ""
    return f"{avenant.avenant_title(facts)} {facts.convention_number}{again}"


def _attestation_name(facts: AttestationFacts) -> str:
    """Return « Attestation de stage de Zoé Dupré, convention CV-27-0142 », and its version."""
    again = f", version {facts.round}" if facts.round > 1 else ""
    whose = sentences.of_people([facts.student.name])
    return f"{attestation.TITLE} {whose}, convention {facts.convention_number}{again}"


ACTS: dict[str, Act] = {
    CONVENTION: Act(
        ConventionFacts.from_dict,
        _convention_name,
        convention.convention_context,
        convention.TEMPLATE,
    ),
    AVENANT: Act(AvenantFacts.from_dict, _avenant_name, avenant.avenant_context, avenant.TEMPLATE),
    ATTESTATION: Act(
        AttestationFacts.from_dict,
        _attestation_name,
        attestation.attestation_context,
        attestation.TEMPLATE,
    ),
}
