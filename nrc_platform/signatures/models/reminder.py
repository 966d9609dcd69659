"""A reminder to a signer: sent once at each step, or by hand; its effect is counted."""

from django.db import models
from django.db.models import Q

from nrc_platform.core import clock
from nrc_platform.core.rows import Row
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import User
from nrc_platform.signatures.models.request import Signer
from nrc_platform.signatures.states import SCHEDULED, ReminderStep


class Reminder(Row):
    """One reminder of one signature; a mail may carry several."""

    signer = models.ForeignKey(Signer, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField("échéance", max_length=6, choices=ReminderStep.choices)
    sent_at = models.DateTimeField("envoyé le", default=clock.now)
    # The effect is counted long after the outbox forgot the mail.
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="reminders"
    )
    # Who asked for it stays known after they leave.
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="sent_reminders"
    )

    class Meta:
        verbose_name = "rappel"
        ordering = ("-sent_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["signer", "step"],
                condition=Q(step__in=SCHEDULED),
                name="reminder_step_once",
                violation_error_message="Ce rappel est déjà parti.",
            ),
            models.CheckConstraint(
                condition=Q(step__in=ReminderStep.values),
                name="reminder_step_known",
                violation_error_message="Cette échéance de rappel n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(step=ReminderStep.MANUAL, sent_by__isnull=False)
                | (~Q(step=ReminderStep.MANUAL) & Q(sent_by__isnull=True)),
                name="reminder_by_hand_is_somebody_s",
                violation_error_message="Un rappel à la main porte le nom de qui l’a "
                "demandé\u00a0; un autre n’en porte pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.signer_id}"
