"""The review of a project: what the supervisor observed, and the sponsor's opinion."""

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from nrc_platform.core.rows import Row, Versioned
from nrc_platform.people.models import User
from projects.models.project import Member, Project
from projects.states import OpinionState, Responsibility


class Observation(Row):
    """
    What a teacher observed of a member on a day (req. 98-103).

    The database refuses to change or delete it: a later observation stands beside it, and the
    progress of a student is read from one to the next.
    """

    # An observation outlives the membership it is about.
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="observations")
    on = models.DateField("jour")
    responsibility_level = models.PositiveSmallIntegerField(
        "degré de responsabilité", choices=Responsibility.choices
    )
    responsibility = models.TextField("responsabilité", max_length=2000, blank=True)
    autonomy = models.TextField("autonomie", max_length=2000, blank=True)
    initiative = models.TextField("sens de l’initiative", max_length=2000, blank=True)
    time_management = models.TextField("gestion du temps", max_length=2000, blank=True)
    teamwork = models.TextField("travail en équipe", max_length=2000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "observation"
        ordering = ("-on", "-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(responsibility_level__in=Responsibility.values),
                name="observation_level_on_scale",
                violation_error_message="Choisissez un degré de responsabilité de la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(
                    responsibility="", autonomy="", initiative="", time_management="", teamwork=""
                ),
                name="observation_says_something",
                violation_error_message="Écrivez ce que vous avez observé\u00a0: un degré seul "
                "n’aide pas l’étudiant à progresser.",
            ),
        ]

    def __str__(self) -> str:
        return f"observation {self.pk}"


class SponsorOpinion(FSMModelMixin, Versioned):
    """What the professional of the company says of a project, in two minutes, by a link."""

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, related_name="sponsor_opinion"
    )
    state = FSMField(
        "état", default=OpinionState.ASKED, choices=OpinionState.choices, protected=True
    )
    form = models.PositiveSmallIntegerField("formulaire", default=1)
    answers = models.JSONField("réponses", default=dict, blank=True)
    author_name = models.CharField("auteur", max_length=160, blank=True)
    asked_at = models.DateTimeField("demandé le", null=True, blank=True)
    given_at = models.DateTimeField("donné le", null=True, blank=True)

    class Meta:
        verbose_name = "avis du commanditaire"
        verbose_name_plural = "avis des commanditaires"
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OpinionState.ASKED, given_at__isnull=True)
                | Q(state=OpinionState.GIVEN, given_at__isnull=False),
                name="opinion_given_is_dated",
                violation_error_message="Un avis donné porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"avis {self.pk}"

    @property
    def school_id(self) -> Any:
        """Return the school the journal files the moves under; a query without its project."""
        return self.project.school_id

    @transition(field=state, source=OpinionState.ASKED, target=OpinionState.GIVEN)
    def give(self) -> None:
        """The professional hands the opinion in."""
