"""Where a mail stands."""

from django.db.models import TextChoices


class MailState(TextChoices):
    """
    From the outbox to the provider's answer; « sending » is written before the call.

    A bounce is final: nothing goes to that address again for this mail.
    """

    QUEUED = "queued", "en attente"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    FAILED = "failed", "en échec"
    BOUNCED = "bounced", "revenu non distribué"
