"""Forms of evidence: a student's own position, a teacher's word, a correction, the scale."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import django_filters
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from curriculum.facts import CoverageColumn
from curriculum.models import Evidence
from curriculum.rules.scale import Step, steps_from
from curriculum.services.evidence import MAX_NOTE
from curriculum.states import EvidenceRole, SourceKind
from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField, spoken

LEVEL = "level_"
UNSAID, WORKED = "", "0"


def level_choices(steps: Sequence[Step], *, empty: str) -> list[tuple[str, str]]:
    """Return the steps of a scale as the options of a list: « 3, en autonomie »."""
    return [
        ("", empty),
        *((str(step["value"]), f"{step['value']}, {step['label']}") for step in steps),
    ]


def _note(label: str, **kwargs: Any) -> CleanTextField:
    return CleanTextField(
        label=label,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        **{"required": False, **kwargs},
    )


class PositionForm(CrispyForm):
    """Where the student stands on each competence, épreuve by épreuve."""

    note = _note("Ce qui me fait dire cela", help_text="Une situation, un exemple.")

    def __init__(
        self,
        data: Any,
        *,
        columns: Sequence[CoverageColumn],
        steps: Sequence[Step],
        initial: Mapping[UUID, int],
    ) -> None:
        self.columns = columns
        at = {f"{LEVEL}{row.code}": str(initial.get(row.id, UNSAID)) for row in columns}
        super().__init__(data, initial=at)
        for row in columns:
            self.fields[f"{LEVEL}{row.code}"] = forms.ChoiceField(
                label=f"{row.code} {row.label}",
                choices=level_choices(steps, empty="Je ne me situe pas"),
                required=False,
            )
        by_epreuve = groupby(columns, key=lambda row: f"{row.epreuve} {row.epreuve_label}")
        groups = [
            Fieldset(label, *(f"{LEVEL}{row.code}" for row in rows), css_class="nrc-group mb-4")
            for label, rows in by_epreuve
        ]
        self.helper.layout = Layout(*groups, "note")

    def levels(self) -> dict[str, int]:
        """Return the levels that were chosen, by code."""
        given = ((row.code, self.cleaned_data[f"{LEVEL}{row.code}"]) for row in self.columns)
        return {code: int(level) for code, level in given if level}


class _WordForm(CrispyForm):
    """A level, the day it was seen, and words."""

    level = forms.ChoiceField(
        label="Niveau",
        error_messages={"required": "Choisissez un niveau, ou «\u00a0travaillée\u00a0»."},
    )
    on = FrenchDateField(
        label="Date du fait", error_messages={"required": "Indiquez le jour où cela a été vu."}
    )
    note = _note("Précision", help_text="L’étudiant et l’équipe la lisent.")

    def chosen(self) -> int | None:
        """Return the level, none when the competence was only worked on."""
        return int(self.cleaned_data["level"]) or None

    def _offer(self, steps: Sequence[Step]) -> None:
        choices = level_choices(steps, empty="Choisir")
        self.fields["level"].choices = [*choices, (WORKED, "Travaillée, sans niveau")]  # type: ignore[attr-defined]


class EvidenceForm(_WordForm):
    """What a teacher saw of a student."""

    field_order = ("competence", "level", "on", "note")
    competence = forms.ChoiceField(
        label="Compétence", error_messages={"required": "Choisissez la compétence montrée."}
    )

    def __init__(
        self,
        data: Any,
        *,
        columns: Sequence[CoverageColumn],
        steps: Sequence[Step],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self._offer(steps)
        groups = groupby(columns, key=lambda row: f"{row.epreuve} {row.epreuve_label}")
        offered: list[Any] = [
            (label, [(row.code, f"{row.code} {row.label}") for row in rows])
            for label, rows in groups
        ]
        self.fields["competence"].choices = [("", "Choisir"), *offered]  # type: ignore[attr-defined]
        self.helper.layout = Layout("competence", Div("level", "on", css_class="nrc-pair"), "note")


class CorrectionForm(_WordForm):
    """Another level instead of the one that was given."""

    def __init__(self, data: Any, *, steps: Sequence[Step], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        self._offer(steps)
        self.helper.layout = Layout(Div("level", "on", css_class="nrc-pair"), "note")


class WithdrawalForm(CrispyForm):
    """Why an evidence is taken back."""

    reason = _note(
        "Motif",
        required=True,
        error_messages={"required": "Écrivez pourquoi\u00a0: l’étudiant et l’équipe le liront."},
    )


class ScaleForm(CrispyForm):
    """The steps of a school's scale, one a line."""

    steps = CleanTextField(
        label="Degrés, du plus bas au plus haut",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Un degré par ligne\u00a0: son nom, deux-points, ce qu’il veut dire.",
        error_messages={"required": "Écrivez les degrés, un par ligne."},
    )
    starts_on = FrenchDateField(
        label="À partir du",
        help_text="Par exemple 01/09/2026.",
        error_messages={"required": "Indiquez le jour où l’échelle commence."},
    )

    def chosen(self) -> list[Step]:
        """Return the steps as the scale holds them."""
        return steps_from(self.cleaned_data["steps"])


class EvidenceFilter(django_filters.FilterSet):
    """Named filters of evidence."""

    student = django_filters.UUIDFilter(field_name="student_id", label="Étudiant")
    promotion = django_filters.UUIDFilter(field_name="promotion_id", label="Promotion")
    competence = django_filters.CharFilter(
        field_name="competence__code", label="Code de la compétence"
    )
    by_role = django_filters.ChoiceFilter(choices=spoken(EvidenceRole.choices), label="Avis de")
    source_kind = django_filters.ChoiceFilter(choices=spoken(SourceKind.choices), label="Source")
    source_id = django_filters.UUIDFilter(label="Objet de la source")

    class Meta:
        model = Evidence
        fields = ("student", "promotion", "competence", "by_role", "source_kind", "source_id")
