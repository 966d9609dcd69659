"""Reads of the référentiel, its dated rules and the deadlines of a class."""

from curriculum.selectors.deadlines import deadlines_by_promotion, next_deadline
from curriculum.selectors.epreuves import (
    epreuve_facts,
    epreuve_nodes,
    epreuves_by_competence,
    epreuves_by_savoir,
    project_phases,
)
from curriculum.selectors.lists import with_activites, with_phases, with_printed
from curriculum.selectors.nodes import (
    competence_facts,
    competence_tree,
    epreuve_list,
    fonction_facts,
    fonction_tree,
    other_versions,
    referentiel_of,
    savoir_facts,
    savoir_tree,
)
from curriculum.selectors.rules import rule_fact, rule_value, school_rules
from curriculum.selectors.search import search

__all__ = [
    "competence_facts",
    "competence_tree",
    "deadlines_by_promotion",
    "epreuve_facts",
    "epreuve_list",
    "epreuve_nodes",
    "epreuves_by_competence",
    "epreuves_by_savoir",
    "fonction_facts",
    "fonction_tree",
    "next_deadline",
    "other_versions",
    "project_phases",
    "referentiel_of",
    "rule_fact",
    "rule_value",
    "savoir_facts",
    "savoir_tree",
    "school_rules",
    "search",
    "with_activites",
    "with_phases",
    "with_printed",
]
