"""Printed documents: immutable, versioned, their bytes named by their hash."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from nrc_platform.core import clock
from nrc_platform.core.rows import Row
from nrc_platform.documents.reference import group
from nrc_platform.people.models import Promotion, School, User


class Blob(models.Model):
    """Bytes kept once, whatever points to them."""

    sha256 = models.CharField(
        primary_key=True, max_length=64, validators=[RegexValidator(r"^[0-9a-f]{64}$")]
    )
    size = models.PositiveBigIntegerField("taille")
    created_at = models.DateTimeField("enregistré le", default=clock.now, editable=False)

    class Meta:
        verbose_name = "contenu"

    def __str__(self) -> str:
        return self.sha256


class Standing(models.TextChoices):
    """What a document is worth: printed, sealed to be signed, or sealed once all have signed."""

    ISSUED = "issued", "produit"
    PRESENTED = "presented", "présenté à la signature"
    FINAL = "final", "signé et scellé"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads of documents."""

    def current(self) -> "DocumentQuerySet":
        """Keep the newest version of each document."""
        return self.filter(replaced_at__isnull=True)

    def about(self, source_kind: str, source_id: object) -> "DocumentQuerySet":
        """Keep the versions made from one record."""
        return self.filter(source_kind=source_kind, source_id=source_id)


class Document(Row):
    """
    One issued version of a printed document.

    `source_kind` and `source_id` name the record it was made from: that record stands above this
    app, so no key points to it.
    """

    kind = models.CharField("nature", max_length=60)
    key = models.CharField("clé", max_length=200)
    version = models.PositiveSmallIntegerField("version", default=1)
    # What is signed keeps the reference printed on what was presented.
    reference = models.CharField("référence", max_length=10)
    title = models.CharField("titre", max_length=200)
    filename = models.CharField("nom du fichier", max_length=150)
    # A document outlives nothing it names: its school, student and class cannot be deleted.
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="documents")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="documents")
    student = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    source_kind = models.CharField("source", max_length=100)
    source_id = models.UUIDField("identifiant de la source")
    facts_sha256 = models.CharField("empreinte des faits", max_length=64)
    page_count = models.PositiveSmallIntegerField("pages")
    standing = models.CharField(
        "valeur", max_length=9, choices=Standing.choices, default=Standing.ISSUED
    )
    # Beside a seal: when an outside authority stamped it, if one did, and under which certificate.
    stamped_at = models.DateTimeField("horodaté le", null=True, blank=True)
    certificate_sha256 = models.CharField("certificat du cachet", max_length=64, blank=True)
    replaced_at = models.DateTimeField("remplacé le", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ("-created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source_kind", "source_id"], name="document_source"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["key", "version"],
                name="document_version_unique",
                violation_error_message="Cette version du document existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(replaced_at__isnull=True),
                name="document_one_current",
                violation_error_message="Ce document a déjà une version en cours.",
            ),
            models.UniqueConstraint(
                fields=["reference", "standing"],
                name="document_reference_unique",
                violation_error_message="Cette référence est déjà celle d’un autre document.",
            ),
            models.CheckConstraint(
                condition=Q(page_count__gte=1),
                name="document_has_pages",
                violation_error_message="Un document compte au moins une page.",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.ISSUED) | ~Q(certificate_sha256=""),
                name="document_sealed_names_certificate",
                violation_error_message="Un document scellé garde l’empreinte du certificat.",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1),
                name="document_version_positive",
                violation_error_message="Les versions d’un document commencent à 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def state(self) -> str:
        """Return the word of the closed vocabulary: ready, or replaced by a newer version."""
        return "replaced" if self.replaced_at else "ready"

    @property
    def printed_reference(self) -> str:
        """Return « 7KQM-2FXD-9P »."""
        return group(self.reference)
