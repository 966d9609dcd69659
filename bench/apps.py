"""App registration, in demo and tests only."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """The benchmark suite."""

    name = "bench"
    verbose_name = "mesures"
