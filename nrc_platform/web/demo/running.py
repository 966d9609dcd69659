"""What happens during the stages under way: logbook, absences, visits, assessments."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from curriculum.models import Competence
from internships.facts.assessment import form_of
from internships.models import Assessment, Internship, InternshipPeriod
from internships.services import absences, accidents, assessments, logbook, visits
from internships.states import AssessmentKind
from nrc_platform.core import clock
from nrc_platform.signatures.models import AccessLink

TEACHER = "prof2@demo.example"


def live_through(stages: Any, period: InternshipPeriod) -> None:
    """Plan the days of the stages under way; a day to come is left out."""
    writer, teacher = stages.people["Roy Camille"], stages.people[TEACHER]
    for days, hours, text, codes in stages.data["logbook"]:
        day = stages.today - timedelta(days=days)
        if day < period.starts_on:
            continue
        moment = timezone.make_aware(datetime.combine(day, time(18)))
        stages.at(moment, partial(_note, writer, period, day, hours, text, codes))
    stages.at(stages.now - timedelta(hours=3), partial(_answer, writer, teacher))
    stages.at(stages.now - timedelta(hours=3), partial(_visits, period, teacher))
    stages.at(stages.now - timedelta(minutes=80), partial(_troubles, period, stages))
    stages.at(stages.now - timedelta(minutes=70), partial(_assess, period, teacher))


def _stage(student: Any, period: InternshipPeriod) -> Internship:
    rows = Internship.objects.select_related("convention__school", "promotion", "student")
    return rows.get(student=student, period=period)


def _note(
    student: Any, period: InternshipPeriod, day: Any, hours: str, text: str, codes: list[str]
) -> None:
    logbook.add_log(
        student,
        actor=student,
        internship=_stage(student, period),
        values={"happened_on": day, "hours": Decimal(hours), "text": text},
        tags=list(Competence.objects.filter(code__in=codes)),
    )


def _answer(student: Any, teacher: Any) -> None:
    first = student.log_entries.order_by("happened_on").first()
    if first is not None:
        logbook.answer_log(
            first, actor=teacher, text="Quels mots l’équipe emploie-t-elle pour ouvrir l’appel ?"
        )


def _visits(period: InternshipPeriod, teacher: Any) -> None:
    stages = list(Internship.objects.filter(period=period).order_by("student__last_name")[:3])
    for rank, stage in enumerate(_loaded(stages)):
        visits.log_contact(
            stage,
            actor=teacher,
            values={
                "kind": "phone",
                "held_on": clock.today() - timedelta(days=rank),
                "met": "le tuteur",
                "report": "Bonne intégration ; l’étudiant prépare ses appels par écrit.",
            },
        )
        visits.plan_visit(
            stage,
            actor=teacher,
            values={
                "kind": "visit",
                "planned_at": clock.now() + timedelta(days=6 + rank),
                "preparation": "Voir le fichier de prospection et un appel en direct.",
            },
        )


def _loaded(stages: list[Internship]) -> list[Internship]:
    rows = Internship.objects.select_related("convention__school", "promotion", "student")
    return list(rows.filter(pk__in=[stage.pk for stage in stages]).order_by("student__last_name"))


def _troubles(period: InternshipPeriod, stages: Any) -> None:
    office = stages.people["ddfpt@demo.example"]
    day = max(period.starts_on, stages.today - timedelta(days=4))
    for name, reason in (("Roy Camille", "illness"), ("Huet Noémie", "unjustified")):
        absences.record_absence(
            _stage(stages.people[name], period),
            actor=office,
            values={"starts_on": day, "ends_on": day, "reason": reason, "note": ""},
        )
    accidents.record_accident(
        _stage(stages.people["Idrissi Rayan"], period),
        actor=office,
        values={
            "happened_at": stages.now - timedelta(hours=20),
            "place": "Réserve du magasin",
            "circumstances": "Chute d’un carton sur le pied, sans arrêt de travail.",
        },
    )


def _assess(period: InternshipPeriod, teacher: Any) -> None:
    asked, answered = _loaded(list(Internship.objects.filter(period=period)))[:2]
    assessments.ask_tutor(asked, actor=teacher)
    assessments.ask_tutor(answered, actor=teacher)
    row = Assessment.objects.get(internship=answered, kind=AssessmentKind.TUTOR)
    form = form_of(row)
    link = AccessLink.objects.about(assessments.PURPOSE, row.pk)[0]
    answers = {
        question.code: question.choices[0][0] if question.choices else "Très bon début."
        for question in form.questions
    }
    codes = answered.convention.competences.values_list("code", flat=True)
    levels = dict.fromkeys(codes, form.levels[1][0])
    assessments.save_by_tutor(
        row,
        link=link,
        values={"answers": answers, "levels": levels, "outcome": "completed"},
        submit=True,
    )
