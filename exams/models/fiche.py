"""The E4 fiche: nine official rubrics, written by a student, visaed by a teacher."""

from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from curriculum.models import Competence, Savoir
from exams.states import FicheState, Kind, Lived, Origin
from nrc_platform.companies.models import Company
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.core.text import fold
from nrc_platform.people.models import Promotion, User

_OPEN = [FicheState.DRAFT, FicheState.RETURNED]


class FicheQuerySet(models.QuerySet["Fiche"]):
    """Reads of fiches."""

    def handed_in(self) -> "FicheQuerySet":
        """Keep the fiches that left their student's hands at least once."""
        return self.exclude(state=FicheState.DRAFT)

    def search(self, typed: str) -> "FicheQuerySet":
        """Keep those whose student's name or title holds every word, case and accents folded."""
        found = self
        for word in fold(typed).split():
            found = found.filter(Q(student__search_name__contains=word) | Q(title__icontains=word))
        return found

    def with_people(self) -> "FicheQuerySet":
        """Load the student, the class with its school, and who granted the visa."""
        return self.select_related("student", "promotion__school", "visa_by")

    def with_content(self) -> "FicheQuerySet":
        """Load all that is written in the fiche: actors, codes and annexes."""
        return self.with_people().prefetch_related(
            "actors", "competences", "savoirs", "annexes__blob"
        )


class Fiche(FSMModelMixin, Versioned):
    """A description of one communication situation, one of three places of the E4 file."""

    # The file of an exam stays readable after its author or class is gone.
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="fiches")
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="fiches")
    state = FSMField("état", default=FicheState.DRAFT, choices=FicheState.choices, protected=True)
    title = models.CharField("titre", max_length=150)
    slot = models.PositiveSmallIntegerField(
        "place au dossier",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    kind = models.CharField("nature", max_length=20, choices=Kind.choices, blank=True)
    lived = models.CharField("situation", max_length=10, choices=Lived.choices, blank=True)
    is_oral = models.BooleanField("situation orale", default=False)
    is_real = models.BooleanField("situation réelle, rencontrée en personne", default=False)
    origin_kind = models.CharField("origine", max_length=15, choices=Origin.choices, blank=True)
    origin_text = models.CharField("précision sur l’origine", max_length=200, blank=True)
    # A company leaves the directory only by merge: its row stays, so do the printed words below.
    company = models.ForeignKey(
        Company,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="fiches",
        verbose_name="entreprise de l’annuaire",
    )
    company_name = models.CharField("nom de l’entreprise", max_length=200, blank=True)
    company_address = models.CharField("adresse de l’entreprise", max_length=300, blank=True)
    company_activity = models.TextField("activité de l’entreprise", blank=True)
    object_text = models.TextField("objet", blank=True)
    context_text = models.TextField("contexte", blank=True)
    goals_text = models.TextField("objectifs", blank=True)
    took_place_on = models.DateField("date", null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField("durée en minutes", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    conditions_text = models.TextField("précisions", blank=True)
    strategy_text = models.TextField("stratégie", blank=True)
    difficulties_text = models.TextField("difficultés", blank=True)
    results_text = models.TextField("résultats", blank=True)
    competences = models.ManyToManyField(Competence, blank=True, related_name="fiches")
    savoirs = models.ManyToManyField(Savoir, blank=True, related_name="fiches")
    submission_number = models.PositiveSmallIntegerField("remise n°", default=0)
    submitted_at = models.DateTimeField("remise le", null=True, blank=True)
    returned_at = models.DateTimeField("renvoyée le", null=True, blank=True)
    # A visa keeps the name of who granted it, even after they leave.
    visa_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="visas"
    )
    visa_at = models.DateTimeField("visée le", null=True, blank=True)
    visa_remarks = models.TextField("observations du visa", blank=True)

    objects = FicheQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche E4"
        verbose_name_plural = "fiches E4"
        ordering = ("-updated_at", "id")
        indexes = [models.Index(fields=["promotion", "state"], name="fiche_promotion_state")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state=FicheState.VISAED, visa_at__isnull=False) & Q(visa_by__isnull=False)
                )
                | (~Q(state=FicheState.VISAED) & Q(visa_at__isnull=True, visa_by__isnull=True)),
                name="fiche_visa_dated",
                violation_error_message="Une fiche visée porte la date et l’auteur du visa ; "
                "une autre n’en porte pas.",
            ),
            models.CheckConstraint(
                condition=Q(state=FicheState.DRAFT)
                | Q(submission_number__gte=1, submitted_at__isnull=False),
                name="fiche_submission_dated",
                violation_error_message="Une fiche remise porte la date et le numéro "
                "de sa remise.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FicheState.RETURNED) | Q(returned_at__isnull=False),
                name="fiche_return_dated",
                violation_error_message="Une fiche à reprendre porte la date de son renvoi.",
            ),
            models.CheckConstraint(
                condition=Q(slot__isnull=True) | Q(slot__gte=1, slot__lte=3),
                name="fiche_slot_in_file",
                violation_error_message="Le dossier E4 a trois places, numérotées de 1 à 3.",
            ),
            models.UniqueConstraint(
                fields=["student", "promotion", "slot"],
                condition=Q(slot__isnull=False),
                name="fiche_slot_unique",
                violation_error_message="Cette place du dossier est déjà prise par une autre "
                "fiche.",
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__isnull=True)
                | Q(duration_minutes__gte=1, duration_minutes__lte=1440),
                name="fiche_duration_plausible",
                violation_error_message="La durée se compte en minutes, de 1 à 1 440.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="fiche_titled",
                violation_error_message="Donnez un titre à la fiche.",
            ),
        ]

    @property
    def pdf_key(self) -> str:
        """Return the key under which the versions of the PDF follow each other."""
        return f"fiche:{self.pk}"

    def __str__(self) -> str:
        return f"fiche {self.pk}"

    @property
    def school_id(self) -> UUID:
        """Return the school the journal files the moves under; costs a query without its class."""
        return self.promotion.school_id

    @transition(field=state, source=_OPEN, target=FicheState.SUBMITTED)
    def submit(self) -> None:
        """Hand the fiche in: its student no longer writes in it."""

    @transition(field=state, source=FicheState.SUBMITTED, target=FicheState.RETURNED)
    def send_back(self) -> None:
        """Give the fiche back to its student, with remarks."""

    @transition(field=state, source=FicheState.SUBMITTED, target=FicheState.VISAED)
    def grant_visa(self) -> None:
        """Close the fiche."""

    @transition(field=state, source=FicheState.VISAED, target=FicheState.SUBMITTED)
    def withdraw_visa(self) -> None:
        """Reopen a visaed fiche for its teachers."""


class FicheActor(Row):
    """A person of the situation: name, capacity, profile (rubric 2)."""

    fiche = models.ForeignKey(Fiche, on_delete=models.CASCADE, related_name="actors")
    rank = models.PositiveSmallIntegerField("rang")
    name = models.CharField("nom", max_length=120, blank=True)
    capacity = models.CharField("qualité", max_length=200, blank=True)
    profile = models.CharField("profil", max_length=500, blank=True)

    class Meta:
        verbose_name = "acteur"
        ordering = ("rank", "id")
        constraints = [
            models.UniqueConstraint(fields=["fiche", "rank"], name="fiche_actor_rank_unique"),
        ]

    def __str__(self) -> str:
        return f"acteur {self.rank}"
