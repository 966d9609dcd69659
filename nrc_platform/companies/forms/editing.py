"""Forms by which companies, contacts, places and notes are written."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from nrc_platform.companies.models import CLIENTELE, FRANCE, Company, Contact, Site
from nrc_platform.companies.states import (
    ContactKind,
    NafVersion,
    SalesTeam,
    SizeBand,
    check_siret,
    compact_siret,
)
from nrc_platform.core.forms import CleanTextField, CrispyForm, spoken
from nrc_platform.core.rows import Versioned

YES_NO = (("", "Non renseigné"), ("yes", "Oui"), ("no", "Non"))
_ANSWERS = {"yes": True, "no": False}
# What a person types into the form of a company, in the order of the page.
COMPANY_FIELDS = (
    "legal_name",
    "display_name",
    "siret",
    "no_siret_reason",
    "address",
    "postal_code",
    "city",
    "country",
    "phone",
    "naf_code",
    "naf_version",
    "main_activity",
    "sells_goods_or_services",
    "size_band",
    *CLIENTELE,
    "sales_team",
    "active_approach",
)
CONTACT_FIELDS = ("kind", "first_name", "last_name", "function", "email", "phone", "site")
SITE_FIELDS = ("label", "address", "postal_code", "city", "phone")


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known: nothing is ticked in the person's place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=YES_NO,
            coerce=lambda value: _ANSWERS.get(value),
            empty_value=None,
            required=False,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the choice that stands for a stored value."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


class SiretField(CleanTextField):
    """A SIRET typed or pasted in any way; stored as its fourteen digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="SIRET",
            max_length=60,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        """Return the digits alone."""
        return compact_siret(super().to_python(value))

    def validate(self, value: str) -> None:
        """Refuse a number that is not a SIRET, in one sentence."""
        super().validate(value)
        if value:
            check_siret(value)


class SiretForm(CrispyForm):
    """The first step of a new company: the number, which finds the one already known."""

    siret = SiretField(
        help_text="14 chiffres, sur un devis, une facture ou le site de l’entreprise.",
        error_messages={
            "required": "Écrivez le SIRET de l’entreprise\u00a0: il compte 14 chiffres."
        },
    )


class EditForm(CrispyForm):
    """A form that knows which version of the row it shows."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[tuple[str, str, str]] = []

    def values(self) -> dict[str, Any]:
        """Return what goes to the service."""
        return {name: self.cleaned_data[name] for name in self.names}

    def seen(self) -> int | None:
        """Return the version that was on the page, none when it was not sent."""
        version: int | None = self.cleaned_data["version"]
        return version

    def start_from(self, row: Versioned) -> None:
        """Keep what was typed, over the version saved in between; say where they differ."""
        saved = type(row)._default_manager.get(pk=row.pk)
        self.differences = [
            (str(self.fields[name].label), str(stored), str(typed))
            for name, typed in self.values().items()
            if (stored := getattr(saved, name)) != typed
        ]
        self.data = {**{name: self.data[name] for name in self.data}, "version": saved.version}


class CompanyForm(EditForm):
    """Everything the school keeps about a company."""

    names = COMPANY_FIELDS
    legal_name = CleanTextField(
        label="Raison sociale", max_length=200, help_text="Le nom écrit sur ses factures."
    )
    display_name = CleanTextField(
        label="Nom d’usage", max_length=120, required=False, help_text="Celui que l’on dit."
    )
    siret = SiretField(required=False)
    no_siret_reason = CleanTextField(
        label="Pourquoi n’a-t-elle pas de SIRET",
        max_length=200,
        required=False,
        help_text="Par exemple\u00a0: entreprise belge, ou immatriculation en cours.",
    )
    address = CleanTextField(label="Adresse", max_length=200, required=False)
    postal_code = CleanTextField(label="Code postal", max_length=12, required=False)
    city = CleanTextField(label="Ville", max_length=100, required=False)
    country = CleanTextField(label="Pays", max_length=60, initial=FRANCE)
    phone = CleanTextField(
        label="Téléphone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    naf_code = CleanTextField(
        label="Code APE", max_length=10, required=False, help_text="Par exemple 46.69B."
    )
    naf_version = forms.ChoiceField(
        label="Nomenclature", choices=spoken(NafVersion.choices), required=False
    )
    main_activity = CleanTextField(
        label="Activité principale",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qu’elle vend, et à qui.",
    )
    sells_goods_or_services = YesNoField(
        label="Vend-elle surtout des biens ou des services",
        help_text="Le référentiel le demande pour accueillir un stage.",
    )
    size_band = forms.ChoiceField(
        label="Effectif",
        choices=spoken(SizeBand.choices),
        required=False,
        help_text="Pour information\u00a0: toutes les tailles conviennent.",
    )
    serves_consumers = forms.BooleanField(label="Particuliers", required=False)
    serves_users = forms.BooleanField(label="Professionnels utilisateurs", required=False)
    serves_prescribers = forms.BooleanField(label="Professionnels prescripteurs", required=False)
    serves_resellers = forms.BooleanField(label="Professionnels revendeurs", required=False)
    sales_team = forms.ChoiceField(
        label="Équipe de vente", choices=spoken(SalesTeam.choices), required=False
    )
    active_approach = YesNoField(label="Démarche active vers la clientèle")
    different = forms.BooleanField(label="Ce n’est aucune de ces entreprises", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "key",
            "version",
            Fieldset(
                "Identité",
                "legal_name",
                "display_name",
                "siret",
                "no_siret_reason",
                "address",
                Div("postal_code", "city", "country", css_class="nrc-pair"),
                "phone",
                css_class="nrc-group",
            ),
            Fieldset(
                "Activité",
                "main_activity",
                "sells_goods_or_services",
                Div("naf_code", "naf_version", css_class="nrc-pair"),
                "size_band",
                css_class="nrc-group",
            ),
            Fieldset(
                "Clientèle",
                HTML('<p class="nrc-note">Cochez tout ce qui convient.</p>'),
                *CLIENTELE,
                css_class="nrc-group",
            ),
            Fieldset(
                "Fonction commerciale", "sales_team", "active_approach", css_class="nrc-group"
            ),
        )

    def without_siret(self) -> None:
        """Ask why there is no SIRET, instead of the number."""
        self.fields["siret"].widget = forms.HiddenInput()
        self.fields["no_siret_reason"].required = True

    def with_siret(self) -> None:
        """Ask nothing about the SIRET: it was given at the first step."""
        self.fields["siret"].widget = forms.HiddenInput()
        self.fields["no_siret_reason"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Refuse an active approach without a team, beside its field."""
        cleaned = super().clean() or {}
        if cleaned.get("sales_team") == SalesTeam.NONE and cleaned.get("active_approach"):
            raise ValidationError(
                {
                    "active_approach": "Sans équipe de vente, il n’y a pas de démarche active "
                    "à décrire."
                }
            )
        return cleaned


@dataclass(frozen=True)
class FormWords:
    """What the page of a form says around it."""

    title: str
    submit: str
    icon: str
    after: str = ""


EDIT_COMPANY = FormWords(
    "Modifier la fiche", "Enregistrer la fiche", "check2", "Le changement est daté et signé."
)
ADD_CONTACT = FormWords("Ajouter un contact", "Ajouter le contact", "person-plus")
EDIT_CONTACT = FormWords("Modifier le contact", "Enregistrer le contact", "check2")
ADD_SITE = FormWords("Ajouter un lieu", "Ajouter le lieu", "plus-lg")
EDIT_SITE = FormWords("Modifier le lieu", "Enregistrer le lieu", "check2")
ADD_NOTE = FormWords("Écrire une note", "Enregistrer la note", "check2")


def initial_of(row: Company | Contact | Site) -> dict[str, Any]:
    """Return what a form shows of a saved row, its version included."""
    names = {Company: COMPANY_FIELDS, Contact: CONTACT_FIELDS, Site: SITE_FIELDS}[type(row)]
    values = {name: getattr(row, name) for name in names}
    return values | {"version": row.version}


def new_key() -> dict[str, Any]:
    """Return what makes two submissions of one form the same act."""
    return {"key": uuid.uuid4()}


class ContactForm(EditForm):
    """Somebody of the company."""

    names = CONTACT_FIELDS
    kind = forms.ChoiceField(
        label="Rôle pour l’établissement",
        choices=spoken(ContactKind.choices),
        help_text="Qui suit l’étudiant, qui signe les conventions, qui commande un projet.",
    )
    first_name = CleanTextField(label="Prénom", max_length=80)
    last_name = CleanTextField(label="Nom", max_length=80)
    function = CleanTextField(
        label="Fonction", max_length=120, required=False, help_text="Par exemple chef des ventes."
    )
    email = forms.EmailField(
        label="Adresse électronique", required=False, widget=forms.EmailInput()
    )
    phone = CleanTextField(
        label="Téléphone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    site = forms.ModelChoiceField(
        label="Lieu", queryset=Site.objects.none(), required=False, empty_label="Adresse du siège"
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            "key",
            "version",
            "kind",
            Div("first_name", "last_name", css_class="nrc-pair"),
            "function",
            Div("email", "phone", css_class="nrc-pair"),
            "site",
        )

    def clean(self) -> dict[str, Any]:
        """Ask for one way of reaching the person."""
        cleaned = super().clean() or {}
        if not cleaned.get("email") and not cleaned.get("phone") and "email" not in self.errors:
            raise ValidationError({"email": "Indiquez une adresse électronique ou un téléphone."})
        return cleaned


class SiteForm(EditForm):
    """A place of the company."""

    names = SITE_FIELDS
    label = CleanTextField(
        label="Nom du lieu", max_length=120, help_text="Par exemple Agence de Cholet."
    )
    address = CleanTextField(label="Adresse", max_length=200)
    postal_code = CleanTextField(
        label="Code postal", max_length=5, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    city = CleanTextField(label="Ville", max_length=100)
    phone = CleanTextField(
        label="Téléphone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "key",
            "version",
            "label",
            "address",
            Div("postal_code", "city", css_class="nrc-pair"),
            "phone",
        )


class NoteForm(CrispyForm):
    """What the school should remember."""

    text = CleanTextField(
        label="Note",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lue par les professeurs, le bureau des stages et la direction, "
        "jamais par les étudiants.",
    )


class MergeForm(CrispyForm):
    """Why one record gives way to another."""

    reason = CleanTextField(
        label="Raison",
        max_length=300,
        required=False,
        help_text="Par exemple\u00a0: même entreprise saisie deux fois.",
    )
