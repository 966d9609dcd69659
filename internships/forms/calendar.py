"""Forms of the calendar of a class."""

from crispy_forms.layout import Div, Layout

from internships.forms.fields import long_text
from internships.forms.life import PageWords, RowForm, day_of
from internships.services.calendar import PERIOD_FIELDS, STEP_FIELDS
from nrc_platform.core.forms import CleanTextField

ADD_PERIOD = PageWords(
    "Ajouter une période de stage",
    "Ajouter la période",
    "La période est dans le calendrier.",
    icon="plus-lg",
    after="Les étudiants voient la période et son objectif dès qu’elle est ajoutée.",
)
EDIT_PERIOD = PageWords(
    "Modifier la période",
    "Enregistrer la période",
    "La période est enregistrée.",
    after="Les conventions déjà commencées gardent leurs propres dates.",
)
REMOVE_PERIOD = PageWords(
    "Retirer la période",
    "Retirer la période",
    "La période est retirée du calendrier.",
    question="Retirer cette période du calendrier\u00a0?",
    danger=True,
)
ADD_STEP = PageWords(
    "Ajouter une étape de la progression",
    "Ajouter l’étape",
    "L’étape est dans le calendrier.",
    icon="plus-lg",
)
EDIT_STEP = PageWords("Modifier l’étape", "Enregistrer l’étape", "L’étape est enregistrée.")
REMOVE_STEP = PageWords(
    "Retirer l’étape",
    "Retirer l’étape",
    "L’étape est retirée du calendrier.",
    question="Retirer cette étape de la progression\u00a0?",
    danger=True,
)


class PeriodForm(RowForm):
    """A period of stage, with its aim in the progression."""

    names = PERIOD_FIELDS
    label = CleanTextField(label="Nom", max_length=80, help_text="Par exemple : premier stage.")
    starts_on = day_of("Du")
    ends_on = day_of("Au")
    aim = long_text(
        "Objectif dans la progression",
        most=1000,
        rows=3,
        help_text="Ce que le stage fait travailler à ce moment de la formation.",
        error_messages={
            "required": "Dites l’objectif de la période dans la progression de la classe."
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "key", "version", "label", Div("starts_on", "ends_on", css_class="nrc-pair"), "aim"
        )


class StepForm(RowForm):
    """A step of the progression, seen beside the periods."""

    names = STEP_FIELDS
    label = CleanTextField(
        label="Intitulé", max_length=120, help_text="Par exemple : négociation-vente."
    )
    starts_on = day_of("Du")
    ends_on = day_of("Au")
    content = long_text("Contenu", most=1000, rows=3, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "key", "version", "label", Div("starts_on", "ends_on", css_class="nrc-pair"), "content"
        )
