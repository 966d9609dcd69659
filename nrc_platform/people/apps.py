"""App registration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and schools."""

    name = "nrc_platform.people"
    label = "people"
    verbose_name = "personnes"
