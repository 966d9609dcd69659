"""Where a job stands."""

from django.db.models import TextChoices


class JobState(TextChoices):
    """From filing to the end; a leased job is being worked on, until its lease runs out."""

    PENDING = "pending", "en attente"
    LEASED = "leased", "en cours"
    DONE = "done", "fini"
    DEAD = "dead", "en échec"
