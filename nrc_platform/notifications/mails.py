"""What a mail is: a class with a subject, facts, and one template read as text and as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any, ClassVar

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from nrc_platform.notifications.secrets import placeholder

SUBJECT_LENGTH = 60
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


def fitting(*subjects: str) -> str:
    """Return the first subject of at most sixty signs; else the last, cut after a whole word."""
    for subject in subjects:
        if len(subject) <= SUBJECT_LENGTH:
            return subject
    return shorten(subjects[-1], SUBJECT_LENGTH, placeholder="…")


@dataclass(frozen=True)
class Action:
    """The one thing to do: a button, and its bare address under it."""

    label: str
    url: str

    @property
    def address(self) -> str:
        """Return the whole address."""
        return self.url if "://" in self.url else f"{settings.BASE_URL}{self.url}"


@dataclass(frozen=True)
class Rendered:
    """A mail ready for the outbox, secrets replaced by placeholders."""

    subject: str
    text: str
    html: str


class Mail:
    """
    One kind of mail. A subclass says its template and its subject, and builds on facts.

    The template `emails/<app>/<name>.txt` extends `layout` and fills `intro` (who writes and
    why), `body` (what to know), maybe `until` (before when) and `whom` (whom to ask); it is
    rendered twice, as text and as HTML.
    """

    template: ClassVar[str]
    because: ClassVar[str] = "vous avez un compte sur cette plateforme."

    def subject(self) -> str:
        """Return verb, object and date, in at most sixty signs."""
        raise NotImplementedError

    def action(self) -> Action | None:
        """Return the thing to do, if there is one."""
        return None

    def context(self) -> dict[str, Any]:
        """Return the facts of the template."""
        return {}

    def secrets(self) -> Mapping[str, str]:
        """Return the codes and links that must never lie in the database in clear."""
        return {}

    def render(self) -> Rendered:
        """Render the text, then the HTML with its style sheet inlined."""
        context = self.context() | {
            "action": self.action(),
            "because": self.because,
            "site": settings.BASE_URL,
            **{name: placeholder(name) for name in self.secrets()},
        }
        path = f"{self.template}.txt"
        text = render_to_string(path, {**context, "layout": "emails/layout.txt"})
        page = render_to_string(path, {**context, "layout": "emails/layout.html"})
        html = page.replace("<p></p>", "")
        subject = " ".join(self.subject().split())
        return Rendered(subject[:120], _tidy(text), _inliner.inline(html))


def _tidy(text: str) -> str:
    """Drop the blank lines that empty blocks leave."""
    kept: list[str] = []
    for line in (each.rstrip() for each in text.strip().splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept) + "\n"


@dataclass(frozen=True)
class WaitingJob:
    """A job as an alarm tells of it: what waits, since when, why."""

    label: str
    since: datetime
    cause: str
    failed: bool
    attempts: int


@dataclass(frozen=True)
class JobAlarm(Mail):
    """To whoever keeps the platform or the school: work that waits too long, or failed."""

    jobs: tuple[WaitingJob, ...]
    template = "emails/notifications/job_alarm"
    because = "vous veillez sur cette plateforme ou sur les stages de votre établissement."

    def subject(self) -> str:
        """Return what to unblock; the name of the work when there is only one."""
        if len(self.jobs) > 1:
            return f"À débloquer\u00a0: {len(self.jobs)}\u00a0travaux"
        whole = f"À débloquer\u00a0: {self.jobs[0].label}"
        return fitting(whole, "À débloquer\u00a0: 1\u00a0travail")

    def action(self) -> Action:
        """Return the page of jobs."""
        return Action("Voir les travaux", reverse("web:jobs"))

    def context(self) -> dict[str, Any]:
        """Return what waits."""
        return {"jobs": self.jobs, "failed": any(job.failed for job in self.jobs)}
