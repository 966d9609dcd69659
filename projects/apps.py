"""App registration."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects: from the need of a company to the lessons drawn."""

    name = "projects"
    label = "projects"
    verbose_name = "projets"
