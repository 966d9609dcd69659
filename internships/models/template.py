"""What the school adds to the articles of the convention: each edit is a new version."""

from django.db import models

from nrc_platform.core.rows import Row
from nrc_platform.people.models import School, User


class SchoolClauses(Row):
    """A version of a school's own clauses, in Markdown with variables of a closed list."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="clauses")
    number = models.PositiveIntegerField("version")
    body = models.TextField("clauses", max_length=20_000, blank=True)
    # A version keeps the name of its author.
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "clauses de l’établissement"
        ordering = ("-number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                name="clauses_number_unique",
                violation_error_message="Quelqu’un a enregistré une version entre-temps\u00a0: "
                "relisez-la avant d’écrire la vôtre.",
            ),
        ]

    def __str__(self) -> str:
        return f"clauses, version {self.number}"
