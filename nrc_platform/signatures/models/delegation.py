"""A colleague proposed by somebody of the company to sign in their place."""

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from nrc_platform.core.rows import Versioned
from nrc_platform.people.models import User
from nrc_platform.people.states import check_phone
from nrc_platform.signatures.models.request import Signer
from nrc_platform.signatures.states import DelegationState

_D = DelegationState


class Delegation(FSMModelMixin, Versioned):
    """Who should sign instead, as the former signer says; the school approves or refuses."""

    signer = models.ForeignKey(Signer, on_delete=models.CASCADE, related_name="delegations")
    name = models.CharField(
        "prénom et nom", max_length=160, error_messages={"blank": "Écrivez le nom du collègue."}
    )
    quality = models.CharField("fonction", max_length=160, blank=True)
    email = models.EmailField(
        "adresse électronique",
        error_messages={
            "blank": "Écrivez l’adresse électronique du collègue\u00a0: son lien y sera envoyé."
        },
    )
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])
    message = models.TextField("message", max_length=1000, blank=True)
    state = FSMField("état", default=_D.PROPOSED, choices=_D.choices, protected=True)
    # Who decided stays known after they leave.
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_delegations"
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    refusal = models.TextField("motif du refus", max_length=1000, blank=True)

    class Meta:
        verbose_name = "délégation"
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["signer"],
                condition=Q(state=_D.PROPOSED),
                name="delegation_one_proposed",
                violation_error_message="Un collègue est déjà proposé\u00a0: le lycée répondra.",
            ),
            models.CheckConstraint(
                condition=Q(state=_D.PROPOSED, decided_at__isnull=True)
                | (~Q(state=_D.PROPOSED) & Q(decided_at__isnull=False)),
                name="delegation_decided_is_dated",
                violation_error_message="Une réponse porte sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(state=_D.REFUSED) | ~Q(refusal=""),
                name="delegation_refused_has_reason",
                violation_error_message="Dites pourquoi ce collègue ne signera pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"délégation {self.pk}"

    @property
    def school_id(self) -> object:
        """Return the school the journal files the moves under; a query without its signer."""
        return self.signer.request.school_id

    @transition(field=state, source=_D.PROPOSED, target=_D.APPROVED)
    def approve(self) -> None:
        """The school has the colleague sign."""

    @transition(field=state, source=_D.PROPOSED, target=_D.REFUSED)
    def refuse(self) -> None:
        """The school keeps the former signer."""
