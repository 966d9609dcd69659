"""Forms of the search of a place."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from curriculum.models import Competence
from internships.forms.fields import RowField, RowsField, long_text
from internships.forms.life import PageWords, RowForm, day_of
from internships.models import InternshipPeriod
from internships.services.search import FIELDS
from internships.states import SearchMeans, SearchOutcome, SectorReason
from nrc_platform.companies.models import Company
from nrc_platform.core.forms import CleanTextField, CrispyForm, spoken

ADD = PageWords(
    "Noter une démarche",
    "Noter la démarche",
    "La démarche est notée.",
    icon="plus-lg",
    after="Vos professeurs voient vos démarches et vous aident à relancer.",
)
EDIT = PageWords("Modifier la démarche", "Enregistrer la démarche", "La démarche est enregistrée.")
REMOVE = PageWords(
    "Retirer la démarche",
    "Retirer la démarche",
    "La démarche est retirée.",
    question="Retirer cette démarche du journal\u00a0?",
    danger=True,
)
SECTOR = PageWords(
    "Un seul secteur",
    "Enregistrer la raison",
    "La raison est enregistrée.",
    after="Tous les stages peuvent se faire dans un seul secteur\u00a0: le référentiel le permet, "
    "et demande d’en dire la raison.",
)


class CompetencesMixin:
    """A short list of competences to tick, folded under the rest."""

    fields: dict[str, forms.Field]

    def offer_competences(self, rows: Sequence[Competence]) -> None:
        """List the competences."""
        field = self.fields["competences"]
        field.rows = {str(row.pk): row for row in rows}  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{row.code} {row.label}") for row in rows
        ]


def folded(summary: str, *names: str) -> Div:
    """Return fields that open on demand, and by themselves when one is to correct."""
    wrong = " or ".join(f"form.errors.{name}" for name in names)
    opened = f"{{% if {wrong} %}} open{{% endif %}}"
    return Div(
        HTML(f'<details class="nrc-fold"{opened}><summary>{summary}</summary>'),
        *names,
        HTML("</details>"),
    )


class SearchForm(CompetencesMixin, RowForm):
    """A contact: four answers are enough, the rest can wait."""

    names = FIELDS
    period = RowField(label="Pour", empty="Choisir")
    company_name = CleanTextField(
        label="Entreprise",
        max_length=200,
        error_messages={"required": "Écrivez quelle entreprise vous avez contactée."},
    )
    company = RowField(label="Ou dans l’annuaire", empty="Pas dans la liste", required=False)
    means = forms.ChoiceField(label="Moyen", choices=spoken(SearchMeans.choices))
    contacted_on = day_of("Date du contact")
    outcome = forms.ChoiceField(label="Suite", choices=spoken(SearchOutcome.choices))
    follow_up_on = day_of("À relancer le", required=False)
    contact_name = CleanTextField(label="Personne contactée", max_length=120, required=False)
    note = long_text("Note", most=1000, rows=2, required=False)
    competences = RowsField(label="Compétences travaillées", required=False)

    def __init__(
        self,
        data: Any,
        *,
        periods: Sequence[InternshipPeriod],
        companies: Sequence[Company],
        competences: Sequence[Competence],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["period"].offer(periods)  # type: ignore[attr-defined]
        self.fields["company"].offer(companies)  # type: ignore[attr-defined]
        self.offer_competences(competences)
        self.helper.layout = Layout(
            "key",
            "version",
            "period",
            Div("company_name", "company", css_class="nrc-pair"),
            Div("means", "contacted_on", css_class="nrc-pair"),
            Div("outcome", "follow_up_on", css_class="nrc-pair"),
            folded("Préciser", "contact_name", "note", "competences"),
        )
        # A company picked in the directory lends its name.
        if self.is_bound and self.data.get("company"):
            self.fields["company_name"].required = False


class SectorForm(CrispyForm):
    """Why all the stages are in one sector."""

    reason = forms.ChoiceField(
        label="Raison", choices=spoken(SectorReason.choices), required=False
    )
