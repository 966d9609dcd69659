"""App registration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Mails: one outbox row each, sent by a job, delivery state kept."""

    name = "nrc_platform.notifications"
    label = "notifications"
    verbose_name = "courriers"
