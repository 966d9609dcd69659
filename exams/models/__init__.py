"""Rows of the exam files, one module per aggregate."""

from exams.models.candidacy import Candidacy
from exams.models.fiche import Fiche, FicheActor, FicheQuerySet
from exams.models.review import FicheAnnex, FicheSnapshot, FicheVisit, Remark
from exams.models.training import PaperLevel, TrainingPaper

__all__ = [
    "Candidacy",
    "Fiche",
    "FicheActor",
    "FicheAnnex",
    "FicheQuerySet",
    "FicheSnapshot",
    "FicheVisit",
    "PaperLevel",
    "Remark",
    "TrainingPaper",
]
