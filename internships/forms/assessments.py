"""The forms of assessment, built from their data: the same questions as on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from curriculum.models import Competence
from internships.facts.assessment import TEXT, AssessmentForm, Question
from internships.forms.fields import long_text
from internships.models import Assessment
from internships.services.assessments import MAX_TEXT
from internships.states import Outcome, Party
from nrc_platform.core.forms import CrispyForm, LenientMixin, spoken

LEVEL = "level_"


class Steps(forms.RadioSelect):
    """Choices of one question, reached by a link to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of a choice: that of the first when none is named."""
        return super().id_for_label(id_, "0" if index is None else index)


def _field(question: Question) -> forms.Field:
    if question.kind == TEXT:
        field: forms.Field = long_text(
            question.label, most=MAX_TEXT, rows=3, required=question.required
        )
    else:
        field = forms.ChoiceField(
            label=question.label,
            choices=spoken(question.choices),
            widget=Steps,
            required=question.required,
        )
    return field


class AnswerSheet(LenientMixin, CrispyForm):
    """
    The questions of one form of assessment.

    What is required is marked; it is asked for when the answers are handed in, not to keep them.
    """

    def __init__(
        self,
        data: Any,
        *,
        form: AssessmentForm,
        row: Assessment | None,
        competences: Sequence[Competence],
    ) -> None:
        super().__init__(data, initial=_initial(row))
        self.form = form
        for question in form.questions:
            self.fields[question.code] = _field(question)
        if form.asks_levels:
            for each in competences:
                self.fields[f"{LEVEL}{each.code}"] = forms.ChoiceField(
                    label=f"{each.code} {each.label}",
                    choices=[("", "Sans réponse"), *spoken(form.levels)],
                    required=False,
                )
        if form.asks_outcome:
            self._ask_outcome()

    def _ask_outcome(self) -> None:
        self.fields["outcome"] = forms.ChoiceField(
            label="Le stage a été",
            choices=spoken(Outcome.choices),
            widget=Steps,
        )
        self.fields["outcome_party"] = forms.ChoiceField(
            label="S’il n’a pas eu lieu, du fait",
            choices=[("", "Sans objet"), *spoken(Party.choices)],
            required=False,
        )

    def values(self) -> dict[str, Any]:
        """Return what goes to the service."""
        cleaned: Mapping[str, Any] = self.cleaned_data
        codes = {question.code for question in self.form.questions}
        return {
            "answers": {code: cleaned[code] for code in codes if code in cleaned},
            "levels": {
                name.removeprefix(LEVEL): value
                for name, value in cleaned.items()
                if name.startswith(LEVEL) and value
            },
            "outcome": cleaned.get("outcome", ""),
            "outcome_party": cleaned.get("outcome_party", ""),
        }


def _initial(row: Assessment | None) -> dict[str, Any]:
    if row is None:
        return {}
    levels = {f"{LEVEL}{code}": level for code, level in row.levels.items()}
    return {
        **row.answers,
        **levels,
        "outcome": row.outcome,
        "outcome_party": row.outcome_party,
    }
