"""The form of the sponsor's opinion, built from its data."""

from typing import Any

from django import forms

from internships.facts.assessment import TEXT
from internships.forms.assessments import Steps
from internships.forms.fields import long_text
from nrc_platform.core.forms import CrispyForm, spoken
from projects.facts.opinion import OpinionForm
from projects.services.opinions import MAX_TEXT


class OpinionSheet(CrispyForm):
    """The questions of one version of the form; the service says what is missing."""

    def __init__(self, data: Any, *, form: OpinionForm) -> None:
        super().__init__(data)
        for question in form.questions:
            if question.kind == TEXT:
                self.fields[question.code] = long_text(
                    question.label, most=MAX_TEXT, rows=3, required=question.required
                )
            else:
                self.fields[question.code] = forms.ChoiceField(
                    label=question.label,
                    choices=spoken(question.choices),
                    widget=Steps,
                    required=question.required,
                    error_messages={"required": "Choisissez une réponse."},
                )
