"""The seven phases in order, and what closes a project (req. 85, 96, 104-112)."""

from nrc_platform.core.findings import Blocks, Finding, rule
from projects.rules.content import PhaseFacts, ProjectCheck
from projects.rules.said import found, listed
from projects.states import PhaseState, ProjectState

RANKS = tuple(range(1, 8))
EVALUATION = RANKS[-1]
_LATE = (ProjectState.RUNNING, ProjectState.REVIEWED, ProjectState.CLOSED)


def out_of_order(phases: tuple[PhaseFacts, ...]) -> list[PhaseFacts]:
    """Return the phases begun although one before them is not done."""
    done = {phase.rank for phase in phases if phase.state == PhaseState.DONE}
    return [
        phase
        for phase in phases
        if phase.state != PhaseState.TODO and not set(RANKS[: phase.rank - 1]) <= done
    ]


@rule("project.phases", on=ProjectCheck)
def gone_through(check: ProjectCheck) -> list[Finding]:
    """Ask that all seven phases are gone through (req. 105-112)."""
    if check.state not in _LATE:
        return []
    held = {phase.rank: phase for phase in check.phases}
    quote = "une démarche de projet passe nécessairement par différentes phases"
    lines = []
    for rank in RANKS:
        phase = held.get(rank)
        if phase is not None and phase.state == PhaseState.DONE and phase.output.strip():
            continue
        label = f"{rank}, «\u00a0{phase.label}\u00a0»," if phase else f"{rank}"
        blocks: Blocks = "close" if rank == EVALUATION else "review"
        words = f"La phase {label} n’est pas faite\u00a0: menez-la, et écrivez ce qui en sort."
        lines.append(
            found(check, "project.phases", words, quote=quote, blocks=blocks, field="phases")
        )
    return lines


@rule("project.phase_order", on=ProjectCheck)
def in_order(check: ProjectCheck) -> list[Finding]:
    """Refuse a phase begun before those under it are done (req. 85, 105)."""
    quote = "structurer méthodiquement et progressivement une réalité à venir"
    return [
        found(
            check,
            "project.phase_order",
            f"La phase {phase.rank}, «\u00a0{phase.label}\u00a0», vient après les précédentes"
            "\u00a0: terminez-les d’abord.",
            quote=quote,
            blocks="review",
            field="phases",
        )
        for phase in out_of_order(check.phases)
    ]


@rule("project.evaluation", on=ProjectCheck)
def evaluation(check: ProjectCheck) -> list[Finding]:
    """Ask for an evaluation against the goals frozen at the start (req. 96)."""
    if check.state not in _LATE:
        return []
    quote = "Il est évalué au regard des objectifs fixés initialement"
    if not check.goals_frozen:
        words = "Les objectifs de départ n’ont pas été fixés\u00a0: le projet ne s’évalue pas."
    elif not check.evaluation.strip():
        words = "Écrivez l’évaluation du projet au regard de ses objectifs de départ."
    else:
        return []
    return [
        found(check, "project.evaluation", words, quote=quote, blocks="review", field="evaluation")
    ]


@rule("project.lessons", on=ProjectCheck)
def lessons(check: ProjectCheck) -> list[Finding]:
    """Ask each student for the lessons of the experience, written down (req. 104)."""
    if check.state not in _LATE:
        return []
    silent = [member.name for member in check.team if not member.lessons.strip()]
    if not silent:
        return []
    words = f"Les enseignements de l’expérience restent à écrire par {listed(silent)}."
    quote = "tirer les enseignements de l’expérience et à les formaliser"
    return [found(check, "project.lessons", words, quote=quote, blocks="close", field="lessons")]
