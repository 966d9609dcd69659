"""What a signature rests on: append-only lines, chained by request and sealed by their hashes."""

import hashlib
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from nrc_platform.core import clock
from nrc_platform.core.rows import Row
from nrc_platform.journal.models import canonical
from nrc_platform.signatures.models.request import Signer, SigningRequest
from nrc_platform.signatures.states import ActorKind, Event


class Evidence(Row):
    """
    One event of a round; the database refuses to change or delete it.

    The chain of a round begins at the hash of its frozen facts. The journal keeps each hash, so
    that one chain holds them all. Personal values lie apart, behind salted commitments.
    """

    request = models.ForeignKey(SigningRequest, on_delete=models.PROTECT, related_name="evidence")
    # A line outlives the person's row, which cannot be deleted either.
    signer = models.ForeignKey(
        Signer, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    number = models.PositiveIntegerField("rang")
    event = models.CharField("fait", max_length=24, choices=Event.choices)
    at = models.DateTimeField("moment", default=clock.now)
    actor_kind = models.CharField("auteur", max_length=7, choices=ActorKind.choices)
    actor_id = models.UUIDField("compte", null=True, blank=True)
    data = models.JSONField("données", default=dict, blank=True, encoder=DjangoJSONEncoder)
    commitments = models.JSONField("engagements", default=dict, blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "preuve"
        ordering = ("request", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"],
                name="evidence_number_unique",
                violation_error_message="Cette ligne de preuve existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["signer"],
                condition=Q(event__in=[Event.SIGNED, Event.PAPER_RECORDED]),
                name="evidence_signed_once",
                violation_error_message="Une personne signe une fois par tour.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="evidence_number_positive",
                violation_error_message="Les preuves se comptent à partir de 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"preuve {self.number}, {self.event}"

    def facts(self) -> dict[str, object]:
        """Return what the hash covers, personal values as commitments."""
        return {
            "request": str(self.request_id),
            "signer": str(self.signer_id) if self.signer_id else None,
            "number": self.number,
            "event": self.event,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": [self.actor_kind, str(self.actor_id) if self.actor_id else None],
            "data": self.data,
            "commitments": self.commitments,
        }

    def seal(self) -> str:
        """Return SHA-256(hash of the line before || canonical facts)."""
        return hashlib.sha256(self.prev_hash.encode() + canonical(self.facts())).hexdigest()


class EvidenceValue(Row):
    """A personal value of a line, kept apart so that it can be erased; the line keeps its seal."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="values")
    name = models.CharField("nom", max_length=60)
    salt = models.CharField(max_length=64)
    value = models.JSONField("valeur", encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "valeur personnelle d’une preuve"
        verbose_name_plural = "valeurs personnelles des preuves"
        ordering = ("evidence", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "name"],
                name="evidence_value_unique",
                violation_error_message="Cette valeur est déjà dans la ligne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.evidence_id}"
