"""The form of a training paper: the case, the mark, a level per competence and criterion."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from curriculum.forms.evidence import level_choices
from exams.models import TrainingPaper
from exams.selectors.training import Sheet
from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField
from nrc_platform.people.models import User

COMPETENCE, CRITERE = "competence_", "critere_"
FIELDS = ("case", "done_on", "mark", "remarks")


class MarkField(forms.DecimalField):
    """A mark typed as 12, 12,5 or 12.5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=20,
            max_digits=4,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )
        self.error_messages["invalid"] = "Écrivez la note en chiffres, par exemple 12,5."

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the mark; the French comma is read."""
        return super().to_python(str(value or "").strip().replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """Return « 12,5 » for a stored 12.50."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class PaperForm(CrispyForm):
    """A marked paper; `student` is asked once, when the paper is new."""

    student = forms.ChoiceField(
        label="Étudiant",
        error_messages={"required": "Choisissez l’étudiant qui a composé."},
    )
    case = CleanTextField(
        label="Cas",
        max_length=150,
        help_text="L’entreprise ou le sujet, par exemple «\u00a0Cas Valmont, 2025\u00a0».",
        error_messages={"required": "Donnez le nom du cas."},
    )
    done_on = FrenchDateField(
        label="Composée le", error_messages={"required": "Indiquez le jour de la composition."}
    )
    mark = MarkField(label="Note sur 20", required=False, help_text="Par exemple 12,5.")
    remarks = CleanTextField(
        label="Appréciation",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        sheet: Sheet,
        students: Sequence[User] = (),
        paper: TrainingPaper | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(paper) if paper else initial)
        self.sheet = sheet
        self.students = {str(row.pk): row for row in students}
        if students:
            names = [(str(row.pk), f"{row.last_name} {row.first_name}") for row in students]
            self.fields["student"].choices = [("", "Choisir"), *names]  # type: ignore[attr-defined]
        else:
            del self.fields["student"]
        steps = level_choices(sheet.steps, empty="Sans niveau")
        for name, label in self._judged():
            self.fields[name] = forms.ChoiceField(label=label, choices=steps, required=False)
        self._lay_out()

    def _judged(self) -> list[tuple[str, str]]:
        competences = [(f"{COMPETENCE}{row.code}", str(row)) for row in self.sheet.competences]
        criteria = [(f"{CRITERE}{row.rank}", row.label) for row in self.sheet.criteria]
        return [*competences, *criteria]

    def _lay_out(self) -> None:
        judged = [name for name, _ in self._judged()]
        parts = (
            ("Compétences validées par l’épreuve", COMPETENCE),
            ("Critères officiels de l’épreuve", CRITERE),
        )
        self.helper.layout = Layout(
            *(["student"] if "student" in self.fields else []),
            "case",
            Div("done_on", "mark", css_class="nrc-pair"),
            "remarks",
            "version",
            *(
                Fieldset(
                    title,
                    *(name for name in judged if name.startswith(start)),
                    css_class="nrc-group mt-4",
                )
                for title, start in parts
            ),
        )

    def values(self) -> dict[str, Any]:
        """Return what goes to the service."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def chosen_student(self) -> User:
        """Return the student that was picked."""
        return self.students[self.cleaned_data["student"]]

    def levels(self) -> dict[Any, int]:
        """Return the level of each competence that has one."""
        given = (
            (row, self.cleaned_data[f"{COMPETENCE}{row.code}"]) for row in self.sheet.competences
        )
        return {row: int(level) for row, level in given if level}

    def criteria(self) -> dict[Any, int]:
        """Return the level of each criterion that has one."""
        given = ((row, self.cleaned_data[f"{CRITERE}{row.rank}"]) for row in self.sheet.criteria)
        return {row: int(level) for row, level in given if level}


def _initial(paper: TrainingPaper) -> dict[str, Any]:
    plain = {name: getattr(paper, name) for name in FIELDS} | {"version": paper.version}
    for row in paper.levels.all():
        if row.competence is not None:
            plain[f"{COMPETENCE}{row.competence.code}"] = str(row.level)
        elif row.critere is not None:
            plain[f"{CRITERE}{row.critere.rank}"] = str(row.level)
    return plain
