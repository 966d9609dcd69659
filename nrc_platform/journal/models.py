"""The trace of what people did: append-only lines, each sealed by the hash of the one before."""

import hashlib
import json
import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from nrc_platform.core import clock

GENESIS = "0" * 64


def canonical(value: Any) -> bytes:
    """Return the one way of writing a value as JSON, so that a hash can be computed again."""
    text = json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        cls=DjangoJSONEncoder,
    )
    return text.encode()


class Entry(models.Model):
    """
    One line of the journal; the database refuses to change or delete it.

    People and schools are known by UUID, never by a key: they stand above this app, and an
    account may be erased without touching the chain.
    """

    seq = models.BigIntegerField("rang", primary_key=True)
    at = models.DateTimeField("moment", default=clock.now)
    kind = models.CharField("fait", max_length=100)
    actor_id = models.UUIDField("auteur", null=True)
    school_id = models.UUIDField("établissement", null=True)
    object_kind = models.CharField("objet", max_length=100, blank=True)
    object_id = models.UUIDField("identifiant de l’objet", null=True)
    data = models.JSONField("données", default=dict, encoder=DjangoJSONEncoder)
    commitments = models.JSONField("engagements", default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "lignes du journal"
        ordering = ("seq",)
        indexes = [
            models.Index(fields=["object_kind", "object_id", "-seq"], name="entry_object"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seq__gte=1),
                name="entry_seq_positive",
                violation_error_message="Le journal commence à la ligne 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    def seal(self) -> str:
        """Return the hash of the line, that of the line before included."""
        facts = {
            "seq": self.seq,
            "at": self.at.timestamp().hex(),
            "kind": self.kind,
            "actor": self.actor_id,
            "school": self.school_id,
            "object": [self.object_kind, self.object_id],
            "data": self.data,
            "commitments": self.commitments,
        }
        return hashlib.sha256(self.prev_hash.encode() + canonical(facts)).hexdigest()


class PersonalValue(models.Model):
    """A personal value of a line, kept apart so that it can be erased; the line keeps its seal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField("nom", max_length=60)
    salt = models.CharField(max_length=64)
    value = models.JSONField("valeur", encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "valeur personnelle"
        verbose_name_plural = "valeurs personnelles"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "name"],
                name="personal_value_unique",
                violation_error_message="Cette valeur est déjà dans la ligne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.entry_id}"


class ChainHead(models.Model):
    """The last line of the chain: one row, the last thing a transaction locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seq = models.BigIntegerField("rang", default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        verbose_name = "tête de la chaîne"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="chain_head_one_row",
                violation_error_message="La chaîne n’a qu’une tête.",
            ),
        ]

    def __str__(self) -> str:
        return f"tête {self.seq}"
