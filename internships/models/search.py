"""The search of a place: contacts with companies, and the papers a student gives."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition

from curriculum.models import Competence
from internships.models.period import InternshipPeriod
from internships.states import PaperKind, PaperState, SearchMeans, SearchOutcome
from nrc_platform.companies.models import Company
from nrc_platform.core.rows import Versioned
from nrc_platform.documents.models import Blob
from nrc_platform.people.models import Promotion, User


class SearchEntry(Versioned):
    """A contact of a student with a company: looking for a place is prospecting."""

    student = models.ForeignKey(User, on_delete=models.CASCADE, related_name="search_entries")
    period = models.ForeignKey(
        InternshipPeriod, on_delete=models.CASCADE, related_name="search_entries"
    )
    # A company leaves the directory only by merge; the words typed stay anyway.
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="search_entries"
    )
    company_name = models.CharField("entreprise", max_length=200)
    contact_name = models.CharField("personne contactée", max_length=120, blank=True)
    contacted_on = models.DateField("date du contact")
    means = models.CharField("moyen", max_length=10, choices=SearchMeans.choices)
    outcome = models.CharField(
        "suite", max_length=10, choices=SearchOutcome.choices, default=SearchOutcome.WAITING
    )
    follow_up_on = models.DateField("à relancer le", null=True, blank=True)
    note = models.TextField("note", max_length=1000, blank=True)
    competences = models.ManyToManyField(Competence, blank=True, related_name="search_entries")

    class Meta:
        verbose_name = "démarche"
        ordering = ("-contacted_on", "-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up_on__isnull=True) | Q(follow_up_on__gte=F("contacted_on")),
                name="search_follow_up_after_contact",
                violation_error_message="La relance vient après le contact.",
            ),
        ]

    def __str__(self) -> str:
        return f"démarche {self.pk}"


class SupportingPaper(FSMModelMixin, Versioned):
    """A paper a student must give before a stage, checked by the office."""

    # A paper stays readable after its class is gone.
    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supporting_papers")
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, related_name="supporting_papers"
    )
    state = FSMField(
        "état", default=PaperState.TO_CHECK, choices=PaperState.choices, protected=True
    )
    kind = models.CharField("pièce", max_length=15, choices=PaperKind.choices)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField("nom du fichier", max_length=150)
    insurer = models.CharField("organisme", max_length=120, blank=True)
    number = models.CharField("numéro", max_length=60, blank=True)
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    # Who checked stays named.
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField("vérifiée le", null=True, blank=True)
    refusal_reason = models.CharField("motif du refus", max_length=300, blank=True)

    class Meta:
        verbose_name = "pièce"
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PaperState.TO_CHECK, checked_at__isnull=True)
                | (~Q(state=PaperState.TO_CHECK) & Q(checked_at__isnull=False)),
                name="paper_check_dated",
                violation_error_message="Une pièce vérifiée porte la date de sa vérification.",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.REFUSED) | ~Q(refusal_reason=""),
                name="paper_refusal_has_reason",
                violation_error_message="Dites pourquoi la pièce est refusée.",
            ),
        ]

    def __str__(self) -> str:
        return f"pièce {self.pk}"

    @property
    def school_id(self) -> UUID:
        """Return the school the journal files the moves under."""
        return self.promotion.school_id

    @transition(field=state, source=PaperState.TO_CHECK, target=PaperState.ACCEPTED)
    def accept(self) -> None:
        """Say that the paper holds until its date."""

    @transition(field=state, source=PaperState.TO_CHECK, target=PaperState.REFUSED)
    def refuse(self) -> None:
        """Say why the paper does not do."""
