"""Signers who were asked to sign, with their document, for the tests of reminders."""

from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.test import TestCase

from nrc_platform.core import clock
from nrc_platform.documents.models import Standing
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import Capacity
from tests.documents.factories import DocumentFactory
from tests.signatures.rounds import open_round

MARC = SignerSpec(Capacity.HOST_SIGNATORY, 1, "Marc Tessier", email="marc@hygial.example")
NADIA = SignerSpec(Capacity.HOST_TUTOR, 1, "Nadia Lambert", email="nadia@hygial.example")


def ask_to_sign(
    school: School, actor: User, *people: SignerSpec, due_in: int | None = 30, **fields: Any
) -> SigningRequest:
    """Open a round whose document is ready: those people are invited."""
    due_at = clock.now() + timedelta(days=due_in) if due_in is not None else None
    row = open_round(school, actor, people or (MARC,), due_at=due_at, **fields)
    document = DocumentFactory(
        school=school, promotion=None, standing=Standing.PRESENTED, certificate_sha256="c" * 64
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.present(row, document)
    return SigningRequest.objects.get(pk=row.pk)


def only_signer(row: SigningRequest) -> Signer:
    """Return the one signer of a round."""
    return row.signers.standing().get()


def morning(now: datetime) -> int:
    """Send the reminders of that morning, and hand the mails over."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return services.remind_due(now)


def subjects() -> list[str]:
    """Return the subjects of the mails handed over so far."""
    return [each.subject for each in mail.outbox]
