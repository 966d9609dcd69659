"""A preparatory mission: targeted, limited in time and space, before its projects (req. 113)."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from curriculum.models import Competence
from internships.models import ConventionMission
from nrc_platform.companies.models import Company
from nrc_platform.core.rows import Versioned
from nrc_platform.people.models import School, User
from projects.models.project import Project
from projects.states import MissionAim


class MissionQuerySet(models.QuerySet["Mission"]):
    """Reads of missions."""

    def with_links(self) -> "MissionQuerySet":
        """Load the company, the students, the projects with their teams, the codes, the cover."""
        projects = Project.objects.select_related("promotion", "company__merged_into")
        teams = projects.prefetch_related("members", "follow_up")
        return self.select_related(
            "company__merged_into", "convention_mission__convention"
        ).prefetch_related("students", "competences", models.Prefetch("projects", teams))


class Mission(Versioned):
    """A one-off action in the company of the project, that prepares it."""

    # A mission outlives everything it names.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="missions")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="missions")
    title = models.CharField("mission", max_length=150)
    target = models.CharField("cible", max_length=300)
    aim = models.CharField("découverte", max_length=10, choices=MissionAim.choices)
    aim_text = models.CharField("précisions", max_length=300, blank=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    place = models.CharField("lieu", max_length=200)
    hours = models.DecimalField(
        "heures", max_digits=6, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    in_weekly_hours = models.BooleanField("dans l’horaire de gestion de projet", default=True)
    # The information the project needs (req. 114).
    information = models.TextField("informations à recueillir", max_length=2000, blank=True)
    students = models.ManyToManyField(User, related_name="missions", verbose_name="étudiants")
    projects = models.ManyToManyField(Project, related_name="missions", verbose_name="projets")
    competences = models.ManyToManyField(
        Competence, blank=True, related_name="missions", verbose_name="compétences préalables"
    )
    # The line of the project's convention that covers it (req. 125).
    convention_mission = models.ForeignKey(
        ConventionMission,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="missions",
    )
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = "mission"
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="mission_has_title",
                violation_error_message="Nommez la mission.",
            ),
            models.CheckConstraint(
                condition=~Q(target=""),
                name="mission_has_target",
                violation_error_message="Une mission est une action ciblée\u00a0: dites sa cible.",
            ),
            models.CheckConstraint(
                condition=~Q(place=""),
                name="mission_has_place",
                violation_error_message="Une mission est limitée dans l’espace\u00a0: dites où "
                "elle a lieu.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="mission_dates_ordered",
                violation_error_message="La mission ne peut pas finir avant son début.",
            ),
            models.CheckConstraint(
                condition=~Q(aim=MissionAim.OTHER) | ~Q(aim_text=""),
                name="mission_other_aim_is_said",
                violation_error_message="Dites ce que la mission fait découvrir.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a company of another school."""
        super().clean()
        if self.company.school_id != self.school_id:
            raise ValidationError({"company": "Cette entreprise est d’un autre établissement."})
