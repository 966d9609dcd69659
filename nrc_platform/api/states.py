"""Closed lists of the API."""

from django.db.models import TextChoices


class Scope(TextChoices):
    """What a key lets its holder do."""

    READ = "read", "lecture"
    WRITE = "write", "écriture"
