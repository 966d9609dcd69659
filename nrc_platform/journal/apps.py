"""App registration."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Append-only, hash-chained trace of what people did, and the one door for state changes."""

    name = "nrc_platform.journal"
    label = "journal"
    verbose_name = "journal"
