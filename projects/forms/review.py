"""Forms of the review: evaluation, observation of a member, lessons."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from internships.forms.assessments import Steps
from internships.forms.fields import long_text
from internships.forms.life import PageWords, RowForm, day_of
from nrc_platform.core.forms import CrispyForm, spoken
from projects.services.observations import TEXTS
from projects.states import Responsibility

EVALUATION = PageWords(
    "Évaluation du projet", "Enregistrer l’évaluation", "L’évaluation est enregistrée."
)
OBSERVE = PageWords(
    "Observer un étudiant",
    "Enregistrer l’observation",
    "L’observation est enregistrée.",
    after="Une observation ne se modifie plus\u00a0: la suivante dit le progrès.",
    adds=True,
)
LESSONS = PageWords(
    "Ce que j’ai appris", "Enregistrer mes enseignements", "Vos enseignements sont enregistrés."
)
_LABELS = {
    "responsibility": "Responsabilité prise",
    "autonomy": "Autonomie",
    "initiative": "Sens de l’initiative",
    "time_management": "Gestion du temps",
    "teamwork": "Travail en équipe",
}


class EvaluationForm(RowForm):
    """What the project reached, goal by goal."""

    names = ("evaluation",)
    evaluation = long_text(
        "Évaluation au regard des objectifs de départ",
        most=4000,
        rows=8,
        help_text="Pour chaque objectif\u00a0: atteint ou non, de combien, et pourquoi.",
        error_messages={"required": "Écrivez ce que le projet a atteint, et ce qui manque."},
    )


class ObservationForm(CrispyForm):
    """What a teacher saw of a member on a day."""

    on = day_of("Jour", error_messages={"required": "Indiquez le jour de l’observation."})
    responsibility_level = forms.TypedChoiceField(
        label="Degré de responsabilité",
        choices=spoken([(str(code), label) for code, label in Responsibility.choices]),
        coerce=int,
        widget=Steps,
        error_messages={"required": "Choisissez un degré de responsabilité."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            self.fields[name] = long_text(_LABELS[name], most=2000, rows=2, required=False)
        self.helper.layout = Layout("on", "responsibility_level", *TEXTS)


class LessonsForm(CrispyForm):
    """What a student draws from the project."""

    lessons = long_text(
        "Enseignements de l’expérience",
        most=4000,
        rows=8,
        help_text="Ce que vous referiez, ce que vous feriez autrement, et pourquoi.",
        error_messages={
            "required": "Écrivez au moins une phrase\u00a0: qu’avez-vous appris\u00a0?"
        },
    )
