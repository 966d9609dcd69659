"""The opinion of the professional of the company: two minutes, by a link, without account."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from internships.facts.assessment import TEXT, Question
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal import moves
from nrc_platform.journal.services import record
from nrc_platform.notifications import services as notifications
from nrc_platform.people.models import User
from nrc_platform.signatures.models import AccessLink
from nrc_platform.signatures.services import issue_link, link_path, revoke_links
from projects import access
from projects.facts.opinion import OpinionForm, form_of
from projects.mails import SponsorAsked
from projects.models import Project, SponsorOpinion
from projects.states import OpinionState

PURPOSE = "projects.sponsor_opinion"
OPEN_DAYS = 30
COOLDOWN = timedelta(hours=24)
MAX_TEXT = 2000
REFUSAL = "L’avis se demande par les enseignants qui suivent le projet, quand il est en cours."
GIVEN = "Cet avis est déjà donné\u00a0: il ne se modifie plus."
TOO_SOON = (
    "Le lien est parti il y a moins de 24\u00a0heures. Laissez au professionnel le temps de "
    "répondre, ou appelez-le."
)
NO_SPONSOR = (
    "Le projet ne nomme pas de professionnel qui ait une adresse électronique. Nommez-le dans le "
    "projet, ou ajoutez son adresse dans l’annuaire."
)


def _row_of(project: Project) -> SponsorOpinion:
    """Return the opinion of the project, made when nobody asked for it yet."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    found = SponsorOpinion.objects.filter(project=project).first()
    return found or insert(SponsorOpinion(project=project))


def _require_asked(row: SponsorOpinion) -> None:
    if row.state != OpinionState.ASKED:
        raise DomainError(GIVEN, code="given")


@moves.service
def ask_sponsor(project: Project, *, actor: User) -> SponsorOpinion:
    """
    Send the professional a link to the opinion; the former link opens nothing more.

    Nobody gets two mails a day: each address waits for its own, a new professional for none.
    """
    require(access.can_ask_sponsor(actor, project), REFUSAL)
    row = _row_of(project)
    _require_asked(row)
    now = clock.now()
    sponsor = project.sponsor
    if sponsor is None or not sponsor.email:
        raise DomainError(NO_SPONSOR, code="no_address")
    sent = AccessLink.objects.about(PURPOSE, row.pk).filter(email__iexact=sponsor.email)
    if sent.filter(created_at__gt=now - COOLDOWN).exists():
        raise DomainError(TOO_SOON, code="too_soon")
    expires_at = _until(project, now)
    _, token = issue_link(
        purpose=PURPOSE,
        subject_id=row.pk,
        school=project.school,
        name=str(sponsor),
        email=sponsor.email,
        expires_at=expires_at,
        actor=actor,
    )
    row, _ = change(row, {"asked_at": now, "author_name": str(sponsor)[:160]})
    mail = SponsorAsked(
        title=project.title,
        company=project.company.name,
        school=project.school.name,
        school_email=project.school.email,
        name=str(sponsor),
        until=expires_at.date(),
        link=link_path(token),
    )
    notifications.send(mail, to=sponsor.email, about=row, school_id=project.school_id)
    _write_down("ask", row, actor)
    return row


def _until(project: Project, now: datetime) -> datetime:
    """Return a month after the project, a month from now when it is over."""
    left = max(0, (project.ends_on - now.date()).days) if project.ends_on else 0
    return now + timedelta(days=left + OPEN_DAYS)


@moves.service
def give_by_sponsor(
    opinion: SponsorOpinion, *, link: AccessLink, values: Mapping[str, str]
) -> SponsorOpinion:
    """
    Keep the answers of the professional; the link opens nothing more.

    Nobody acts here with an account: the journal names the link.
    """
    require(
        link.is_live and link.purpose == PURPOSE and link.subject_id == opinion.pk,
        "Ce lien n’ouvre pas cet avis. Demandez-en un nouveau au lycée.",
    )
    row = _row_of(opinion.project)
    _require_asked(row)
    answers = _answers(form_of(row), values)
    given = moves.apply(
        row, "give", actor=None, answers=answers, author_name=link.name, given_at=clock.now()
    )
    record(
        "projects.sponsoropinion.by_link",
        actor=None,
        about=given,
        school_id=given.school_id,
        data={"link": str(link.pk)},
    )
    revoke_links(PURPOSE, given.pk, reason="L’avis est donné.", actor=None)
    return given


def _answers(form: OpinionForm, values: Mapping[str, Any]) -> dict[str, str]:
    kept, wrong = {}, {}
    for question in form.questions:
        answer = clean_text(str(values.get(question.code, "") or ""))
        problem = _problem(question, answer)
        if problem:
            wrong[question.code] = [problem]
        elif answer:
            kept[question.code] = answer
    if wrong:
        raise Invalid(wrong)
    return kept


def _problem(question: Question, answer: str) -> str:
    """Return what is wrong with an answer, the question in the sentence; or nothing."""
    if question.kind == TEXT and len(answer) > MAX_TEXT:
        return f"Écrivez {MAX_TEXT} signes au plus\u00a0: gardez l’essentiel."
    if question.kind != TEXT and answer and answer not in dict(question.choices):
        return "Choisissez une réponse de la liste."
    if question.required and not answer:
        return f"Choisissez une réponse pour «\u00a0{question.label}\u00a0»."
    return ""


def _write_down(verb: str, row: SponsorOpinion, actor: User) -> None:
    record(f"projects.sponsoropinion.{verb}", actor=actor, about=row, school_id=row.school_id)
