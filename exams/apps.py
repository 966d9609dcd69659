"""App registration."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    """Exam files: candidacies, fiches, dossiers and their conformity."""

    name = "exams"
    label = "exams"
    verbose_name = "épreuves"
