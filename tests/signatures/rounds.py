"""A round as the owner of an act opens it."""

import uuid
from collections.abc import Sequence
from typing import Any

from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import Capacity
from tests.documents.factories import DocumentFactory

FACTS = {"company": "Hygial", "hours": "210"}
PARTIES = (
    SignerSpec(Capacity.STUDENT, 1, "Alice Aubry", email="alice@ecole.example"),
    SignerSpec(Capacity.HOST_SIGNATORY, 2, "Marc Tessier", email="marc@hygial.example"),
    SignerSpec(Capacity.HOST_TUTOR, 2, "Nadia Lambert", email="nadia@hygial.example"),
    SignerSpec(Capacity.REFERENT, 3, "Bob Besson", email="bob@ecole.example"),
    SignerSpec(Capacity.SCHOOL_HEAD, 4, "Hélène Huguet", email="helene@ecole.example"),
)


def open_round(
    school: School, actor: User, signers: Sequence[SignerSpec] = PARTIES, **fields: Any
) -> SigningRequest:
    """Open a round among those people."""
    given: dict[str, Any] = {
        "kind": "tests.paper",
        "subject_id": uuid.uuid4(),
        "title": "Convention CV-27-0001",
        "facts": FACTS,
        "template": "convention@1",
    }
    return services.open_request(school=school, signers=signers, actor=actor, **given | fields)


def signer_of(request: SigningRequest, capacity: str) -> Signer:
    """Return who signs in that capacity."""
    return next(row for row in request.signers.standing() if capacity in row.capacities)


def present(request: SigningRequest, **fields: Any) -> SigningRequest:
    """Give the round its sealed document, as the worker does; the first signers are asked."""
    document = DocumentFactory(
        presented=True, school=request.school, student=None, promotion=None, **fields
    )
    return services.present(request, document)


def complete(request: SigningRequest) -> SigningRequest:
    """Close a round that all have signed on a sealed file, as the worker does."""
    document = DocumentFactory(final=True, school=request.school, student=None, promotion=None)
    return services.complete_request(request, document)
