"""Forms of the deliverables and of the notes of the logbook that belong to a project."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from internships.forms.fields import HoursField, RowField, long_text
from internships.forms.life import PageWords, RowForm, day_of
from internships.models import Internship, LogEntry
from nrc_platform.core import dates
from nrc_platform.core.forms import CleanTextField, CrispyForm
from projects.services.deliverables import FIELDS

ADD = PageWords(
    "Nouveau livrable", "Prévoir le livrable", "Le livrable est prévu.", icon="plus-lg", adds=True
)
EDIT = PageWords("Modifier le livrable", "Enregistrer", "Le livrable est enregistré.")
REMOVE = PageWords(
    "Retirer le livrable",
    "Retirer le livrable",
    "Le livrable est retiré.",
    question="Retirer ce livrable, dont rien n’est déposé\u00a0?",
    danger=True,
)
HAND_IN = PageWords(
    "Déposer une version",
    "Déposer la version",
    "La version est déposée.",
    icon="upload",
    adds=True,
)
REMARK = PageWords(
    "Remarque sur le livrable",
    "Envoyer la remarque",
    "La remarque est envoyée.",
    icon="send",
    adds=True,
)
NOTE = PageWords(
    "Noter dans le carnet", "Noter", "La note est au carnet.", icon="plus-lg", adds=True
)
ATTACH = PageWords(
    "Rattacher une note du carnet",
    "Rattacher la note",
    "La note est rattachée.",
    icon="link-45deg",
    after="La note reste dans votre carnet\u00a0; elle se lit aussi dans le suivi du projet.",
)
_BEGINNING = 70


class DeliverableForm(RowForm):
    """What the team hands in, and when."""

    names = FIELDS
    title = CleanTextField(
        label="Livrable",
        max_length=160,
        error_messages={"required": "Nommez ce que l’équipe rend."},
    )
    due_on = day_of("À rendre le", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("key", "version", "title", "due_on")


class HandInForm(CrispyForm):
    """A file, and what changed since the last one."""

    file = forms.FileField(
        label="Fichier",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        help_text="PDF, JPEG ou PNG, 5 Mo au plus.",
        error_messages={
            "required": "Choisissez le fichier à déposer.",
            "empty": "Ce fichier est vide. Choisissez-en un autre.",
        },
    )
    note = CleanTextField(label="Ce qui change", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("file", "note")


class RemarkForm(CrispyForm):
    """A remark on a version."""

    text = long_text(
        "Remarque", most=2000, rows=4, error_messages={"required": "Écrivez la remarque."}
    )


def beginning(entry: LogEntry) -> str:
    """Return a note as a list names it: its day and its first words."""
    words = " ".join(entry.text.split())
    short = words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rstrip()}…"
    return f"{dates.short_day(entry.happened_on)}\u00a0: {short}"


class AttachForm(CrispyForm):
    """A note already written, and what it belongs to."""

    entry = RowField(label="Note", empty="Choisir")
    about = RowField(label="À propos de", empty="Choisir")

    def __init__(
        self, *args: Any, entries: Sequence[LogEntry], subjects: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = {row.pk: beginning(row) for row in entries}
        self.fields["entry"].offer(entries, labels)  # type: ignore[attr-defined]
        self.fields["about"].offer(subjects)  # type: ignore[attr-defined]
        self.helper.layout = Layout("entry", "about")


class NoteForm(CrispyForm):
    """A day, written from the project: it goes to the logbook and belongs to the project."""

    text = long_text(
        "Ce que j’ai fait",
        most=4000,
        rows=3,
        error_messages={"required": "Écrivez une phrase\u00a0: elle suffit."},
    )
    happened_on = day_of("Jour", error_messages={"required": "Indiquez le jour."})
    hours = HoursField(most=24, label="Heures", help_text="7, 7,5 ou 7\u00a0h\u00a030.")
    about = RowField(label="À propos de", empty="Choisir")
    internship = RowField(label="Stage", empty="Hors stage", required=False)

    def __init__(
        self, *args: Any, subjects: Sequence[Any], stages: Sequence[Internship], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].offer(subjects)  # type: ignore[attr-defined]
        labels = {row.pk: str(row.convention.company or "entreprise") for row in stages}
        self.fields["internship"].offer(stages, labels)  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            "text",
            Div("happened_on", "hours", css_class="nrc-pair"),
            Div("about", "internship", css_class="nrc-pair"),
        )

    def values(self) -> dict[str, Any]:
        """Return the columns of the note."""
        kept = {name: self.cleaned_data[name] for name in ("text", "happened_on")}
        return {**kept, "hours": self.cleaned_data["hours"] or None}
