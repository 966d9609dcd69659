"""Preparatory missions: where, when, for which projects, under which convention (req. 113-125)."""

from nrc_platform.core.findings import Blocks, Finding, Severity, rule
from projects.rules.content import MissionCheck
from projects.rules.said import day, source

OF_MISSIONS = "Référentiel du BTS NRC, missions préparatoires"


def _found(
    check: MissionCheck,
    name: str,
    message: str,
    quote: str,
    *,
    severity: Severity = "blocking",
    field: str = "",
    who: str = "student",
) -> Finding:
    blocks: Blocks | None = "agree" if severity == "blocking" else None
    return Finding(
        rule=name,
        severity=severity,
        message=message,
        source=source(quote, OF_MISSIONS),
        who=who,
        blocks=blocks,
        url=f"{check.url}#id_{field}" if check.url and field else check.url,
    )


@rule("mission.project", on=MissionCheck)
def linked(check: MissionCheck) -> list[Finding]:
    """Refuse a mission that prepares no project (req. 119, 120)."""
    if check.projects:
        return []
    words = f"La mission «\u00a0{check.label}\u00a0» ne prépare aucun projet\u00a0: rattachez-la."
    return [_found(check, "mission.project", words, "Liées à un ou des projets", field="projects")]


@rule("mission.company", on=MissionCheck)
def same_company(check: MissionCheck) -> list[Finding]:
    """Refuse a mission elsewhere than in the partner company (req. 118)."""
    quote = "au sein de l’entreprise partenaire, dans le but de préparer"
    return [
        _found(
            check,
            "mission.company",
            f"La mission «\u00a0{check.label}\u00a0» a lieu chez le partenaire du projet "
            f"«\u00a0{project.title}\u00a0», {project.company_name}\u00a0: choisissez cette "
            "entreprise.",
            quote,
            field="company",
        )
        for project in check.projects
        if project.company != check.company
    ]


@rule("mission.before", on=MissionCheck)
def before(check: MissionCheck) -> list[Finding]:
    """Refuse a mission that ends after one of its projects has begun (req. 121)."""
    quote = "elles sont donc chronologiquement situées avant ceux-ci"
    return [
        _found(
            check,
            "mission.before",
            f"La mission «\u00a0{check.label}\u00a0» finit le {day(check.ends_on)}, après le "
            f"début du projet «\u00a0{project.title}\u00a0», le {day(project.starts_on)}\u00a0: "
            "une mission vient avant le projet.",
            quote,
            field="ends_on",
        )
        for project in check.projects
        if project.starts_on is not None and check.ends_on > project.starts_on
    ]


@rule("mission.information", on=MissionCheck)
def information(check: MissionCheck) -> list[Finding]:
    """Ask for the information the project needs (req. 114)."""
    if check.information.strip():
        return []
    words = (
        f"Dites les informations que la mission «\u00a0{check.label}\u00a0» recueille pour le "
        "projet."
    )
    quote = "d’acquérir les compétences et les informations minimales à la réalisation"
    return [_found(check, "mission.information", words, quote, field="information")]


@rule("mission.competences", on=MissionCheck)
def competences(check: MissionCheck) -> list[Finding]:
    """Ask for the prior competences aimed at (req. 122)."""
    if check.competences:
        return []
    words = f"Nommez les compétences préalables que vise la mission «\u00a0{check.label}\u00a0»."
    quote = "acquérir des compétences préalables indispensables à la réalisation du projet"
    return [_found(check, "mission.competences", words, quote, field="competences")]


@rule("mission.weekly", on=MissionCheck)
def weekly(check: MissionCheck) -> list[Finding]:
    """Prefer the weekly hours of project management; never refuse others (req. 124)."""
    if check.in_weekly_hours:
        return []
    words = (
        f"La mission «\u00a0{check.label}\u00a0» se fait de préférence dans l’horaire "
        "hebdomadaire de gestion de projet."
    )
    quote = "Elles sont réalisées de préférence pendant l’horaire hebdomadaire"
    return [
        _found(check, "mission.weekly", words, quote, severity="warning", field="in_weekly_hours")
    ]


@rule("mission.covered", on=MissionCheck)
def covered(check: MissionCheck) -> list[Finding]:
    """Ask that the convention of one of its projects names the mission (req. 125)."""
    conventions = {project.convention for project in check.projects} - {None}
    if check.covered_by is not None and check.covered_by in conventions:
        return []
    words = (
        f"La convention du projet ne couvre pas la mission «\u00a0{check.label}\u00a0»\u00a0: "
        "mettez la convention à jour depuis le projet."
    )
    quote = "couvertes par la convention signée avec l’entreprise partenaire du projet"
    return [_found(check, "mission.covered", words, quote)]
