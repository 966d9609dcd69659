"""The school's own clauses, in Markdown."""

from django import forms

from internships.forms.fields import long_text
from nrc_platform.core.forms import CrispyForm


class ClausesForm(CrispyForm):
    """A version of the clauses, written over the one that was read."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = long_text(
        "Clauses de l’établissement",
        most=20_000,
        rows=16,
        required=False,
        help_text="Titres avec ##, listes avec un tiret, **gras**. Elles s’impriment après les "
        "articles de la convention.",
    )

    def start_from(self, number: int) -> None:
        """Show what was typed over the version kept meanwhile."""
        self.data = dict(self.data.items()) | {"number": str(number)}
