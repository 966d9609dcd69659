"""Facts to print in tests, without a database."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from internships.facts.attestation import AttestationFacts
from internships.facts.avenant import AvenantFacts, ChangeFact
from internships.facts.calendar import CalendarFacts, calendar_weeks
from internships.facts.convention import ConventionFacts, with_articles
from internships.facts.parts import (
    AdvantagesFact,
    BreakFact,
    CodeFact,
    DurationFact,
    GratificationFact,
    HostFact,
    MonthFact,
    PersonFact,
    SchoolFact,
    SignerFact,
    StudentFact,
    TextsFact,
    WeekFact,
)
from internships.facts.template import convention_template
from internships.models import SchoolClauses

ADDRESS = "https://nrc.example/verification/?r=7KQM-2FXD-9P"
REFERENCE = "7KQM-2FXD-9P"
CLAUSES = """### Retour en formation

{etudiant} revient au lycée le **premier lundi** de chaque mois ; {entreprise} est prévenue.

- matin : point avec {referent} ;
- après-midi : cours de gestion de projet.
"""
HOLIDAYS = {date(2026, 5, 1): "fête du travail", date(2026, 5, 8): "victoire de 1945"}
SIGNERS = (
    SignerFact(("student",), "Zoé Dupré"),
    SignerFact(("host_signatory",), "Marc Tessier", "directeur d’agence", "Hygial Services"),
    SignerFact(("host_tutor",), "Nadia Lambert", "responsable de secteur", "Hygial Services"),
    SignerFact(("referent",), "Claire Vasseur", "", "Lycée Marie-Curie"),
    SignerFact(("school_head",), "Philippe Aubert", "chef d’établissement", "Lycée Marie-Curie"),
)
ZOE = StudentFact(
    name="Zoé Dupré",
    promotion="NRC2",
    born_on=date(2007, 3, 14),
    address="3 allée des Lilas, 49100 Angers",
    phone="06 00 00 00 21",
    email="zoe.dupre@lycee.example",
    year=2,
    liability_insurer="MAIF",
    liability_policy="E-77",
)
SCHOOL = SchoolFact(
    name="Lycée Marie-Curie",
    uai="0491234A",
    address="12 rue du Port, 49000 Angers",
    phone="02 41 00 00 00",
    email="stages@lycee.example",
    head="Philippe Aubert",
)
HOST = HostFact(
    name="Hygial Services",
    siret="984 321 650 00014",
    address="14 rue des Tanneurs, 49000 Angers",
    phone="02 41 00 00 10",
    email="contact@hygial.example",
    head="Marc Tessier",
    head_title="directeur d’agence",
    department="service commercial",
)
WEEK = WeekFact((Decimal(7),) * 5 + (Decimal(0),) * 2, "9 h 00 à 12 h 30 et 13 h 30 à 17 h 00")


def sample_convention(*, clauses: str = CLAUSES, **changes: Any) -> ConventionFacts:
    """Return the convention of the drawing: Zoé Dupré at Hygial Services, six weeks."""
    texts = convention_template().defaults
    values: dict[str, Any] = {
        "convention": "0b4e7b52-4d3e-4d0f-9c32-6f9a7b0f6b11",
        "kind": "internship",
        "number": "CV-27-0142",
        "round": 2,
        "issued_on": date(2026, 11, 24),
        "template": "",
        "source": "",
        "course_title": "BTS Négociation et relation client",
        "course_hours": 1080,
        "school": SCHOOL,
        "host": HOST,
        "students": (ZOE,),
        "referent": PersonFact("Claire Vasseur", "", "c.vasseur@lycee.example", "02 41 00 00 02"),
        "tutor": PersonFact(
            "Nadia Lambert", "responsable de secteur", "n.lambert@hygial.example", "02 41 00 00 12"
        ),
        "subject": "Relance des clients dormants du secteur Angers centre",
        "activities": "Prospection téléphonique ; rédaction de devis ; suivi d’un portefeuille "
        "de 40 clients ; participation à deux négociations",
        "competences": (
            CodeFact("C32", "Construire une situation de communication"),
            CodeFact("C33", "Maîtriser la relation"),
        ),
        "functions": (),
        "starts_on": date(2027, 1, 4),
        "ends_on": date(2027, 2, 12),
        "breaks": (),
        "duration": DurationFact(Decimal(210), 30, 30),
        "week": WEEK,
        "gratification": GratificationFact(choice="none"),
        "advantages": AdvantagesFact(meals=True, transport=True, activities=False),
        "texts": TextsFact(
            health_office="CPAM de Maine-et-Loire",
            host_insurer="MAIF",
            host_policy="A-1234",
            **texts,
        ),
        "not_a_job": True,
        "checked_by": "Marc Tessier",
        "checked_on": date(2026, 11, 20),
        "signers": SIGNERS,
        "reference": REFERENCE,
        **changes,
    }
    row = SchoolClauses(number=3, body=clauses) if clauses else None
    return with_articles(ConventionFacts(**values), row)


def sample_avenant(**changes: Any) -> AvenantFacts:
    """Return the avenant that moves the last day of the sample convention."""
    values: dict[str, Any] = {
        "avenant": "9c8f1f0e-6a57-4b39-8b1e-0f3f9d1f2a01",
        "number": 1,
        "kind": "dates",
        "kind_label": "dates",
        "convention_kind": "internship",
        "convention_number": "CV-27-0142",
        "convention_signed_on": date(2026, 12, 11),
        "round": 1,
        "issued_on": date(2027, 1, 15),
        "applies_on": date(2027, 2, 15),
        "reason": "Zoé Dupré a été absente une semaine pour maladie.",
        "school": SCHOOL,
        "host": HOST,
        "students": (ZOE,),
        "changes": (
            ChangeFact(
                "Dernier jour",
                "vendredi 12\u00a0février 2027",
                "vendredi 19\u00a0février 2027",
            ),
        ),
        "signers": SIGNERS,
        "reference": REFERENCE,
        **changes,
    }
    return AvenantFacts(**values)


def sample_attestation(**changes: Any) -> AttestationFacts:
    """Return the attestation of nine weeks paid at 4.50 euros an hour."""
    values: dict[str, Any] = {
        "attestation": "6d1a7e3f-14a5-4b86-9f5c-3d2a5a1c7b02",
        "convention_number": "CV-27-0142",
        "round": 1,
        "issued_on": date(2026, 7, 3),
        "course_title": "BTS Négociation et relation client",
        "school": SCHOOL,
        "host": HOST,
        "student": ZOE,
        "tutor": PersonFact("Nadia Lambert", "responsable de secteur"),
        "subject": "Relance des clients dormants du secteur Angers centre",
        "starts_on": date(2026, 5, 4),
        "ends_on": date(2026, 7, 3),
        "breaks": (),
        "absence_hours": Decimal(7),
        "duration": DurationFact(Decimal(315), 45, 45),
        "months": (
            MonthFact("2026-05", Decimal(140), 450, 63000),
            MonthFact("2026-06", Decimal(154), 450, 69300),
            MonthFact("2026-07", Decimal(21), 450, 9450),
        ),
        "paid_cents": 141750,
        "signers": (
            SignerFact(("host_signatory",), "Marc Tessier", "directeur d’agence", HOST.name),
        ),
        "reference": REFERENCE,
        **changes,
    }
    return AttestationFacts(**values)


def sample_calendar(**changes: Any) -> CalendarFacts:
    """Return the calendar of three weeks with a holiday and a closed day."""
    starts_on, ends_on = date(2026, 4, 27), date(2026, 5, 15)
    closed = date(2026, 5, 15)
    by_day = {
        day: Decimal(7)
        for day in (starts_on + timedelta(days=at) for at in range(19))
        if day.weekday() < 5 and day not in {*HOLIDAYS, closed}
    }
    values: dict[str, Any] = {
        "convention": "0b4e7b52-4d3e-4d0f-9c32-6f9a7b0f6b11",
        "kind": "internship",
        "convention_number": "CV-27-0142",
        "avenant": 0,
        "issued_on": date(2026, 4, 1),
        "school": SCHOOL,
        "host_name": HOST.name,
        "student_names": ZOE.name,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "weeks": calendar_weeks(
            by_day,
            starts_on=starts_on,
            ends_on=ends_on,
            breaks=(BreakFact("closure", "fermeture de l’entreprise", closed, closed),),
            holidays=HOLIDAYS,
        ),
        "hours": sum(by_day.values(), Decimal(0)),
        "reference": REFERENCE,
        **changes,
    }
    return CalendarFacts(**values)
