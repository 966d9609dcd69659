"""The long form of a convention, lenient while it is written."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from internships.facts.pages import Choices
from internships.forms.blocks import rubrics
from internships.forms.fields import (
    EurosField,
    HoursField,
    RowField,
    RowsField,
    long_text,
    number,
)
from internships.models import Break, Convention, Internship, Terms
from internships.states import (
    HOURS_FIELDS,
    BreakKind,
    ConventionKind,
    Gratification,
    SectorReason,
)
from nrc_platform.companies.forms.editing import YesNoField
from nrc_platform.core.errors import Invalid
from nrc_platform.core.forms import (
    CleanTextField,
    CrispyForm,
    CrispyMixin,
    FrenchDateField,
    LenientMixin,
    add_refusal,
    spoken,
)

DAY_HOURS, PROJECT_HOURS, MOST_BREAKS = 24, 40, 30
LONG, MEDIUM = 4000, 2000
# What of the form belongs to the convention, and what to its terms.
VALUES = (
    "company",
    "signatory",
    "course_title",
    "course_hours",
    "supervision",
    "social_protection",
    "health_office",
    "host_insurer",
    "host_policy",
    "leave_terms",
    "termination_terms",
    "validation_terms",
    "house_rules",
    "attestation_terms",
    "gives_meals",
    "gives_transport",
    "gives_activities",
    "advantages",
    "headcount",
    "interns_present",
    "branch_hourly_cents",
    "previous_starts_on",
    "previous_ends_on",
    "previous_cut_by_intern",
)
TERMS = (
    "site",
    "department",
    "tutor",
    "referent",
    "starts_on",
    "ends_on",
    *HOURS_FIELDS,
    "timetable",
    "night_presence",
    "holiday_presence",
    "presence_note",
    "project_weekly_hours",
    "subject",
    "activities",
    "gratification",
    "hourly_cents",
    "payment",
)
LISTS = ("competences", "functions")
STUDENT_VALUES = ("address", "liability_insurer", "liability_policy", "sector_reason")


@dataclass
class Edited:
    """What was typed and can be kept, by what it belongs to."""

    values: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    breaks: list[dict[str, Any]] | None = None
    competences: list[Any] | None = None
    functions: list[Any] | None = None
    students: dict[Any, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A line of the summary of the long form."""

    number: str
    label: str
    url: str
    state: str
    current: bool = False


class BreakForm(CrispyForm):
    """Days without presence; an emptied line is taken out."""

    kind = forms.ChoiceField(
        label="Nature",
        required=False,
        choices=[
            ("", "Aucune"),
            *spoken([row for row in BreakKind.choices if row[0] != BreakKind.ABSENCE]),
        ],
    )
    starts_on = FrenchDateField(label="Du", required=False)
    ends_on = FrenchDateField(label="Au", required=False)
    reason = CleanTextField(label="Motif", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both days as soon as a nature is chosen, and for a nature with days."""
        read: dict[str, Any] = super().clean() or {}
        days = [read.get("starts_on"), read.get("ends_on")]
        if read.get("kind") and None in days and not self.errors:
            self.add_error("ends_on", "Indiquez le premier et le dernier jour.")
        if not read.get("kind") and any(days):
            self.add_error("kind", "Choisissez ce que sont ces jours, ou videz la ligne.")
        return read


class StudentForm(CrispyForm):
    """What the convention prints of a student beside the account."""

    address = CleanTextField(label="Adresse", max_length=200, required=False)
    liability_insurer = CleanTextField(
        label="Assureur en responsabilité civile", max_length=120, required=False
    )
    liability_policy = CleanTextField(label="Contrat n°", max_length=60, required=False)
    sector_reason = forms.ChoiceField(
        label="Si tous les stages se font dans un seul secteur",
        choices=spoken(SectorReason.choices),
        required=False,
    )

    def __init__(self, data: Any, *, internship: Internship, alone: bool) -> None:
        super().__init__(
            data,
            initial={name: getattr(internship, name) for name in STUDENT_VALUES},
            prefix=None if alone else f"s-{internship.pk}",
        )
        self.internship, self.name = internship, str(internship.student)


class ConventionForm(LenientMixin, CrispyMixin, forms.Form):
    """A convention as it is written: the fifteen items, and whom it binds."""

    company = RowField(label="Entreprise", empty="Choisir dans l’annuaire")
    signatory = RowField(label="Qui signe pour l’entreprise", empty="Choisir")
    tutor = RowField(label="Tuteur ou tutrice", empty="Choisir")
    site = RowField(label="Lieu du stage", empty="À l’adresse de l’entreprise", required=False)
    department = CleanTextField(label="Service", max_length=120, required=False)
    referent = RowField(label="Enseignant référent", empty="Choisir")
    starts_on = FrenchDateField(label="Premier jour")
    ends_on = FrenchDateField(label="Dernier jour")
    timetable = CleanTextField(
        label="Horaires en clair",
        max_length=300,
        help_text="Par exemple\u00a0: 9\u00a0h à 12\u00a0h\u00a030 et 13\u00a0h\u00a030 à "
        "17\u00a0h.",
    )
    night_presence = forms.BooleanField(label="Présence de nuit", required=False)
    holiday_presence = forms.BooleanField(label="Présence un jour férié", required=False)
    presence_note = long_text("Précisions sur cette présence", most=500, rows=2, required=False)
    project_weekly_hours = HoursField(
        label="Heures de projet par semaine de cours", most=PROJECT_HOURS
    )
    subject = CleanTextField(label="Sujet", max_length=200)
    activities = long_text("Que fera l’étudiant dans l’entreprise\u00a0?", most=LONG, rows=5)
    functions = RowsField(label="Fonctions du référentiel que ces activités font exercer")
    competences = RowsField(label="Compétences à acquérir ou à développer")
    course_title = CleanTextField(label="Formation", max_length=200)
    course_hours = number("Volume horaire annuel de la formation")
    supervision = long_text("Comment l’étudiant est-il encadré et suivi\u00a0?", most=MEDIUM)
    social_protection = long_text("Quelle protection sociale\u00a0?", most=MEDIUM)
    health_office = CleanTextField(label="Caisse d’assurance maladie", max_length=120)
    host_insurer = CleanTextField(label="Assureur de l’entreprise", max_length=120)
    host_policy = CleanTextField(label="Contrat n°", max_length=60)
    leave_terms = long_text("Congés et absences", most=MEDIUM)
    termination_terms = long_text("Suspension et rupture", most=MEDIUM)
    validation_terms = long_text("Validation en cas d’interruption", most=MEDIUM)
    house_rules = long_text("Règlement intérieur", most=MEDIUM)
    attestation_terms = long_text("Attestation de stage", most=MEDIUM)
    gratification = forms.ChoiceField(label="Gratification", choices=spoken(Gratification.choices))
    hourly_cents = EurosField(label="Montant par heure, en euros")
    payment = CleanTextField(label="Modalités de versement", max_length=200, required=False)
    branch_hourly_cents = EurosField(
        label="Minimum de la branche par heure, en euros",
        help_text="S’il dépasse le minimum légal.",
    )
    gives_meals = YesNoField(label="Restaurant ou titres-restaurant")
    gives_transport = YesNoField(label="Part du transport")
    gives_activities = YesNoField(label="Activités sociales et culturelles")
    advantages = long_text("Précisions sur les avantages", most=1000, rows=2, required=False)
    headcount = number("Effectif de l’entreprise")
    interns_present = number("Stagiaires présents aux mêmes dates")
    previous_starts_on = FrenchDateField(label="Stage précédent, du", required=False)
    previous_ends_on = FrenchDateField(label="Au", required=False)
    previous_cut_by_intern = forms.BooleanField(
        label="Le stage précédent a été interrompu par le stagiaire", required=False
    )
    monday_hours = HoursField(label="Lundi", most=DAY_HOURS)
    tuesday_hours = HoursField(label="Mardi", most=DAY_HOURS)
    wednesday_hours = HoursField(label="Mercredi", most=DAY_HOURS)
    thursday_hours = HoursField(label="Jeudi", most=DAY_HOURS)
    friday_hours = HoursField(label="Vendredi", most=DAY_HOURS)
    saturday_hours = HoursField(label="Samedi", most=DAY_HOURS)
    sunday_hours = HoursField(label="Dimanche", most=DAY_HOURS)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        convention: Convention,
        terms: Terms,
        breaks: Sequence[Break],
        internships: Sequence[Internship],
        choices: Choices,
    ) -> None:
        super().__init__(data, initial=_initial(convention, terms))
        self.terms = terms
        self._offer(choices)
        if convention.kind != ConventionKind.PROJECT:
            del self.fields["project_weekly_hours"]
        alone = len(internships) == 1
        self.students = [StudentForm(data, internship=row, alone=alone) for row in internships]
        written = [_break_initial(row) for row in breaks]
        self.written = written
        # A bound row equal to its initial would count as untouched, and be lost.
        self.breaks = _break_formset()(
            data, initial=written if data is None else None, prefix="breaks"
        )
        self.helper = self._layout()

    def _offer(self, choices: Choices) -> None:
        signs = [row for row in choices.contacts if row.kind != "sponsor"]
        # Whoever signs may also be the tutor: both lists hold both, the likely ones first.
        for name, kind in (("signatory", "signatory"), ("tutor", "tutor")):
            rows = sorted(signs, key=lambda row: row.kind != kind)
            labels = {
                row.pk: f"{row}, {row.function}" if row.function else str(row) for row in rows
            }
            self.fields[name].offer(rows, labels)  # type: ignore[attr-defined]
        for name in ("companies", "sites", "referents", *LISTS):
            own = {"companies": "company", "sites": "site", "referents": "referent"}
            self.fields[own.get(name, name)].offer(  # type: ignore[attr-defined]
                getattr(choices, name)
            )

    def _layout(self) -> FormHelper:
        helper = self._make_helper()
        self.rubrics = rubrics(self.fields)
        helper.layout = Layout(*self.rubrics)
        return helper

    def steps(self) -> list[Step]:
        """Return the rubrics with their state: complete, or with something left to write."""
        lines = []
        for rubric in self.rubrics:
            marked = [name for name in rubric.names if self.fields[name].required]
            values = [self[name].value() for name in marked]
            if rubric.key == "student":
                values = [form["address"].value() for form in self.students]
            state = "done" if all(value not in (None, "", []) for value in values) else "miss"
            lines.append(Step(rubric.number, rubric.title, f"#r-{rubric.key}", state))
        return lines

    def clean_course_title(self) -> str:
        """Ask for the name of the course: every convention has one."""
        return str(self._needed("course_title", "Écrivez l’intitulé de la formation."))

    def clean_course_hours(self) -> int:
        """Ask for the hours of the course: every convention has them."""
        return int(self._needed("course_hours", "Écrivez le volume horaire annuel."))

    def _needed(self, name: str, sentence: str) -> Any:
        value = self.cleaned_data[name]
        if value in (None, ""):
            raise ValidationError(sentence, code="required")
        return value

    def edited(self) -> Edited:
        """Return what can be kept of the form: a wrong field stays out, the rest is saved."""
        self.is_valid()
        read = self.cleaned_data
        got = Edited(
            values={name: read[name] for name in VALUES if name in read},
            terms={name: read[name] for name in TERMS if name in read},
            competences=read.get("competences"),
            functions=read.get("functions"),
        )
        if self.breaks.is_valid():
            lines = [form.cleaned_data for form in self.breaks.forms]
            got.breaks = [line for line in lines if line.get("kind")]
        for form in self.students:
            form.is_valid()
            got.students[form.internship.pk] = dict(form.cleaned_data)
        return got

    def _key(self, name: str, form: StudentForm) -> str:
        """Return the name of a student's field among all those of the page."""
        return name if len(self.students) == 1 else f"{name}|{form.name}"

    def flat(self) -> dict[str, Any]:
        """Return what was typed, field by field."""
        got = self.edited()
        typed = got.values | got.terms
        lists = {"breaks": got.breaks, **{name: getattr(got, name) for name in LISTS}}
        typed |= {name: value for name, value in lists.items() if value is not None}
        for form in self.students:
            own = got.students[form.internship.pk]
            typed |= {self._key(name, form): value for name, value in own.items()}
        return typed

    def kept(self) -> dict[str, Any]:
        """Return what is kept, field by field."""
        held = dict(self.initial) | {"breaks": self.written}
        for form in self.students:
            held |= {self._key(name, form): form.initial[name] for name in STUDENT_VALUES}
        return held

    def chosen(self, dropped: Container[str]) -> Edited:
        """Return what was typed, without the fields whose kept value was preferred."""
        got = self.edited()
        for part in (got.values, got.terms):
            for name in [name for name in part if name in dropped]:
                del part[name]
        for name in ("breaks", *LISTS):
            if name in dropped:
                setattr(got, name, None)
        for form in self.students:
            own = got.students[form.internship.pk]
            for name in [name for name in own if self._key(name, form) in dropped]:
                del own[name]
        return got

    def add_refusal(self, refused: Invalid) -> None:
        """Show a service's refusal, each sentence at its field: a line of days, a student's."""
        rest: dict[str, list[str]] = {}
        hanging = [*self.breaks.forms, *self.students]
        for name, sentences in refused.errors.items():
            owner = next((form for form in hanging if name in _full_names(form)), None)
            if owner is None or name in self.fields:
                rest[name] = sentences
                continue
            for sentence in sentences:
                owner.add_error(_full_names(owner)[name], sentence)
        if rest:
            add_refusal(self, Invalid(rest))

    @property
    def wrong(self) -> int:
        """Return how many fields could not be kept."""
        return (
            len(self.errors)
            + sum(len(form.errors) for form in self.breaks.forms)
            + sum(len(form.errors) for form in self.students)
        )


def _full_names(form: forms.Form) -> dict[str, str]:
    return {form.add_prefix(name): name for name in form.fields}


def _break_formset() -> "type[forms.BaseFormSet[BreakForm]]":
    return forms.formset_factory(BreakForm, extra=1, max_num=MOST_BREAKS, absolute_max=MOST_BREAKS)


def _break_initial(row: Break) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("kind", "starts_on", "ends_on", "reason")}


def _initial(convention: Convention, terms: Terms) -> dict[str, Any]:
    kept = {name: getattr(convention, name) for name in VALUES}
    kept |= {name: getattr(terms, name) for name in TERMS}
    return kept | {name: list(getattr(convention, name).all()) for name in LISTS}
