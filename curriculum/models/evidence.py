"""The scale of a school, and what shows that a student holds a competence; never changed."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from curriculum.models.diploma import Competence
from curriculum.states import EvidenceRole, SourceKind
from nrc_platform.core.rows import Row
from nrc_platform.people.models import Promotion, School, User


class EvidenceScale(Row):
    """
    The steps of the levels from a day on, everywhere or in one school.

    `steps` holds `{"value", "label", "meaning"}` from the lowest to the highest. A scale that
    evidence cites is never reworded: another wording is another scale.
    """

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence_scales"
    )
    starts_on = models.DateField("depuis le")
    steps = models.JSONField("degrés")

    class Meta:
        verbose_name = "échelle des niveaux"
        ordering = ("-starts_on", "-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "starts_on"],
                name="evidencescale_day_unique",
                violation_error_message="L’établissement a déjà une échelle à partir de ce jour.",
            ),
            models.UniqueConstraint(
                fields=["starts_on"],
                condition=Q(school__isnull=True),
                name="evidencescale_general_day_unique",
                violation_error_message="Une échelle générale commence déjà ce jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"échelle {self.pk}"


class EvidenceQuerySet(models.QuerySet[Any]):
    """Evidence of competences."""

    def standing(self) -> "EvidenceQuerySet":
        """Keep what no later evidence replaces, and what was not taken back."""
        return self.filter(replaced_by__isnull=True, withdrawn=False)

    def of_source(self, kind: str, source_id: Any) -> "EvidenceQuerySet":
        """Keep what comes from that log entry, assessment, paper…"""
        return self.filter(source_kind=kind, source_id=source_id)


class Evidence(Row):
    """
    One fact about a student and a competence; the database refuses to change or delete it.

    - without `level`, the competence was worked on and nobody said how well;
    - a correction is another evidence that `replaces` this one; taken back, it is replaced by one
      that is `withdrawn`;
    - `source_label` is frozen: the log entry or the paper may change or go.
    """

    # PROTECT throughout: nothing that evidence names can be deleted while it stands.
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="evidences")
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="evidences")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="evidences")
    scale = models.ForeignKey(EvidenceScale, on_delete=models.PROTECT, related_name="evidences")
    level = models.PositiveSmallIntegerField("niveau", null=True, blank=True)
    by_role = models.CharField("avis de", max_length=8, choices=EvidenceRole.choices)
    # None for a tutor, who has no account.
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="evidences_given"
    )
    source_kind = models.CharField("source", max_length=16, choices=SourceKind.choices)
    source_id = models.UUIDField("objet de la source", null=True, blank=True)
    source_label = models.CharField("intitulé de la source", max_length=200)
    on = models.DateField("date du fait")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    withdrawn = models.BooleanField("retirée", default=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "preuve de compétence"
        verbose_name_plural = "preuves de compétences"
        ordering = ("-on", "-created_at", "id")
        indexes = [
            models.Index(fields=["promotion", "student"], name="evidence_by_class"),
            models.Index(fields=["source_kind", "source_id"], name="evidence_by_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id", "student", "competence", "by_role"],
                condition=Q(source_id__isnull=False, replaces__isnull=True),
                name="competence_evidence_once",
                violation_error_message="Cette source a déjà donné une preuve pour cette "
                "compétence.",
            ),
            models.CheckConstraint(
                condition=Q(by_role=EvidenceRole.TUTOR, by__isnull=True)
                | Q(by_role=EvidenceRole.TEACHER, by__isnull=False)
                | Q(by_role=EvidenceRole.STUDENT, by__isnull=False, by=F("student")),
                name="competence_evidence_author",
                violation_error_message="L’étudiant parle de lui-même, le professeur signe de "
                "son compte, le tuteur n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(replaces__isnull=False, level__isnull=True),
                name="competence_evidence_withdrawal",
                violation_error_message="Un retrait vise une preuve et ne donne pas de niveau.",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1),
                name="competence_evidence_level",
                violation_error_message="Les degrés de l’échelle se comptent à partir de 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"preuve {self.pk}"


class EvidenceNote(Row):
    """What was written beside an evidence, kept apart so that it can be erased."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="note")
    text = models.TextField("précision", max_length=2000)

    class Meta:
        verbose_name = "précision d’une preuve"
        verbose_name_plural = "précisions des preuves"

    def __str__(self) -> str:
        return f"précision {self.pk}"
