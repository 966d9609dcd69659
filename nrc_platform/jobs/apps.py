"""App registration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Durable work list: rows, leases, sweeper, progress."""

    name = "nrc_platform.jobs"
    label = "jobs"
    verbose_name = "travaux"
