"""A convention signed on paper by its five parties, as people do it, for the tests."""

from datetime import date
from typing import Any

from internships.jobs.concluding import conclude
from internships.models import Convention
from internships.services import send_convention, signing
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import RequestState
from tests.documents.factories import DocumentFactory
from tests.internships.acts import make_convention
from tests.internships.life import PDF

CONVENTION, AVENANT, ATTESTATION = (
    "internships.convention",
    "internships.avenant",
    "internships.attestation",
)


def round_of(subject: Any, kind: str = CONVENTION) -> SigningRequest:
    """Return the last round of what is signed."""
    found = SigningRequest.objects.about(kind, subject.pk).first()
    assert found is not None
    return found


def record(signer: Signer, *, actor: User, **more: Any) -> Signer:
    """Record the paper of one signer."""
    given: dict[str, Any] = {
        "scan": PDF,
        "filename": "page signée.pdf",
        "signed_on": clock.today(),
        **more,
    }
    return signing.record_paper_signature(signer, actor=actor, **given)


def sign_all(subject: Any, kind: str = CONVENTION, *, actor: User, **more: Any) -> None:
    """Record the papers of all who are still awaited, then seal as the worker does."""
    for signer in round_of(subject, kind).signers.awaited():
        record(signer, actor=actor, **more)
    seal_round(subject, kind)


def seal_round(subject: Any, kind: str = CONVENTION) -> None:
    """
    Conclude a round that all have signed, on bytes that stand for its sealed file.

    Where jobs run at once, in tests that commit, the worker has sealed the real one already.
    """
    request = round_of(subject, kind)
    if request.state == RequestState.COMPLETE:
        return
    document = DocumentFactory(
        final=True,
        school=request.school,
        kind=kind,
        key=f"{kind}:{subject.pk}:final",
        student=None,
        promotion=None,
        source_kind=kind,
        source_id=subject.pk,
    )
    conclude(request, document)


def signer_in(subject: Any, capacity: str, kind: str = CONVENTION) -> Signer:
    """Return who signs in that capacity, whoever they replaced."""
    rows = round_of(subject, kind).signers.standing()
    return next(row for row in rows if capacity in row.capacities)


def sent_convention(
    student: User, promotion: Promotion, *, actor: User, **more: Any
) -> Convention:
    """Make a student's convention and send it to be signed."""
    student.birth_date = date(2006, 3, 14)
    student.save()
    row = make_convention(student, promotion, teacher_review=True, referent=actor, **more)
    return send_convention(row, actor=actor)


def signed_convention(
    student: User, promotion: Promotion, *, actor: User, **more: Any
) -> Convention:
    """Make a student's convention, signed on paper by all."""
    row = sent_convention(student, promotion, actor=actor, **more)
    sign_all(row, actor=actor)
    return Convention.objects.with_people().get(pk=row.pk)
