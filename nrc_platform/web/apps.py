"""App registration."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell of the site."""

    name = "nrc_platform.web"
    label = "web"
    verbose_name = "site"
