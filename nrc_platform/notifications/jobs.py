"""Delivery of one mail."""

import logging
import smtplib
from functools import partial

from django.core.mail import EmailMultiAlternatives

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import faults
from nrc_platform.jobs.errors import TryAgain
from nrc_platform.jobs.handlers import Finish, Run, handler
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.secrets import fill, unseal
from nrc_platform.notifications.states import MailState

logger = logging.getLogger(__name__)

MUTE = "Le serveur de courrier n’a pas répondu. L’envoi sera tenté à nouveau."
REFUSED = (
    "Le serveur de courrier refuse cette adresse. Corrigez l’adresse, puis envoyez à nouveau."
)
_ACCEPTED = "accepté par le serveur de courrier"


@handler
def deliver(run: Run, *, message: str) -> Finish | None:
    """
    Hand one mail to the mail server, once.

    « sending » is written before the call: after a crash in between, the mail is handed over again
    with the same Message-ID, by which servers and readers know it for the same.
    """
    row = Message.objects.get(pk=message)
    if row.state == MailState.SENT:
        return None
    Message.objects.filter(pk=row.pk).update(state=MailState.SENDING)
    answer = _hand_over(row)
    faults.reach(faults.AFTER_MAIL)
    return partial(_mark_sent, row, answer)


def _mark_sent(row: Message, answer: str) -> None:
    Message.objects.filter(pk=row.pk).update(
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
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        _mark_failed(row, f"adresse refusée ({_code(error)})")
        raise DomainError(REFUSED, code="address_refused") from error
    except (smtplib.SMTPException, OSError) as error:
        _mark_failed(row, f"pas de réponse ({type(error).__name__})")
        raise TryAgain(MUTE, code="mail_server") from error
    status = getattr(mail, "anymail_status", None)
    provider_id = getattr(status, "message_id", None)
    return f"{_ACCEPTED}, n° {provider_id}"[:200] if provider_id else _ACCEPTED


def _mark_failed(row: Message, answer: str) -> None:
    Message.objects.filter(pk=row.pk).update(state=MailState.FAILED, answer=answer[:200])


def _code(error: smtplib.SMTPRecipientsRefused) -> str:
    codes = {str(answer[0]) for answer in error.recipients.values()}
    return ", ".join(sorted(codes))
