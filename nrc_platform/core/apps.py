"""App registration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app may use."""

    name = "nrc_platform.core"
    label = "core"
    verbose_name = "socle"
