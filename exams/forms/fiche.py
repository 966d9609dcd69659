"""The long form of a fiche and its first page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string

from exams.facts import PLAIN_FIELDS
from exams.models import Fiche
from exams.rules import TEXT_RUBRICS, Actor
from exams.services.fiche import MAX_ACTORS, MAX_CHARS, MAX_LINES
from exams.states import Kind, Lived, Origin, Rubric
from nrc_platform.core.findings import Finding
from nrc_platform.core.forms import (
    CleanTextField,
    CrispyForm,
    CrispyMixin,
    FrenchDateField,
    LenientMixin,
)
from nrc_platform.core.text import check_length

QUESTIONS = {
    "object_text": "Que vendez-vous, à quel prix, avec quelle rémunération ?",
    "context_text": "Que faut-il savoir pour comprendre l’enjeu de l’entretien ?",
    "goals_text": "Que voulait chacun en entrant ?",
    "strategy_text": "Qu’aviez-vous préparé ? Comment vous êtes-vous adapté à l’échange ?",
    "difficulties_text": "Qu’est-ce qui a résisté ?",
    "results_text": "Qu’avez-vous obtenu, et quelle suite est prévue ?",
}

HELP = {
    Rubric.ACTORS: "Nom, qualité et profil de chaque personne présente, vous compris.",
    Rubric.CODES: "Choisissez dans la liste de l’épreuve E4.",
}


def _rubric_length(text: str) -> None:
    check_length(text, max_chars=MAX_CHARS, max_lines=MAX_LINES)


def _long(label: str, rows: int = 4) -> CleanTextField:
    return CleanTextField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[_rubric_length],
    )


class RubricBlock(LayoutObject):
    """A rubric of the long form: number, official label, fields, and remarks in the margin."""

    template = "exams/_rubric_form.html"

    def __init__(self, rubric: Rubric, *fields: Any, number: str) -> None:
        self.rubric, self.fields, self.number = rubric, list(fields), number

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        """Return the HTML of the rubric."""
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            self.template,
            {
                "rubric": self.rubric,
                "number": self.number,
                "help": HELP.get(self.rubric, ""),
                "inside": inside,
                "actors": form.actors if self.rubric == Rubric.ACTORS else None,
                "groups": form.savoir_groups() if self.rubric == Rubric.CODES else None,
                "annexes": form.annexes if self.rubric == Rubric.OBJECT else None,
                "fiche": form.fiche,
                "remarks": form.remarks.get(self.rubric.value, []),
            },
        )


@dataclass(frozen=True)
class SavoirLine:
    """A savoir to tick."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class SavoirGroup:
    """A savoir that E4 prints, and those under it."""

    top: SavoirLine
    under: list[SavoirLine]

    @property
    def lines(self) -> list[SavoirLine]:
        """Return the printed savoir, then those under it."""
        return [self.top, *self.under]

    @property
    def chosen(self) -> int:
        """Return how many are ticked."""
        return sum(1 for line in self.lines if line.chosen)


class ActorForm(LenientMixin, CrispyForm):
    """A person of the situation."""

    name = CleanTextField(label="Nom", max_length=120)
    capacity = CleanTextField(label="Qualité", max_length=200)
    profile = CleanTextField(label="Profil", max_length=500, required=False)

    def actor(self) -> Actor:
        """Return the person as typed; what is wrong stays out."""
        read = getattr(self, "cleaned_data", {})
        return Actor(read.get("name", ""), read.get("capacity", ""), read.get("profile", ""))


class FicheForm(LenientMixin, CrispyMixin, forms.Form):
    """The E4 fiche as its student writes it."""

    title = CleanTextField(label="Titre de la fiche", max_length=150)
    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisir"), *Kind.choices])
    lived = forms.ChoiceField(label="Situation", choices=[("", "Choisir"), *Lived.choices])
    origin_kind = forms.ChoiceField(label="Origine", choices=[("", "Choisir"), *Origin.choices])
    origin_text = CleanTextField(
        label="Précision sur l’origine",
        max_length=200,
        help_text="Par exemple : stage chez Hygial Services, du 5 janvier au 13 février.",
    )
    is_oral = forms.BooleanField(label="C’était une situation orale")
    is_real = forms.BooleanField(
        label="Je l’ai rencontrée moi-même, dans un cadre professionnel réel"
    )
    company = forms.ModelChoiceField(
        label="Entreprise de l’annuaire",
        queryset=Fiche.objects.none(),
        required=False,
        empty_label="Aucune : je l’écris ci-dessous",
        help_text="Son nom, son adresse et son activité sont repris là où vous n’avez rien écrit.",
    )
    company_name = CleanTextField(label="Nom de l’entreprise", max_length=200)
    company_address = CleanTextField(label="Adresse", max_length=300)
    company_activity = _long("Activité", rows=2)
    object_text = _long(QUESTIONS["object_text"])
    context_text = _long(QUESTIONS["context_text"])
    goals_text = _long(QUESTIONS["goals_text"])
    took_place_on = FrenchDateField(label="Date")
    duration_minutes = forms.IntegerField(
        label="Durée en minutes",
        min_value=1,
        max_value=1440,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez la durée en minutes, par exemple 35.",
            "min_value": "La durée compte au moins une minute.",
            "max_value": "La durée ne dépasse pas une journée (1 440 minutes).",
        },
    )
    place = CleanTextField(label="Lieu", max_length=200)
    conditions_text = _long("Précisions sur le déroulement", rows=2)
    strategy_text = _long(QUESTIONS["strategy_text"], rows=5)
    difficulties_text = _long(QUESTIONS["difficulties_text"], rows=3)
    results_text = _long(QUESTIONS["results_text"], rows=3)
    competences = forms.MultipleChoiceField(
        label="Compétences", widget=forms.CheckboxSelectMultiple
    )
    savoirs = forms.MultipleChoiceField(label="Savoirs", widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        fiche: Fiche,
        competences: Sequence[Any],
        savoirs: Sequence[Any],
        companies: QuerySet[Any],
        remarks: Mapping[str, Sequence[Any]] | None = None,
        more_actors: int = 0,
    ) -> None:
        super().__init__(data, initial=_initial(fiche))
        self.fiche = fiche
        self.annexes = list(fiche.annexes.all())
        self.remarks = remarks or {}
        self._rows: dict[str, dict[str, Any]] = {
            "competences": {row.code: row for row in competences},
            "savoirs": {row.code: row for row in savoirs},
        }
        for name, rows in self._rows.items():
            choices = [(code, f"{code} {row.label}") for code, row in rows.items()]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["company"].queryset = companies  # type: ignore[attr-defined]
        self.fields["conditions_text"].required = False
        written = [
            {"name": row.name, "capacity": row.capacity, "profile": row.profile}
            for row in fiche.actors.all()
        ]
        extra = more_actors or (0 if written else 1)
        # A bound row equal to its initial would count as untouched, and be lost.
        initial = written if data is None else None
        self.actors = _actor_formset(extra)(data, initial=initial, prefix="actors")
        self.helper = self._fiche_helper()

    def _fiche_helper(self) -> FormHelper:
        helper = self._make_helper()
        blocks: list[Any] = [
            RubricBlock(
                Rubric.GENERAL,
                "title",
                Div("kind", "lived", css_class="nrc-pair"),
                Div("origin_kind", "origin_text", css_class="nrc-pair"),
                "is_oral",
                "is_real",
                number="·",
            )
        ]
        inside: dict[Rubric, list[Any]] = {
            Rubric.COMPANY: [
                "company",
                Div("company_name", "company_address", css_class="nrc-pair"),
                "company_activity",
            ],
            Rubric.ACTORS: [],
            Rubric.CONDITIONS: [
                Div("took_place_on", "duration_minutes", "place", css_class="nrc-pair"),
                "conditions_text",
            ],
        }
        for number, rubric in enumerate(tuple(Rubric)[:9], start=1):
            fields = inside.get(rubric)
            if fields is None:
                fields = [TEXT_RUBRICS[rubric][0]]
            blocks.append(RubricBlock(rubric, *fields, number=str(number)))
        blocks.append(RubricBlock(Rubric.CODES, "competences", number="+"))
        helper.layout = Layout(*blocks)
        return helper

    def savoir_groups(self) -> list[SavoirGroup]:
        """Return the savoirs by the code that E4 prints, each with what stands under it."""
        chosen = set(self["savoirs"].value() or [])
        groups: list[SavoirGroup] = []
        for code, row in self._rows["savoirs"].items():
            line = SavoirLine(code, row.label, code in chosen)
            if groups and code.startswith(groups[-1].top.code):
                groups[-1].under.append(line)
            else:
                groups.append(SavoirGroup(line, []))
        return groups

    def values(self) -> dict[str, Any]:
        """Return what can be kept of the form: a wrong field stays out, the rest is saved."""
        valid = self.is_valid()
        actors_valid = self.actors.is_valid()
        read = self.cleaned_data if valid or hasattr(self, "cleaned_data") else {}
        values = {name: read[name] for name in (*PLAIN_FIELDS, "company") if name in read}
        if not values.get("title", "x"):
            del values["title"]
        for name, rows in self._rows.items():
            if name in read:
                values[name] = [rows[code] for code in read[name]]
        if actors_valid:
            values["actors"] = [form.actor() for form in self.actors.forms]
        return values

    def mark_missing(self, findings: Sequence[Finding]) -> None:
        """Say beside each field what is missing before the fiche is handed in."""
        self.is_valid()
        self.actors.is_valid()
        for finding in findings:
            anchor = finding.url.rpartition("#id_")[2]
            words = finding.message.partition("\u00a0: ")[2] or finding.message
            sentence = words[:1].upper() + words[1:]
            if anchor in self.fields:
                self.add_error(anchor, sentence)
                continue
            for form in self.actors.forms:
                name = anchor.removeprefix(f"{form.prefix}-")
                if name != anchor and name in form.fields:
                    form.add_error(name, sentence)

    @property
    def wrong(self) -> int:
        """Return how many fields could not be kept."""
        return len(self.errors) + sum(len(form.errors) for form in self.actors.forms)


def _actor_formset(extra: int) -> "type[forms.BaseFormSet[ActorForm]]":
    return forms.formset_factory(
        ActorForm, extra=extra, max_num=MAX_ACTORS, absolute_max=MAX_ACTORS
    )


def _initial(fiche: Fiche) -> dict[str, Any]:
    initial = {name: getattr(fiche, name) for name in PLAIN_FIELDS}
    initial["company"] = fiche.company_id
    initial["competences"] = [row.code for row in fiche.competences.all()]
    initial["savoirs"] = [row.code for row in fiche.savoirs.all()]
    return initial


class NewFicheForm(CrispyForm):
    """What a fiche begins with."""

    title = CleanTextField(
        label="Titre",
        max_length=150,
        help_text="Ce qui s’est joué, en quelques mots : « Vendre un contrat d’entretien ».",
        error_messages={"required": "Donnez un titre : vous pourrez le changer."},
    )
    kind = forms.ChoiceField(
        label="Nature",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la nature de la situation."},
    )
