"""One round of signatures, and the people who sign in it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django_fsm import FSMField, FSMModelMixin, transition

from nrc_platform.core.rows import Versioned
from nrc_platform.documents.models import Blob, Document
from nrc_platform.people.models import School, User
from nrc_platform.people.states import check_phone
from nrc_platform.signatures.models.consent import ConsentText
from nrc_platform.signatures.states import (
    AWAITED,
    UNDER_WAY,
    Assurance,
    Capacity,
    Method,
    RequestState,
    SignerState,
)

_R, _S = RequestState, SignerState
NAMELESS = "Écrivez le nom du signataire."


class SigningRequestQuerySet(models.QuerySet["SigningRequest"]):
    """Reads of rounds."""

    def about(self, kind: str, subject_id: object) -> "SigningRequestQuerySet":
        """Keep the rounds of one thing to sign, the last one first."""
        return self.filter(kind=kind, subject_id=subject_id).order_by("-round")

    def open(self) -> "SigningRequestQuerySet":
        """Keep the rounds under way: awaiting a signature, or their seal."""
        return self.filter(state__in=UNDER_WAY)

    def with_signers(self) -> "SigningRequestQuerySet":
        """Load the signers by rank, replaced ones included; one query more."""
        return self.prefetch_related(
            models.Prefetch(
                "signers", Signer.objects.select_related("user", "recorded_by", "scan")
            )
        )


class SigningRequest(FSMModelMixin, Versioned):
    """
    One round: the frozen facts, and who signs them.

    `kind` and `subject_id` name what is signed: it stands above this app, so no key points to it.
    What was frozen is never changed, not even by us: a trigger refuses it.
    """

    # A signature outlives everything around it: neither school nor document can be deleted.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="signing_requests")
    kind = models.CharField("nature", max_length=60)
    subject_id = models.UUIDField("identifiant de ce qui est signé")
    round = models.PositiveSmallIntegerField("tour", default=1)
    state = FSMField("état", default=_R.OPEN, choices=_R.choices, protected=True)
    title = models.CharField("titre", max_length=200)
    # What mails and lists call it: « convention de stage de Zoé Dupré ».
    label = models.CharField("libellé", max_length=200, blank=True)
    facts = models.JSONField("faits figés", default=dict, encoder=DjangoJSONEncoder)
    facts_sha256 = models.CharField("empreinte des faits", max_length=64)
    template = models.CharField("modèle", max_length=60)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_requests",
    )
    # What was signed, sealed with its evidence: neither it nor its bytes can be deleted.
    final = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="final_requests",
    )
    opened_at = models.DateTimeField("ouvert le")
    due_at = models.DateTimeField("à signer avant", null=True, blank=True)
    expires_at = models.DateTimeField("expire le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    closed_reason = models.TextField("motif de la fin", max_length=1000, blank=True)

    objects = SigningRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "tour de signature"
        verbose_name_plural = "tours de signature"
        ordering = ("-opened_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "round"],
                name="signing_request_round_unique",
                violation_error_message="Ce tour de signature existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state__in=UNDER_WAY),
                name="signing_request_one_open",
                violation_error_message="Un tour de signature est déjà en cours\u00a0: "
                "terminez-le, ou reprenez-le d’abord.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, closed_at__isnull=True)
                | (~Q(state__in=UNDER_WAY) & Q(closed_at__isnull=False)),
                name="signing_request_closed_is_dated",
                violation_error_message="Un tour clos porte la date de sa fin\u00a0; un tour en "
                "cours n’en porte pas.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_R.VOID, _R.DECLINED]) | ~Q(closed_reason=""),
                name="signing_request_end_has_reason",
                violation_error_message="Dites pourquoi le tour de signature prend fin.",
            ),
            models.CheckConstraint(
                # Rounds completed before files were sealed have none.
                condition=Q(final__isnull=True) | Q(state=_R.COMPLETE),
                name="signing_request_final_when_complete",
                violation_error_message="Seul un tour complet a un fichier final.",
            ),
            models.CheckConstraint(
                condition=Q(round__gte=1),
                name="signing_request_round_positive",
                violation_error_message="Les tours de signature se comptent à partir de 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}, tour {self.round}"

    @transition(field=state, source=_R.OPEN, target=_R.COMPLETING)
    def gather(self) -> None:
        """The last signer signed: what is left is to seal."""

    @transition(field=state, source=_R.COMPLETING, target=_R.COMPLETE)
    def complete(self) -> None:
        """The final file is sealed, validated and kept."""

    @transition(field=state, source=_R.OPEN, target=_R.VOID)
    def void(self) -> None:
        """What is signed is taken up again: the round is kept, and counts no more."""

    @transition(field=state, source=_R.OPEN, target=_R.DECLINED)
    def decline(self) -> None:
        """A signer said no."""

    @transition(field=state, source=_R.OPEN, target=_R.EXPIRED)
    def expire(self) -> None:
        """Somebody did not sign in time."""


class SignerQuerySet(models.QuerySet["Signer"]):
    """Reads of signers."""

    def standing(self) -> "SignerQuerySet":
        """Leave out those whom somebody else replaced."""
        return self.exclude(state=_S.REPLACED)

    def awaited(self) -> "SignerQuerySet":
        """Keep those who have not signed yet and still may."""
        return self.filter(state__in=AWAITED)


class Signer(FSMModelMixin, Versioned):
    """
    One person of a round, as named and addressed that day.

    A person in two capacities is one row, and signs once for both.
    """

    request = models.ForeignKey(SigningRequest, on_delete=models.CASCADE, related_name="signers")
    rank = models.PositiveSmallIntegerField("rang", validators=[MinValueValidator(1)])
    # An empty list is refused below, in words that say what it is for.
    capacities = models.JSONField("qualités", default=list, blank=True)
    name = models.CharField("nom", max_length=160, error_messages={"blank": NAMELESS})
    quality = models.CharField("fonction", max_length=160, blank=True)
    organisation = models.CharField("organisme", max_length=200, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])
    # Who signed, and who vouched for a paper, stay known after they leave.
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="signer_rows"
    )
    address_source = models.CharField("adresse donnée par", max_length=160, blank=True)
    required = models.BooleanField("signature obligatoire", default=True)
    state = FSMField("état", default=_S.WAITING, choices=_S.choices, protected=True)
    method = models.CharField("moyen", max_length=6, choices=Method.choices, blank=True)
    signed_at = models.DateTimeField("signature enregistrée le", null=True, blank=True)
    signed_on = models.DateField("date écrite sur le papier", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="recorded_signatures"
    )
    # The scan is the signature: its bytes cannot be deleted.
    scan = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    scan_name = models.CharField("nom du fichier", max_length=150, blank=True)
    # Online: what was shown, what was accepted, what was typed or drawn.
    assurance = models.CharField("niveau", max_length=13, choices=Assurance.choices, blank=True)
    document_sha256 = models.CharField("empreinte présentée", max_length=64, blank=True)
    consent = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    typed_name = models.CharField("nom saisi", max_length=160, blank=True)
    drawn = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="drawings"
    )
    # `moves.apply` keeps the name `reason` for the journal.
    reason_given = models.TextField("motif", max_length=1000, blank=True)
    # Rows of one round disappear together or not at all: nothing is left pointing.
    replaced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    objects = SignerQuerySet.as_manager()

    class Meta:
        verbose_name = "signataire"
        ordering = ("rank", "created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=(Q(state=_S.SIGNED, signed_at__isnull=False) & ~Q(method=""))
                | (~Q(state=_S.SIGNED) & Q(signed_at__isnull=True, method="")),
                name="signer_signed_is_dated",
                violation_error_message="Une signature porte sa date et son moyen\u00a0; une "
                "autre ligne n’en porte pas.",
            ),
            models.CheckConstraint(
                condition=~Q(method=Method.PAPER)
                | (Q(recorded_by__isnull=False, signed_on__isnull=False, scan__isnull=False)),
                name="signer_paper_is_vouched",
                violation_error_message="Une signature sur papier porte la date écrite, le "
                "fichier numérisé et la personne qui l’a enregistrée.",
            ),
            models.CheckConstraint(
                condition=~Q(method=Method.ONLINE)
                | (Q(consent__isnull=False) & ~Q(typed_name="") & ~Q(document_sha256="")),
                name="signer_online_is_evidenced",
                violation_error_message="Une signature en ligne garde l’empreinte du document, "
                "le texte accepté et le nom saisi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_S.DECLINED, _S.CHANGE_REQUESTED, _S.REPLACED])
                | ~Q(reason_given=""),
                name="signer_end_has_reason",
                violation_error_message="Dites pourquoi cette personne refuse, demande une "
                "correction ou est remplacée.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(state=_S.REPLACED),
                name="signer_replacement_is_replaced",
                violation_error_message="Seul un signataire remplacé désigne la personne qui "
                "signe à sa place.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="signer_named",
                violation_error_message=NAMELESS,
            ),
            models.UniqueConstraint(
                fields=["request", "user"],
                condition=Q(user__isnull=False) & ~Q(state=_S.REPLACED),
                name="signer_account_once",
                violation_error_message="Cette personne figure déjà parmi les signataires\u00a0: "
                "elle signe une fois, pour toutes ses qualités.",
            ),
            models.UniqueConstraint(
                "request",
                Lower("email"),
                condition=~Q(email="") & ~Q(state=_S.REPLACED),
                name="signer_address_once",
                violation_error_message="Un autre signataire a déjà cette adresse "
                "électronique\u00a0: chacun a la sienne.",
            ),
            models.UniqueConstraint(
                fields=["request", "rank", "name"],
                condition=Q(email="") & ~Q(state=_S.REPLACED),
                name="signer_name_once",
                violation_error_message="Cette personne figure déjà à ce rang parmi les "
                "signataires.",
            ),
        ]

    def __str__(self) -> str:
        return f"signataire {self.pk}"

    def clean(self) -> None:
        """Refuse a row without capacity, or with one that does not exist."""
        super().clean()
        held = self.capacities if isinstance(self.capacities, list) else []
        if not held or not set(held) <= set(Capacity.values) or len(held) != len(set(held)):
            raise ValidationError({"capacities": "Dites en quelle qualité cette personne signe."})

    @property
    def school_id(self) -> UUID:
        """Return the school the journal files the moves under; a query without its round."""
        return self.request.school_id

    @property
    def capacity_labels(self) -> list[str]:
        """Return the capacities in words, in the order given."""
        return [str(Capacity(value).label) for value in self.capacities]

    @transition(field=state, source=_S.WAITING, target=_S.INVITED)
    def invite(self) -> None:
        """Ask the person to sign."""

    @transition(field=state, source=_S.INVITED, target=_S.OPENED)
    def open(self) -> None:
        """The person gave their code and reads."""

    @transition(field=state, source=list(AWAITED), target=_S.SIGNED)
    def sign(self) -> None:
        """The person signed, on paper or online."""

    @transition(field=state, source=list(AWAITED), target=_S.DECLINED)
    def decline(self) -> None:
        """The person says no."""

    @transition(field=state, source=[_S.INVITED, _S.OPENED], target=_S.CHANGE_REQUESTED)
    def request_change(self) -> None:
        """The person asks for a correction; the round goes on until the school takes it up."""

    @transition(field=state, source=list(AWAITED), target=_S.REPLACED)
    def replace(self) -> None:
        """Somebody else signs in their place."""

    @transition(field=state, source=list(AWAITED), target=_S.EXPIRED)
    def expire(self) -> None:
        """The round ended for want of time."""

    @transition(field=state, source=list(AWAITED), target=_S.CANCELLED)
    def cancel(self) -> None:
        """The round ended before they signed."""
