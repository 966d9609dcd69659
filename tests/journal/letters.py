"""A small object with moves, known to these tests only: its table is made and dropped by them."""

from typing import Any, ClassVar

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from nrc_platform.core.rows import Versioned

# Its own registry: neither the flush nor `makemigrations` of the product sees the model.
registry = Apps()


class Letter(FSMModelMixin, Versioned):  # type: ignore[misc]
    """A letter: drafted, sent with its date, filed."""

    title = models.CharField("titre", max_length=40)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    school_id = models.UUIDField(null=True, blank=True)
    state = FSMField(
        "état",
        default="draft",
        choices=[("draft", "Brouillon"), ("sent", "Envoyée"), ("filed", "Classée")],
        protected=True,
    )

    class Meta:
        app_label = "letters"
        apps = registry
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="letter_sent_is_dated",
                violation_error_message="Une lettre envoyée porte sa date.",
            ),
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(state="sent"),
                name="letter_sent_once",
                violation_error_message="Une lettre de ce titre est déjà partie.",
            ),
        ]

    def clean(self) -> None:
        if self.title == "interdit":
            raise ValidationError({"title": "Ce titre est interdit."})

    @transition(field=state, source="draft", target="sent")
    def send(self) -> None:
        """Send it."""

    @transition(
        field=state, source="sent", target="filed", conditions=[lambda letter: bool(letter.title)]
    )
    def put_away(self) -> None:
        """File it."""


def draft(**fields: Any) -> Letter:
    """Make a draft."""
    return Letter.objects.create(**({"title": "Bonjour"} | fields))
