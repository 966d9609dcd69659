"""Exam files in the REST API: fiches and their moves, files and their findings, rule sets."""

from exams.api.dossiers import DossierViewset, RuleSetViewset
from exams.api.fiches import FicheViewset
from nrc_platform.core.api import Viewset

ROUTES: list[tuple[str, type[Viewset], str]] = [
    ("fiches", FicheViewset, "fiche"),
    ("dossiers", DossierViewset, "dossier"),
    ("rule-sets", RuleSetViewset, "rule-set"),
]
