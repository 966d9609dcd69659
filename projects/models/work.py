"""The work of a project: its plan of actions, tasks, time, readings and budget."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition

from nrc_platform.core.rows import Row, Versioned
from nrc_platform.people.models import User
from projects.models.definition import Constraint, Indicator
from projects.models.mission import Mission
from projects.models.project import Member, Project
from projects.states import ActionState, BudgetKind, HoursKind

_A = ActionState
ONE_SUBJECT = "Rattachez-le à un projet ou à une mission, pas aux deux."


def money(label: str, **more: Any) -> "models.DecimalField[Any, Any]":
    """Return a field of euros."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, validators=[MinValueValidator(0)], **more
    )


def hours(label: str) -> "models.DecimalField[Any, Any]":
    """Return a field of hours of one day."""
    return models.DecimalField(
        label,
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(24)],
    )


class Action(FSMModelMixin, Versioned):
    """
    A line of the plan of actions: who, when, how much, how well, at what cost (req. 92, 180).

    The delay is read from the days: `ends_on` as planned, `done_on` as it was.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="actions")
    label = models.CharField("action", max_length=200)
    owners = models.ManyToManyField(Member, blank=True, related_name="actions")
    state = FSMField("état", default=_A.TODO, choices=_A.choices, protected=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    done_on = models.DateField("faite le", null=True, blank=True)
    quantity_planned = models.DecimalField(
        "quantité prévue", max_digits=12, decimal_places=2, null=True, blank=True
    )
    quantity_done = models.DecimalField(
        "quantité réalisée", max_digits=12, decimal_places=2, null=True, blank=True
    )
    quantity_unit = models.CharField("unité", max_length=40, blank=True)
    quality_planned = models.TextField("qualité attendue", max_length=1000, blank=True)
    quality_done = models.TextField("qualité obtenue", max_length=1000, blank=True)
    cost_planned = money("coût prévu", null=True, blank=True)
    cost_done = money("coût réel", null=True, blank=True)
    constraints = models.ManyToManyField(Constraint, blank=True, related_name="actions")
    # An indicator given up leaves the action that served it.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions"
    )

    class Meta:
        verbose_name = "action"
        ordering = ("starts_on", "ends_on", "created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="action_dates_ordered",
                violation_error_message="L’action ne peut pas finir avant son début.",
            ),
            models.CheckConstraint(
                condition=Q(state=_A.DONE, done_on__isnull=False)
                | (~Q(state=_A.DONE) & Q(done_on__isnull=True)),
                name="action_done_is_dated",
                violation_error_message="Une action faite porte le jour où elle l’a été.",
            ),
            models.CheckConstraint(
                condition=Q(quantity_planned__isnull=True, quantity_done__isnull=True)
                | ~Q(quantity_unit=""),
                name="action_quantity_has_unit",
                violation_error_message="Une quantité porte son unité\u00a0: appels, visites, "
                "devis…",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def school_id(self) -> Any:
        """Return the school the journal files the moves under; a query without its project."""
        return self.project.school_id

    @transition(field=state, source=[_A.TODO, _A.DONE], target=_A.DOING)
    def start(self) -> None:
        """Somebody works on it, or takes it up again."""

    @transition(field=state, source=[_A.TODO, _A.DOING], target=_A.DONE)
    def finish(self) -> None:
        """It is done; the day is written."""

    @transition(field=state, source=[_A.TODO, _A.DOING], target=_A.DROPPED)
    def drop(self) -> None:
        """The team gives it up."""

    @transition(field=state, source=[_A.DOING, _A.DROPPED], target=_A.TODO)
    def reopen(self) -> None:
        """It goes back among what is to do."""


class Task(Row):
    """What one member does of an action (req. 167)."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="tasks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tasks")
    label = models.CharField("tâche", max_length=200)
    done_on = models.DateField("faite le", null=True, blank=True)

    class Meta:
        verbose_name = "tâche"
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.label


class TimeEntry(Versioned):
    """Hours planned or spent by a student on a day: weekly, in stage, or of their own (56, 63)."""

    # The time somebody spent is told by the project they spent it on.
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="project_time")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="time_entries"
    )
    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, null=True, blank=True, related_name="time_entries"
    )
    on = models.DateField("jour")
    kind = models.CharField("temps", max_length=8, choices=HoursKind.choices)
    planned = hours("heures prévues")
    spent = hours("heures passées")
    what = models.CharField("travail", max_length=300)

    class Meta:
        verbose_name = "temps de travail"
        ordering = ("-on", "-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, mission__isnull=True)
                | Q(project__isnull=True, mission__isnull=False),
                name="time_one_subject",
                violation_error_message=ONE_SUBJECT,
            ),
            models.CheckConstraint(
                condition=Q(planned__isnull=False) | Q(spent__isnull=False),
                name="time_has_hours",
                violation_error_message="Indiquez les heures prévues, ou les heures passées.",
            ),
        ]

    def __str__(self) -> str:
        return f"temps {self.pk}"

    @property
    def school_id(self) -> Any:
        """Return the school the journal files it under; a query without its subject."""
        subject = self.project or self.mission
        return subject.school_id if subject else None


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Reads of readings."""

    def in_force(self) -> "ReadingQuerySet":
        """Leave out those that a later row corrects."""
        return self.filter(correction__isnull=True)


class Reading(Row):
    """
    A dated value of an indicator; the database refuses to change or delete it.

    A mistake is corrected by a new row that names the wrong one. The unit is that of the day: an
    indicator renamed from calls to visits does not turn the calls read before into visits.
    """

    # A value read once stays, so its indicator does.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    on = models.DateField("jour")
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    unit = models.CharField("unité", max_length=40, editable=False)
    note = models.CharField("commentaire", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        error_messages={
            "unique": "Ce relevé est déjà corrigé\u00a0: corrigez la valeur qui le remplace."
        },
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "relevé"
        ordering = ("on", "created_at", "id")

    def __str__(self) -> str:
        return f"relevé {self.pk}"


class BudgetLine(Versioned):
    """An expense or a revenue of the project, planned then actual."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget_lines")
    label = models.CharField("libellé", max_length=160)
    kind = models.CharField("nature", max_length=8, choices=BudgetKind.choices)
    planned = money("prévu")
    actual = money("réel", null=True, blank=True)

    class Meta:
        verbose_name = "ligne de budget"
        ordering = ("kind", "created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "label"],
                name="budget_label_unique",
                violation_error_message="Le budget a déjà une ligne de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
