"""App registration."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """Companies, their sites and contacts, duplicates and merge."""

    name = "nrc_platform.companies"
    label = "companies"
    verbose_name = "entreprises"
