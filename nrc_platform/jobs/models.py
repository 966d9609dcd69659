"""The work list: one row per thing to do later, written with the change that asks for it."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from nrc_platform.core import clock
from nrc_platform.core.rows import Row
from nrc_platform.jobs.states import JobState


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of the work list."""

    def due(self) -> "JobQuerySet":
        """Keep what a worker may take now: waiting and due, or leased by one that went silent."""
        now = clock.now()
        return self.filter(
            Q(state=JobState.PENDING, run_at__lte=now)
            | Q(state=JobState.LEASED, lease_until__lt=now)
        )

    def under_way(self) -> "JobQuerySet":
        """Keep what is neither finished nor given up."""
        return self.filter(state__in=[JobState.PENDING, JobState.LEASED])


class Job(Row):
    """
    A thing to do later; the broker only rings, this row is the truth.

    `owner_id` and `school_id` are UUIDs, not keys: people stand above this app.
    """

    kind = models.CharField("travail", max_length=100)
    key = models.CharField("clé", max_length=200, unique=True)
    label = models.CharField("libellé", max_length=200)
    payload = models.JSONField("identifiants", default=dict)
    owner_id = models.UUIDField("demandeur", null=True, db_index=True)
    school_id = models.UUIDField("établissement", null=True, db_index=True)
    state = models.CharField(
        "état", max_length=7, choices=JobState.choices, default=JobState.PENDING
    )
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    crashes = models.PositiveSmallIntegerField("arrêts brutaux", default=0)
    run_at = models.DateTimeField("à faire à partir de", default=clock.now)
    lease_until = models.DateTimeField("réservé jusqu’à", null=True)
    lease_token = models.UUIDField(null=True, editable=False)
    done = models.PositiveIntegerField("faits", default=0)
    total = models.PositiveIntegerField("à faire", default=0)
    last_error = models.CharField("cause", max_length=500, blank=True)
    result = models.JSONField("résultat", null=True, encoder=DjangoJSONEncoder)
    finished_at = models.DateTimeField("fini le", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering = ("-created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["state", "run_at"],
                name="job_waiting",
                condition=Q(state__in=["pending", "leased"]),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values),
                name="job_state_known",
                violation_error_message="Cet état de travail n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=JobState.LEASED, lease_until__isnull=False, lease_token__isnull=False
                )
                | (
                    ~Q(state=JobState.LEASED)
                    & Q(lease_until__isnull=True, lease_token__isnull=True)
                ),
                name="job_lease_when_leased",
                violation_error_message="Un travail réservé l’est par un exécutant, "
                "jusqu’à une heure.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[JobState.DONE, JobState.DEAD])
                | Q(finished_at__isnull=False),
                name="job_end_dated",
                violation_error_message="Un travail fini porte sa date de fin.",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.DEAD) | ~Q(last_error=""),
                name="job_dead_has_cause",
                violation_error_message="Un travail en échec dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether the job is neither finished nor given up."""
        return self.state in (JobState.PENDING, JobState.LEASED)
