"""The outbox: one row per mail, written with the change that causes it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from nrc_platform.core.rows import Row
from nrc_platform.notifications.states import MailState
from nrc_platform.people.models import School, User


class Message(Row):
    """
    One mail to one person.

    Texts hold « {secret:name} » in place of a code or a link; the secrets lie encrypted in
    `sealed_secrets` until the mail is sent, then nowhere.
    """

    template = models.CharField("modèle", max_length=100)
    subject = models.CharField("objet", max_length=120)
    body_text = models.TextField("texte")
    body_html = models.TextField("page")
    to_email = models.EmailField("adresse")
    # The trace of a mail outlives the account it went to.
    to_user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    school = models.ForeignKey(
        School, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    about_kind = models.CharField("objet concerné", max_length=100, blank=True)
    about_id = models.UUIDField("identifiant de l’objet concerné", null=True, blank=True)
    sealed_secrets = models.TextField(blank=True, editable=False)
    state = models.CharField(
        "état", max_length=7, choices=MailState.choices, default=MailState.QUEUED
    )
    answer = models.CharField("réponse du serveur de courrier", max_length=200, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    bounced_at = models.DateTimeField("revenu le", null=True, blank=True)
    bounce_reason = models.CharField("motif du retour", max_length=200, blank=True)

    class Meta:
        verbose_name = "courrier"
        ordering = ("-created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about_kind", "about_id"], name="message_about"),
            # What was last written to an address, whatever its capitals.
            models.Index(Upper("to_email"), "created_at", name="message_address"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=MailState.values),
                name="message_state_known",
                violation_error_message="Cet état de courrier n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False, sealed_secrets="")
                | Q(state=MailState.BOUNCED, sealed_secrets="")
                | (~Q(state__in=[MailState.SENT, MailState.BOUNCED]) & Q(sent_at__isnull=True)),
                name="message_sent_without_secret",
                violation_error_message="Un courrier envoyé est daté et ne garde aucun secret.",
            ),
            models.CheckConstraint(
                condition=(Q(state=MailState.BOUNCED, bounced_at__isnull=False))
                & ~Q(bounce_reason="")
                | (~Q(state=MailState.BOUNCED) & Q(bounced_at__isnull=True) & Q(bounce_reason="")),
                name="message_bounced_says_why",
                violation_error_message="Un courrier revenu porte la date et le motif de son "
                "retour\u00a0; un autre n’en porte pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"

    @property
    def kind_name(self) -> str:
        """Return the entry of the closed vocabulary of status words."""
        return "mail"

    @property
    def message_id(self) -> str:
        """Return the Message-ID: the same at each try, so that a mail sent twice shows once."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return f"<{self.pk}@{domain}>"


class Alarm(Row):
    """
    What was said once of a job that waits too long, or failed: one row for each job and step.

    The job is known by its UUID: the row outlives it, and says nothing of anybody.
    """

    job_id = models.UUIDField("travail")
    step = models.CharField("palier", max_length=40)

    class Meta:
        verbose_name = "alerte"
        ordering = ("-created_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job_id", "step"],
                name="alarm_once_by_step",
                violation_error_message="Cette alerte est déjà partie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.job_id}"
