"""The convention of a stage or a project, the students it binds, and the missions it covers."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from curriculum.models import Activite, Competence
from internships.models.period import InternshipPeriod
from internships.states import (
    UNSIGNED,
    ConventionKind,
    ConventionState,
    Outcome,
    Party,
    SectorReason,
)
from nrc_platform.companies.models import Company, Contact
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.core.text import fold
from nrc_platform.people.models import Promotion, School, User

_S = ConventionState
COURSE = "BTS Négociation et relation client"


class ConventionQuerySet(models.QuerySet["Convention"]):
    """Reads of conventions."""

    def unsigned(self) -> "ConventionQuerySet":
        """Keep those still on their way to the last signature."""
        return self.filter(state__in=UNSIGNED)

    def with_people(self) -> "ConventionQuerySet":
        """Load the company, the signatory and the students, their classes and schools."""
        return self.select_related("school", "company", "signatory").prefetch_related(
            models.Prefetch(
                "internships",
                Internship.objects.select_related("student", "promotion__school", "period"),
            )
        )

    def search(self, typed: str) -> "ConventionQuerySet":
        """Keep those whose number, company or student's name hold every word."""
        found = self
        for word in fold(typed).split():
            named = Internship.objects.filter(student__search_name__contains=word)
            found = found.filter(
                Q(company__search_text__contains=word)
                | Q(number__icontains=word)
                | Q(pk__in=named.order_by().values("convention_id"))
            )
        return found


class Convention(FSMModelMixin, Versioned):
    """
    The agreement of a stage (one student) or of a project (several), D124-4.

    What an avenant may change lies in `Terms`, one row per set of terms in force; here lies what
    holds from the first signature to the end. A missing value is empty until the convention is
    sent: the rules say what is missing.
    """

    # A convention outlives everything it names.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="conventions")
    kind = models.CharField(
        "nature", max_length=10, choices=ConventionKind.choices, default=ConventionKind.INTERNSHIP
    )
    state = FSMField("état", default=_S.DRAFT, choices=_S.choices, protected=True)
    # The day the state was reached: who has the ball, and since when.
    state_since = models.DateTimeField("dans cet état depuis", null=True, blank=True)
    number = models.CharField("numéro", max_length=12, blank=True)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="conventions"
    )
    signatory = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_conventions",
        verbose_name="représentant de l’entreprise",
    )
    # 1° and 3°: the course, and the competences to acquire.
    course_title = models.CharField("formation", max_length=200, default=COURSE)
    course_hours = models.PositiveSmallIntegerField("volume horaire annuel", default=1080)
    competences = models.ManyToManyField(Competence, blank=True, related_name="conventions")
    functions = models.ManyToManyField(Activite, blank=True, related_name="conventions")
    # 7°, 9° to 12°, 14°, 15°: how the stage is framed.
    supervision = models.TextField("encadrement et suivi", max_length=2000, blank=True)
    social_protection = models.TextField("protection sociale", max_length=2000, blank=True)
    health_office = models.CharField("caisse d’assurance maladie", max_length=120, blank=True)
    host_insurer = models.CharField("assureur de l’entreprise", max_length=120, blank=True)
    host_policy = models.CharField("contrat de l’entreprise n°", max_length=60, blank=True)
    leave_terms = models.TextField("congés et absences", max_length=2000, blank=True)
    termination_terms = models.TextField("suspension et rupture", max_length=2000, blank=True)
    validation_terms = models.TextField(
        "validation en cas d’interruption", max_length=2000, blank=True
    )
    house_rules = models.TextField("règlement intérieur", max_length=2000, blank=True)
    attestation_terms = models.TextField("attestation de stage", max_length=2000, blank=True)
    # 13°: advantages.
    gives_meals = models.BooleanField("restaurant ou titres-restaurant", null=True, blank=True)
    gives_transport = models.BooleanField("part du transport", null=True, blank=True)
    gives_activities = models.BooleanField(
        "activités sociales et culturelles", null=True, blank=True
    )
    advantages = models.TextField("précisions sur les avantages", max_length=1000, blank=True)
    # What the company declares before anyone signs.
    not_a_job = models.BooleanField("le stage n’est pas un emploi (L124-7)", default=False)
    headcount = models.PositiveIntegerField("effectif", null=True, blank=True)
    interns_present = models.PositiveIntegerField(
        "stagiaires présents aux mêmes dates", null=True, blank=True
    )
    branch_hourly_cents = models.PositiveIntegerField(
        "minimum horaire de la branche, en centimes", null=True, blank=True
    )
    previous_starts_on = models.DateField("stage précédent, du", null=True, blank=True)
    previous_ends_on = models.DateField("stage précédent, au", null=True, blank=True)
    previous_cut_by_intern = models.BooleanField(
        "stage précédent interrompu par le stagiaire", default=False
    )
    checked_at = models.DateTimeField("vérifiée par l’entreprise le", null=True, blank=True)
    checked_by_name = models.CharField("vérifiée par", max_length=160, blank=True)
    # The office may answer for a company nobody reaches, and says why.
    checked_for_reason = models.CharField("motif", max_length=300, blank=True)
    return_message = models.TextField("à corriger", max_length=2000, blank=True)
    sent_at = models.DateTimeField("envoyée à signer le", null=True, blank=True)
    signed_at = models.DateTimeField("signée par tous le", null=True, blank=True)
    ended_on = models.DateField("fin avant terme le", null=True, blank=True)
    end_reason = models.TextField("motif de la fin", max_length=1000, blank=True)
    # An account may be erased; what it wrote remains.
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=["school", "state"], name="convention_school_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                condition=~Q(number=""),
                name="convention_number_unique",
                violation_error_message="Ce numéro de convention est déjà pris.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.READY_TO_SIGN, _S.PARTLY_SIGNED, _S.SIGNED, _S.CLOSED])
                | (~Q(number="") & Q(sent_at__isnull=False, checked_at__isnull=False)),
                name="convention_sent_is_numbered",
                violation_error_message="Une convention en signature a été vérifiée par "
                "l’entreprise et porte un numéro et la date de son envoi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.SIGNED, _S.CLOSED, _S.TERMINATED])
                | Q(signed_at__isnull=False),
                name="convention_signed_is_dated",
                violation_error_message="Une convention signée porte la date de la dernière "
                "signature.",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.TERMINATED)
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="convention_termination_dated",
                violation_error_message="Une rupture porte sa date et son motif.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.REFUSED, _S.CANCELLED]) | ~Q(end_reason=""),
                name="convention_end_has_reason",
                violation_error_message="Dites pourquoi la convention est refusée ou annulée.",
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.RETURNED) | ~Q(return_message=""),
                name="convention_return_has_message",
                violation_error_message="Dites ce qu’il faut corriger.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"convention {self.pk}"

    @property
    def pdf_key(self) -> str:
        """Return the key under which the versions of the PDF follow each other."""
        return f"convention:{self.pk}"

    @transition(field=state, source=[_S.DRAFT, _S.RETURNED], target=_S.COMPANY_CHECK)
    def submit(self) -> None:
        """Hand the draft to the company, which checks it before anyone signs."""

    @transition(field=state, source=_S.RETURNED, target=_S.TEACHER_REVIEW)
    def resubmit(self) -> None:
        """Hand a corrected convention back to the teacher; the company has already checked."""

    @transition(field=state, source=_S.COMPANY_CHECK, target=_S.TEACHER_REVIEW)
    def confirm_check(self) -> None:
        """The company vouches for its own data."""

    @transition(field=state, source=[_S.COMPANY_CHECK, _S.TEACHER_REVIEW], target=_S.RETURNED)
    def send_back(self) -> None:
        """Ask the student for a correction."""

    @transition(field=state, source=_S.TEACHER_REVIEW, target=_S.READY_TO_SIGN)
    def send(self) -> None:
        """Freeze the convention and open a round of signatures."""

    @transition(field=state, source=[_S.READY_TO_SIGN, _S.PARTLY_SIGNED], target=_S.PARTLY_SIGNED)
    def sign_partly(self) -> None:
        """One party signed; others must."""

    @transition(field=state, source=[_S.READY_TO_SIGN, _S.PARTLY_SIGNED], target=_S.SIGNED)
    def sign(self) -> None:
        """The last party signed."""

    @transition(field=state, source=[_S.READY_TO_SIGN, _S.PARTLY_SIGNED], target=_S.RETURNED)
    def reopen(self) -> None:
        """Take a field of the contract up again: the round is void and kept."""

    @transition(
        field=state,
        source=[_S.COMPANY_CHECK, _S.TEACHER_REVIEW, _S.READY_TO_SIGN, _S.PARTLY_SIGNED],
        target=_S.REFUSED,
    )
    def refuse(self) -> None:
        """A party says no, with a reason."""

    @transition(field=state, source=[*UNSIGNED, _S.SIGNED], target=_S.CANCELLED)
    def cancel(self) -> None:
        """Give the convention up before the stage begins."""

    @transition(field=state, source=_S.SIGNED, target=_S.TERMINATED)
    def terminate(self) -> None:
        """End a stage under way, on a day and for a reason."""

    @transition(field=state, source=list(UNSIGNED), target=_S.EXPIRED)
    def expire(self) -> None:
        """Nobody finished it in time."""

    @transition(field=state, source=_S.SIGNED, target=_S.CLOSED)
    def close(self) -> None:
        """The stage is over and attested."""


class Internship(Versioned):
    """
    One student's part in a convention: their stage, or their place in the project's team.

    `settled_at` is the moment the convention stopped being on its way: signed, or ended. A student
    has at most one stage under way to a signature per period.
    """

    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="internships"
    )
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="internships")
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="internships")
    period = models.ForeignKey(
        InternshipPeriod,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="internships",
    )
    # What the convention prints of the student beside the account.
    address = models.CharField("adresse de l’étudiant", max_length=200, blank=True)
    liability_insurer = models.CharField("assureur de l’étudiant", max_length=120, blank=True)
    liability_policy = models.CharField("contrat de l’étudiant n°", max_length=60, blank=True)
    sector_reason = models.CharField(
        "un seul secteur", max_length=12, blank=True, choices=SectorReason.choices
    )
    settled_at = models.DateTimeField("signée ou abandonnée le", null=True, blank=True)
    outcome = models.CharField("issue", max_length=10, blank=True, choices=Outcome.choices)
    outcome_party = models.CharField("du fait", max_length=8, blank=True, choices=Party.choices)
    outcome_note = models.TextField("précisions", max_length=1000, blank=True)

    objects: "models.Manager[Any]"

    class Meta:
        verbose_name = "stage"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "student"],
                name="internship_student_once",
                violation_error_message="Cet étudiant figure déjà dans la convention.",
            ),
            models.UniqueConstraint(
                fields=["student", "period"],
                condition=Q(settled_at__isnull=True, period__isnull=False),
                name="internship_one_draft_per_period",
                violation_error_message="Cet étudiant a déjà une convention en préparation pour "
                "cette période\u00a0: reprenez-la, ou annulez-la d’abord.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(outcome=Outcome.NO_SHOW) | ~Q(outcome_party=""),
                name="internship_no_show_says_whose",
                violation_error_message="Dites de quel fait le stage n’a pas eu lieu.",
            ),
        ]

    def __str__(self) -> str:
        return f"stage {self.pk}"


class ConventionMission(Row):
    """A mission covered by the convention of a project, as frozen by the project (req. 60)."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="missions")
    label = models.CharField("mission", max_length=200)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    place = models.CharField("lieu", max_length=200, blank=True)
    hours = models.DecimalField(
        "heures",
        max_digits=6,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        verbose_name = "mission"
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="convention_mission_dates_ordered",
                violation_error_message="La mission ne peut pas finir avant son début.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
