"""What surrounds a fiche: remarks, kept versions, annexes, and who has read what."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from exams.models.fiche import Fiche
from exams.states import Rubric, SnapshotReason
from nrc_platform.core.rows import Row
from nrc_platform.documents.models import Blob
from nrc_platform.people.models import User


class FicheSnapshot(Row):
    """The facts of a fiche as they were at a submission, a return or a visa."""

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField("version n°")
    reason = models.CharField("motif", max_length=10, choices=SnapshotReason.choices)
    # The version keeps the name of who made it.
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField("contenu", encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "version de fiche"
        ordering = ("-number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["fiche", "number"], name="fiche_snapshot_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Remark(Row):
    """A teacher's remark on one rubric; the student reads it once it is sent."""

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="remarks")
    rubric = models.CharField("rubrique", max_length=12, choices=Rubric.choices)
    # The remark keeps its author's name.
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="fiche_remarks")
    text = models.TextField("remarque")
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    handled_at = models.DateTimeField("traitée le", null=True, blank=True)

    class Meta:
        verbose_name = "remarque"
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="remark_written",
                violation_error_message="Écrivez la remarque.",
            ),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True) | Q(sent_at__isnull=False),
                name="remark_sent_before_handled",
                violation_error_message="Une remarque se traite après son envoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"remarque {self.pk}"


class FicheAnnex(Row):
    """A PDF of one or two pages joined to a fiche (domain: two pages at most per fiche)."""

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="annexes")
    # Bytes are shared by content and never deleted under a row that shows them.
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    label = models.CharField("intitulé", max_length=120)
    page_count = models.PositiveSmallIntegerField("pages")
    size = models.PositiveIntegerField("octets")

    class Meta:
        verbose_name = "annexe"
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(page_count__gte=1, page_count__lte=2),
                name="annex_two_pages",
                violation_error_message="Une annexe compte une ou deux pages.",
            ),
        ]

    def __str__(self) -> str:
        return f"annexe {self.pk}"


class FicheVisit(Row):
    """What a reader saw of a fiche at their last visit, one mark per rubric."""

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="visits")
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("vue le")
    marks = models.JSONField("empreintes", default=dict)

    class Meta:
        verbose_name = "lecture de fiche"
        ordering = ("-seen_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["fiche", "reader"], name="fiche_visit_unique"),
        ]

    def __str__(self) -> str:
        return f"lecture {self.pk}"
