"""Forms of the phases of a project."""

from typing import Any

from crispy_forms.layout import Div, Layout

from internships.forms.fields import long_text
from internships.forms.life import PageWords, RowForm, day_of
from nrc_platform.core.forms import CrispyForm
from projects.models import Phase

PLAN = PageWords("Prévoir la phase", "Enregistrer la phase", "La phase est enregistrée.")
FINISH = PageWords(
    "Terminer la phase",
    "Terminer la phase",
    "La phase est faite.",
    after="La phase suivante peut commencer.",
)
REOPEN = PageWords(
    "Reprendre la phase",
    "Reprendre la phase",
    "La phase est reprise.",
    question="Reprendre cette phase\u00a0?",
)
BEGUN = "La phase est commencée."


class PhaseForm(RowForm):
    """When a phase takes place, and what comes out of it."""

    names = ("starts_on", "ends_on", "output")
    starts_on = day_of("Du", required=False)
    ends_on = day_of("Au", required=False)
    output = long_text("Ce qui en sort", most=2000, rows=3, required=False)

    def __init__(self, data: Any, *, row: Phase) -> None:
        super().__init__(data, initial=self.initial_of(row))
        self.helper.layout = Layout(
            "version", Div("starts_on", "ends_on", css_class="nrc-pair"), "output"
        )


class FinishForm(CrispyForm):
    """What came out of a phase."""

    output = long_text(
        "Ce qui en sort",
        most=2000,
        rows=3,
        error_messages={"required": "Écrivez ce qui sort de cette phase."},
    )

    def __init__(self, data: Any, *, row: Phase) -> None:
        super().__init__(data, initial={"output": row.output})
