"""What the forms before and during a stage share: their words, a version, a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from nrc_platform.companies.forms import EditForm
from nrc_platform.core.forms import FrenchDateField
from nrc_platform.core.rows import Versioned

_TIME = "%H:%M"


@dataclass(frozen=True)
class PageWords:
    """What a page of one form says: its title, its button, what happens then."""

    title: str
    submit: str
    done: str
    icon: str = "check2"
    after: str = ""
    question: str = ""
    danger: bool = False
    # The form adds a row: the same form sent twice adds one.
    adds: bool = False


class RowForm(EditForm):
    """A form of a row that several people may write: it knows the version it shows."""

    names: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def initial_of(cls, row: Versioned) -> dict[str, Any]:
        """Return what the form shows of a saved row, its version included."""
        return {name: getattr(row, name) for name in cls.names} | {"version": row.version}

    def version_seen(self) -> int:
        """Return the version the writer read; none at all counts as stale."""
        return self.seen() or 0

    def start_from(self, row: Versioned) -> None:
        """Keep what was typed over the version saved meanwhile; say where they differ."""
        saved = type(row)._default_manager.get(pk=row.pk)
        own = {name: typed for name, typed in self.values().items() if hasattr(saved, name)}
        self.differences = [
            (str(self.fields[name].label), _said(getattr(saved, name)), _said(typed))
            for name, typed in own.items()
            if getattr(saved, name) != typed
        ]
        self.data = {**{name: self.data[name] for name in self.data}, "version": saved.version}


def _said(value: Any) -> str:
    return "" if value is None else str(value)


class TimeField(forms.CharField):
    """An hour typed as 14:30, 14h30 or 14 h 30."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Return the time of the day, none when nothing was typed."""
        typed = "".join(str(value or "").split()).replace("\u00a0", "").replace("h", ":")
        if not typed:
            return None
        if typed.endswith(":"):
            typed += "00"
        try:
            return datetime.strptime(typed, _TIME).time()  # noqa: DTZ007 (a time of the day)
        except ValueError:
            raise ValidationError(
                "Cette heure n’est pas lisible. Écrivez-la comme 14\u00a0h\u00a030.",
                code="invalid",
            ) from None

    def validate(self, value: Any) -> None:
        """Ask for an hour when one is due."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """A time of the day is a time of the day."""

    def prepare_value(self, value: Any) -> Any:
        """Return « 14 h 30 »."""
        return f"{value.hour}\u00a0h\u00a0{value.minute:02d}" if hasattr(value, "hour") else value


class MomentMixin:
    """A form with a day and an hour that make one moment."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def moment(self) -> datetime | None:
        """Return the moment in the school's time, none without a day."""
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if day is None or hour is None:
            return None
        return timezone.make_aware(datetime.combine(day, hour))


def day_of(label: str, **kwargs: Any) -> FrenchDateField:
    """Return the field of a day."""
    return FrenchDateField(label=label, **kwargs)
