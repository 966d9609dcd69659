"""Who has a project in hand, what comes next, and what happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from internships.facts.pages import Action
from internships.selectors.story import Baton, RelayStep, TimelineLine
from internships.states import EDITABLE, SIGNING, WITHOUT_EFFECT, ConventionState
from nrc_platform.core import dates
from nrc_platform.core.findings import Finding
from nrc_platform.journal.selectors import JournalFact, history
from nrc_platform.people.models import User
from projects.facts.check import STANDING
from projects.facts.sheet import ProjectSheet
from projects.facts.steps import BY_FIELD, STEPS, field_of
from projects.models import Project
from projects.states import ProjectState

_S = ProjectState
# How the journal's codes are said, and the mark of the line.
WORDS: Mapping[str, tuple[str, str]] = {
    "projects.project.create": ("a commencé le projet", ""),
    "projects.project.edit": ("a écrit dans la définition", ""),
    "projects.project.add_member": ("a ajouté un membre à l’équipe", ""),
    "projects.project.remove_member": ("a retiré un membre de l’équipe", "back"),
    "projects.project.set_supervisor": ("a nommé l’enseignant responsable", ""),
    "projects.project.set_follow_up": ("a composé l’équipe de suivi", ""),
    "projects.project.add_indicator": ("a ajouté un indicateur", ""),
    "projects.project.edit_indicator": ("a modifié un indicateur", ""),
    "projects.project.remove_indicator": ("a retiré un indicateur", "back"),
    "projects.project.link_internship": ("a rattaché un stage", ""),
    "projects.project.unlink_internship": ("a détaché un stage", "back"),
    "projects.project.cover": ("a préparé la convention du projet", ""),
    "projects.project.frame": ("a cadré le projet", "done"),
    "projects.project.agree": ("a enregistré l’accord des partenaires", "done"),
    "projects.project.start": ("a lancé le projet", "done"),
    "projects.project.write_evaluation": ("a écrit l’évaluation", ""),
    "projects.project.review": ("a dressé le bilan", "done"),
    "projects.project.close": ("a clos le projet", "done"),
    "projects.project.abandon": ("a abandonné le projet", "back"),
    "projects.phase.begin": ("a commencé la phase {name}", ""),
    "projects.phase.finish": ("a terminé la phase {name}", "done"),
    "projects.phase.reopen": ("a repris la phase {name}", "back"),
    "projects.mission.create": ("a écrit la mission {name}", ""),
    "projects.mission.edit": ("a modifié la mission {name}", ""),
}
# Another convention takes the place of these.
_GONE = (*WITHOUT_EFFECT, ConventionState.TERMINATED)
MOST_LINES = 12
_RELAY = (
    (_S.IDEA, "Idée"),
    (_S.FRAMED, "Cadré"),
    (_S.AGREED, "Convenu"),
    (_S.RUNNING, "En cours"),
    (_S.REVIEWED, "Bilan"),
    (_S.CLOSED, "Clos"),
)


@dataclass(frozen=True)
class Turn:
    """Whose move it is: the sentence, what comes then, the buttons, the first being the main."""

    title: str
    text: str
    mine: bool = False
    acts: tuple[Action, ...] = ()


def timeline(held: ProjectSheet) -> list[TimelineLine]:
    """Return what happened last, newest first, one line for a run of edits. Three queries."""
    missions = [line.row for line in held.missions]
    names = {phase.pk: phase.node.label for phase in held.phases}
    names |= {row.pk: row.title for row in missions}
    facts = [fact for fact in history(held.project, *held.phases, *missions) if fact.kind in WORDS]
    kept = [fact for place, fact in enumerate(facts) if not _again(facts, place)][:MOST_LINES]
    people = User.objects.in_bulk({fact.actor_id for fact in kept if fact.actor_id})
    return [_told(fact, people, names) for fact in kept]


def _told(
    fact: JournalFact, people: Mapping[UUID, User], names: Mapping[UUID, str]
) -> TimelineLine:
    """Return a line of the journal in French."""
    words, state = WORDS[fact.kind]
    who = people.get(fact.actor_id) if fact.actor_id else None
    name = names.get(fact.about_id, "") if fact.about_id else ""
    return TimelineLine(
        at=fact.at,
        who=str(who) if who else "La plateforme",
        what=words.format(name=f"«\u00a0{name}\u00a0»"),
        quote=str(fact.data.get("reason") or ""),
        state=state,
    )


def _again(facts: Sequence[JournalFact], place: int) -> bool:
    """Return whether the line above says the same of the same thing by the same person."""
    if not place:
        return False
    above, fact = facts[place - 1], facts[place]
    return (above.kind, above.about_id, above.actor_id) == (
        fact.kind,
        fact.about_id,
        fact.actor_id,
    )


def relay(row: Project) -> tuple[RelayStep, ...]:
    """Return the six states a project goes through."""
    states = [state for state, _ in _RELAY]
    days = {
        _S.IDEA: row.created_at,
        _S.AGREED: row.agreed_at,
        _S.RUNNING: row.started_at,
        _S.REVIEWED: row.reviewed_at,
        _S.CLOSED: row.closed_at,
    }
    if row.state != _S.ABANDONED:
        days[_S(row.state)] = row.state_since
    place = (
        states.index(_S(row.state))
        if row.state in states
        else len([state for state in states[:4] if days.get(state)])
    )
    steps = []
    for rank, (state, label) in enumerate(_RELAY):
        mark = "done" if rank < place else "now" if rank == place else "later"
        if row.state == _S.ABANDONED and mark == "now":
            mark = "later"
        if row.state == _S.CLOSED and mark == "now":
            mark = "done"
        at = days.get(state) if mark != "later" else None
        steps.append(RelayStep(label, dates.day_month(at) if at else "", mark))
    return tuple(steps)


def baton(held: ProjectSheet) -> tuple[Baton, tuple[Action, ...]]:
    """Say whose move it is, and the buttons of the reader who may act; no query of its own."""
    row = held.project
    turn = _TURNS[_S(row.state)](held)
    tone = "you" if turn.mine else ""
    if row.state == _S.ABANDONED:
        tone = "late"
    if row.state == _S.CLOSED:
        tone = "done"
    return Baton(turn.title, turn.text, tone, relay(row)), turn.acts


def _act(row: Project, name: str, label: str, icon: str) -> Action:
    return Action(label, reverse(f"projects:{name}", args=[row.pk]), icon)


def _blocking(held: ProjectSheet, *blocks: str) -> list[Finding]:
    return [line for line in held.findings if line.blocks in blocks]


def _count(number: int) -> str:
    return "1\u00a0point" if number == 1 else f"{number}\u00a0points"


def _team(row: Project) -> str:
    names = [str(member.student) for member in row.members.all() if member.ends_on is None]
    return ", ".join(names) or "L’équipe"


def _write(row: Project, lines: Sequence[Finding]) -> Action:
    """Return the way to the first step that a finding asks to complete."""
    asked = {field_of(line) for line in lines}
    step = next((each for each in STEPS if asked & set(each.fields)), STEPS[0])
    return Action("Compléter la définition", step.url(row.pk), "pencil")


def _idea(held: ProjectSheet) -> Turn:
    row, missing = held.project, _blocking(held, "frame")
    then = "Cadré, le projet reçoit sa convention, puis l’accord des partenaires."
    if not held.abilities["edit"]:
        return Turn(f"{_team(row)}\u00a0: le projet est à définir", then)
    if missing:
        title = f"Vous\u00a0: il reste {_count(len(missing))} à écrire avant de cadrer"
        return Turn(title, then, mine=True, acts=(_write(row, missing),))
    acts = (_act(row, "frame", "Cadrer le projet", "bounding-box"),)
    return Turn("Vous\u00a0: le projet est prêt à être cadré", then, mine=True, acts=acts)


def _framed(held: ProjectSheet) -> Turn:
    row, can = held.project, held.abilities
    missing = _blocking(held, "frame", "agree")
    convention = held.convention
    if convention is None or convention.state in (*EDITABLE, *_GONE):
        return _to_cover(held)
    if convention.state not in STANDING:
        return _to_sign(held)
    then = "Les objectifs de départ sont alors fixés et restent à côté de ceux d’aujourd’hui."
    written = [line for line in missing if field_of(line) in BY_FIELD]
    if missing:
        title = f"il reste {_count(len(missing))} avant l’accord des partenaires"
        mine = can["edit"]
        acts = (_write(row, written),) if mine and written else ()
        who = "Vous" if mine else _team(row)
        return Turn(f"{who}\u00a0: {title}", then, mine=mine, acts=acts)
    if not can["agree"]:
        return Turn(f"{row.supervisor}\u00a0: l’accord est à enregistrer", then)
    acts = (_act(row, "agree", "Enregistrer l’accord", "check2"),)
    title = "Vous\u00a0: la convention est signée, l’accord est à enregistrer"
    return Turn(title, then, mine=True, acts=acts)


def _to_cover(held: ProjectSheet) -> Turn:
    row, can = held.project, held.abilities
    then = "Remplie depuis le projet, elle se remet à l’entreprise, puis se signe."
    if not can["cover"]:
        return Turn(f"{_team(row)}\u00a0: la convention du projet est à préparer", then)
    if held.convention is None or held.convention.state in _GONE:
        acts = (_act(row, "cover", "Préparer la convention", "file-text"),)
        return Turn("Vous\u00a0: la convention est à préparer", then, mine=True, acts=acts)
    page = reverse("internships:convention", args=[held.convention.id])
    title = "Vous\u00a0: la convention est à compléter et à remettre"
    first = Action("Ouvrir la convention", page, "file-text")
    again = _act(row, "cover", "La mettre à jour", "arrow-repeat")
    return Turn(title, then, mine=True, acts=(first, again))


def _to_sign(held: ProjectSheet) -> Turn:
    """Say where the convention is: its own page says who must act."""
    convention = held.convention
    assert convention is not None  # noqa: S101
    page = reverse("internships:convention", args=[convention.id])
    title = (
        "La convention est en signature"
        if convention.state in SIGNING
        else (f"La convention\u00a0: {ConventionState(convention.state).label.lower()}")
    )
    then = "Signée par tous, elle permet d’enregistrer l’accord des partenaires."
    return Turn(title, then, acts=(Action("Ouvrir la convention", page, "file-text"),))


def _agreed(held: ProjectSheet) -> Turn:
    row = held.project
    day = dates.day(row.starts_on) if row.starts_on else ""
    then = f"Il commence le {day}, sous sa convention." if day else ""
    if not held.abilities["start"]:
        return Turn(f"{_team(row)}\u00a0: le projet est à lancer", then)
    missing = _blocking(held, "frame", "agree", "start")
    acts = (_act(row, "start", "Lancer le projet", "play"),)
    if missing:
        title = f"Vous\u00a0: {_count(len(missing))} à régler avant de lancer le projet"
        return Turn(title, then, mine=True)
    return Turn("Vous\u00a0: le projet peut commencer", then, mine=True, acts=acts)


def _running(held: ProjectSheet) -> Turn:
    row, can = held.project, held.abilities
    phase = held.current_phase
    where = f"Phase {phase.rank} sur 7, «\u00a0{phase.node.label}\u00a0». " if phase else ""
    until = f"Le projet se termine le {dates.day(row.ends_on)}." if row.ends_on else ""
    if can["review"] and not _blocking(held, "review"):
        acts = (_act(row, "review", "Dresser le bilan", "clipboard-check"),)
        title = "Vous\u00a0: l’évaluation est écrite, le bilan est à dresser"
        return Turn(title, where + until, mine=True, acts=acts)
    if can["move_phase"] and not can["edit"]:
        now = f"la phase {phase.rank} est à mener" if phase else "les sept phases sont faites"
        acts = (_act(row, "phases", "Suivre les phases", "list-check"),)
        return Turn(f"Vous\u00a0: {now}", where + until, mine=True, acts=acts)
    follow = (_act(row, "phases", "Suivre les phases", "list-check"),) if can["move_phase"] else ()
    return Turn(f"{_team(row)}\u00a0: le projet est en cours", where + until, acts=follow)


def _reviewed(held: ProjectSheet) -> Turn:
    row, missing = held.project, _blocking(held, "review", "close")
    then = "Clos, le projet reste lisible et nourrit les dossiers d’examen."
    if missing:
        return Turn(f"{_team(row)}\u00a0: il reste {_count(len(missing))} avant de clore", then)
    if not held.abilities["close"]:
        return Turn(f"{row.supervisor}\u00a0: le projet est à clore", then)
    acts = (_act(row, "close", "Clore le projet", "archive"),)
    return Turn("Vous\u00a0: le projet est à clore", then, mine=True, acts=acts)


def _closed(held: ProjectSheet) -> Turn:
    row = held.project
    day = dates.day(row.closed_at) if row.closed_at else ""
    return Turn("Le projet est clos", f"Depuis le {day}. Rien n’y change plus.")


def _abandoned(held: ProjectSheet) -> Turn:
    row = held.project
    return Turn("Le projet est abandonné", f"Motif\u00a0: {row.abandoned_reason}")


_TURNS = {
    _S.IDEA: _idea,
    _S.FRAMED: _framed,
    _S.AGREED: _agreed,
    _S.RUNNING: _running,
    _S.REVIEWED: _reviewed,
    _S.CLOSED: _closed,
    _S.ABANDONED: _abandoned,
}
