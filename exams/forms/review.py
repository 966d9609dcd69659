"""Forms around a fiche: remarks, return, visa, annex, number, filters."""

import django_filters
from django import forms

from exams.forms.fiche import _rubric_length
from exams.models import Fiche
from exams.states import FicheState, Kind
from nrc_platform.core.forms import CleanTextField, CrispyForm


class RemarkForm(CrispyForm):
    """A remark on one rubric."""

    text = CleanTextField(
        label="Votre remarque",
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[_rubric_length],
        error_messages={"required": "Écrivez la remarque."},
    )


class SendBackForm(CrispyForm):
    """What the student reads first when the fiche comes back."""

    message = CleanTextField(
        label="Message d’ensemble",
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[_rubric_length],
        required=False,
    )


class VisaForm(CrispyForm):
    """What the visa says beside its date."""

    remarks = CleanTextField(
        label="Observations imprimées avec le visa",
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[_rubric_length],
        required=False,
    )


class WithdrawForm(CrispyForm):
    """Why a visa is taken back."""

    reason = CleanTextField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[_rubric_length],
        error_messages={"required": "Écrivez pourquoi : l’étudiant lira ce motif."},
    )


class AnnexForm(CrispyForm):
    """A PDF to join."""

    label = CleanTextField(
        label="Intitulé",
        max_length=120,
        help_text="Par exemple : grille tarifaire.",
        error_messages={"required": "Donnez un intitulé : il sera imprimé sur la fiche."},
    )
    file = forms.FileField(
        label="Fichier PDF",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        help_text="PDF de 5 Mo au plus, 2 pages au plus par fiche.",
        error_messages={
            "required": "Choisissez un fichier PDF.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
        },
    )


class NumberForm(CrispyForm):
    """The candidate number given by the académie."""

    number = CleanTextField(
        label="Numéro de candidat",
        max_length=20,
        error_messages={"required": "Écrivez le numéro de candidat."},
    )


class FicheFilter(django_filters.FilterSet):
    """Named filters of the list and of the REST API."""

    state = django_filters.ChoiceFilter(choices=FicheState.choices, label="État")
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label="Nature")
    promotion = django_filters.UUIDFilter(field_name="promotion_id", label="Promotion")
    student = django_filters.UUIDFilter(field_name="student_id", label="Étudiant")

    class Meta:
        model = Fiche
        fields = ("state", "kind", "promotion", "student")
