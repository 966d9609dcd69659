"""App registration."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """Signing rounds, their signers, and links that open one act without an account."""

    name = "nrc_platform.signatures"
    label = "signatures"
    verbose_name = "signatures"
