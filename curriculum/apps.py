"""App registration."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """The référentiel as versioned data, dated rule values and deadlines."""

    name = "curriculum"
    label = "curriculum"
    verbose_name = "référentiel"
