"""The plan of actions, the forms of follow-up, what was observed (req. 72-81, 83, 90-92, 99)."""

from datetime import date, timedelta

from nrc_platform.core.findings import Finding, rule
from projects.rules.content import ProjectCheck
from projects.rules.said import day, found, listed
from projects.rules.work_facts import MeetingFacts
from projects.states import MeetingForm, ProjectState

_AHEAD = (ProjectState.IDEA, ProjectState.FRAMED)
_LATE = (ProjectState.RUNNING, ProjectState.REVIEWED)
# « En début de période »: the first quarter of the project, two weeks at least.
EARLY_SHARE, EARLY_DAYS = 4, 14


def _quoted(labels: list[str]) -> str:
    return listed([f"«\u00a0{label}\u00a0»" for label in labels])


@rule("project.actions", on=ProjectCheck)
def actions(check: ProjectCheck) -> list[Finding]:
    """Ask for actions to undertake (req. 83, 92)."""
    if check.work.plan:
        return []
    words = "Le plan d’actions est vide\u00a0: écrivez ce que l’équipe va faire, qui et quand."
    quote = "Il implique un objectif et des actions à entreprendre"
    return [found(check, "project.actions", words, quote=quote, blocks="agree", field="actions")]


@rule("project.action_owners", on=ProjectCheck)
def action_owners(check: ProjectCheck) -> list[Finding]:
    """Ask who does each action: an organised plan (req. 92)."""
    alone = [row.label for row in check.work.plan if not row.owned]
    if not alone:
        return []
    words = f"Dites qui se charge de {_quoted(alone)}."
    quote = "un plan d’actions cohérent, organisé et programmé"
    return [
        found(check, "project.action_owners", words, quote=quote, blocks="agree", field="actions")
    ]


@rule("project.action_dates", on=ProjectCheck)
def action_dates(check: ProjectCheck) -> list[Finding]:
    """Warn of actions outside the days of the project: a scheduled plan (req. 92)."""
    span = check.span
    if span is None:
        return []
    outside = [
        row.label
        for row in check.work.plan
        if row.starts_on < span.starts_on or row.ends_on > span.ends_on
    ]
    if not outside:
        return []
    words = (
        f"{_quoted(outside)} sort des jours du projet, du {day(span.starts_on)} au "
        f"{day(span.ends_on)}\u00a0: accordez les dates."
    )
    quote = "un plan d’actions cohérent, organisé et programmé"
    return [
        found(
            check,
            "project.action_dates",
            words,
            quote=quote,
            severity="warning",
            field="actions",
        )
    ]


@rule("project.constraints_met", on=ProjectCheck)
def constraints_met(check: ProjectCheck) -> list[Finding]:
    """Refuse a constraint that no action takes account of (req. 90)."""
    met = {label for row in check.work.plan for label in row.meets}
    unmet = [label for label in check.work.constraints if label not in met]
    if not unmet:
        return []
    subject = "La contrainte" if len(unmet) == 1 else "Les contraintes"
    words = (
        f"{subject} {_quoted(unmet)}\u00a0: aucune action n’en tient compte. Ajoutez une action, "
        "ou cochez la contrainte dans une action du plan."
    )
    quote = "un ensemble cohérent d’actions mis en œuvre en tenant compte"
    return [
        found(
            check, "project.constraints_met", words, quote=quote, blocks="agree", field="actions"
        )
    ]


@rule("project.formative_evaluation", on=ProjectCheck)
def formative_evaluation(check: ProjectCheck) -> list[Finding]:
    """Ask for a formative evaluation held with the professionals (req. 79-81)."""
    if check.state not in _LATE:
        return []
    held = [row for row in check.work.meetings if row.form == MeetingForm.EVALUATION and row.held]
    if any(row.with_professionals for row in held):
        return []
    if held:
        words = (
            "Aucune évaluation formative ne s’est tenue en présence du professionnel\u00a0: "
            "invitez-le à la prochaine, et notez sa présence."
        )
        quote = "dont certaines en présence des professionnels impliqués"
    else:
        words = (
            "Aucune évaluation formative ne s’est tenue\u00a0: planifiez-en une avec le "
            "professionnel, puis écrivez ce qui y est décidé."
        )
        quote = "des phases d’évaluation formative planifiées"
    return [
        found(
            check,
            "project.formative_evaluation",
            words,
            quote=quote,
            blocks="review",
            who="teacher",
            field="meetings",
        )
    ]


@rule("project.session_themes", on=ProjectCheck)
def session_themes(check: ProjectCheck) -> list[Finding]:
    """Prefer work sessions around themes (req. 73)."""
    bare = [row for row in check.work.meetings if row.is_session and not row.themed]
    if not bare:
        return []
    on = [day(row.on) for row in bare if row.on]
    which = f" du {listed(on)}" if on else ""
    words = (
        f"Séance de travail{which} sans thème\u00a0: choisissez-en un, par exemple la gestion du "
        "temps."
    )
    quote = "la sélection de l’information, la définition des objectifs"
    return [
        found(
            check,
            "project.session_themes",
            words,
            quote=quote,
            severity="warning",
            who="teacher",
            field="meetings",
        )
    ]


def early_until(starts_on: date, ends_on: date) -> date:
    """Return the last day of the beginning of a period: a quarter of it, two weeks at least."""
    return starts_on + timedelta(days=max(EARLY_DAYS, (ends_on - starts_on).days // EARLY_SHARE))


def _first_session(meetings: tuple[MeetingFacts, ...]) -> date | None:
    return min((row.on for row in meetings if row.is_session and row.on), default=None)


@rule("project.session_early", on=ProjectCheck)
def session_early(check: ProjectCheck) -> list[Finding]:
    """Prefer a work session at the beginning of the period (req. 74)."""
    if check.span is None or check.state in _AHEAD:
        return []
    last = early_until(check.span.starts_on, check.span.ends_on)
    first = _first_session(check.work.meetings)
    if first is not None and first <= last:
        return []
    if first is None and check.today < check.span.starts_on:
        return []
    words = (
        f"La première séance de travail est le {day(first)}\u00a0: elle se tient de préférence en "
        f"début de période, avant le {day(last)}."
        if first
        else "Aucune séance de travail n’est prévue\u00a0: elle se tient de préférence en début "
        f"de période, avant le {day(last)}."
    )
    return [
        found(
            check,
            "project.session_early",
            words,
            quote="en début de période",
            severity="warning",
            who="teacher",
            field="meetings",
        )
    ]


@rule("project.observed", on=ProjectCheck)
def observed(check: ProjectCheck) -> list[Finding]:
    """Remind the teachers to record each student's degree of responsibility (req. 98-101)."""
    names = list(check.work.unobserved)
    if check.state not in _LATE or not names:
        return []
    words = f"Le degré de responsabilité et l’autonomie de {listed(names)} restent à observer."
    quote = "par le degré de responsabilité pris par l’étudiant"
    return [
        found(
            check,
            "project.observed",
            words,
            quote=quote,
            severity="warning",
            who="teacher",
            field="observations",
        )
    ]
