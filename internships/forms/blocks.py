"""Pieces of the layout of long forms."""

from collections.abc import Container
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


# Key, title, help, and the rows of fields: a tuple stands on one line, a name alone on its own.
_Row = str | tuple[str, ...]
_RUBRICS: tuple[tuple[str, str, str, tuple[_Row, ...]], ...] = (
    (
        "people",
        "Les personnes",
        "Les personnes et les lieux viennent de l’annuaire de l’entreprise choisie.",
        ("company", ("signatory", "tutor"), ("site", "department"), "referent"),
    ),
    (
        "days",
        "Les dates et les heures",
        "Heures de présence d’une semaine ordinaire. Un jour vide est sans présence.",
        (
            ("starts_on", "ends_on"),
            HOURS_FIELDS,
            "project_weekly_hours",
            "timetable",
            "night_presence",
            "holiday_presence",
            "presence_note",
        ),
    ),
    (
        "work",
        "Les activités et les compétences",
        "",
        ("subject", "activities", "functions", "competences", ("course_title", "course_hours")),
    ),
    ("frame", "L’encadrement", "", ("supervision",)),
    (
        "protection",
        "La protection et l’assurance",
        "",
        ("social_protection", "health_office", ("host_insurer", "host_policy")),
    ),
    (
        "pay",
        "La gratification et les avantages",
        "",
        (
            ("gratification", "hourly_cents"),
            ("payment", "branch_hourly_cents"),
            ("gives_meals", "gives_transport", "gives_activities"),
            "advantages",
        ),
    ),
    (
        "clauses",
        "Absences, rupture, règlement, attestation",
        "",
        (
            "leave_terms",
            "termination_terms",
            "validation_terms",
            "house_rules",
            "attestation_terms",
        ),
    ),
    (
        "host",
        "Ce que l’entreprise déclare",
        "L’entreprise complète cette partie quand elle vérifie la convention.",
        (
            ("headcount", "interns_present"),
            ("previous_starts_on", "previous_ends_on"),
            "previous_cut_by_intern",
        ),
    ),
    ("student", "L’étudiant", "", ()),
)


def _line(row: _Row) -> Any:
    if isinstance(row, str):
        return row
    return Div(*row, css_class="nrc-pair nrc-week" if row == HOURS_FIELDS else "nrc-pair")


def rubrics(known: Container[str]) -> list[RubricBlock]:
    """Return the rubrics of the form, in the order people think of them."""
    return [
        RubricBlock(
            key,
            str(number),
            title,
            *(_line(row) for row in rows if not isinstance(row, str) or row in known),
            help=help,
        )
        for number, (key, title, help, rows) in enumerate(_RUBRICS, start=1)
    ]
