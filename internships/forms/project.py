"""The convention of a project: its team, and the missions it covers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from internships.forms.fields import RowField, RowsField
from internships.models import ConventionMission
from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField
from nrc_platform.people.models import Enrolment

MOST_MISSIONS = 20


class ProjectForm(CrispyForm):
    """What the convention of a project begins with: a team of one class, one company."""

    students = RowsField(
        label="Équipe",
        error_messages={"required": "Choisissez au moins une personne de l’équipe."},
    )
    company = RowField(
        label="Entreprise commanditaire",
        empty="Pas encore connue",
        required=False,
        help_text="Elle n’est pas dans la liste\u00a0? Ajoutez-la d’abord à l’annuaire, "
        "page « Entreprises ».",
    )

    def __init__(
        self, data: Any, *, enrolments: Sequence[Enrolment], companies: Sequence[Any]
    ) -> None:
        super().__init__(data)
        self.fields["students"].offer(enrolments)  # type: ignore[attr-defined]
        self.fields["students"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.student}, {row.promotion.label}") for row in enrolments
        ]
        self.fields["company"].offer(companies)  # type: ignore[attr-defined]

    def clean_students(self) -> list[Enrolment]:
        """Refuse a team drawn from two classes: a project is followed in one."""
        team: list[Enrolment] = list(self.cleaned_data["students"])
        if len({row.promotion_id for row in team}) > 1:
            raise ValidationError("Une équipe est d’une seule classe\u00a0: gardez-en une.")
        return team


class MissionForm(CrispyForm):
    """A mission covered by the convention; an emptied line is taken out."""

    label = CleanTextField(label="Mission", max_length=200, required=False)
    starts_on = FrenchDateField(label="Du", required=False)
    ends_on = FrenchDateField(label="Au", required=False)
    place = CleanTextField(label="Lieu", max_length=200, required=False)
    hours = forms.DecimalField(
        label="Heures",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(500),
        max_digits=6,
        decimal_places=2,
        localize=True,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both days of a mission that has a name, and for the name of dated days."""
        read: dict[str, Any] = super().clean() or {}
        days = [read.get("starts_on"), read.get("ends_on")]
        if read.get("label") and None in days and not self.errors:
            self.add_error("starts_on", "Indiquez le premier et le dernier jour de la mission.")
        if any(days) and not read.get("label") and not self.errors:
            self.add_error("label", "Donnez un nom à la mission, ou videz la ligne.")
        read["hours"] = read.get("hours") or Decimal(0)
        return read


def mission_formset(
    data: Mapping[str, Any] | None, missions: Sequence[ConventionMission]
) -> "forms.BaseFormSet[MissionForm]":
    """Return the lines of the missions, one empty line at the end."""
    made = forms.formset_factory(
        MissionForm, extra=1, max_num=MOST_MISSIONS, absolute_max=MOST_MISSIONS
    )
    names = ("label", "starts_on", "ends_on", "place", "hours")
    kept = [{name: getattr(row, name) for name in names} for row in missions]
    # A bound row equal to its initial would count as untouched, and be lost.
    return made(data, initial=kept if data is None else None, prefix="missions")
