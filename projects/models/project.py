"""A commercial project, its team, and the teachers who follow it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition

from internships.models import Convention, Internship
from nrc_platform.companies.models import CLIENTELE, Company, Contact
from nrc_platform.core import clock
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.core.text import fold
from nrc_platform.people.models import Promotion, School, User
from projects.states import COVERED, WRITABLE, Offer, ProjectState

_S = ProjectState
MOST_HOURS = 2000


def check_clienteles(values: Any) -> None:
    """Raise `ValidationError` unless the value lists kinds of customers, each once."""
    if not isinstance(values, list) or len(values) != len({str(value) for value in values}):
        raise ValidationError("Cochez chaque sorte de clientèle une seule fois.")
    if any(value not in CLIENTELE for value in values):
        raise ValidationError("Choisissez les clientèles dans la liste.")


def _hours(label: str) -> "models.DecimalField[Any, Any]":
    """Return a field for a number of hours planned."""
    return models.DecimalField(
        label,
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_HOURS)],
    )


class ProjectQuerySet(models.QuerySet["Project"]):
    """Reads of projects."""

    def still_open(self) -> "ProjectQuerySet":
        """Keep those neither closed nor abandoned."""
        return self.exclude(state__in=[_S.CLOSED, _S.ABANDONED])

    def with_people(self) -> "ProjectQuerySet":
        """Load the class, the company and its professional, the supervisor, team and follow-up."""
        return self.select_related(
            "school",
            "promotion__school",
            "company__merged_into",
            "sponsor",
            "supervisor",
            "convention__company__merged_into",
        ).prefetch_related(
            models.Prefetch("members", Member.objects.select_related("student")),
            models.Prefetch("follow_up", FollowUpTeacher.objects.select_related("teacher")),
        )

    def search(self, typed: str) -> "ProjectQuerySet":
        """Keep those whose title, company or student's name hold every word."""
        found = self
        for word in fold(typed).split():
            named = Member.objects.filter(student__search_name__contains=word)
            found = found.filter(
                Q(search_text__contains=word)
                | Q(company__search_text__contains=word)
                | Q(pk__in=named.order_by().values("project_id"))
            )
        return found


class Project(FSMModelMixin, Versioned):
    """
    A commercial project: three partners, a need, a measurable objective, a period (req. 30-55).

    A missing text is empty until the project is framed and agreed: the rules say what is missing.
    """

    # A project outlives everything it names.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="projects")
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="projects")
    # The three partners: the enterprise, the students (`members`), the teaching team.
    company = models.ForeignKey(
        Company,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name="entreprise commanditaire",
    )
    sponsor = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sponsored_projects",
        verbose_name="professionnel de l’entreprise",
    )
    supervisor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="supervised_projects",
        verbose_name="enseignant responsable",
    )
    title = models.CharField("titre", max_length=150)
    search_text = models.CharField(max_length=200, editable=False, default="", db_index=True)
    state = FSMField("état", default=_S.IDEA, choices=_S.choices, protected=True)
    # The day the state was reached.
    state_since = models.DateTimeField("dans cet état depuis", default=clock.now)
    # What the project answers and where (req. 82-89).
    need = models.TextField("besoin repéré", max_length=4000, blank=True)
    environment = models.TextField("environnement délimité", max_length=4000, blank=True)
    opportunities = models.TextField("analyse des opportunités", max_length=4000, blank=True)
    theme = models.TextField("thème délimité", max_length=2000, blank=True)
    solution = models.TextField("solution retenue", max_length=4000, blank=True)
    offer = models.CharField("offre", max_length=10, blank=True, choices=Offer.choices)
    clienteles = models.JSONField(
        "sortes de clientèle", default=list, blank=True, validators=[check_clienteles]
    )
    clientele = models.TextField("clientèle visée", max_length=2000, blank=True)
    negotiation_scope = models.TextField("marge de négociation", max_length=2000, blank=True)
    resources = models.TextField("ressources données", max_length=4000, blank=True)
    # Why the project trains, and what it brings (req. 36-43, 50).
    integration = models.TextField(
        "insertion professionnelle durable", max_length=2000, blank=True
    )
    student_purpose = models.TextField("finalité pour l’étudiant", max_length=2000, blank=True)
    commissioner_purpose = models.TextField(
        "réalisation utile à l’entreprise", max_length=2000, blank=True
    )
    turnover_impact = models.TextField(
        "effet attendu sur le chiffre d’affaires", max_length=2000, blank=True
    )
    complements = models.TextField(
        "lien avec les cours et les travaux en classe", max_length=2000, blank=True
    )
    transfer = models.TextField(
        "transfert des compétences à d’autres situations", max_length=2000, blank=True
    )
    # When it runs, and how it is followed (req. 56-66).
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    in_weekly_hours = models.BooleanField("dans l’horaire de gestion de projet", default=True)
    weekly_hours = _hours("heures prévues dans l’horaire de gestion de projet")
    stage_hours = _hours("heures prévues pendant les stages")
    personal_hours = _hours("heures prévues de travail personnel")
    modalities_weekly = models.TextField(
        "suivi et rencontres pendant l’horaire hebdomadaire", max_length=2000, blank=True
    )
    modalities_stage = models.TextField(
        "suivi et rencontres pendant les stages", max_length=2000, blank=True
    )
    convention = models.ForeignKey(
        Convention, on_delete=models.SET_NULL, null=True, blank=True, related_name="projects"
    )
    agreed_at = models.DateTimeField("conventionné le", null=True, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    reviewed_at = models.DateTimeField("évalué le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    abandoned_reason = models.TextField("motif de l’abandon", max_length=1000, blank=True)
    evaluation = models.TextField(
        "évaluation au regard des objectifs de départ", max_length=4000, blank=True
    )
    # An account may be erased; what it wrote remains.
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet"
        ordering = ("-created_at", "id")
        indexes = [
            models.Index(fields=["promotion", "state"], name="project_promotion_state"),
            models.Index(fields=["school", "state"], name="project_school_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="project_has_title",
                violation_error_message="Donnez un titre au projet.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="project_dates_ordered",
                violation_error_message="Le projet ne peut pas finir avant son début\u00a0: "
                "vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=COVERED)
                | Q(
                    agreed_at__isnull=False,
                    convention__isnull=False,
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                ),
                name="project_agreed_has_convention",
                violation_error_message="Un projet conventionné porte sa convention, ses dates "
                "et le jour de l’accord.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.RUNNING, _S.REVIEWED, _S.CLOSED])
                | Q(started_at__isnull=False),
                name="project_started_is_dated",
                violation_error_message="Un projet commencé porte le jour de son lancement.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.REVIEWED, _S.CLOSED])
                | (Q(reviewed_at__isnull=False) & ~Q(evaluation="")),
                name="project_review_is_written",
                violation_error_message="Un projet évalué porte son évaluation au regard des "
                "objectifs de départ, et son jour.",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.CLOSED) | Q(closed_at__isnull=False),
                name="project_closed_is_dated",
                violation_error_message="Un projet clos porte le jour de sa clôture.",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.ABANDONED) | ~Q(abandoned_reason=""),
                name="project_abandon_has_reason",
                violation_error_message="Dites pourquoi le projet est abandonné.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep the text that searches read; refuse partners of another school or company."""
        super().clean()
        self.search_text = fold(self.title)
        if self.promotion.school_id != self.school_id:
            raise ValidationError({"promotion": "Cette classe est d’un autre établissement."})
        if self.company.school_id != self.school_id:
            raise ValidationError({"company": "Cette entreprise est d’un autre établissement."})
        if self.sponsor and self.sponsor.company_id != self.company_id:
            raise ValidationError({"sponsor": "Cette personne est d’une autre entreprise."})

    @property
    def is_writable(self) -> bool:
        """Return whether its team may still change its definition."""
        return self.state in WRITABLE

    @transition(field=state, source=_S.IDEA, target=_S.FRAMED)
    def frame(self) -> None:
        """The project is defined: need, theme, objective, team."""

    @transition(field=state, source=_S.FRAMED, target=_S.AGREED)
    def agree(self) -> None:
        """The partners agreed, the convention is signed: the initial goals are frozen."""

    @transition(field=state, source=_S.AGREED, target=_S.RUNNING)
    def start(self) -> None:
        """The project begins."""

    @transition(field=state, source=_S.RUNNING, target=_S.REVIEWED)
    def review(self) -> None:
        """The project is evaluated against its initial goals."""

    @transition(field=state, source=_S.REVIEWED, target=_S.CLOSED)
    def close(self) -> None:
        """The lessons are drawn: nothing is left to do."""

    @transition(
        field=state, source=[_S.IDEA, _S.FRAMED, _S.AGREED, _S.RUNNING], target=_S.ABANDONED
    )
    def abandon(self) -> None:
        """Give the project up, with a reason."""


class Member(Row):
    """A student of the team of a project, and what they did there."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="project_members")
    role = models.CharField("rôle", max_length=200, blank=True)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    # Leads a small team (req. 102).
    organises = models.BooleanField("organise le travail de l’équipe", default=False)
    # What the student learnt, written down at the end (req. 104).
    lessons = models.TextField("enseignements de l’expérience", max_length=4000, blank=True)

    class Meta:
        verbose_name = "membre du projet"
        verbose_name_plural = "membres du projet"
        ordering = ("starts_on", "created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "student"],
                name="member_student_once",
                violation_error_message="Cet étudiant est déjà dans l’équipe du projet.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="member_dates_ordered",
                violation_error_message="L’étudiant ne peut pas quitter l’équipe avant d’y "
                "être entré.",
            ),
        ]

    def __str__(self) -> str:
        return f"membre {self.pk}"


class FollowUpTeacher(Row):
    """A teacher of the follow-up team, beside the supervisor (req. 54)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="follow_up")
    teacher = models.ForeignKey(User, on_delete=models.PROTECT, related_name="followed_projects")

    class Meta:
        verbose_name = "enseignant du suivi"
        verbose_name_plural = "enseignants du suivi"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "teacher"],
                name="follow_up_teacher_once",
                violation_error_message="Cet enseignant suit déjà le projet.",
            ),
        ]

    def __str__(self) -> str:
        return f"suivi {self.pk}"


class ProjectInternship(Row):
    """A stage that carries all or part of a project; a project may span several (req. 14)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="internship_links")
    internship = models.ForeignKey(
        Internship, on_delete=models.CASCADE, related_name="project_links"
    )

    class Meta:
        verbose_name = "stage du projet"
        verbose_name_plural = "stages du projet"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "internship"],
                name="project_internship_once",
                violation_error_message="Ce stage est déjà rattaché au projet.",
            ),
        ]

    def __str__(self) -> str:
        return f"stage du projet {self.pk}"
