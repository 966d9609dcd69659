"""API keys, and the answers kept so that a request sent twice acts once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken, AuthTokenManager

from nrc_platform.api.states import Scope
from nrc_platform.core import clock
from nrc_platform.core.rows import Row


class ApiKey(AbstractAuthToken):
    """A key of a person: hashed, scoped, expiring; taking it back deletes the row."""

    scope = models.CharField("portée", max_length=5, choices=Scope.choices, default=Scope.READ)
    label = models.CharField("usage", max_length=80, blank=True)
    # knox would stamp the row itself; the product's time comes from one place.
    created = models.DateTimeField("créée le", default=clock.now, editable=False)

    objects: ClassVar[AuthTokenManager] = AuthTokenManager()

    class Meta:
        verbose_name = "clé d’API"
        ordering = ("-created", "digest")
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values),
                name="api_key_scope_known",
                violation_error_message="Une clé est de lecture ou d’écriture.",
            ),
            models.CheckConstraint(
                condition=Q(expiry__isnull=False),
                name="api_key_expires",
                violation_error_message="Une clé a toujours une date de fin.",
            ),
        ]

    def __str__(self) -> str:
        return f"clé {self.token_key[:6]}…"


class IdempotencyRecord(Row):
    """The answer given to a request that carried an `Idempotency-Key`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("clé de la requête", max_length=200)
    fingerprint = models.CharField("empreinte de la requête", max_length=64)
    status = models.PositiveSmallIntegerField("statut de la réponse", null=True)
    answer = models.BinaryField("réponse", default=bytes)

    class Meta:
        verbose_name = "requête rejouable"
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="idempotency_key_unique",
                violation_error_message="Cette clé de requête a déjà servi.",
            ),
        ]

    def __str__(self) -> str:
        return f"requête {self.pk}"
