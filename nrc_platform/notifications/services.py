"""Writing mails into the outbox, with the change that causes them."""

from uuid import UUID

from django.db.models import Model

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import services as jobs
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.notifications.mails import Mail
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.secrets import seal
from nrc_platform.notifications.states import MailState
from nrc_platform.people.models import User

NO_ADDRESS = "Cette personne n’a pas d’adresse électronique : prévenez-la autrement."
UNKNOWN_MAIL = "Aucun courrier envoyé d’ici ne porte cet identifiant\u00a0: rien n’est changé."


@service
def send(
    mail: Mail, *, to: User | str, about: Model | None = None, school_id: UUID | None = None
) -> Message:
    """Put a mail into the outbox and file its delivery, in the caller's transaction."""
    user, address = (to, to.email) if isinstance(to, User) else (None, to)
    if not address:
        raise DomainError(NO_ADDRESS, code="no_address")
    rendered = mail.render()
    message = Message.objects.create(
        template=mail.template,
        subject=rendered.subject,
        body_text=rendered.text,
        body_html=rendered.html,
        to_email=address,
        to_user=user,
        school_id=school_id,
        about_kind=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        sealed_secrets=seal(mail.secrets()),
    )
    jobs.file(
        "notifications.deliver",
        key=f"mail:{message.pk}",
        label="Envoi d’un courrier",
        school_id=school_id,
        message=str(message.pk),
    )
    return message


@service
def send_now(mail: Mail, *, to: str) -> Message:
    """Send a sign-in code or a security notice: the same outbox, in a transaction of its own."""
    user = User.objects.filter(email=to.lower()).first()
    return send(mail, to=user or to)


@service
def record_bounce(message_id: str, reason: str) -> Message:
    """
    Note that a mail came back for good; noted twice, the first reason stays.

    `message_id` is the Message-ID of the mail that came back, or the identifier of its row.
    """
    try:
        wanted = UUID(message_id.strip().strip("<>").partition("@")[0])
    except ValueError as error:
        raise DomainError(UNKNOWN_MAIL, code="unknown_mail") from error
    row = Message.objects.select_for_update(of=("self",)).filter(pk=wanted).first()
    if row is None:
        raise DomainError(UNKNOWN_MAIL, code="unknown_mail")
    if row.state == MailState.BOUNCED:
        return row
    row.state = MailState.BOUNCED
    row.bounced_at = clock.now()
    row.bounce_reason = reason.strip()[:200] or "refus définitif"
    row.sealed_secrets = ""
    row.save(update_fields=["state", "bounced_at", "bounce_reason", "sealed_secrets"])
    record(
        "notifications.message.bounce",
        actor=None,
        about=row,
        school_id=row.school_id,
        data={"reason": row.bounce_reason},
    )
    return row
