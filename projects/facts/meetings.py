"""A meeting as the follow-up shows it: its words, who was there, what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from projects.models import Meeting
from projects.states import Asker, Domain, Theme

_ASKED = {
    Asker.STUDENT: "à la demande d’un étudiant",
    Asker.GROUP: "à la demande du groupe d’étudiants",
    Asker.PROFESSIONAL: "à la demande du professionnel commanditaire",
    Asker.TEACHER: "à la demande de l’équipe pédagogique",
}


@dataclass(frozen=True)
class MeetingLine:
    """A meeting, who asked for it, its open lists in words, whether its report is due."""

    row: Meeting
    asked: str
    themes: tuple[str, ...]
    domains: tuple[str, ...]
    is_due: bool

    @property
    def is_asked(self) -> bool:
        """Return whether somebody asked for it and nobody gave it a day."""
        return self.row.held_on is None and self.row.planned_at is None


def _words(codes: Iterable[str], labels: dict[str, str], other: str) -> tuple[str, ...]:
    return tuple(labels[code] for code in codes if code in labels) + ((other,) if other else ())


def meeting_line(row: Meeting, today: date) -> MeetingLine:
    """Return a meeting as pages show it; no query once its presence is loaded."""
    planned = row.planned_on
    return MeetingLine(
        row=row,
        asked=_ASKED.get(Asker(row.asker), "") if row.asker else "",
        themes=_words(row.themes, dict(Theme.choices), row.other_theme),
        domains=_words(row.domains, dict(Domain.choices), row.other_domain),
        is_due=row.held_on is None and planned is not None and planned < today,
    )


def meeting_lines(rows: Iterable[Meeting], today: date) -> list[MeetingLine]:
    """Return those that wait for somebody first, then those to come, then those held."""
    lines = [meeting_line(row, today) for row in rows]
    waiting = [line for line in lines if line.is_asked or line.is_due]
    coming = [line for line in lines if not line.row.held_on and line not in waiting]
    held = [line for line in lines if line.row.held_on]
    held.sort(key=lambda line: line.row.held_on or today, reverse=True)
    return [*waiting, *reversed(coming), *held]
