"""During a stage: logbook, absences, accidents, visits and assessments."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition

from curriculum.models import Competence
from internships.models.convention import Internship
from internships.states import (
    AbsenceReason,
    AssessmentKind,
    AssessmentState,
    Outcome,
    Party,
    VisitKind,
)
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.documents.models import Blob
from nrc_platform.people.models import Promotion, User


class LogEntry(Versioned):
    """What a student did on a day: in a stage, or outside (a mission, a project)."""

    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="log_entries")
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="log_entries")
    # A convention given up takes no word of the logbook with it.
    internship = models.ForeignKey(
        Internship, on_delete=models.SET_NULL, null=True, blank=True, related_name="log_entries"
    )
    happened_on = models.DateField("jour")
    hours = models.DecimalField(
        "heures de présence",
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(24)],
    )
    text = models.TextField("ce que j’ai fait", max_length=4000)
    photo = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    competences = models.ManyToManyField(Competence, blank=True, related_name="log_entries")

    class Meta:
        verbose_name = "note de carnet"
        ordering = ("-happened_on", "-created_at", "id")

    def __str__(self) -> str:
        return f"note {self.pk}"


class LogAnswer(Row):
    """A word of the teacher, or of the student, under an entry."""

    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("réponse", max_length=2000)

    class Meta:
        verbose_name = "réponse"
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"réponse {self.pk}"


class Absence(Versioned):
    """Hours a student was expected and did not come."""

    internship = models.ForeignKey(Internship, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    # None: whole days, the hours of the timetable; else the hours missed on one day.
    hours = models.DecimalField(
        "heures manquées",
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(24)],
    )
    reason = models.CharField("motif", max_length=12, choices=AbsenceReason.choices)
    note = models.CharField("précisions", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "absence"
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_dates_ordered",
                violation_error_message="L’absence ne peut pas finir avant son début.",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(starts_on=F("ends_on")),
                name="absence_hours_of_one_day",
                violation_error_message="Des heures d’absence se notent jour par jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Accident(Versioned):
    """An accident during a stage: declared within 48 hours, by whom the 15 % rule says."""

    internship = models.ForeignKey(Internship, on_delete=models.PROTECT, related_name="accidents")
    happened_at = models.DateTimeField("date et heure")
    place = models.CharField("lieu", max_length=200)
    circumstances = models.TextField("circonstances", max_length=2000)
    known_at = models.DateTimeField("connu de l’établissement le")
    declared_on = models.DateField("déclaré le", null=True, blank=True)
    declared_by_name = models.CharField("déclaré par", max_length=160, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "accident"
        ordering = ("-happened_at", "id")

    def __str__(self) -> str:
        return f"accident {self.pk}"


class Visit(Versioned):
    """A visit or a contact of the referent: planned, prepared, then reported."""

    internship = models.ForeignKey(Internship, on_delete=models.CASCADE, related_name="visits")
    # The report keeps the name of who came.
    teacher = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField("moyen", max_length=10, choices=VisitKind.choices)
    planned_at = models.DateTimeField("prévue le", null=True, blank=True)
    preparation = models.TextField("à préparer", max_length=2000, blank=True)
    held_on = models.DateField("faite le", null=True, blank=True)
    met = models.CharField("personnes rencontrées", max_length=200, blank=True)
    report = models.TextField("compte rendu", max_length=4000, blank=True)

    class Meta:
        verbose_name = "visite"
        ordering = ("planned_at", "held_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_at__isnull=False) | Q(held_on__isnull=False),
                name="visit_has_a_date",
                violation_error_message="Indiquez quand la visite est prévue, ou quand elle a "
                "eu lieu.",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | ~Q(report=""),
                name="visit_held_is_reported",
                violation_error_message="Écrivez en une phrase ce qui s’est dit.",
            ),
        ]

    def __str__(self) -> str:
        return f"visite {self.pk}"


class Assessment(FSMModelMixin, Versioned):
    """
    What the tutor, the student or the referent says of a stage.

    The student's opinion on the welcome is never shown to the company nor used for a mark
    (L124-4). `answers` holds `{question: answer}` of the numbered form.
    """

    internship = models.ForeignKey(
        Internship, on_delete=models.CASCADE, related_name="assessments"
    )
    kind = models.CharField("nature", max_length=8, choices=AssessmentKind.choices)
    state = FSMField(
        "état", default=AssessmentState.DRAFT, choices=AssessmentState.choices, protected=True
    )
    form = models.PositiveSmallIntegerField("formulaire", default=1)
    answers = models.JSONField("réponses", default=dict, blank=True)
    # Code of a competence → level of the scale.
    levels = models.JSONField("niveaux par compétence", default=dict, blank=True)
    outcome = models.CharField("issue", max_length=10, blank=True, choices=Outcome.choices)
    outcome_party = models.CharField("du fait", max_length=8, blank=True, choices=Party.choices)
    author_name = models.CharField("auteur", max_length=160, blank=True)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("demandé le", null=True, blank=True)
    submitted_at = models.DateTimeField("remis le", null=True, blank=True)

    class Meta:
        verbose_name = "bilan"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["internship", "kind"],
                name="assessment_kind_unique",
                violation_error_message="Ce bilan existe déjà pour ce stage.",
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.DRAFT, submitted_at__isnull=True)
                | Q(state=AssessmentState.SUBMITTED, submitted_at__isnull=False),
                name="assessment_submission_dated",
                violation_error_message="Un bilan remis porte la date de sa remise.",
            ),
        ]

    def __str__(self) -> str:
        return f"bilan {self.pk}"

    @property
    def school_id(self) -> Any:
        """Return the school the journal files the moves under."""
        return self.internship.promotion.school_id

    @transition(field=state, source=AssessmentState.DRAFT, target=AssessmentState.SUBMITTED)
    def submit(self) -> None:
        """Hand the assessment in."""
