"""Forms and filters of the référentiel."""

from datetime import datetime, time
from typing import Any

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from curriculum.models import Competence, Critere, Epreuve, Fonction, Savoir
from curriculum.rules.matching import matches, texts_of, words_of
from curriculum.rules.values import RuleKey, Value
from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField


class DeadlineForm(CrispyForm):
    """The day and hour by which a class must have done something."""

    day = FrenchDateField(label="Jour", help_text="Par exemple 31/03/2027.")
    hour = forms.TimeField(
        label="Heure",
        initial=time(18, 0),
        input_formats=["%H:%M", "%Hh%M", "%H h %M"],
        help_text="Par exemple 18:00.",
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"}),
    )

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].error_messages["invalid"] = (
            "Cette heure n’est pas lisible. Écrivez-la comme 18:00."
        )
        self.helper.layout = Layout(Div("day", "hour", css_class="nrc-pair"), "version")

    def moment(self) -> datetime:
        """Return the day and hour in the school's time zone."""
        naive = datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])
        return timezone.make_aware(naive)


YES, NO = "yes", "no"


class RuleForm(CrispyForm):
    """The school's own value of a rule, from a day on, and what founds it."""

    value: forms.Field

    def __init__(self, rule: RuleKey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        if isinstance(rule.default, bool):
            self.fields["value"] = forms.ChoiceField(
                label="Valeur", choices=[(YES, "Oui"), (NO, "Non")]
            )
        else:
            self.fields["value"] = forms.IntegerField(
                label="Valeur",
                min_value=0,
                max_value=999,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
        self.fields["starts_on"] = FrenchDateField(
            label="À partir du", help_text="Par exemple 01/09/2026."
        )
        self.fields["source"] = CleanTextField(
            label="Ce qui fonde cette valeur",
            max_length=300,
            help_text="Par exemple : décision du conseil d’administration du 12/10/2026.",
        )

    def chosen(self) -> Value:
        """Return the value as the rule holds it."""
        value: Value = self.cleaned_data["value"]
        return value == YES if isinstance(self.rule.default, bool) else value


def _searched(row: Any) -> str:
    bullets = [*getattr(row, "knowledge", []), *getattr(row, "limits", [])]
    return " ".join((row.code, row.label, *texts_of(bullets)))


class NodeFilter(django_filters.FilterSet):
    """Filters every node of a référentiel answers."""

    referentiel = django_filters.CharFilter(
        field_name="referentiel__code", label="Code du référentiel, NRC-2003"
    )
    code = django_filters.CharFilter(lookup_expr="exact", label="Code exact")


class FonctionFilter(NodeFilter):
    """Filters of functions."""

    class Meta:
        model = Fonction
        fields = ("referentiel", "code")


class TreeFilter(NodeFilter):
    """Filters of savoirs and competences."""

    parent = django_filters.CharFilter(field_name="parent__code", label="Code du parent")
    level = django_filters.NumberFilter(label="Niveau : 1 pour S4, 2 pour S42, 3 pour S423")
    search = django_filters.CharFilter(method="by_words", label="Mots, sans accents ni casse")

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the nodes whose code, label or texts hold every word."""
        words = words_of(value)
        found = [row.pk for row in rows if matches(_searched(row), words)]
        return rows.filter(pk__in=found)


class SavoirFilter(TreeFilter):
    """Filters of savoirs."""

    class Meta:
        model = Savoir
        fields = ("referentiel", "code", "parent", "level", "search")


class CompetenceFilter(TreeFilter):
    """Filters of competences."""

    class Meta:
        model = Competence
        fields = ("referentiel", "code", "parent", "level", "search")


class EpreuveFilter(NodeFilter):
    """Filters of épreuves."""

    class Meta:
        model = Epreuve
        fields = ("referentiel", "code")


class CritereFilter(NodeFilter):
    """Filters of criteria."""

    epreuve = django_filters.CharFilter(field_name="epreuve__code", label="Code de l’épreuve")

    class Meta:
        model = Critere
        fields = ("referentiel", "code", "epreuve")
