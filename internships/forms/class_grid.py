"""The grid that begins the conventions of a class: one line per student, nothing required."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from internships.forms.fields import HoursField, NamedField, RowField
from internships.models import InternshipPeriod
from nrc_platform.core.errors import Invalid
from nrc_platform.core.forms import CrispyForm, FrenchDateField, add_refusal
from nrc_platform.people.models import User

MOST_DAY_HOURS = 24
UNKNOWN_COMPANY = (
    "Aucune entreprise de l’annuaire ne s’appelle «\u00a0{typed}\u00a0»\u00a0: choisissez dans la "
    "liste, ou ajoutez-la d’abord."
)
UNKNOWN_TUTOR = (
    "Personne ne s’appelle «\u00a0{typed}\u00a0» dans l’annuaire\u00a0: choisissez dans la liste, "
    "ou ajoutez le contact d’abord."
)


class NamedTutorField(NamedField):
    """A contact picked by name and company: « Nadia Lambert, Hygial Services »."""

    def offer(self, rows: Any) -> None:
        """Know each contact by its name with its company, and by its name when it is the only."""
        contacts = list(rows)
        super().offer(contacts)
        names = [str(row) for row in contacts]
        self.rows = {self.key(tutor_words(row)): row for row in contacts} | {
            self.key(str(row)): row for row in contacts if names.count(str(row)) == 1
        }


def tutor_words(contact: Any) -> str:
    """Return how a contact is said in the list of suggestions."""
    return f"{contact}, {contact.company.name}"


def _css(field: forms.Field) -> str:
    """Return the class of a control that stands in a cell, where crispy draws no label."""
    if isinstance(field, forms.BooleanField):
        return "form-check-input"
    if isinstance(field, RowField):
        return "form-select"
    size = {NamedField: " is-wide", NamedTutorField: " is-wide", HoursField: " is-short"}
    return f"form-control{size.get(type(field), '')}"


class GridRowForm(CrispyForm):
    """The line of one student; ticked, it becomes a draft."""

    chosen = forms.BooleanField(label="Commencer", required=False)
    company = NamedField(
        label="Entreprise",
        unknown=UNKNOWN_COMPANY,
        widget=forms.TextInput(attrs={"list": "entreprises"}),
    )
    tutor = NamedTutorField(
        label="Tuteur ou tutrice",
        unknown=UNKNOWN_TUTOR,
        widget=forms.TextInput(attrs={"list": "tuteurs"}),
    )
    referent = RowField(label="Référent", empty="Aucun", required=False)
    starts_on = FrenchDateField(label="Du", required=False)
    ends_on = FrenchDateField(label="Au", required=False)
    hours = HoursField(label="Heures par jour", most=MOST_DAY_HOURS)

    def __init__(
        self, data: Any, *, student: User, period: InternshipPeriod, offers: Mapping[str, Any]
    ) -> None:
        initial = {
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            "hours": Decimal(7),
            "referent": offers.get("me"),
        }
        super().__init__(data, initial=initial, prefix=f"r-{student.pk}")
        self.student = student
        for name in ("company", "tutor", "referent"):
            self.fields[name].offer(offers[name])  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {student}"
            field.widget.attrs["class"] = _css(field)

    def clean(self) -> dict[str, Any]:
        """Take the tutor's company when none was typed; refuse a tutor of another company."""
        read: dict[str, Any] = super().clean() or {}
        tutor, company = read.get("tutor"), read.get("company")
        if tutor and not company and "company" not in self.errors:
            read["company"] = tutor.company
        elif tutor and company and tutor.company_id != company.pk:
            self.add_error("tutor", f"{tutor} travaille chez {tutor.company}.")
        return read

    def add_refusal(self, refused: Invalid) -> None:
        """Show what the service refuses, at its field or on the line."""
        add_refusal(self, refused)

    @property
    def wants(self) -> bool:
        """Return whether the line is to become a draft."""
        return bool(self.is_bound and self["chosen"].data)
