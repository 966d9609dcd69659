"""Rows of the exam files, one module per aggregate."""

from exams.models.candidacy import Candidacy
from exams.models.fiche import Fiche, FicheActor, FicheQuerySet
from exams.models.review import FicheAnnex, FicheSnapshot, FicheVisit, Remark

__all__ = [
    "Candidacy",
    "Fiche",
    "FicheActor",
    "FicheAnnex",
    "FicheQuerySet",
    "FicheSnapshot",
    "FicheVisit",
    "Remark",
]
