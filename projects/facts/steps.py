"""The steps of writing a project, and the form where a finding is mended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse

from nrc_platform.core.findings import Finding
from projects.models import Project


@dataclass(frozen=True)
class Step:
    """A step: its page, its short name, its title, the fields it holds."""

    key: str
    label: str
    title: str
    fields: tuple[str, ...]
    page: str = "projects:definition"
    help: str = ""

    def url(self, project_id: UUID) -> str:
        """Return the address of its page."""
        args = [project_id, self.key] if self.page == "projects:definition" else [project_id]
        return reverse(self.page, args=args)


STEPS = (
    Step(
        "partenaires",
        "Partenaires",
        "Le projet et son commanditaire",
        ("title", "company", "sponsor", "offer"),
        help="Trois partenaires\u00a0: l’entreprise, les étudiants, l’équipe pédagogique.",
    ),
    Step(
        "besoin",
        "Besoin et opportunités",
        "Besoin, environnement, opportunités",
        ("need", "environment", "opportunities", "theme", "solution"),
        help="Partez de ce que vous avez observé chez le commanditaire.",
    ),
    Step(
        "clientele",
        "Clientèle et effet",
        "Clientèle, négociation, effet attendu",
        ("clienteles", "clientele", "negotiation_scope", "resources", "turnover_impact"),
        help="Les nombres à atteindre s’écrivent à l’étape «\u00a0Objectifs mesurés\u00a0».",
    ),
    Step(
        "finalites",
        "Finalités",
        "Ce que le projet apporte",
        ("student_purpose", "commissioner_purpose", "integration", "complements", "transfer"),
        help="À l’étudiant, à l’entreprise, et à la suite de la formation.",
    ),
    Step(
        "suivi",
        "Dates, heures et suivi",
        "Dates, heures et modalités de suivi",
        (
            "starts_on",
            "ends_on",
            "in_weekly_hours",
            "weekly_hours",
            "stage_hours",
            "personal_hours",
            "modalities_weekly",
            "modalities_stage",
        ),
        help="Le projet est plus court que la formation, et commence après ses missions.",
    ),
    Step(
        "equipe",
        "Équipe",
        "Équipe et encadrement",
        ("members", "supervisor"),
        "projects:team",
        help="Un étudiant ou un petit groupe, et l’enseignant qui l’encadre.",
    ),
    Step(
        "contraintes",
        "Contraintes",
        "Contraintes",
        ("constraints",),
        "projects:constraints",
        help="Au moins une. Le plan d’actions dira comment chacune est prise en compte.",
    ),
    Step(
        "technologies",
        "Technologies",
        "Technologies commerciales",
        ("technologies",),
        "projects:technologies",
        help="Au moins une\u00a0: nommez l’outil, ou choisissez-le parmi les savoirs S8.",
    ),
    Step(
        "savoirs",
        "Savoirs",
        "Savoirs combinés",
        ("savoirs",),
        "projects:savoirs",
        help="Au moins un par champ\u00a0: S4, S5, S6, S7 et la gestion de projet.",
    ),
    Step(
        "competences",
        "Compétences",
        "Compétences",
        ("competences",),
        "projects:competences",
        help="Celles que le projet fait acquérir à toute l’équipe, puis celles de chacun.",
    ),
    Step(
        "objectifs",
        "Objectifs mesurés",
        "Objectifs et indicateurs",
        ("indicators",),
        "projects:objectives",
        help="Un objectif a un point de départ, un nombre à atteindre et une date.",
    ),
)
WRITTEN = {step.key: step for step in STEPS if step.page == "projects:definition"}
BY_FIELD = {name: step for step in STEPS for name in step.fields}
# Fields of a finding that are no part of the definition, and the page that holds them.
_ELSEWHERE = {
    "phases": "projects:phases",
    "actions": "projects:work",
    "meetings": "projects:follow_up",
    "evaluation": "projects:results",
    "lessons": "projects:results",
    "observations": "projects:results",
}
# The blocks that a written definition lifts.
_OF_DEFINITION = ("frame", "agree")


@dataclass(frozen=True)
class StepLine:
    """A step as the strip beside a form shows it."""

    number: int
    label: str
    url: str
    state: str
    current: bool


def field_of(finding: Finding) -> str:
    """Return the field that a finding is about; nothing when it is about none."""
    return finding.url.partition("#id_")[2]


def aimed(lines: Iterable[Finding], project: Project, can: Mapping[str, bool]) -> list[Finding]:
    """Send each finding to the page that mends it, when the reader may write there."""
    return [replace(line, url=_target(line, project, can)) for line in lines]


def _target(line: Finding, project: Project, can: Mapping[str, bool]) -> str:
    name = field_of(line)
    if name == "convention" or line.rule == "mission.covered":
        return reverse("projects:cover", args=[project.pk]) if can["cover"] else ""
    if line.rule.startswith("mission."):
        return line.url if can["edit"] else ""
    if step := BY_FIELD.get(name):
        return f"{step.url(project.pk)}#id_{name}" if can["edit"] else ""
    # The team and its teachers, as long as the project is open.
    if not can["move_phase"]:
        return ""
    if page := _ELSEWHERE.get(name):
        return reverse(page, args=[project.pk])
    own = reverse("projects:project", args=[project.pk])
    return "" if line.url.startswith(own) else line.url


def step_lines(lines: Sequence[Finding], project_id: UUID, current: str) -> list[StepLine]:
    """Return the strip of steps: what a rule still asks is to complete, the rest is complete."""
    asked = {
        field_of(line)
        for line in lines
        if line.blocks in _OF_DEFINITION and not line.rule.startswith("mission.")
    }
    return [
        StepLine(
            number=number,
            label=step.label,
            url=step.url(project_id),
            state="miss" if asked & set(step.fields) else "done",
            current=step.key == current,
        )
        for number, step in enumerate(STEPS, start=1)
    ]


def next_step(key: str) -> Step | None:
    """Return the step after that one, none after the last."""
    keys = [step.key for step in STEPS]
    place = keys.index(key) + 1
    return STEPS[place] if place < len(STEPS) else None
