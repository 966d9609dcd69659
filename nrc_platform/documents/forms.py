"""What anyone may give us to check a document: its reference, its fingerprint, or its file."""

import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from nrc_platform.core.forms import CrispyForm
from nrc_platform.documents.reference import parse

MAX_UPLOAD = 20 * 1024 * 1024
_HEX = frozenset("0123456789abcdef")
WRONG_REFERENCE = (
    "Cette référence n’est pas lisible : un signe manque ou se trompe. "
    "Recopiez les dix signes du bas de page, par exemple 7KQM-2FXD-9P."
)
WRONG_SHA256 = (
    "Une empreinte SHA-256 compte 64 signes, de 0 à 9 et de a à f ; vous en avez saisi {count}."
)
TOO_BIG = "Ce fichier pèse {size} Mo ; la limite est de 20 Mo. Vérifiez-le par sa référence."


class ReferenceForm(CrispyForm):
    """The reference printed at the foot of the page."""

    r = forms.CharField(
        label="Référence imprimée en bas de page",
        max_length=40,
        error_messages={"required": "Écrivez la référence imprimée en bas de page."},
        widget=forms.TextInput(
            attrs={
                "placeholder": "7KQM-2FXD-9P",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_r(self) -> str:
        """Refuse a reference whose check sign is wrong."""
        reference = parse(self.cleaned_data["r"])
        if reference is None:
            raise forms.ValidationError(WRONG_REFERENCE)
        return reference


class FingerprintForm(CrispyForm):
    """The SHA-256 of the file, for those who can compute it."""

    sha256 = forms.CharField(
        label="Empreinte SHA-256 du fichier",
        max_length=200,
        error_messages={"required": "Collez l’empreinte SHA-256 du fichier."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_sha256(self) -> str:
        """Refuse what is no SHA-256; spaces between groups are fine."""
        typed = "".join(self.cleaned_data["sha256"].lower().split())
        if len(typed) != 64 or not set(typed) <= _HEX:
            raise forms.ValidationError(WRONG_SHA256.format(count=len(typed)))
        return typed


class FileForm(CrispyForm):
    """The file itself: read once to compute its fingerprint, kept nowhere."""

    file = forms.FileField(
        label="Fichier PDF",
        allow_empty_file=True,
        error_messages={"required": "Choisissez le fichier à vérifier."},
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file over the limit."""
        file: Any = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            size = f"{file.size / 1024 / 1024:.1f}".replace(".", ",")
            raise forms.ValidationError(TOO_BIG.format(size=size))
        return file

    def content(self) -> bytes:
        """Return the bytes of the given file."""
        return b"".join(self.cleaned_data["file"].chunks())

    def fingerprint(self) -> str:
        """Return the SHA-256 of the given file."""
        digest = hashlib.sha256()
        for chunk in self.cleaned_data["file"].chunks():
            digest.update(chunk)
        return digest.hexdigest()


class NamesForm(CrispyForm):
    """Whoever signed asks for the sealed copy, and with it the names."""

    reference = forms.CharField(
        label="Référence imprimée en bas de page",
        max_length=40,
        error_messages={"required": "Écrivez la référence imprimée en bas de page."},
        widget=forms.TextInput(
            attrs={
                "placeholder": "7KQM-2FXD-9P",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    email = forms.EmailField(
        label="Votre adresse électronique, celle que le lycée connaît",
        error_messages={
            "required": "Écrivez l’adresse où vous avez reçu le document à signer.",
            "invalid": "Cette adresse n’est pas lisible\u00a0: écrivez-la comme nom@exemple.fr.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_reference(self) -> str:
        """Refuse a reference whose check sign is wrong."""
        reference = parse(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError(WRONG_REFERENCE)
        return reference
