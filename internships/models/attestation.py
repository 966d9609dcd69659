"""The end of a stage: attestation, and dispensations of weeks."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from internships.models.convention import Internship
from internships.states import AttestationState, DispensationKind
from nrc_platform.core.rows import Versioned
from nrc_platform.documents.models import Blob
from nrc_platform.people.models import Promotion, User


class Attestation(FSMModelMixin, Versioned):
    """
    The attestation of a stage (D124-9): effective duration and gratification paid.

    Its figures are computed when it is made and frozen with its round of signature.
    """

    internship = models.ForeignKey(
        Internship, on_delete=models.PROTECT, related_name="attestations"
    )
    state = FSMField(
        "état",
        default=AttestationState.READY_TO_SIGN,
        choices=AttestationState.choices,
        protected=True,
    )
    hours = models.DecimalField("heures effectives", max_digits=7, decimal_places=2)
    paid_cents = models.PositiveIntegerField("gratification versée, en centimes", default=0)
    made_at = models.DateTimeField("établie le")
    signed_on = models.DateField("signée le", null=True, blank=True)
    cancel_reason = models.CharField("motif", max_length=300, blank=True)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "attestation"
        ordering = ("-made_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["internship"],
                condition=~Q(state=AttestationState.CANCELLED),
                name="attestation_one_per_internship",
                violation_error_message="Ce stage a déjà son attestation\u00a0: annulez-la "
                "d’abord pour en établir une autre.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttestationState.SIGNED) | Q(signed_on__isnull=False),
                name="attestation_signed_is_dated",
                violation_error_message="Une attestation signée porte sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AttestationState.CANCELLED) | ~Q(cancel_reason=""),
                name="attestation_cancel_has_reason",
                violation_error_message="Dites pourquoi l’attestation est annulée.",
            ),
        ]

    def __str__(self) -> str:
        return f"attestation {self.pk}"

    @property
    def pdf_key(self) -> str:
        """Return the key under which the versions of the PDF follow each other."""
        return f"attestation:{self.pk}"

    @property
    def school_id(self) -> Any:
        """Return the school the journal files the moves under."""
        return self.internship.promotion.school_id

    @transition(field=state, source=AttestationState.READY_TO_SIGN, target=AttestationState.SIGNED)
    def sign(self) -> None:
        """The host signed: the weeks count."""

    @transition(
        field=state,
        source=[AttestationState.READY_TO_SIGN, AttestationState.SIGNED],
        target=AttestationState.CANCELLED,
    )
    def cancel(self) -> None:
        """Take a wrong attestation back."""


class Dispensation(Versioned):
    """A decision that lowers the weeks of stage required of a student."""

    student = models.ForeignKey(User, on_delete=models.PROTECT, related_name="dispensations")
    promotion = models.ForeignKey(
        Promotion, on_delete=models.PROTECT, related_name="dispensations"
    )
    kind = models.CharField("fondement", max_length=12, choices=DispensationKind.choices)
    weeks = models.PositiveSmallIntegerField(
        "semaines accordées", validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    # The six consecutive weeks fall only when the decision says so.
    lifts_consecutive = models.BooleanField("dispense aussi des six semaines de suite")
    decision = models.CharField("référence de la décision", max_length=120)
    decided_on = models.DateField("décidée le")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField("nom du fichier", max_length=150)
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "dispense de semaines"
        verbose_name_plural = "dispenses de semaines"
        ordering = ("decided_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "promotion", "decision"],
                name="dispensation_decision_once",
                violation_error_message="Cette décision est déjà enregistrée pour cet étudiant.",
            ),
        ]

    def __str__(self) -> str:
        return f"dispense {self.pk}"
