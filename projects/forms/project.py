"""The form that begins a project, and the filters of the list."""

from collections.abc import Sequence
from typing import Any

import django_filters

from internships.forms.fields import RowField, RowsField
from nrc_platform.companies.models import Company
from nrc_platform.core.forms import CleanTextField, CrispyForm
from nrc_platform.people.models import User
from projects.forms.definition import CompanyField
from projects.models import Project
from projects.states import ProjectState

SUPERVISOR_RULE = (
    "Un enseignant de la classe qui y enseigne la gestion de projet, la gestion de clientèles, la "
    "relation client ou le management de l’équipe commerciale (référentiel, projets commerciaux)."
)


class ProjectFilter(django_filters.FilterSet):
    """Filters of the list: state, class."""

    state = django_filters.ChoiceFilter(choices=ProjectState.choices, label="État")
    promotion = django_filters.UUIDFilter(field_name="promotion_id", label="Classe")

    class Meta:
        model = Project
        fields = ("state", "promotion")


class NewProjectForm(CrispyForm):
    """What a project begins with: its title and its three partners."""

    title = CleanTextField(
        label="Titre du projet",
        max_length=150,
        help_text="Provisoire s’il le faut\u00a0: il se change ensuite.",
        error_messages={"required": "Donnez un titre au projet, même provisoire."},
    )
    company = CompanyField()
    students = RowsField(
        label="Équipe", error_messages={"required": "Choisissez au moins un étudiant."}
    )
    supervisor = RowField(
        label="Enseignant responsable",
        empty="À choisir",
        help_text=SUPERVISOR_RULE,
        error_messages={"required": "Choisissez l’enseignant qui encadre et suit le projet."},
    )

    def __init__(
        self,
        data: Any,
        *,
        companies: Sequence[Company],
        students: Sequence[User],
        supervisors: Sequence[User],
        alone: bool,
    ) -> None:
        super().__init__(data)
        self.fields["company"].offer(companies)  # type: ignore[attr-defined]
        self.fields["students"].offer(students)  # type: ignore[attr-defined]
        self.fields["supervisor"].offer(supervisors)  # type: ignore[attr-defined]
        self.fields["students"].required = not alone
        if alone:
            self.fields["students"].label = "Avec qui\u00a0?"
            self.fields["students"].help_text = "Vous êtes de l’équipe. Cochez vos coéquipiers."
