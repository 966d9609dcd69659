"""Forms of the definition of a project, one per step; each may be saved incomplete."""

from collections.abc import Callable, Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.fields import HoursField, NamedField, RowField, long_text
from internships.forms.life import RowForm, day_of
from nrc_platform.companies.models import CLIENTELE, Company, Contact
from nrc_platform.core.forms import CleanTextField, LenientMixin, spoken
from projects.facts.steps import WRITTEN
from projects.models import Project
from projects.models.project import MOST_HOURS
from projects.states import Offer

UNKNOWN_COMPANY = (
    "Aucune entreprise de l’annuaire ne s’appelle «\u00a0{typed}\u00a0»\u00a0: choisissez dans la "
    "liste, ou ajoutez-la d’abord à l’annuaire."
)
COMPANY_HELP = (
    "Écrivez le début de son nom. Elle n’est pas dans la liste\u00a0? Ajoutez-la d’abord à "
    "l’annuaire, ouvert plus bas."
)


class CompanyField(NamedField):
    """A company of the school, found by its name among the suggestions of the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Entreprise commanditaire",
            unknown=UNKNOWN_COMPANY,
            help_text=COMPANY_HELP,
            error_messages={"required": "Choisissez l’entreprise qui commande le projet."},
            widget=forms.TextInput(attrs={"list": "entreprises"}),
            **kwargs,
        )
        self.required = True

    def prepare_value(self, value: Any) -> Any:
        """Return the name of the company."""
        return str(value) if value is not None else ""


class StepForm(LenientMixin, RowForm):
    """A step of the definition: what is written is kept, complete or not."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    pairs: tuple[tuple[str, ...], ...] = ()

    def __init__(self, data: Any, *, row: Project) -> None:
        super().__init__(data, initial=self.initial_of(row))
        paired = {name: pair for pair in self.pairs for name in pair}
        lines: list[Any] = ["version"]
        for name in self.names:
            pair = paired.get(name)
            if pair is None:
                lines.append(name)
            elif pair[0] == name:
                lines.append(Div(*pair, css_class="nrc-pair"))
        self.helper.layout = Layout(*lines)


class PartnersForm(StepForm):
    """The title, the commissioner, its professional, what it sells."""

    names = WRITTEN["partenaires"].fields
    pairs = (("sponsor", "offer"),)
    title = CleanTextField(
        label="Titre du projet",
        max_length=150,
        help_text="Ce que l’on dira au jury en une ligne.",
    )
    company = CompanyField()
    sponsor = RowField(
        label="Professionnel qui suit le projet",
        empty="À choisir",
        help_text="Une personne de l’entreprise\u00a0; ajoutez-la d’abord à sa fiche.",
    )
    offer = forms.ChoiceField(label="L’entreprise vend", choices=spoken(Offer.choices))

    def __init__(
        self,
        data: Any,
        *,
        row: Project,
        companies: Sequence[Company],
        contacts: Sequence[Contact],
    ) -> None:
        super().__init__(data, row=row)
        self.fields["company"].offer([row.company, *companies])  # type: ignore[attr-defined]
        self.fields["sponsor"].offer(contacts)  # type: ignore[attr-defined]
        self.held = row

    def values(self) -> dict[str, Any]:
        """Return what goes to the service; another company has another professional."""
        read = super().values()
        if read["company"] is not None and read["company"] != self.held.company:
            read["sponsor"] = None
        return read


class NeedForm(StepForm):
    """From what was observed to the solution."""

    names = WRITTEN["besoin"].fields
    need = long_text(
        "Quel besoin avez-vous repéré\u00a0?",
        most=4000,
        help_text="Qui le dit, combien sont concernés, depuis quand.",
    )
    environment = long_text(
        "Dans quel environnement\u00a0?",
        most=4000,
        help_text="Le marché local, la zone, les concurrents, ce que l’entreprise permet.",
    )
    opportunities = long_text("Quelles opportunités l’analyse montre-t-elle\u00a0?", most=4000)
    theme = long_text("Comment délimitez-vous le thème, en deux phrases\u00a0?", most=2000, rows=3)
    solution = long_text("Quelle solution retenez-vous\u00a0?", most=4000)


class ClienteleForm(StepForm):
    """For whom, how far one negotiates, with what, for which effect."""

    names = WRITTEN["clientele"].fields
    clienteles = forms.MultipleChoiceField(
        label="Quelle clientèle\u00a0?",
        choices=list(CLIENTELE.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    clientele = long_text("À qui, ou pour qui, l’offre est-elle faite\u00a0?", most=2000, rows=3)
    negotiation_scope = long_text(
        "Que pouvez-vous négocier, jusqu’où\u00a0?", most=2000, rows=3, required=False
    )
    resources = long_text("Quelles ressources l’entreprise donne-t-elle\u00a0?", most=4000, rows=3)
    turnover_impact = long_text(
        "Quel effet sur le chiffre d’affaires, pendant le projet\u00a0?", most=2000, rows=3
    )


class PurposesForm(StepForm):
    """What the project brings to each side."""

    names = WRITTEN["finalites"].fields
    student_purpose = long_text("Que vous apporte le projet\u00a0?", most=2000, rows=3)
    commissioner_purpose = long_text("Que reste-t-il à l’entreprise\u00a0?", most=2000, rows=3)
    integration = long_text(
        "En quoi aide-t-il une insertion durable\u00a0?", most=2000, rows=3, required=False
    )
    complements = long_text(
        "Quels cours, quels travaux en classe le nourrissent\u00a0?", most=2000, rows=3
    )
    transfer = long_text(
        "Où les mêmes compétences serviront-elles ensuite\u00a0?", most=2000, rows=3
    )


class PlanForm(StepForm):
    """When it runs, in which hours, how it is followed."""

    names = WRITTEN["suivi"].fields
    pairs = (("starts_on", "ends_on"), ("weekly_hours", "stage_hours", "personal_hours"))
    starts_on = day_of("Premier jour du projet")
    ends_on = day_of("Dernier jour du projet")
    in_weekly_hours = forms.BooleanField(
        label="Le projet se fait dans l’horaire hebdomadaire de gestion de projet", required=False
    )
    weekly_hours = HoursField(label="Heures en classe", most=MOST_HOURS)
    stage_hours = HoursField(label="Heures en stage", most=MOST_HOURS)
    personal_hours = HoursField(label="Travail personnel", most=MOST_HOURS)
    modalities_weekly = long_text(
        "Comment le projet est-il suivi pendant l’horaire hebdomadaire\u00a0?", most=2000, rows=3
    )
    modalities_stage = long_text(
        "Comment est-il suivi pendant les stages\u00a0?", most=2000, rows=3
    )


FORMS: dict[str, Callable[..., StepForm]] = {
    "partenaires": PartnersForm,
    "besoin": NeedForm,
    "clientele": ClienteleForm,
    "finalites": PurposesForm,
    "suivi": PlanForm,
}
