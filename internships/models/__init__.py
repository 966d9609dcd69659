"""Rows of the stages, one module per aggregate."""

from internships.models.attestation import Attestation, Dispensation
from internships.models.convention import (
    Convention,
    ConventionMission,
    ConventionQuerySet,
    Internship,
)
from internships.models.follow_up import (
    Absence,
    Accident,
    Assessment,
    LogAnswer,
    LogEntry,
    Visit,
)
from internships.models.period import InternshipPeriod, ProgressionStep
from internships.models.search import SearchEntry, SupportingPaper
from internships.models.template import SchoolClauses
from internships.models.terms import Avenant, Break, Terms, TermsQuerySet

__all__ = [
    "Absence",
    "Accident",
    "Assessment",
    "Attestation",
    "Avenant",
    "Break",
    "Convention",
    "ConventionMission",
    "ConventionQuerySet",
    "Dispensation",
    "Internship",
    "InternshipPeriod",
    "LogAnswer",
    "LogEntry",
    "ProgressionStep",
    "SchoolClauses",
    "SearchEntry",
    "SupportingPaper",
    "Terms",
    "TermsQuerySet",
    "Visit",
]
