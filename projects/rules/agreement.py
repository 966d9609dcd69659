"""When a project runs, how it is followed, and its convention (req. 15, 56-66, 93-97)."""

from datetime import timedelta

from nrc_platform.core.findings import Finding, Severity, rule
from projects.rules.content import ProjectCheck
from projects.rules.said import day, found, listed
from projects.states import PhaseState, ProjectState

# A project whose carrying out has begun is on its way to its end.
CARRYING_OUT = 6
_AHEAD = (ProjectState.IDEA, ProjectState.FRAMED, ProjectState.AGREED, ProjectState.RUNNING)


@rule("project.dates", on=ProjectCheck)
def dated(check: ProjectCheck) -> list[Finding]:
    """Ask for the first and the last day (req. 57)."""
    if check.span is not None:
        return []
    words = "Indiquez le premier et le dernier jour du projet."
    quote = "La durée d’un projet est indiquée dans la convention"
    return [found(check, "project.dates", words, quote=quote, blocks="agree", field="starts_on")]


@rule("project.training", on=ProjectCheck)
def shorter_than_training(check: ProjectCheck) -> list[Finding]:
    """Refuse a project as long as the training of one of its members, or longer (req. 94)."""
    if check.span is None:
        return []
    quote = "toujours inférieure à la durée de formation de l’étudiant"
    return [
        found(
            check,
            "project.training",
            f"Le projet dure {check.span.length} jours et la formation de {member.name} "
            f"{member.training.length}\u00a0: raccourcissez le projet.",
            quote=quote,
            blocks="agree",
            field="ends_on",
        )
        for member in check.team
        if member.training is not None and check.span.length >= member.training.length
    ]


@rule("project.long", on=ProjectCheck)
def relatively_long(check: ProjectCheck) -> list[Finding]:
    """Warn of a very short project; the number of days is a dated value (req. 93)."""
    least = int(check.figure("project.long_days").value)
    if check.span is None or check.span.length >= least:
        return []
    words = (
        f"Le projet dure {check.span.length} jours\u00a0: c’est court, moins de {least} jours "
        "font plutôt une action ponctuelle."
    )
    quote = "sur une période relativement longue"
    return [found(check, "project.long", words, quote=quote, severity="warning", field="ends_on")]


@rule("project.end_of_training", on=ProjectCheck)
def end_of_training(check: ProjectCheck) -> list[Finding]:
    """Say which project is not finished, nor nearly, when the training ends (req. 97)."""
    last = check.class_ends_on
    if last is None or check.state not in _AHEAD or _nearly_done(check):
        return []
    notice = timedelta(days=int(check.figure("project.end_notice_days").value))
    late = check.ends_on is not None and check.ends_on > last
    if not late and check.today < last - notice:
        return []
    severity: Severity = "blocking" if late or check.today > last else "warning"
    words = (
        f"Le projet finit le {day(check.ends_on)}, après la formation, le {day(last)}\u00a0: "
        "avancez sa fin."
        if late and check.ends_on
        else f"La formation finit le {day(last)} et le projet n’est ni achevé ni en voie de "
        "l’être\u00a0: menez-le à terme, ou abandonnez-le en disant pourquoi."
    )
    quote = "achevé ou en voie d’achèvement à la fin de la période"
    return [
        found(
            check,
            "project.end_of_training",
            words,
            quote=quote,
            severity=severity,
            blocks="agree",
            due=last.isoformat(),
            field="ends_on",
        )
    ]


def _nearly_done(check: ProjectCheck) -> bool:
    carried = [phase for phase in check.phases if phase.rank == CARRYING_OUT]
    return check.state == ProjectState.RUNNING and any(
        phase.state != PhaseState.TODO for phase in carried
    )


@rule("project.when", on=ProjectCheck)
def when(check: ProjectCheck) -> list[Finding]:
    """Ask when it runs: weekly hours, stages, or both; either does (req. 56)."""
    if check.in_weekly_hours or check.stage_hours or check.stages:
        return []
    words = (
        "Dites quand le projet se fait\u00a0: dans l’horaire de gestion de projet, pendant les "
        "stages, ou les deux."
    )
    quote = "pendant les heures hebdomadaires de gestion de projet et/ou pendant"
    return [
        found(check, "project.when", words, quote=quote, blocks="agree", field="in_weekly_hours")
    ]


@rule("project.stage_moment", on=ProjectCheck)
def stage_moment(check: ProjectCheck) -> list[Finding]:
    """Prefer the stage as a moment of the project; never ask for it (req. 15)."""
    if check.stages or check.stage_hours:
        return []
    words = "Aucun stage ne porte ce projet\u00a0: le stage en est le moment privilégié."
    quote = "Le stage est le moment privilégié pour la construction"
    return [
        found(
            check,
            "project.stage_moment",
            words,
            quote=quote,
            severity="warning",
            field="stage_hours",
        )
    ]


@rule("project.personal_work", on=ProjectCheck)
def personal_work(check: ProjectCheck) -> list[Finding]:
    """Remind that personal work is counted apart (req. 63)."""
    if check.personal_hours:
        return []
    words = "Prévoyez le travail personnel\u00a0: il s’ajoute aux heures et se note à part."
    quote = "se prolonge par un temps de travail personnel"
    return [
        found(
            check,
            "project.personal_work",
            words,
            quote=quote,
            severity="info",
            field="personal_hours",
        )
    ]


@rule("project.modalities", on=ProjectCheck)
def modalities(check: ProjectCheck) -> list[Finding]:
    """Ask how the project is followed, at both times (req. 65, 66)."""
    times = {
        "modalities_weekly": "pendant l’horaire de gestion de projet",
        "modalities_stage": "pendant les stages",
    }
    missing = {name: words for name, words in times.items() if not getattr(check, name).strip()}
    if not missing:
        return []
    words = f"Définissez le suivi et les rencontres {listed(list(missing.values()))}."
    quote = "Il implique nécessairement la définition des modalités de suivi"
    return [
        found(
            check,
            "project.modalities",
            words,
            quote=quote,
            blocks="agree",
            who="teacher",
            field=next(iter(missing)),
        )
    ]


@rule("project.convention", on=ProjectCheck)
def convention(check: ProjectCheck) -> list[Finding]:
    """Ask for a convention with the commissioner (req. 60)."""
    held = check.convention
    if held is not None and held.live and held.same_company:
        return []
    if held is None:
        words = "Le projet n’a pas de convention\u00a0: préparez-la depuis le projet."
    elif not held.live:
        words = (
            f"La convention du projet est «\u00a0{held.word}\u00a0»\u00a0: préparez-en une autre."
        )
    else:
        words = "La convention est faite avec une autre entreprise\u00a0: préparez-en une autre."
    quote = "Pour ces projets, une convention sera établie"
    return [
        found(check, "project.convention", words, quote=quote, blocks="agree", field="convention")
    ]


@rule("project.signatures", on=ProjectCheck)
def signatures(check: ProjectCheck) -> list[Finding]:
    """Ask that all the partners signed before the project is agreed (req. 58)."""
    held = check.convention
    if held is None or not held.live or held.signed:
        return []
    words = f"La convention n’est pas signée par tous\u00a0: elle est «\u00a0{held.word}\u00a0»."
    quote = "la convention signée entre les différents partenaires"
    return [
        found(
            check,
            "project.signatures",
            words,
            quote=quote,
            blocks="agree",
            who="office",
            url=held.url,
        )
    ]


@rule("project.convention_period", on=ProjectCheck)
def convention_period(check: ProjectCheck) -> list[Finding]:
    """Ask that the convention's duration holds the whole project (req. 57)."""
    held, span = check.convention, check.span
    if held is None or span is None or (held.span is not None and span.within(held.span)):
        return []
    agreed = (
        f"du {day(held.span.starts_on)} au {day(held.span.ends_on)}"
        if held.span
        else "qui n’ont pas de dates"
    )
    words = (
        f"Le projet, du {day(span.starts_on)} au {day(span.ends_on)}, sort des jours de la "
        f"convention, {agreed}\u00a0: accordez les deux."
    )
    quote = "La durée d’un projet est indiquée dans la convention"
    return [
        found(
            check,
            "project.convention_period",
            words,
            quote=quote,
            blocks="agree",
            field="starts_on",
        )
    ]


@rule("project.stage_periods", on=ProjectCheck)
def stage_periods(check: ProjectCheck) -> list[Finding]:
    """Ask that the project's duration includes the stages planned for it (req. 59)."""
    if check.span is None:
        return []
    quote = "Elle inclut la ou les périodes de stage en continu"
    return [
        found(
            check,
            "project.stage_periods",
            f"{stage.label} sort de la durée du projet\u00a0: elle doit l’inclure.",
            quote=quote,
            blocks="agree",
            field="ends_on",
        )
        for stage in check.stages
        if stage.span is not None and not stage.span.within(check.span)
    ]
