"""What an avenant may change, one row per set of terms; and the days without presence."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django_fsm import FSMField, FSMModelMixin, transition

from internships.models.convention import Convention
from internships.states import (
    HOURS_FIELDS,
    WEEKDAYS,
    AvenantKind,
    AvenantState,
    BreakKind,
    Gratification,
)
from nrc_platform.companies.models import Contact, Site
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.people.models import User

DAY = Decimal(24)


class Avenant(FSMModelMixin, Versioned):
    """
    A typed change of a signed convention, signed by its original parties.

    Its terms are a whole set of `Terms`, in force from `applies_on` once all have signed.
    """

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="avenants")
    number = models.PositiveSmallIntegerField("n°")
    kind = models.CharField("objet", max_length=15, choices=AvenantKind.choices)
    state = FSMField(
        "état", default=AvenantState.DRAFT, choices=AvenantState.choices, protected=True
    )
    reason = models.TextField("motif", max_length=1000)
    applies_on = models.DateField("prend effet le")
    sent_at = models.DateTimeField("envoyé à signer le", null=True, blank=True)
    signed_at = models.DateTimeField("signé par tous le", null=True, blank=True)
    end_reason = models.TextField("motif du refus ou de l’annulation", max_length=1000, blank=True)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "avenant"
        ordering = ("number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="avenant_number_unique",
                violation_error_message="Cette convention a déjà un avenant de ce numéro.",
            ),
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(
                    state__in=[
                        AvenantState.DRAFT,
                        AvenantState.READY_TO_SIGN,
                        AvenantState.PARTLY_SIGNED,
                    ]
                ),
                name="avenant_one_open",
                violation_error_message="Un avenant est déjà en cours\u00a0: faites-le signer, ou "
                "annulez-le d’abord.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AvenantState.SIGNED) | Q(signed_at__isnull=False),
                name="avenant_signed_is_dated",
                violation_error_message="Un avenant signé porte la date de la dernière signature.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="avenant_has_reason",
                violation_error_message="Dites pourquoi la convention change\u00a0: le motif est "
                "imprimé sur l’avenant.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AvenantState.REFUSED, AvenantState.CANCELLED])
                | ~Q(end_reason=""),
                name="avenant_end_has_reason",
                violation_error_message="Dites pourquoi l’avenant est refusé ou annulé.",
            ),
        ]

    def __str__(self) -> str:
        return f"avenant {self.number}"

    @property
    def pdf_key(self) -> str:
        """Return the key under which the versions of the PDF follow each other."""
        return f"avenant:{self.pk}"

    @property
    def school_id(self) -> Any:
        """Return the school the journal files the moves under."""
        return self.convention.school_id

    @transition(field=state, source=AvenantState.DRAFT, target=AvenantState.READY_TO_SIGN)
    def send(self) -> None:
        """Freeze the change and open a round of signatures."""

    @transition(
        field=state,
        source=[AvenantState.READY_TO_SIGN, AvenantState.PARTLY_SIGNED],
        target=AvenantState.PARTLY_SIGNED,
    )
    def sign_partly(self) -> None:
        """One party signed; others must."""

    @transition(
        field=state,
        source=[AvenantState.READY_TO_SIGN, AvenantState.PARTLY_SIGNED],
        target=AvenantState.SIGNED,
    )
    def sign(self) -> None:
        """The last party signed: the terms are in force from their day."""

    @transition(
        field=state,
        source=[AvenantState.READY_TO_SIGN, AvenantState.PARTLY_SIGNED],
        target=AvenantState.REFUSED,
    )
    def refuse(self) -> None:
        """A party says no: the convention stays as it was."""

    @transition(
        field=state,
        source=[AvenantState.DRAFT, AvenantState.READY_TO_SIGN, AvenantState.PARTLY_SIGNED],
        target=AvenantState.CANCELLED,
    )
    def cancel(self) -> None:
        """Give the change up."""


class TermsQuerySet(models.QuerySet["Terms"]):
    """Sets of terms."""

    def in_force(self) -> "TermsQuerySet":
        """Keep the convention's own terms and those of signed avenants."""
        return self.filter(Q(avenant__isnull=True) | Q(avenant__state=AvenantState.SIGNED))

    def effective(self, day: date) -> "TermsQuerySet":
        """
        Keep, for each convention, the terms true on that day after all signed avenants.

        One subquery, whatever the number of conventions: the one view every rule, list, export
        and document reads.
        """
        begun = _newest().filter(Q(avenant__isnull=True) | Q(avenant__applies_on__lte=day))
        return self.filter(pk=Subquery(begun.values("pk")[:1]))

    def agreed(self) -> "TermsQuerySet":
        """Keep, for each convention, the last terms agreed, even if their day is to come."""
        return self.filter(pk=Subquery(_newest().values("pk")[:1]))

    def with_people(self) -> "TermsQuerySet":
        """Load the place, the tutor and the referent."""
        return self.select_related("site", "tutor", "referent", "avenant")


def _newest() -> TermsQuerySet:
    """Return the terms in force of the convention at hand, the newest first."""
    rows = Terms.objects.in_force().filter(convention=OuterRef("convention"))
    return rows.order_by(F("avenant__number").desc(nulls_last=True))


def _hours_field(label: str) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        f"heures du {label}",
        max_digits=4,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(DAY)],
    )


class Terms(Versioned):
    """
    A set of terms: the convention's own (no avenant), or those an avenant puts in force.

    Items 2°, 4°, 5°, 6° and 8° of D124-4, and the place.
    """

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="terms")
    avenant = models.OneToOneField(
        Avenant, on_delete=models.CASCADE, null=True, blank=True, related_name="terms"
    )
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    # People and places cited by a convention stay.
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.CharField("service", max_length=120, blank=True)
    tutor = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tutored_terms",
        verbose_name="tuteur",
    )
    referent = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referred_terms",
        verbose_name="enseignant référent",
    )
    subject = models.CharField("sujet", max_length=200, blank=True)
    activities = models.TextField("activités confiées", max_length=4000, blank=True)
    monday_hours = _hours_field("lundi")
    tuesday_hours = _hours_field("mardi")
    wednesday_hours = _hours_field("mercredi")
    thursday_hours = _hours_field("jeudi")
    friday_hours = _hours_field("vendredi")
    saturday_hours = _hours_field("samedi")
    sunday_hours = _hours_field("dimanche")
    timetable = models.CharField("horaires en clair", max_length=300, blank=True)
    night_presence = models.BooleanField("présence de nuit", default=False)
    holiday_presence = models.BooleanField("présence un jour férié", default=False)
    presence_note = models.TextField("précisions sur la présence", max_length=500, blank=True)
    # A project also runs in the weekly hours of the class (req. 56, 59).
    project_weekly_hours = models.DecimalField(
        "heures hebdomadaires de projet",
        max_digits=4,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(Decimal(40))],
    )
    gratification = models.CharField(
        "gratification", max_length=8, blank=True, choices=Gratification.choices
    )
    hourly_cents = models.PositiveIntegerField("centimes par heure", null=True, blank=True)
    payment = models.CharField("modalités de versement", max_length=200, blank=True)

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = "clauses du stage"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(avenant__isnull=True),
                name="terms_one_original",
                violation_error_message="Cette convention a déjà ses clauses de départ.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="terms_dates_ordered",
                violation_error_message="Le stage ne peut pas finir avant son début\u00a0: "
                "vérifiez les deux dates.",
            ),
            models.CheckConstraint(
                # Said twice: to the database an unknown amount is no refusal.
                condition=~Q(gratification=Gratification.RATE)
                | Q(hourly_cents__isnull=False, hourly_cents__gt=0),
                name="terms_rate_has_amount",
                violation_error_message="Indiquez le montant par heure.",
            ),
        ]

    def __str__(self) -> str:
        return f"clauses {self.pk}"

    @property
    def pattern(self) -> tuple[Decimal, ...]:
        """Return the hours of each weekday, Monday first."""
        return tuple(getattr(self, name) for name in HOURS_FIELDS)

    @property
    def weekly_hours(self) -> Decimal:
        """Return the hours of presence of an ordinary week."""
        return sum(self.pattern, Decimal(0))

    @property
    def worked_days(self) -> list[str]:
        """Return the weekdays with hours, in French."""
        return [label for name, label in WEEKDAYS if getattr(self, f"{name}_hours")]


class Break(Row):
    """Days of a convention without presence: closure, interruption or leave; never an absence."""

    convention = models.ForeignKey(Convention, on_delete=models.CASCADE, related_name="breaks")
    # In force with its avenant, or with the convention itself.
    avenant = models.ForeignKey(
        Avenant, on_delete=models.CASCADE, null=True, blank=True, related_name="breaks"
    )
    kind = models.CharField("nature", max_length=12, choices=BreakKind.choices)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    reason = models.CharField("motif", max_length=200, blank=True)

    class Meta:
        verbose_name = "jours sans présence"
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="break_dates_ordered",
                violation_error_message="Ces jours ne peuvent pas finir avant leur début.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=BreakKind.ABSENCE),
                name="break_is_foreseen",
                violation_error_message="Une absence se note dans le suivi, pas dans la "
                "convention.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
