"""A link that opens one act without an account, its codes, and the visits they open."""

from django.db import models
from django.db.models import F, Q

from nrc_platform.core import clock
from nrc_platform.core.rows import Row
from nrc_platform.people.models import School
from nrc_platform.signatures.models.request import Signer
from nrc_platform.signatures.states import Channel

MAX_ATTEMPTS = 5
ADDRESSED = "Un lien va à une personne nommée, qui a une adresse électronique."


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    """Reads of links."""

    def about(self, purpose: str, subject_id: object) -> "AccessLinkQuerySet":
        """Keep the links to one act, the last one first."""
        return self.filter(purpose=purpose, subject_id=subject_id).order_by("-generation")

    def live(self) -> "AccessLinkQuerySet":
        """Keep those that still open something: neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.now())


class AccessLink(Row):
    """
    A locator of one act; a code sent to its address opens it.

    `purpose` and `subject_id` name the act, which stands above this app. The token itself is
    nowhere: a keyed hash of it is.
    """

    # A link outlives the school's year; its school cannot be deleted.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="access_links")
    purpose = models.CharField("acte", max_length=60)
    subject_id = models.UUIDField("identifiant de l’objet de l’acte")
    signer = models.ForeignKey(
        Signer, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    name = models.CharField("destinataire", max_length=160, error_messages={"blank": ADDRESSED})
    email = models.EmailField("adresse des codes", error_messages={"blank": ADDRESSED})
    token_hmac = models.CharField(max_length=64, unique=True, editable=False)
    key_id = models.CharField("clé", max_length=16, editable=False)
    generation = models.PositiveSmallIntegerField("n°", default=1)
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("annulé le", null=True, blank=True)
    revoked_reason = models.CharField("motif", max_length=300, blank=True)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien"
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject_id"],
                condition=Q(revoked_at__isnull=True),
                name="access_link_one_live",
                violation_error_message="Un lien vers cette page vient de partir\u00a0: attendez "
                "un instant, puis recommencez.",
            ),
            models.UniqueConstraint(
                fields=["purpose", "subject_id", "generation"],
                name="access_link_generation_unique",
                violation_error_message="Ce numéro de lien est déjà pris.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="access_link_revoked_has_reason",
                violation_error_message="Un lien annulé porte la date et le motif.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="access_link_expires_later",
                violation_error_message="Un lien expire après sa création\u00a0: choisissez une "
                "date à venir.",
            ),
            models.CheckConstraint(
                condition=~Q(email="") & ~Q(name=""),
                name="access_link_addressed",
                violation_error_message=ADDRESSED,
            ),
        ]

    def __str__(self) -> str:
        return f"lien {self.pk}"

    @property
    def is_live(self) -> bool:
        """Return whether the link still opens something."""
        return self.revoked_at is None and self.expires_at > clock.now()


class Challenge(Row):
    """A code on its way: six digits, ten minutes, five tries, one use, one browser."""

    link = models.ForeignKey(AccessLink, on_delete=models.CASCADE, related_name="challenges")
    code_hmac = models.CharField(max_length=64, editable=False)
    nonce_hash = models.CharField(max_length=64, editable=False)
    # The address the request came from, hashed with our key: counted, never read.
    origin_hash = models.CharField(max_length=64, editable=False, blank=True)
    channel = models.CharField(
        "voie", max_length=5, choices=Channel.choices, default=Channel.EMAIL
    )
    sent_to = models.CharField("envoyé à", max_length=254)
    expires_at = models.DateTimeField("expire le")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    consumed_at = models.DateTimeField("utilisé le", null=True, blank=True)
    superseded_at = models.DateTimeField("remplacé le", null=True, blank=True)

    class Meta:
        verbose_name = "code"
        ordering = ("-created_at", "id")
        indexes = [
            models.Index(fields=["origin_hash", "created_at"], name="challenge_origin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["link"],
                condition=Q(consumed_at__isnull=True, superseded_at__isnull=True),
                name="challenge_one_current",
                violation_error_message="Un code vient de partir\u00a0: utilisez le dernier reçu.",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=MAX_ATTEMPTS),
                name="challenge_attempts_limited",
                violation_error_message="Un code s’essaie cinq fois au plus.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="challenge_expires_later",
                violation_error_message="Un code expire après son envoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class LinkSession(Row):
    """One visit of an act, opened by a code: half an hour idle, two hours in all."""

    link = models.ForeignKey(AccessLink, on_delete=models.CASCADE, related_name="sessions")
    cookie_hash = models.CharField(max_length=64, unique=True, editable=False)
    verified_at = models.DateTimeField("code donné le")
    last_seen_at = models.DateTimeField("vu le")
    ended_at = models.DateTimeField("fini le", null=True, blank=True)

    class Meta:
        verbose_name = "visite"
        ordering = ("-verified_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_seen_at__gte=F("verified_at")),
                name="link_session_seen_after_code",
                violation_error_message="Une visite commence quand le code est donné.",
            ),
        ]

    def __str__(self) -> str:
        return f"visite {self.pk}"
