"""What a project is made of: constraints, technologies, codes, goals and phases."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition

from curriculum.models import Competence, ProjectPhase, Savoir
from nrc_platform.core.rows import Row, Versioned
from projects.models.project import Member, Project
from projects.states import ConstraintKind, IndicatorKind, PhaseState

PHASES = 7


class Constraint(Row):
    """What limits a project; met by at least one action (req. 84, 90)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="constraints")
    label = models.CharField("contrainte", max_length=300)
    kind = models.CharField("nature", max_length=10, choices=ConstraintKind.choices)

    class Meta:
        verbose_name = "contrainte"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "label"],
                name="constraint_label_once",
                violation_error_message="Cette contrainte figure déjà dans le projet.",
            ),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="constraint_is_worded",
                violation_error_message="Nommez la contrainte.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Technology(Row):
    """A commercial technology the project uses: knowledge of S8, or a name (req. 44, 95)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="technologies")
    savoir = models.ForeignKey(
        Savoir, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    label = models.CharField("outil", max_length=150, blank=True)
    use = models.CharField("usage dans le projet", max_length=500)

    class Meta:
        verbose_name = "technologie commerciale"
        verbose_name_plural = "technologies commerciales"
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(savoir__isnull=False) | ~Q(label=""),
                name="technology_is_named",
                violation_error_message="Choisissez un savoir de S8, ou nommez l’outil.",
            ),
            models.CheckConstraint(
                condition=~Q(use=""),
                name="technology_has_use",
                violation_error_message="Dites à quoi sert cet outil dans le projet.",
            ),
            models.UniqueConstraint(
                fields=["project", "savoir", "label"],
                condition=Q(savoir__isnull=False),
                name="technology_once",
                violation_error_message="Cet outil figure déjà dans le projet.",
            ),
            # To the database two unknown values differ: a free name has its own rule.
            models.UniqueConstraint(
                fields=["project", "label"],
                condition=Q(savoir__isnull=True),
                name="technology_label_once",
                violation_error_message="Cet outil figure déjà dans le projet.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.savoir)

    def clean(self) -> None:
        """Refuse knowledge that is not under S8."""
        super().clean()
        if self.savoir and not self.savoir.code.startswith("S8"):
            raise ValidationError(
                {"savoir": "Une technologie commerciale relève de S8\u00a0: choisissez-la là."}
            )


class ProjectSavoir(Row):
    """Knowledge a project combines (req. 41, 42)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="savoir_links")
    savoir = models.ForeignKey(Savoir, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "savoir du projet"
        verbose_name_plural = "savoirs du projet"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "savoir"],
                name="project_savoir_once",
                violation_error_message="Ce savoir est déjà rattaché au projet.",
            ),
        ]

    def __str__(self) -> str:
        return f"savoir du projet {self.pk}"


class ProjectCompetence(Row):
    """A competence the project develops, for the whole team or for one member."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="competence_links")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, null=True, blank=True, related_name="competence_links"
    )

    class Meta:
        verbose_name = "compétence du projet"
        verbose_name_plural = "compétences du projet"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "competence"],
                condition=Q(member__isnull=True),
                name="project_competence_once",
                violation_error_message="Cette compétence est déjà rattachée au projet.",
            ),
            models.UniqueConstraint(
                fields=["member", "competence"],
                condition=Q(member__isnull=False),
                name="member_competence_once",
                violation_error_message="Cette compétence est déjà rattachée à cet étudiant.",
            ),
        ]

    def __str__(self) -> str:
        return f"compétence du projet {self.pk}"

    def clean(self) -> None:
        """Refuse the member of another project."""
        super().clean()
        if self.member and self.member.project_id != self.project_id:
            raise ValidationError({"member": "Cet étudiant n’est pas de ce projet."})


class Indicator(Versioned):
    """What the project counts; an objective has a unit and a figure to reach (req. 91)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="indicators")
    label = models.CharField("indicateur", max_length=200)
    kind = models.CharField("nature", max_length=10, choices=IndicatorKind.choices)
    unit = models.CharField("unité", max_length=30, blank=True)
    baseline = models.DecimalField(
        "point de départ", max_digits=14, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField("cible", max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField("à atteindre le", null=True, blank=True)
    objective = models.BooleanField("objectif du projet", default=False)

    class Meta:
        verbose_name = "indicateur"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "label"],
                name="indicator_label_once",
                violation_error_message="Le projet a déjà un indicateur de ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(objective=False) | (Q(target__isnull=False) & ~Q(unit="")),
                name="indicator_objective_is_measured",
                violation_error_message="Un objectif se mesure\u00a0: donnez le nombre à "
                "atteindre et son unité.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class InitialGoals(Row):
    """The goals of a project as agreed at the start; a trigger refuses any change (req. 96)."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="initial_goals")
    facts = models.JSONField("objectifs")
    frozen_at = models.DateTimeField("fixés le")

    class Meta:
        verbose_name = "objectifs de départ"
        verbose_name_plural = "objectifs de départ"

    def __str__(self) -> str:
        return f"objectifs de départ {self.pk}"


class Phase(FSMModelMixin, Versioned):
    """One of the seven phases of a project, with its dates and what comes out (req. 105-112)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="phases")
    node = models.ForeignKey(ProjectPhase, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(
        "rang", validators=[MinValueValidator(1), MaxValueValidator(PHASES)]
    )
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    state = FSMField("état", default=PhaseState.TODO, choices=PhaseState.choices, protected=True)
    output = models.TextField("ce qui en sort", max_length=2000, blank=True)

    class Meta:
        verbose_name = "phase"
        ordering = ("rank", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "rank"],
                name="phase_rank_once",
                violation_error_message="Le projet a déjà cette phase.",
            ),
            models.UniqueConstraint(
                fields=["project", "node"],
                name="phase_node_once",
                violation_error_message="Le projet a déjà cette phase.",
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=PHASES),
                name="phase_is_one_of_seven",
                violation_error_message="Un projet a sept phases.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="phase_dates_ordered",
                violation_error_message="La phase ne peut pas finir avant son début.",
            ),
            models.CheckConstraint(
                condition=Q(state=PhaseState.TODO) | Q(starts_on__isnull=False),
                name="phase_begun_is_dated",
                violation_error_message="Une phase commencée porte son premier jour.",
            ),
            models.CheckConstraint(
                condition=~Q(state=PhaseState.DONE) | (Q(ends_on__isnull=False) & ~Q(output="")),
                name="phase_done_left_something",
                violation_error_message="Une phase faite porte son dernier jour et ce qui en "
                "est sorti.",
            ),
        ]

    def __str__(self) -> str:
        return f"phase {self.rank}"

    @property
    def school_id(self) -> Any:
        """Return the school the journal files the moves under."""
        return self.project.school_id

    @transition(field=state, source=PhaseState.TODO, target=PhaseState.DOING)
    def begin(self) -> None:
        """Enter the phase."""

    @transition(field=state, source=PhaseState.DOING, target=PhaseState.DONE)
    def finish(self) -> None:
        """Leave the phase with what came out of it."""

    @transition(field=state, source=PhaseState.DONE, target=PhaseState.DOING)
    def reopen(self) -> None:
        """Take the phase up again."""
