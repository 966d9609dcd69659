"""The calendar of a class: its periods of stage beside the steps of its progression."""

from django.db import models
from django.db.models import F, Q

from nrc_platform.core.rows import Versioned
from nrc_platform.people.models import Promotion


class ProgressionStep(Versioned):
    """A step of the teaching progression of a class, seen beside its periods (req. 28)."""

    promotion = models.ForeignKey(
        Promotion, on_delete=models.CASCADE, related_name="progression_steps"
    )
    label = models.CharField("intitulé", max_length=120)
    content = models.TextField("contenu", max_length=1000, blank=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        verbose_name = "étape de la progression"
        verbose_name_plural = "étapes de la progression"
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="progression_step_dates_ordered",
                violation_error_message="L’étape ne peut pas finir avant son début.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class InternshipPeriod(Versioned):
    """A period of stage in the calendar of a class, with its aim in the progression (req. 29)."""

    promotion = models.ForeignKey(
        Promotion, on_delete=models.CASCADE, related_name="internship_periods"
    )
    label = models.CharField("nom", max_length=80)
    aim = models.TextField("objectif dans la progression", max_length=1000)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        verbose_name = "période de stage"
        verbose_name_plural = "périodes de stage"
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="period_dates_ordered",
                violation_error_message="La période ne peut pas finir avant son début.",
            ),
            models.UniqueConstraint(
                fields=["promotion", "label"],
                name="period_label_unique",
                violation_error_message="La classe a déjà une période de ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(aim=""),
                name="period_has_aim",
                violation_error_message="Dites l’objectif de la période dans la progression "
                "de la classe\u00a0: le stage ne se juxtapose pas aux cours.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
