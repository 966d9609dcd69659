"""App registration."""

from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    """Internships: from the search for a place to the attestation."""

    name = "internships"
    label = "internships"
    verbose_name = "stages"
