"""A student as candidate of one exam session."""

from django.db import models
from django.db.models import Q

from nrc_platform.core.rows import Row
from nrc_platform.people.models import Promotion, School, User


class Candidacy(Row):
    """A candidate number, given by the académie for one session."""

    # An exam file outlives the class: nobody deletes a student or a class that has one.
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="candidacies")
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="candidacies")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="candidacies")
    session_year = models.PositiveSmallIntegerField("session")
    number = models.CharField("numéro de candidat", max_length=20)

    class Meta:
        verbose_name = "candidature"
        ordering = ("-session_year", "number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "session_year", "number"],
                name="candidacy_number_unique",
                violation_error_message="Ce numéro est déjà celui d’une autre personne "
                "à cette session.",
            ),
            models.UniqueConstraint(
                fields=["student", "session_year"],
                name="candidacy_one_per_session",
                violation_error_message="Cette personne a déjà un numéro pour cette session.",
            ),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="candidacy_number_given",
                violation_error_message="Écrivez le numéro de candidat.",
            ),
        ]

    def __str__(self) -> str:
        return f"candidature {self.pk}"
