"""Forms of the visits and contacts of the referent."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from internships.forms.fields import long_text
from internships.forms.life import MomentMixin, PageWords, RowForm, TimeField, day_of
from internships.models import Visit
from internships.services.visits import REPORT_FIELDS
from internships.states import VisitKind
from nrc_platform.core.forms import CleanTextField, spoken

PLAN = PageWords("Prévoir une visite", "Prévoir la visite", "La visite est prévue.")
REPLAN = PageWords("Préparer la visite", "Enregistrer la visite", "La visite est enregistrée.")
REPORT = PageWords(
    "Compte rendu", "Enregistrer le compte rendu", "Le compte rendu est enregistré."
)
CONTACT = PageWords("Noter un contact", "Noter le contact", "Le contact est noté.", icon="plus-lg")
REMOVE = PageWords(
    "Retirer la visite",
    "Retirer la visite",
    "La visite est retirée.",
    question="Retirer cette visite, qui n’a pas eu lieu\u00a0?",
    danger=True,
)


class PlanForm(MomentMixin, RowForm):
    """When, how, and what to look at."""

    kind = forms.ChoiceField(label="Moyen", choices=spoken(VisitKind.choices))
    day = day_of("Jour")
    hour = TimeField(label="Heure", max_length=12)
    preparation = long_text(
        "À préparer",
        most=2000,
        rows=4,
        required=False,
        help_text="Objectif de la période, activités à voir, questions au tuteur.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "key", "version", Div("kind", "day", "hour", css_class="nrc-pair"), "preparation"
        )

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Return the visit as planned."""
        at: datetime | None = timezone.localtime(row.planned_at) if row.planned_at else None
        return {
            "kind": row.kind,
            "day": at.date() if at else None,
            "hour": at.time() if at else None,
            "preparation": row.preparation,
            "version": row.version,
        }

    def values(self) -> dict[str, Any]:
        """Return what goes to the service."""
        return {
            "kind": self.cleaned_data["kind"],
            "planned_at": self.moment(),
            "preparation": self.cleaned_data["preparation"],
        }


class ReportForm(RowForm):
    """What a visit or a contact brought."""

    names = REPORT_FIELDS
    kind = forms.ChoiceField(label="Moyen", choices=spoken(VisitKind.choices))
    held_on = day_of("Jour")
    met = CleanTextField(label="Personnes rencontrées", max_length=200, required=False)
    report = long_text(
        "Compte rendu",
        most=4000,
        rows=6,
        help_text="Activités, progrès, difficultés, suite décidée avec le tuteur.",
        error_messages={"required": "Écrivez en une phrase ce qui s’est dit."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "key", "version", Div("kind", "held_on", css_class="nrc-pair"), "met", "report"
        )

    @classmethod
    def for_visit(cls, row: Visit) -> dict[str, Any]:
        """Return what is known of a visit to report: its day is the one planned."""
        known = cls.initial_of(row)
        if row.held_on is None and row.planned_at is not None:
            known["held_on"] = timezone.localtime(row.planned_at).date()
        return known
