"""Bases of every form: crispy helper, French dates, cleaned text, one error summary."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.text import clean_text

# Written as a day, whether or not the calendar has it.
_DAY_LIKE = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FrenchDateField(forms.DateField):
    """A day typed as 12/01/2027; the native picker's ISO form is read too."""

    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "jj/mm/aaaa"}
    )

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = (
            "Cette date n’est pas lisible. Écrivez-la comme 12/01/2027."
        )

    def to_python(self, value: Any) -> date | None:
        """Return the day, or None when empty; say of a day like 31/06 that no month has it."""
        try:
            return super().to_python(value)
        except ValidationError:
            typed = _DAY_LIKE.fullmatch(str(value).strip())
            if typed is None:
                raise
            raise ValidationError(
                f"Le {value} n’existe pas au calendrier\u00a0: vérifiez le jour et le mois.",
                code="impossible",
            ) from None


class CleanTextField(forms.CharField):
    """Text stored in NFC, without the invisible characters that harm a page."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned text."""
        return clean_text(super().to_python(value) or "")


class CrispyMixin:
    """Give a form the helper of our pages: tag-less, errors beside their field."""

    helper: FormHelper

    def _make_helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.html5_required = False
        return helper


class LenientMixin:
    """A form whose required fields may stay empty in a draft: the mark is shown, not enforced."""

    fields: dict[str, forms.Field]
    # The form is saved as it is: the browser must not stop an incomplete draft.
    use_required_attribute = False

    def full_clean(self) -> None:
        """Clean every field as if none were required."""
        marked = [field for field in self.fields.values() if field.required]
        for field in marked:
            field.required = False
        super().full_clean()  # type: ignore[misc]
        for field in marked:
            field.required = True


class CrispyForm(CrispyMixin, forms.Form):
    """A plain form of our pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = self._make_helper()


class CrispyModelForm(CrispyMixin, forms.ModelForm):
    """A form on a model; it never saves, `cleaned_data` goes to a service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = self._make_helper()


def add_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Show a service's refusal on the form, each sentence at its field when it has one."""
    if not isinstance(error, Invalid):
        form.add_error(None, error.message)
        return
    for name, sentences in error.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def spoken(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices as the options of a list: with a capital."""
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]
