"""Mails of the outbox."""

import factory
from factory.django import DjangoModelFactory

from nrc_platform.core import clock
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.states import MailState


class MessageFactory(DjangoModelFactory):
    """A mail that waits."""

    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(
            state=MailState.SENT,
            sent_at=factory.LazyFunction(clock.now),
            answer="accepté par le serveur de courrier",
        )

    template = "emails/web/account"
    subject = "Votre mot de passe a changé"
    body_text = "Bonjour,\n"
    body_html = "<p>Bonjour,</p>"
    to_email = factory.Sequence(lambda n: f"personne{n}@ecole.example")
