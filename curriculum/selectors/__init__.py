"""Reads of the référentiel, its dated rules, the deadlines of a class, and of evidence."""

from curriculum.selectors.coverage import (
    class_coverage,
    coverage_columns,
    coverage_competences,
    current_levels,
    standings,
    student_coverage,
)
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
from curriculum.selectors.scales import scale_book, scale_on
from curriculum.selectors.search import search
from curriculum.selectors.stories import evidence_story

__all__ = [
    "class_coverage",
    "competence_facts",
    "competence_tree",
    "coverage_columns",
    "coverage_competences",
    "current_levels",
    "deadlines_by_promotion",
    "epreuve_facts",
    "epreuve_list",
    "epreuve_nodes",
    "epreuves_by_competence",
    "epreuves_by_savoir",
    "evidence_story",
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
    "scale_book",
    "scale_on",
    "school_rules",
    "search",
    "standings",
    "student_coverage",
    "with_activites",
    "with_phases",
    "with_printed",
]
