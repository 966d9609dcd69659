"""The form of a preparatory mission."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from curriculum.models import Competence
from internships.forms.fields import HoursField, RowsField, long_text
from internships.forms.life import PageWords, RowForm, day_of
from internships.forms.search import CompetencesMixin
from nrc_platform.core import dates
from nrc_platform.core.forms import CleanTextField, spoken
from nrc_platform.people.models import User
from projects.models import Mission, Project
from projects.states import MissionAim

MOST_HOURS = 500
NEW = PageWords(
    "Écrire une mission", "Écrire la mission", "La mission est écrite.", icon="plus-lg", adds=True
)
EDIT = PageWords("Modifier la mission", "Enregistrer la mission", "La mission est enregistrée.")
REMOVE = PageWords(
    "Retirer la mission",
    "Retirer la mission",
    "La mission est retirée.",
    question="Retirer cette mission\u00a0?",
    danger=True,
)


class MissionForm(CompetencesMixin, RowForm):
    """A one-off action in the company: a target, a place, days, what it lets discover."""

    names = (
        "title",
        "target",
        "aim",
        "aim_text",
        "starts_on",
        "ends_on",
        "place",
        "hours",
        "in_weekly_hours",
        "information",
    )
    title = CleanTextField(
        label="Mission", max_length=150, error_messages={"required": "Nommez la mission."}
    )
    target = CleanTextField(
        label="Cible",
        max_length=300,
        help_text="Une action ciblée\u00a0: qui, quoi, combien.",
        error_messages={"required": "Une mission est une action ciblée\u00a0: dites sa cible."},
    )
    aim = forms.ChoiceField(label="Ce qu’elle fait découvrir", choices=spoken(MissionAim.choices))
    aim_text = CleanTextField(label="Précisions", max_length=300, required=False)
    starts_on = day_of(
        "Du", error_messages={"required": "Indiquez le premier jour de la mission."}
    )
    ends_on = day_of("Au", error_messages={"required": "Indiquez le dernier jour de la mission."})
    place = CleanTextField(
        label="Lieu",
        max_length=200,
        error_messages={
            "required": "Une mission est limitée dans l’espace\u00a0: dites où elle a lieu."
        },
    )
    hours = HoursField(label="Heures", most=MOST_HOURS)
    in_weekly_hours = forms.BooleanField(
        label="Dans l’horaire hebdomadaire de gestion de projet", required=False, initial=True
    )
    information = long_text(
        "Informations à recueillir pour le projet", most=2000, rows=3, required=False
    )
    students = RowsField(
        label="Qui la fait",
        error_messages={"required": "Choisissez au moins un étudiant de l’équipe."},
    )
    competences = RowsField(label="Compétences préalables", required=False)
    projects = RowsField(label="Prépare aussi", required=False)

    def __init__(
        self,
        data: Any,
        *,
        team: Sequence[User],
        competences: Sequence[Competence],
        before: date | None,
        others: Sequence[Project],
        row: Mission | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(self, row, team))
        self.fields["students"].offer(team)  # type: ignore[attr-defined]
        self.offer_competences(competences)
        self.fields["projects"].offer(others)  # type: ignore[attr-defined]
        if not others:
            del self.fields["projects"]
        self.fields["ends_on"].help_text = _rule(before)
        self.helper.layout = Layout(
            "version",
            "title",
            "target",
            Div("aim", "aim_text", css_class="nrc-pair"),
            Div("starts_on", "ends_on", css_class="nrc-pair"),
            Div("place", "hours", css_class="nrc-pair"),
            "in_weekly_hours",
            "information",
            "students",
            "competences",
            *(["projects"] if others else []),
        )


def _initial(form: MissionForm, row: Mission | None, team: Sequence[User]) -> dict[str, Any]:
    if row is None:
        return {"students": list(team), "in_weekly_hours": True}
    return form.initial_of(row) | {
        "students": list(row.students.all()),
        "competences": list(row.competences.all()),
        "projects": list(row.projects.all()),
    }


def _rule(before: date | None) -> str:
    if before is None:
        return "Une mission vient avant le projet, dont la date reste à fixer."
    return f"Au plus tard le {dates.day(before)}, jour où le projet commence."
