"""The sentence one accepts when signing: versioned, and immutable once used."""

from django.db import models

from nrc_platform.core.rows import Row


class ConsentText(Row):
    """
    One version of the sentence beside the box to tick.

    `{document}` and `{on_behalf}` are filled with what is signed; a trigger refuses any change.
    """

    code = models.CharField("code", max_length=40)
    version = models.PositiveSmallIntegerField("version")
    body = models.TextField("texte", max_length=2000)
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "texte de consentement"
        verbose_name_plural = "textes de consentement"
        ordering = ("code", "version")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="consent_text_version_unique",
                violation_error_message="Cette version du texte existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
