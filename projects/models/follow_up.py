"""The follow-up of a project: meetings in four forms, deliverables, and links to the logbook."""

from datetime import date
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from internships.models import LogEntry
from nrc_platform.companies.models import Contact
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.documents.models import Blob
from nrc_platform.people.models import User
from projects.models.mission import Mission
from projects.models.project import Project
from projects.models.work import ONE_SUBJECT
from projects.states import PLANNED_FORMS, Asker, MeetingForm

_ONE_OF_BOTH = Q(project__isnull=False, mission__isnull=True) | Q(
    project__isnull=True, mission__isnull=False
)


class Meeting(Versioned):
    """
    A meeting of one of the four forms (req. 72-81): asked for, planned, then held.

    `themes` and `domains` hold codes of two open lists; what is in neither is written beside.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="meetings"
    )
    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, null=True, blank=True, related_name="meetings"
    )
    form = models.CharField("forme", max_length=12, choices=MeetingForm.choices)
    asker = models.CharField("à la demande de", max_length=12, blank=True, choices=Asker.choices)
    # Who asked or held it stays named in the record of the follow-up.
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("demandée le", null=True, blank=True)
    purpose = models.CharField("objet", max_length=300, blank=True)
    planned_at = models.DateTimeField("prévue le", null=True, blank=True)
    held_on = models.DateField("tenue le", null=True, blank=True)
    held_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField("lieu", max_length=160, blank=True)
    themes = models.JSONField("thèmes", default=list, blank=True)
    other_theme = models.CharField("autre thème", max_length=160, blank=True)
    domains = models.JSONField("domaines", default=list, blank=True)
    other_domain = models.CharField("autre domaine", max_length=160, blank=True)
    attended = models.ManyToManyField(User, blank=True, related_name="project_meetings")
    professionals = models.ManyToManyField(Contact, blank=True, related_name="project_meetings")
    decisions = models.TextField("décisions", max_length=4000, blank=True)
    next_steps = models.TextField("suites", max_length=4000, blank=True)

    class Meta:
        verbose_name = "rencontre"
        ordering = ("planned_at", "held_on", "created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=_ONE_OF_BOTH,
                name="meeting_one_subject",
                violation_error_message=ONE_SUBJECT,
            ),
            models.CheckConstraint(
                condition=Q(planned_at__isnull=False)
                | Q(held_on__isnull=False)
                | Q(asked_at__isnull=False),
                name="meeting_has_a_date",
                violation_error_message="Indiquez quand la rencontre est prévue, ou quand elle a "
                "eu lieu.",
            ),
            models.CheckConstraint(
                condition=~Q(form__in=PLANNED_FORMS) | Q(planned_at__isnull=False),
                name="meeting_planned_form_is_planned",
                violation_error_message="Une séance de travail ou une évaluation formative est "
                "planifiée\u00a0: indiquez le jour et l’heure prévus.",
            ),
            models.CheckConstraint(
                condition=~Q(form=MeetingForm.UNPLANNED) | ~Q(asker=""),
                name="meeting_unplanned_names_asker",
                violation_error_message="Une réunion non planifiée répond à une demande\u00a0: "
                "dites de qui.",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | ~Q(decisions=""),
                name="meeting_held_is_reported",
                violation_error_message="Écrivez en une phrase ce qui a été décidé.",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(held_by__isnull=False),
                name="meeting_held_by_somebody",
                violation_error_message="Une rencontre tenue porte le nom de qui l’a menée.",
            ),
        ]

    def __str__(self) -> str:
        return f"rencontre {self.pk}"

    @property
    def planned_on(self) -> date | None:
        """Return the day it is planned for."""
        return timezone.localtime(self.planned_at).date() if self.planned_at else None

    @property
    def school_id(self) -> Any:
        """Return the school the journal files it under; a query without its subject."""
        subject = self.project or self.mission
        return subject.school_id if subject else None


class Deliverable(Versioned):
    """Something the team hands in by a day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="deliverables")
    title = models.CharField("livrable", max_length=160)
    due_on = models.DateField("à rendre le", null=True, blank=True)

    class Meta:
        verbose_name = "livrable"
        ordering = ("due_on", "created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="deliverable_title_unique",
                violation_error_message="Le projet a déjà un livrable de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DeliverableVersion(Row):
    """A file handed in; a newer one follows it, none replaces it."""

    # What was handed in and remarked on stays.
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("version", validators=[MinValueValidator(1)])
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    extension = models.CharField("format", max_length=4)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField("ce qui change", max_length=300, blank=True)

    class Meta:
        verbose_name = "version d’un livrable"
        verbose_name_plural = "versions des livrables"
        ordering = ("number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "number"],
                name="deliverable_version_unique",
                violation_error_message="Quelqu’un vient de déposer cette version\u00a0: "
                "rechargez la page.",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class DeliverableRemark(Row):
    """A remark on one version; the team says when it is dealt with."""

    version = models.ForeignKey(
        DeliverableVersion, on_delete=models.CASCADE, related_name="remarks"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("remarque", max_length=2000)
    handled_at = models.DateTimeField("traitée le", null=True, blank=True)

    class Meta:
        verbose_name = "remarque sur un livrable"
        verbose_name_plural = "remarques sur les livrables"
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"remarque {self.pk}"


class LogLink(Row):
    """What a note of the logbook belongs to, beside its stage: a project or a mission."""

    log_entry = models.OneToOneField(
        LogEntry, on_delete=models.CASCADE, related_name="project_link"
    )
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="log_links"
    )
    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, null=True, blank=True, related_name="log_links"
    )

    class Meta:
        verbose_name = "rattachement d’une note"
        verbose_name_plural = "rattachements des notes"
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=_ONE_OF_BOTH,
                name="log_link_one_subject",
                violation_error_message=ONE_SUBJECT,
            ),
        ]

    def __str__(self) -> str:
        return f"rattachement {self.pk}"
