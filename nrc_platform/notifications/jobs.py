"""Delivery of one mail, and the watch over work that waits too long or failed."""

import logging
import smtplib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives, get_connection

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import faults
from nrc_platform.jobs.errors import TryAgain
from nrc_platform.jobs.handlers import Finish, Run, handler, is_tireless
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.notifications import services
from nrc_platform.notifications.bounces import FINAL, words_of
from nrc_platform.notifications.mails import JobAlarm, WaitingJob
from nrc_platform.notifications.models import Alarm, Message
from nrc_platform.notifications.secrets import fill, unseal
from nrc_platform.notifications.states import MailState
from nrc_platform.people.models import RoleGrant, User
from nrc_platform.people.states import Role

logger = logging.getLogger(__name__)

MUTE = "Le serveur de courrier n’a pas répondu. L’envoi sera tenté à nouveau."
REFUSED = (
    "Le serveur de courrier refuse cette adresse. Corrigez l’adresse, puis envoyez à nouveau."
)
DELIVER = "notifications.deliver"
FIRST_ALARM = timedelta(minutes=15)
HOUR = timedelta(hours=1)
# A failure that nobody was told of for a week is on the page of jobs, and no news.
TOLD_WITHIN = timedelta(days=7)
_ACCEPTED = "accepté par le serveur de courrier"


@handler
def deliver(run: Run, *, message: str) -> Finish | None:
    """
    Hand one mail to the mail server, once.

    - « sending » is written before the call: after a crash in between, the mail is handed over
      again with the same Message-ID, by which servers and readers know it for the same;
    - « sent » is written as soon as the server accepts, whatever happens to the job afterwards;
    - refused for good, it has bounced: it is never handed over again.
    """
    row = Message.objects.get(pk=message)
    if row.state == MailState.SENT:
        return None
    if row.state == MailState.BOUNCED:
        raise DomainError(REFUSED, code="address_refused")
    Message.objects.filter(pk=row.pk).update(state=MailState.SENDING)
    answer = _hand_over(row)
    faults.reach(faults.AFTER_MAIL)
    _mark_sent(row, answer)
    return None


def _mark_sent(row: Message, answer: str) -> None:
    # Its return may have been noted already: a bounce stays one.
    Message.objects.filter(pk=row.pk).exclude(state=MailState.BOUNCED).update(
        state=MailState.SENT, sent_at=clock.now(), answer=answer, sealed_secrets=""
    )


def _mail_of(row: Message) -> EmailMultiAlternatives:
    secrets = unseal(row.sealed_secrets)
    mail = EmailMultiAlternatives(
        subject=row.subject,
        body=fill(row.body_text, secrets),
        to=[row.to_email],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(fill(row.body_html, secrets), "text/html")
    return mail


def _hand_over(row: Message) -> str:
    mail = _mail_of(row)
    connection = get_connection()
    try:
        # Opened and closed by us: what goes wrong after the server accepted undoes nothing.
        connection.open()
        mail.connection = connection
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        _refused_or_mute(row, error)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()
    status = getattr(mail, "anymail_status", None)
    provider_id = getattr(status, "message_id", None)
    return f"{_ACCEPTED}, n° {provider_id}"[:200] if provider_id else _ACCEPTED


def _refused_or_mute(row: Message, error: Exception) -> None:
    """Tell a refusal of this mail, for good, from everything that may pass."""
    said = _answers(error)
    codes = ", ".join(sorted({str(code) for code, _ in said}))
    if said and all(500 <= code < 600 for code, _ in said):
        reason = words_of(" ".join(text for _, text in said))
        shown = f"{reason}, {codes}" if reason == FINAL else reason
        _mark(row, f"adresse refusée ({codes})")
        services.record_bounce(row.message_id, shown)
        raise DomainError(REFUSED, code="address_refused") from error
    _mark(row, f"refusé pour l’instant ({codes})" if said else _silence(error))
    raise TryAgain(MUTE, code="mail_server") from error


def _answers(error: Exception) -> list[tuple[int, str]]:
    """Return what the server answered about the addressee or the text; nothing else is theirs."""
    given: list[tuple[int, bytes | str]]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        given = [(code, text) for code, text in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPDataError):
        given = [(error.smtp_code, error.smtp_error)]
    else:
        return []
    return [
        (int(code), text.decode("ascii", "replace") if isinstance(text, bytes) else str(text))
        for code, text in given
    ]


def _silence(error: Exception) -> str:
    return f"pas de réponse ({type(error).__name__})"


def _mark(row: Message, answer: str) -> None:
    Message.objects.filter(pk=row.pk).update(state=MailState.FAILED, answer=answer[:200])


# --- the watch --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """A job that somebody must hear of, and the step it has reached."""

    job: Job
    step: str


@handler
def raise_alarms(run: Run) -> Finish:
    """
    Tell the platform's admins and the school's office what waits too long or failed.

    - a job that is never given up and is not done: after 15 minutes, an hour, then every hour;
    - a job that failed for good: once;
    - one alarm for each job and step, one mail for each person and watch.
    """

    def finish() -> dict[str, str]:
        told = [due for due in (*_late(), *_dead()) if _is_new(due)]
        for due in told:
            logger.error("alarm: %s, job %s, %s", due.job.kind, due.job.pk, due.step)
        _tell([due.job for due in told if not _is_own_mail(due.job)])
        return {"alarms": str(len(told))}

    return finish


def _late() -> list[Due]:
    now = clock.now()
    rows = list(Job.objects.under_way().filter(created_at__lte=now - FIRST_ALARM))
    never_given_up = {kind for kind in {row.kind for row in rows} if is_tireless(kind)}
    return [
        Due(row, _step(now - row.created_at))
        for row in sorted(rows, key=lambda row: (row.created_at, row.pk))
        if row.kind in never_given_up
    ]


def _step(age: timedelta) -> str:
    """Return the last step reached: « late:15min », « late:1h », « late:2h »."""
    return f"late:{age // HOUR}h" if age >= HOUR else "late:15min"


def _dead() -> list[Due]:
    since = clock.now() - TOLD_WITHIN
    rows = Job.objects.filter(state=JobState.DEAD, finished_at__gt=since)
    found = list(rows.order_by("finished_at", "pk"))
    # A mail that came back is told beside the person it was for.
    mails = [row.payload.get("message") for row in found if row.kind == DELIVER]
    bounced = Message.objects.filter(pk__in=mails, state=MailState.BOUNCED)
    told = {str(pk) for pk in bounced.values_list("pk", flat=True)}
    return [
        Due(row, f"dead:{row.finished_at:%Y-%m-%dT%H:%M:%S}")
        for row in found
        if row.payload.get("message") not in told
    ]


def _is_new(due: Due) -> bool:
    _row, created = Alarm.objects.get_or_create(job_id=due.job.pk, step=due.step)
    return created


def _is_own_mail(job: Job) -> bool:
    """Return whether a job carries an alarm: telling of it by mail would never end."""
    if job.kind != DELIVER:
        return False
    mails = Message.objects.filter(pk=job.payload.get("message"))
    return mails.filter(template=JobAlarm.template).exists()


def _tell(jobs: Iterable[Job]) -> None:
    """Write one mail to each person about the jobs that are theirs to mend."""
    lines: dict[User, list[Job]] = {}
    for job in jobs:
        for person in _menders(job):
            lines.setdefault(person, []).append(job)
    for person, held in lines.items():
        mail = JobAlarm(tuple(_line(job) for job in held))
        schools = {job.school_id for job in held}
        services.send(mail, to=person, school_id=schools.pop() if len(schools) == 1 else None)


def _menders(job: Job) -> list[User]:
    grants = RoleGrant.objects.on(clock.today())
    wanted = grants.filter(role=Role.ADMIN)
    if job.school_id is not None:
        wanted |= grants.filter(role=Role.OFFICE, school=job.school_id)
    people = User.objects.filter(pk__in=wanted.order_by().values("user_id"), is_active=True)
    return [row for row in people.order_by("pk") if row.email]


def _line(job: Job) -> WaitingJob:
    return WaitingJob(
        label=job.label,
        since=job.finished_at or job.created_at,
        cause=job.last_error or "Aucun essai n’a encore abouti.",
        failed=job.state == JobState.DEAD,
        attempts=job.attempts,
    )
