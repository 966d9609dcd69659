"""Training papers of the written épreuve: a case, its mark, the levels it shows."""

from django.db import models
from django.db.models import Q

from curriculum.models import Competence, Critere, EvidenceScale
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.people.models import Promotion, User


class TrainingPaper(Versioned):
    """What a student handed in on a concrete case, as a teacher judged it (req. 156)."""

    # Evidence rests on it: nobody deletes a student or a class that has one.
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="training_papers")
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, related_name="training_papers"
    )
    # The paper stays when its corrector leaves.
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # By which scale its levels are said.
    scale = models.ForeignKey(EvidenceScale, on_delete=models.PROTECT, related_name="+")
    case = models.CharField("cas", max_length=150)
    done_on = models.DateField("composée le")
    mark = models.DecimalField(
        "note sur 20", max_digits=4, decimal_places=2, null=True, blank=True
    )
    remarks = models.TextField("appréciation", max_length=2000, blank=True)

    class Meta:
        verbose_name = "copie d’entraînement"
        verbose_name_plural = "copies d’entraînement"
        ordering = ("-done_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "case", "done_on"],
                name="trainingpaper_once",
                violation_error_message="Cette copie est déjà saisie pour cet étudiant.",
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__gte=0, mark__lte=20),
                name="trainingpaper_mark_of_twenty",
                violation_error_message="La note va de 0 à 20.",
            ),
            models.CheckConstraint(
                condition=~Q(case=""),
                name="trainingpaper_case_named",
                violation_error_message="Donnez le nom du cas.",
            ),
        ]

    def __str__(self) -> str:
        return f"copie {self.pk}"


class PaperLevel(Row):
    """A level on one official criterion, or on one competence the épreuve validates."""

    paper = models.ForeignKey(TrainingPaper, on_delete=models.CASCADE, related_name="levels")
    # PROTECT: a node is retired, never deleted.
    critere = models.ForeignKey(Critere, on_delete=models.PROTECT, null=True, related_name="+")
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, null=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField("niveau")

    class Meta:
        verbose_name = "niveau d’une copie"
        verbose_name_plural = "niveaux d’une copie"
        ordering = ("paper", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(critere__isnull=False, competence__isnull=True)
                | Q(critere__isnull=True, competence__isnull=False),
                name="paperlevel_one_object",
                violation_error_message="Un niveau porte sur un critère ou sur une compétence.",
            ),
            models.UniqueConstraint(
                fields=["paper", "critere"],
                name="paperlevel_critere_once",
                violation_error_message="Ce critère a déjà un niveau.",
            ),
            models.UniqueConstraint(
                fields=["paper", "competence"],
                name="paperlevel_competence_once",
                violation_error_message="Cette compétence a déjà un niveau.",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1),
                name="paperlevel_from_one",
                violation_error_message="Les degrés de l’échelle se comptent à partir de 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"niveau {self.pk}"
