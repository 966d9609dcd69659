"""Fields of the forms of stages: hours, euros, long texts, names picked from a shared list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nrc_platform.core.forms import CleanTextField
from nrc_platform.core.text import check_length, fold

_HOURS = re.compile(r"([0-9]{1,3})h(?:eures?)?([0-9]{2})?", re.IGNORECASE)
_EUROS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
_MINUTES = Decimal(60)
_CENTS = Decimal(100)
_SPACES = str.maketrans("", "", " \u00a0\u202f")


class HoursField(forms.DecimalField):
    """Hours typed as 7, 7,5 or 7 h 30; empty is none."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            min_value=0,
            max_value=most,
            max_digits=6,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )
        self.error_messages |= {
            "invalid": "Écrivez des heures, par exemple 7, 7,5 ou 7\u00a0h\u00a030.",
            "max_decimal_places": "Écrivez deux décimales au plus, par exemple 7,25.",
        }
        over = f"Il y a {most}\u00a0heures au plus\u00a0: vérifiez ce nombre."
        self.validators = [
            check for check in self.validators if getattr(check, "code", "") != "max_value"
        ]
        self.validators.append(_AtMost(most, over))

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the hours; none when nothing was typed."""
        typed = str(value or "").translate(_SPACES).strip()
        clock = _HOURS.fullmatch(typed) if "h" in typed.lower() else None
        if clock is None:
            return super().to_python(typed.replace(",", "."))
        minutes = Decimal(clock[2] or 0)
        if minutes >= _MINUTES:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return (Decimal(clock[1]) + minutes / _MINUTES).quantize(Decimal("0.01"))

    def clean(self, value: Any) -> Decimal:
        """Return the hours, 0 when nothing was typed."""
        return super().clean(value) or Decimal(0)

    def prepare_value(self, value: Any) -> Any:
        """Return « 7,5 » for a stored 7.50, nothing for none."""
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",") if value else ""
        return value


class _AtMost:
    """Refuse more than a number of hours, in one sentence."""

    def __init__(self, most: int, sentence: str) -> None:
        self.most, self.sentence = most, sentence

    def __call__(self, value: Decimal) -> None:
        if value > self.most:
            raise ValidationError(self.sentence, code="too_many")


class EurosField(forms.CharField):
    """An amount typed as 4,50; kept in cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=12, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cents; none when nothing was typed."""
        typed = str(value or "").translate(_SPACES).replace("€", "").replace(",", ".").strip()
        if not typed:
            return None
        if not _EUROS.fullmatch(typed):
            raise ValidationError("Écrivez un montant en euros, par exemple 4,50.", code="invalid")
        return int(Decimal(typed) * _CENTS)

    def validate(self, value: Any) -> None:
        """Accept any number of cents."""

    def run_validators(self, value: Any) -> None:
        """Leave the length to what was typed: cents are a number."""

    def prepare_value(self, value: Any) -> Any:
        """Return « 4,50 » for 450 stored."""
        return f"{value / 100:.2f}".replace(".", ",") if isinstance(value, int) else value


class NamedField(CleanTextField):
    """One row picked by the words of a list of suggestions shared by a whole table."""

    def __init__(self, *, unknown: str, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)
        self.unknown = unknown
        self.rows: dict[str, Any] = {}
        self.widget.attrs["autocomplete"] = "off"

    def offer(self, rows: Iterable[Any]) -> None:
        """Know the rows by the words they are said with."""
        self.rows = {self.key(str(row)): row for row in rows}

    @staticmethod
    def key(words: str) -> str:
        """Return the words as they are compared: without case nor accents."""
        return fold(words)

    def clean(self, value: Any) -> Any:
        """Return the row of those words; none when nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        found = self.rows.get(self.key(typed))
        if found is None:
            raise ValidationError(self.unknown.format(typed=typed), code="unknown")
        return found


class RowField(forms.ChoiceField):
    """A row picked in a list that was read beforehand; none when nothing is picked."""

    def __init__(self, *, empty: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty = empty
        self.rows: dict[str, Any] = {}
        self.error_messages["invalid_choice"] = "Ce choix n’est plus dans la liste."

    def offer(self, rows: Sequence[Any], labels: Mapping[Any, str] | None = None) -> None:
        """List the rows."""
        self.rows = {str(row.pk): row for row in rows}
        said = labels or {}
        pairs = [(str(row.pk), said.get(row.pk, str(row))) for row in rows]
        self.choices = [("", self.empty), *pairs]

    def clean(self, value: Any) -> Any:
        """Return the row; none when nothing is picked."""
        return self.rows.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """Return the key of the option."""
        return str(getattr(value, "pk", value) or "")


class RowsField(forms.MultipleChoiceField):
    """Rows ticked in a list that was read beforehand."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows: dict[str, Any] = {}

    def offer(self, rows: Sequence[Any], labels: Mapping[Any, str] | None = None) -> None:
        """List the rows."""
        said = labels or {}
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(key, said.get(row.pk, str(row))) for key, row in self.rows.items()]

    def clean(self, value: Any) -> Any:
        """Return the rows."""
        return [self.rows[key] for key in super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        """Return the keys of the ticked options."""
        return [str(getattr(row, "pk", row)) for row in value or []]


class _Length:
    """Refuse a text that is too long, in one sentence."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, text: str) -> None:
        check_length(text, max_chars=self.most, max_lines=200)


def long_text(label: str, *, most: int, rows: int = 4, **kwargs: Any) -> CleanTextField:
    """Return the field of a text of several lines."""
    return CleanTextField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[_Length(most)],
        **kwargs,
    )


def number(label: str, **kwargs: Any) -> forms.IntegerField:
    """Return the field of a count."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10**6,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez un nombre entier, par exemple 40.",
            "min_value": "Ce nombre ne peut pas être négatif.",
            "max_value": "Ce nombre est trop grand\u00a0: vérifiez-le.",
        },
        **kwargs,
    )
