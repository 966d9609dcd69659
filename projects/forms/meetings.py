"""Forms of the follow-up: a meeting asked for, planned, then reported."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from internships.forms.fields import RowField, RowsField, long_text
from internships.forms.life import MomentMixin, PageWords, RowForm, TimeField, day_of
from internships.forms.search import folded
from nrc_platform.companies.models import Contact
from nrc_platform.core.forms import CleanTextField, CrispyForm, spoken
from nrc_platform.people.models import User
from projects.models import Meeting
from projects.services.meetings import PLAN_FIELDS, REPORT_FIELDS
from projects.states import PLANNED_FORMS, Asker, Domain, MeetingForm, Theme

PLAN = PageWords(
    "Prévoir une rencontre",
    "Prévoir la rencontre",
    "La rencontre est prévue.",
    icon="plus-lg",
    adds=True,
)
REPLAN = PageWords(
    "Préparer la rencontre", "Enregistrer la rencontre", "La rencontre est enregistrée."
)
ASK = PageWords(
    "Demander une rencontre",
    "Envoyer la demande",
    "La demande est dans le suivi du projet.",
    icon="send",
    after="Vos enseignants la voient dans le suivi\u00a0; l’un d’eux fixe le jour.",
    adds=True,
)
LOG = PageWords(
    "Rapporter une rencontre",
    "Enregistrer le compte rendu",
    "Le compte rendu est enregistré.",
    adds=True,
)
REPORT = PageWords(
    "Compte rendu", "Enregistrer le compte rendu", "Le compte rendu est enregistré."
)
REMOVE = PageWords(
    "Retirer la rencontre",
    "Retirer la rencontre",
    "La rencontre est retirée.",
    question="Retirer cette rencontre, qui n’a pas eu lieu\u00a0?",
    danger=True,
)
# The other two are planned: they are reported from the line that planned them.
_UNPLANNED = [pair for pair in MeetingForm.choices if pair[0] not in PLANNED_FORMS]
WHAT = ("themes", "other_theme", "domains", "other_domain")


def _ticks(label: str, choices: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=spoken(choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class AskForm(CrispyForm):
    """What a student wants to speak of, alone or for the group."""

    about = RowField(label="À propos de", empty="Choisir")
    asker = forms.ChoiceField(
        label="Vous la demandez pour",
        choices=[(Asker.STUDENT, "Vous"), (Asker.GROUP, "Le groupe")],
    )
    purpose = CleanTextField(
        label="Objet",
        max_length=300,
        error_messages={"required": "Dites en une phrase de quoi vous voulez parler."},
    )

    def __init__(self, *args: Any, subjects: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].offer(subjects)  # type: ignore[attr-defined]
        self.helper.layout = Layout("about", "asker", "purpose")


class MeetingFields(RowForm):
    """What a meeting is, whether planned or reported."""

    about = RowField(label="À propos de", empty="Choisir")
    form = forms.ChoiceField(label="Forme", choices=spoken(MeetingForm.choices))
    asker = forms.ChoiceField(
        label="À la demande de",
        choices=[("", "Personne en particulier"), *spoken(Asker.choices)],
        required=False,
    )
    purpose = CleanTextField(label="Objet", max_length=300, required=False)
    place = CleanTextField(label="Lieu", max_length=160, required=False)
    themes = _ticks("Thèmes", Theme.choices)
    other_theme = CleanTextField(label="Autre thème", max_length=160, required=False)
    domains = _ticks("Domaines de l’aide apportée", Domain.choices)
    other_domain = CleanTextField(label="Autre domaine", max_length=160, required=False)

    def offer_subjects(self, subjects: Sequence[Any], row: Meeting | None) -> None:
        """List the project and its missions; a meeting already kept stays about what it was."""
        if row is not None:
            del self.fields["about"]
        else:
            self.fields["about"].offer(subjects)  # type: ignore[attr-defined]

    def about_first(self) -> list[str]:
        """Return the field of the subject, when it can be chosen."""
        return ["about"] if "about" in self.fields else []


class PlanForm(MomentMixin, MeetingFields):
    """When, where, in which form, about what."""

    names = PLAN_FIELDS
    day = day_of("Jour", error_messages={"required": "Indiquez le jour de la rencontre."})
    hour = TimeField(
        label="Heure",
        max_length=12,
        error_messages={"required": "Indiquez l’heure de la rencontre."},
    )

    def __init__(
        self, *args: Any, subjects: Sequence[Any], row: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_subjects(subjects, row)
        self.helper.layout = Layout(
            *("key", "version", *self.about_first()),
            Div("form", "asker", css_class="nrc-pair"),
            Div("day", "hour", "place", css_class="nrc-pair"),
            "purpose",
            folded("Thèmes et domaines", *WHAT),
        )

    @classmethod
    def for_meeting(cls, row: Meeting) -> dict[str, Any]:
        """Return the meeting as planned."""
        at: datetime | None = timezone.localtime(row.planned_at) if row.planned_at else None
        day = {"day": at.date() if at else None, "hour": at.time() if at else None}
        return cls.initial_of(row) | day

    def values(self) -> dict[str, Any]:
        """Return what goes to the service."""
        kept = {name: self.cleaned_data[name] for name in PLAN_FIELDS if name != "planned_at"}
        return kept | {"planned_at": self.moment()}


class ReportForm(MeetingFields):
    """Who was there, what was decided, what comes next."""

    names = tuple(name for name in REPORT_FIELDS if name != "planned_at")
    held_on = day_of("Jour", error_messages={"required": "Indiquez le jour de la rencontre."})
    attended = RowsField(label="Présents", required=False)
    professionals = RowsField(label="Professionnels présents", required=False)
    decisions = long_text(
        "Décisions",
        most=4000,
        rows=4,
        error_messages={"required": "Écrivez en une phrase ce qui a été décidé."},
    )
    next_steps = long_text("Suites", most=4000, rows=3, required=False)

    def __init__(
        self,
        *args: Any,
        subjects: Sequence[Any],
        people: Sequence[User],
        contacts: Sequence[Contact],
        row: Meeting | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_subjects(subjects, row)
        if row is None:
            self.fields["form"].choices = spoken(_UNPLANNED)  # type: ignore[attr-defined]
        self.fields["attended"].offer(people)  # type: ignore[attr-defined]
        self.fields["professionals"].offer(contacts)  # type: ignore[attr-defined]
        if not contacts:
            del self.fields["professionals"]
        self.helper.layout = Layout(
            *("key", "version", *self.about_first()),
            Div("form", "asker", css_class="nrc-pair"),
            Div("held_on", "place", css_class="nrc-pair"),
            *("attended", *(["professionals"] if contacts else [])),
            *("decisions", "next_steps"),
            folded("Objet, thèmes et domaines", "purpose", *WHAT),
        )

    @classmethod
    def for_meeting(cls, row: Meeting) -> dict[str, Any]:
        """Return what is known of a meeting to report: its day is the one planned."""
        attended, contacts = list(row.attended.all()), list(row.professionals.all())
        known = cls.initial_of(row) | {"attended": attended, "professionals": contacts}
        return known | {"held_on": row.held_on or row.planned_on}

    def presence(self) -> dict[str, Any]:
        """Return who was there."""
        return {
            name: self.cleaned_data[name]
            for name in ("attended", "professionals")
            if name in self.cleaned_data
        }
