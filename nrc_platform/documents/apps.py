"""App registration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Printed documents: bytes by hash, versions, download and public check."""

    name = "nrc_platform.documents"
    label = "documents"
    verbose_name = "documents"
