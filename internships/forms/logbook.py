"""Forms of the logbook: a day in thirty seconds."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from curriculum.models import Competence
from internships.forms.fields import HoursField, RowField, RowsField, long_text
from internships.forms.life import PageWords, RowForm, day_of
from internships.forms.search import CompetencesMixin, folded
from internships.models import Internship
from internships.services.logbook import FIELDS
from nrc_platform.core.forms import CrispyForm

ADD = PageWords("Mon carnet", "Noter la journée", "La journée est notée.", icon="plus-lg")
EDIT = PageWords("Modifier la note", "Enregistrer la note", "La note est enregistrée.")
REMOVE = PageWords(
    "Retirer la note",
    "Retirer la note",
    "La note est retirée du carnet.",
    question="Retirer cette note du carnet\u00a0?",
    danger=True,
)
ANSWER = PageWords(
    "Répondre dans le carnet", "Envoyer la réponse", "La réponse est dans le carnet.", icon="send"
)


class LogForm(CompetencesMixin, RowForm):
    """A day: what was done, then the rest if there is time."""

    names = FIELDS
    text = long_text(
        "Ce que j’ai fait",
        most=4000,
        rows=3,
        error_messages={"required": "Écrivez une phrase\u00a0: elle suffit."},
    )
    happened_on = day_of("Jour")
    hours = HoursField(most=24, label="Heures", help_text="7, 7,5 ou 7\u00a0h\u00a030.")
    internship = RowField(label="Stage", empty="Hors stage", required=False)
    photo = forms.FileField(
        label="Photo",
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="Une seule, sans client ni collègue reconnaissable. Son lieu est effacé.",
        error_messages={"empty": "Ce fichier est vide. Choisissez-en un autre."},
    )
    drop_photo = forms.BooleanField(label="Retirer la photo", required=False)
    competences = RowsField(label="Compétences travaillées", required=False)

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        stages: Sequence[Internship],
        competences: Sequence[Competence],
        initial: dict[str, Any],
        has_photo: bool = False,
    ) -> None:
        super().__init__(data, files, initial=initial)
        labels = {row.pk: _stage_words(row) for row in stages}
        self.fields["internship"].offer(stages, labels)  # type: ignore[attr-defined]
        self.offer_competences(competences)
        if not has_photo:
            del self.fields["drop_photo"]
        self.helper.layout = Layout(
            "key",
            "version",
            "text",
            Div("happened_on", "hours", css_class="nrc-pair"),
            "internship" if stages else Div(),
            folded("Photo et compétences", "photo", *self._drop(), "competences"),
        )

    def _drop(self) -> list[str]:
        return ["drop_photo"] if "drop_photo" in self.fields else []

    def values(self) -> dict[str, Any]:
        """Return what goes to the service: no hours typed are none."""
        return {**super().values(), "hours": self.cleaned_data["hours"] or None}

    def photo_bytes(self) -> bytes | None:
        """Return the photo that was joined, if one was."""
        sent = self.cleaned_data.get("photo")
        return sent.read() if sent else None


def _stage_words(row: Internship) -> str:
    company = row.convention.company
    name = company.name if company else "entreprise"
    return f"{name}, {row.period.label}" if row.period else name


class AnswerForm(CrispyForm):
    """A word under a note."""

    text = long_text(
        "Votre réponse", most=2000, rows=3, error_messages={"required": "Écrivez la réponse."}
    )
