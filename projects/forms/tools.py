"""The form of each decision tool, made of what the tool asks; works without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args, get_type_hints

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from internships.forms.fields import RowField, long_text
from nrc_platform.core.forms import CrispyForm, FrenchDateField
from nrc_platform.core.text import clean_text
from projects.facts.asked import ASKED, EXAMPLES, Asked, Kind
from projects.models.simulation import MOST_COMMENT
from projects.rules.tools import Tool
from projects.rules.tools.figures import number

_SPACES = str.maketrans("", "", " \u00a0\u202f€%")
_DIGITS, _PLACES = 18, 6
_LONGEST_NUMBER = 30
_LONGEST_LABEL = 80
_LONGEST_LINES = 40_000
_SHOWN_LINES = 7
NOT_A_NUMBER = "Écrivez un nombre, par exemple 1250,50."
TOO_FINE = f"Écrivez ce nombre avec {_PLACES} décimales au plus."


class TooFine(ValueError):
    """A number with more decimals than are kept."""


def read_number(typed: str) -> Decimal:
    """Return the number typed « 1 250,50 € » or « -3 »; `ValueError` for anything else."""
    bare = typed.translate(_SPACES).replace(",", ".").replace("–", "-").replace("−", "-")
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise ValueError(typed) from error
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) > _DIGITS or exponent > _DIGITS:
        raise ValueError(typed)
    if exponent < -_PLACES:
        raise TooFine(typed)
    return value


class NumberField(forms.CharField):
    """A number typed the French way; whole when `whole`."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, *, whole: bool = False, signed: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=_LONGEST_NUMBER, **kwargs)
        self.whole = whole
        # The keyboard of figures of some phones has no minus sign.
        if not signed:
            self.widget.attrs["inputmode"] = "numeric" if whole else "decimal"
        self.error_messages["required"] = "Indiquez cette valeur."

    def clean(self, value: Any) -> Any:
        """Return the number, none when nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            found = read_number(typed)
        except TooFine:
            raise ValidationError(TOO_FINE, code="too_fine") from None
        except ValueError:
            raise ValidationError(NOT_A_NUMBER, code="invalid") from None
        if self.whole and found != found.to_integral_value():
            raise ValidationError("Écrivez un nombre entier, par exemple 12.", code="whole")
        return int(found) if self.whole else found

    def prepare_value(self, value: Any) -> Any:
        """Return « 1 250,5 » for a number, without the zeros that say nothing."""
        if isinstance(value, int | Decimal):
            return number(value)
        return value


class LinesField(forms.CharField):
    """Rows typed one a line, their parts between semicolons."""

    def __init__(self, *, row: Any, example: str, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(
                attrs={
                    "rows": _SHOWN_LINES,
                    "placeholder": example,
                    "spellcheck": "false",
                    "class": "nrc-list-in",
                }
            ),
            max_length=_LONGEST_LINES,
            **kwargs,
        )
        self.row, self.example = row, example
        self.error_messages["required"] = (
            f"Écrivez au moins une ligne, comme «\u00a0{example}\u00a0»."
        )

    def clean(self, value: Any) -> Any:
        """Return the rows, each read from its line."""
        typed = clean_text(super().clean(value) or "")
        lines = [line for line in typed.split("\n") if line.strip()]
        rows, errors = [], []
        for place, line in enumerate(lines, 1):
            try:
                rows.append(self._read(line))
            except ValueError:
                errors.append(
                    f"Ligne {place}\u00a0: écrivez-la comme «\u00a0{self.example}\u00a0»."
                )
        if errors:
            raise ValidationError(errors[:3], code="line")
        return tuple(rows)

    def _read(self, line: str) -> Any:
        """Return one row; a name longer than the page shows is refused as badly written."""
        if self.row is Decimal:
            return read_number(line)
        hints = get_type_hints(self.row)
        names = [field.name for field in fields_of(self.row)]
        label, *parts = (part.strip() for part in line.split(";"))
        if not label or len(label) > _LONGEST_LABEL or len(parts) != len(names) - 1:
            raise ValueError(line)
        values = [
            _whole(part) if hints[name] is int else read_number(part)
            for name, part in zip(names[1:], parts, strict=True)
        ]
        return self.row(label, *values)

    def prepare_value(self, value: Any) -> Any:
        """Return the rows as they are typed."""
        if not isinstance(value, tuple):
            return value
        return "\n".join(_typed(row) for row in value)


def _whole(typed: str) -> int:
    found = read_number(typed)
    if found != found.to_integral_value():
        raise ValueError(typed)
    return int(found)


def _typed(row: Any) -> str:
    parts = (row,) if isinstance(row, Decimal) else vars(row).values()
    return " ; ".join(
        part if isinstance(part, str) else number(part).replace("\u00a0", "") for part in parts
    )


def _field(tool: Tool, asked: Asked) -> forms.Field:
    """Return the field of an input."""
    words: dict[str, Any] = {
        "label": asked.label,
        "help_text": asked.help,
        "required": asked.required,
    }
    if asked.kind == Kind.DATE:
        field = FrenchDateField(**words)
        field.error_messages["required"] = "Indiquez un jour, par exemple 12/01/2027."
        return field
    if asked.kind == Kind.CHOICE:
        return forms.ChoiceField(choices=asked.choices, **words)
    if asked.kind == Kind.LINES:
        row = get_args(get_type_hints(tool.inputs)[asked.name])[0]
        return LinesField(row=row, example=asked.line, **words)
    return NumberField(whole=asked.kind == Kind.COUNT, signed=asked.kind == Kind.NUMBER, **words)


def _rows(asked: Sequence[Asked]) -> list[Any]:
    """Return the layout: what stands beside its neighbour shares its line."""
    groups: list[list[str]] = []
    for each in asked:
        if each.beside:
            groups[-1].append(each.name)
        else:
            groups.append([each.name])
    return [Div(*names, css_class="nrc-pair") if names[1:] else names[0] for names in groups]


class ToolForm(CrispyForm):
    """What a tool asks; then, if wanted, the project in which to keep the calculation."""

    def __init__(
        self, tool: Tool, data: Any = None, *, projects: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.tool = tool
        for asked in ASKED[tool.name]:
            self.fields[asked.name] = _field(tool, asked)
        self.helper.layout = Layout(*_rows(ASKED[tool.name]))
        self.keeping = SaveForm(data, projects=projects)

    def inputs(self) -> Any:
        """Return what the tool calculates with; an empty answer takes its usual value."""
        names = [asked.name for asked in ASKED[self.tool.name]]
        given = {name: self.cleaned_data[name] for name in names}
        return self.tool.inputs(**{k: v for k, v in given.items() if v not in (None, "")})


class SaveForm(CrispyForm):
    """The project in which a calculation is kept, and what one thinks of it."""

    project = RowField(
        label="Projet",
        empty="Choisissez un projet",
        error_messages={"required": "Choisissez le projet où garder cette simulation."},
    )
    comment = long_text(
        "Commentaire",
        most=MOST_COMMENT,
        rows=3,
        required=False,
        help_text="D’où viennent les chiffres, ce que vous en retenez.",
    )

    def __init__(self, data: Any = None, *, projects: Sequence[Any]) -> None:
        # Calculating again keeps what was typed here, and asks for nothing yet.
        saving = data is not None and "save" in data
        typed = {name: data.get(name, "") for name in ("project", "comment")} if data else {}
        super().__init__(data if saving else None, initial=typed)
        field = self.fields["project"]
        assert isinstance(field, RowField)  # noqa: S101 (declared above)
        field.offer(projects)
        self.helper.layout = Layout("project", "comment")


def initial_of(inputs: Any) -> Mapping[str, Any]:
    """Return the form filled with inputs."""
    return dict(vars(inputs))


def example_of(tool: Tool, today: date) -> Mapping[str, Any]:
    """Return the form filled with the example of the tool."""
    return initial_of(EXAMPLES[tool.name](today))


def usual_of(tool: Tool) -> Mapping[str, Any]:
    """Return the usual values of a tool, shown before anything is typed."""
    return {
        field.name: field.default
        for field in fields_of(tool.inputs)
        if isinstance(field.default, int | Decimal | str) and field.default
    }
