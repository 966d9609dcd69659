"""App registration."""

from django.apps import AppConfig


class ProbeConfig(AppConfig):
    """Jobs of the tests."""

    name = "tests.jobs.probe"
    label = "probe"
