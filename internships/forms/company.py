"""What a company checks, completes and declares, on a phone, before anyone signs."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from internships.forms.fields import EurosField, HoursField, long_text, number
from internships.forms.review import reason
from internships.models import Convention, Terms
from internships.states import HOURS_FIELDS, Gratification
from nrc_platform.companies.forms.editing import YesNoField
from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField, spoken

VALUES = (
    "host_insurer",
    "host_policy",
    "gives_meals",
    "gives_transport",
    "gives_activities",
    "advantages",
    "headcount",
    "interns_present",
    "branch_hourly_cents",
    "previous_starts_on",
    "previous_ends_on",
    "previous_cut_by_intern",
)
TERMS = (
    "activities",
    *HOURS_FIELDS,
    "timetable",
    "night_presence",
    "holiday_presence",
    "presence_note",
    "gratification",
    "hourly_cents",
    "payment",
)
PEOPLE = ("signatory_email", "signatory_phone", "tutor_email", "tutor_phone")
_DAY_HOURS = 24
_WRONG_ADDRESS = {"invalid": "Cette adresse n’est pas lisible\u00a0: vérifiez-la."}


def _email(label: str) -> forms.EmailField:
    return forms.EmailField(label=label, required=False, error_messages=_WRONG_ADDRESS)


def _phone(label: str) -> CleanTextField:
    return CleanTextField(
        label=label,
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


class CompanyCheckForm(CrispyForm):
    """The data the company vouches for."""

    signatory_email = _email("Adresse électronique de qui signe")
    signatory_phone = _phone("Téléphone de qui signe")
    tutor_email = _email("Adresse électronique du tuteur ou de la tutrice")
    tutor_phone = _phone("Téléphone du tuteur ou de la tutrice")
    activities = long_text(
        "Que fera l’étudiant chez vous\u00a0?",
        most=4000,
        rows=5,
        error_messages={"required": "Écrivez ce que vous confierez à l’étudiant."},
    )
    monday_hours = HoursField(label="Lundi", most=_DAY_HOURS)
    tuesday_hours = HoursField(label="Mardi", most=_DAY_HOURS)
    wednesday_hours = HoursField(label="Mercredi", most=_DAY_HOURS)
    thursday_hours = HoursField(label="Jeudi", most=_DAY_HOURS)
    friday_hours = HoursField(label="Vendredi", most=_DAY_HOURS)
    saturday_hours = HoursField(label="Samedi", most=_DAY_HOURS)
    sunday_hours = HoursField(label="Dimanche", most=_DAY_HOURS)
    timetable = CleanTextField(
        label="Horaires en clair",
        max_length=300,
        required=False,
        help_text="Par exemple\u00a0: 9\u00a0h à 12\u00a0h\u00a030 et 13\u00a0h\u00a030 à "
        "17\u00a0h.",
    )
    night_presence = forms.BooleanField(label="Présence de nuit", required=False)
    holiday_presence = forms.BooleanField(label="Présence un jour férié", required=False)
    presence_note = long_text("Précisions sur cette présence", most=500, rows=2, required=False)
    gratification = forms.ChoiceField(
        label="Gratification",
        choices=spoken(Gratification.choices),
        required=False,
        help_text="Obligatoire au-delà de 308\u00a0heures de présence dans l’entreprise.",
    )
    hourly_cents = EurosField(label="Montant par heure, en euros")
    payment = CleanTextField(label="Modalités de versement", max_length=200, required=False)
    branch_hourly_cents = EurosField(
        label="Minimum de votre branche par heure, en euros",
        help_text="S’il dépasse le minimum légal.",
    )
    gives_meals = YesNoField(label="Restaurant ou titres-restaurant")
    gives_transport = YesNoField(label="Part du transport")
    gives_activities = YesNoField(label="Activités sociales et culturelles")
    advantages = long_text("Précisions sur les avantages", most=1000, rows=2, required=False)
    host_insurer = CleanTextField(
        label="Votre assureur en responsabilité civile", max_length=120, required=False
    )
    host_policy = CleanTextField(label="Contrat n°", max_length=60, required=False)
    headcount = number("Effectif de l’entreprise")
    interns_present = number("Stagiaires présents aux mêmes dates")
    previous_starts_on = FrenchDateField(label="Stage précédent sur ce poste, du", required=False)
    previous_ends_on = FrenchDateField(label="Au", required=False)
    previous_cut_by_intern = forms.BooleanField(
        label="Le stagiaire précédent l’a interrompu", required=False
    )
    not_a_job = forms.BooleanField(
        label="J’atteste que ce stage n’exécute pas une tâche régulière d’un poste de travail "
        "permanent, ne remplace pas un salarié absent et ne répond pas à un surcroît d’activité.",
        error_messages={
            "required": "Cochez cette attestation (L124-7)\u00a0: sans elle, le stage ne peut pas "
            "commencer."
        },
    )
    by_name = CleanTextField(
        label="Vos prénom et nom",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez vos prénom et nom."},
    )

    def __init__(self, data: Any, *, convention: Convention, terms: Terms, name: str) -> None:
        initial = {each: getattr(convention, each) for each in VALUES}
        initial |= {each: getattr(terms, each) for each in TERMS}
        for role, contact in (("signatory", convention.signatory), ("tutor", terms.tutor)):
            initial[f"{role}_email"] = contact.email if contact else ""
            initial[f"{role}_phone"] = contact.phone if contact else ""
        super().__init__(data, initial=initial | {"by_name": name})
        for role, contact in (("signatory", convention.signatory), ("tutor", terms.tutor)):
            if contact is None:
                del self.fields[f"{role}_email"], self.fields[f"{role}_phone"]
        self.helper.layout = Layout(*self._blocks())

    def _blocks(self) -> list[Any]:
        people = [name for name in PEOPLE if name in self.fields]
        return [
            *([Fieldset("Qui joindre", *people)] if people else []),
            Fieldset("Les activités", "activities"),
            Fieldset(
                "Les heures d’une semaine",
                Div(*HOURS_FIELDS, css_class="nrc-pair nrc-week"),
                "timetable",
                "night_presence",
                "holiday_presence",
                "presence_note",
            ),
            Fieldset(
                "La gratification",
                Div("gratification", "hourly_cents", css_class="nrc-pair"),
                "payment",
                "branch_hourly_cents",
            ),
            Fieldset(
                "Les avantages",
                Div("gives_meals", "gives_transport", "gives_activities", css_class="nrc-pair"),
                "advantages",
            ),
            Fieldset(
                "L’entreprise",
                Div("host_insurer", "host_policy", css_class="nrc-pair"),
                Div("headcount", "interns_present", css_class="nrc-pair"),
                Div("previous_starts_on", "previous_ends_on", css_class="nrc-pair"),
                "previous_cut_by_intern",
            ),
        ]

    def parts(self) -> dict[str, dict[str, Any]]:
        """Return what was checked, by what it belongs to."""
        read = self.cleaned_data
        return {
            "values": {name: read[name] for name in (*VALUES, *PEOPLE) if name in read},
            "terms": {name: read[name] for name in TERMS if name in read},
        }


class CompanyRefusalForm(CrispyForm):
    """Why the company does not take the student, or who should answer in its place."""

    reason = reason(
        "Ce que vous voulez dire au lycée",
        "Écrivez quelques mots\u00a0: le lycée les lira.",
    )
