"""Everything a convention prints, frozen: parties, items of D124-4, articles, boxes to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from internships.facts import parts, words
from internships.facts.clauses import clauses_html, fill
from internships.facts.frozen import Frozen
from internships.facts.template import Article, ConventionTemplate, convention_template
from internships.models import (
    Break,
    Convention,
    ConventionMission,
    Internship,
    SchoolClauses,
    Terms,
)
from internships.states import ConventionKind


@dataclass(frozen=True)
class ConventionFacts(Frozen):
    """A convention as it is printed and signed."""

    convention: str
    kind: str
    number: str
    round: int
    issued_on: date
    template: str
    source: str
    course_title: str
    course_hours: int
    school: parts.SchoolFact
    host: parts.HostFact
    students: tuple[parts.StudentFact, ...]
    referent: parts.PersonFact
    tutor: parts.PersonFact
    subject: str
    activities: str
    competences: tuple[parts.CodeFact, ...]
    functions: tuple[parts.CodeFact, ...]
    starts_on: date | None
    ends_on: date | None
    breaks: tuple[parts.BreakFact, ...]
    duration: parts.DurationFact
    week: parts.WeekFact
    gratification: parts.GratificationFact
    advantages: parts.AdvantagesFact
    texts: parts.TextsFact
    not_a_job: bool
    checked_by: str
    checked_on: date | None
    signers: tuple[parts.SignerFact, ...]
    project_weekly_hours: Decimal = Decimal(0)
    missions: tuple[parts.MissionFact, ...] = ()
    articles: tuple[Article, ...] = ()
    clauses_version: int = 0
    clauses: str = ""
    reference: str = ""

    @property
    def is_project(self) -> bool:
        """Return whether it is the convention of a project."""
        return self.kind == ConventionKind.PROJECT

    @property
    def student_names(self) -> str:
        """Return « Zoé Dupré, Hugo Marin »."""
        return ", ".join(student.name for student in self.students)


def variables(facts: ConventionFacts) -> dict[str, str]:
    """Return what each variable of the articles and clauses stands for."""
    duration, pay = facts.duration, facts.gratification
    weeks = f" et {words.weeks(duration.week_days)}" if duration.week_days else ""
    rate = words.euros(pay.hourly_cents) if pay.hourly_cents else "aucune"
    values = {
        "numero": facts.number,
        "etablissement": facts.school.name,
        "chef": facts.school.head,
        "entreprise": facts.host.name,
        "representant": facts.host.head,
        "etudiant": facts.student_names,
        "classe": ", ".join(dict.fromkeys(each.promotion for each in facts.students)),
        "formation": facts.course_title,
        "referent": facts.referent.name,
        "tuteur": facts.tutor.name,
        "sujet": facts.subject,
        "debut": words.full_day(facts.starts_on),
        "fin": words.full_day(facts.ends_on),
        "heures": words.hours(duration.hours) if duration.hours else "",
        "duree": f"{words.days_of_presence(duration.hours)}{weeks}",
        "horaire": words.hours(facts.week.total) if facts.week.total else "",
        "lieu": facts.host.place or facts.host.address,
        "gratification": rate,
        "caisse": facts.texts.health_office,
    }
    return {name: value or words.MISSING for name, value in values.items()}


def _articles(model: ConventionTemplate, values: Mapping[str, str]) -> tuple[Article, ...]:
    return tuple(
        Article(
            article.number,
            fill(article.title, values),
            tuple(fill(paragraph, values) for paragraph in article.paragraphs),
        )
        for article in model.articles
    )


def with_articles(facts: ConventionFacts, clauses: SchoolClauses | None) -> ConventionFacts:
    """Return the facts with the articles of the model and the school's clauses, in words."""
    model, values = convention_template(), variables(facts)
    body = clauses.body if clauses else ""
    return replace(
        facts,
        template=model.name,
        source=model.source,
        articles=_articles(model, values),
        clauses_version=clauses.number if clauses and body.strip() else 0,
        clauses=str(clauses_html(body, values)) if body.strip() else "",
    )


def _of_convention(convention: Convention) -> dict[str, Any]:
    """Return what holds from the first signature to the end."""
    checked = convention.checked_at
    return {
        "convention": str(convention.pk),
        "kind": convention.kind,
        "number": convention.number,
        "course_title": convention.course_title,
        "course_hours": convention.course_hours,
        "competences": parts.code_facts(convention.competences.all()),
        "functions": parts.code_facts(convention.functions.all()),
        "advantages": parts.AdvantagesFact(
            convention.gives_meals,
            convention.gives_transport,
            convention.gives_activities,
            convention.advantages,
        ),
        "texts": parts.TextsFact(
            **{name: getattr(convention, name) for name in parts.TextsFact.__dataclass_fields__}
        ),
        "not_a_job": convention.not_a_job,
        "checked_by": convention.checked_by_name,
        "checked_on": timezone.localtime(checked).date() if checked else None,
    }


def _of_terms(convention: Convention, terms: Terms) -> dict[str, Any]:
    """Return what an avenant may change."""
    return {
        "host": parts.host_fact(convention.company, convention.signatory, terms),
        "referent": parts.teacher_fact(terms.referent),
        "tutor": parts.contact_fact(terms.tutor),
        "subject": terms.subject,
        "activities": terms.activities,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "week": parts.week_fact(terms),
        "project_weekly_hours": Decimal(terms.project_weekly_hours),
    }


def convention_facts(
    convention: Convention,
    *,
    terms: Terms,
    internships: Sequence[Internship],
    issued_on: date,
    head: str,
    signers: Sequence[parts.SignerFact],
    breaks: Sequence[Break] = (),
    missions: Sequence[ConventionMission] = (),
    duration: parts.DurationFact | None = None,
    gratification: parts.GratificationFact | None = None,
    clauses: SchoolClauses | None = None,
    round_number: int = 1,
    reference: str = "",
) -> ConventionFacts:
    """
    Freeze a convention whose rows are loaded: no query but for what was not loaded.

    - `terms` are those agreed on the day of sending, `head` the head of that day;
    - `signers` are the boxes to sign, in the order of signature.
    """
    bare = ConventionFacts(
        issued_on=issued_on,
        round=round_number,
        reference=reference,
        template="",
        source="",
        school=parts.school_fact(convention.school, head=head),
        students=tuple(parts.student_fact(row, terms.starts_on) for row in internships),
        breaks=tuple(parts.break_fact(row) for row in breaks),
        duration=duration or parts.DurationFact(),
        gratification=gratification or parts.gratification_fact(terms),
        signers=tuple(signers),
        missions=tuple(parts.mission_fact(row) for row in missions),
        **_of_convention(convention),
        **_of_terms(convention, terms),
    )
    return with_articles(bare, clauses)
