"""Forms of the people of a project: members, supervisor, follow-up team, stages linked."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.fields import RowField, RowsField
from internships.forms.life import PageWords, day_of
from internships.models import Internship
from nrc_platform.core.forms import CleanTextField, CrispyForm
from nrc_platform.people.models import User
from projects.forms.project import SUPERVISOR_RULE
from projects.models import Member, Project

ADD = PageWords("Équipe", "Ajouter à l’équipe", "L’équipe est complétée.", icon="person-plus")
EDIT = PageWords("Modifier la place d’un membre", "Enregistrer", "La place est enregistrée.")
REMOVE = PageWords(
    "Retirer de l’équipe",
    "Retirer de l’équipe",
    "La personne n’est plus de l’équipe.",
    question="Retirer cette personne de l’équipe\u00a0?",
    danger=True,
)
SUPERVISION = PageWords(
    "Encadrement",
    "Enregistrer l’encadrement",
    "L’encadrement est enregistré.",
    after="L’enseignant responsable encadre et suit\u00a0; d’autres peuvent suivre avec lui.",
)
LINK = PageWords(
    "Rattacher un stage",
    "Rattacher le stage",
    "Le stage est rattaché au projet.",
    icon="link-45deg",
    after="Un projet peut tenir sur plusieurs stages, et un stage porter plusieurs projets.",
)
UNLINK = PageWords(
    "Détacher le stage",
    "Détacher le stage",
    "Le stage n’est plus rattaché au projet.",
    question="Détacher ce stage du projet\u00a0?",
    danger=True,
)


class MemberForm(CrispyForm):
    """The part of a student: role, dates, whether they lead the team."""

    role = CleanTextField(label="Rôle dans l’équipe", max_length=200, required=False)
    starts_on = day_of("Depuis le")
    ends_on = day_of("Jusqu’au", required=False)
    organises = forms.BooleanField(label="Organise le travail de l’équipe", required=False)

    def __init__(self, data: Any, *, row: Member) -> None:
        names = ("role", "starts_on", "ends_on", "organises")
        super().__init__(data, initial={name: getattr(row, name) for name in names})
        self.helper.layout = Layout(
            "role", Div("starts_on", "ends_on", css_class="nrc-pair"), "organises"
        )


class NewMemberForm(CrispyForm):
    """A student of the class who joins the team."""

    student = RowField(
        label="Étudiant de la classe",
        empty="À choisir",
        error_messages={"required": "Choisissez qui rejoint l’équipe."},
    )
    role = CleanTextField(label="Rôle dans l’équipe", max_length=200, required=False)
    organises = forms.BooleanField(label="Organise le travail de l’équipe", required=False)

    def __init__(self, data: Any, *, students: Sequence[User]) -> None:
        super().__init__(data)
        self.fields["student"].offer(students)  # type: ignore[attr-defined]
        self.helper.layout = Layout(Div("student", "role", css_class="nrc-pair"), "organises")


class SupervisionForm(CrispyForm):
    """The teacher who answers for the project, and those who follow it too."""

    supervisor = RowField(
        label="Enseignant responsable",
        empty="À choisir",
        help_text=SUPERVISOR_RULE,
        error_messages={"required": "Choisissez l’enseignant qui encadre et suit le projet."},
    )
    teachers = RowsField(label="Équipe de suivi", required=False)

    def __init__(
        self, data: Any, *, row: Project, eligible: Sequence[User], colleagues: Sequence[User]
    ) -> None:
        held = [each.teacher for each in row.follow_up.all()]
        super().__init__(data, initial={"supervisor": row.supervisor, "teachers": held})
        # Who was named before stays in the list: the service says why when it refuses.
        others = [row.supervisor, *(each for each in eligible if each != row.supervisor)]
        self.fields["supervisor"].offer(others)  # type: ignore[attr-defined]
        self.fields["teachers"].offer(colleagues)  # type: ignore[attr-defined]


class LinkForm(CrispyForm):
    """A stage of a student of the team."""

    internship = RowField(
        label="Stage",
        empty="À choisir",
        error_messages={"required": "Choisissez le stage qui porte le projet."},
    )

    def __init__(self, data: Any, *, rows: Sequence[Internship]) -> None:
        super().__init__(data)
        labels = {row.pk: stage_words(row) for row in rows}
        self.fields["internship"].offer(rows, labels)  # type: ignore[attr-defined]


def stage_words(row: Internship) -> str:
    """Return « Zoé Dupré, second stage, Hygial Services »."""
    company = row.convention.company
    parts = [str(row.student), row.period.label if row.period else "", str(company or "")]
    return ", ".join(part for part in parts if part)
