"""Pieces of the layout of long forms."""

from typing import Any

from crispy_forms.layout import Div, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string

from internships.states import HOURS_FIELDS


class RubricBlock(LayoutObject):
    """A rubric of a long form: number, title, help, fields, and the forms that hang on it."""

    template = "internships/convention_rubric.html"

    def __init__(self, key: str, number: str, title: str, *fields: Any, help: str = "") -> None:
        self.key, self.number, self.title, self.help = key, number, title, help
        self.fields = list(fields)

    @property
    def names(self) -> list[str]:
        """Return the fields of the rubric, in order."""
        return [pointer.name for pointer in self.get_field_names()]

    def render(
        self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> str:
        """Return the HTML of the rubric."""
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            self.template,
            {
                "key": self.key,
                "number": self.number,
                "title": self.title,
                "help": self.help,
                "inside": inside,
                "breaks": form.breaks if self.key == "days" else None,
                "students": form.students if self.key == "student" else None,
            },
        )


def rubrics(*, project: bool) -> list[RubricBlock]:
    """Return the rubrics of the form in the order of D124-4, grouped as people think of them."""
    days: list[Any] = [Div(*HOURS_FIELDS, css_class="nrc-pair nrc-week")]
    if project:
        days.append("project_weekly_hours")
    return [
        RubricBlock(
            "people",
            "1",
            "Les personnes",
            "company",
            Div("signatory", "tutor", css_class="nrc-pair"),
            Div("site", "department", css_class="nrc-pair"),
            "referent",
            help="Les personnes et les lieux viennent de l’annuaire de l’entreprise choisie.",
        ),
        RubricBlock(
            "days",
            "2",
            "Les dates et les heures",
            Div("starts_on", "ends_on", css_class="nrc-pair"),
            *days,
            "timetable",
            "night_presence",
            "holiday_presence",
            "presence_note",
            help="Heures de présence d’une semaine ordinaire. Un jour vide est sans présence.",
        ),
        RubricBlock(
            "work",
            "3",
            "Les activités et les compétences",
            "subject",
            "activities",
            "functions",
            "competences",
            Div("course_title", "course_hours", css_class="nrc-pair"),
        ),
        RubricBlock("frame", "4", "L’encadrement", "supervision"),
        RubricBlock(
            "protection",
            "5",
            "La protection et l’assurance",
            "social_protection",
            "health_office",
            Div("host_insurer", "host_policy", css_class="nrc-pair"),
        ),
        RubricBlock(
            "pay",
            "6",
            "La gratification et les avantages",
            Div("gratification", "hourly_cents", css_class="nrc-pair"),
            Div("payment", "branch_hourly_cents", css_class="nrc-pair"),
            Div("gives_meals", "gives_transport", "gives_activities", css_class="nrc-pair"),
            "advantages",
        ),
        RubricBlock(
            "clauses",
            "7",
            "Absences, rupture, règlement, attestation",
            "leave_terms",
            "termination_terms",
            "validation_terms",
            "house_rules",
            "attestation_terms",
        ),
        RubricBlock(
            "host",
            "8",
            "Ce que l’entreprise déclare",
            Div("headcount", "interns_present", css_class="nrc-pair"),
            Div("previous_starts_on", "previous_ends_on", css_class="nrc-pair"),
            "previous_cut_by_intern",
            help="L’entreprise complète cette partie quand elle vérifie la convention.",
        ),
        RubricBlock("student", "9", "L’étudiant"),
    ]
