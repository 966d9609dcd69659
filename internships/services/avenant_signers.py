"""Who signs an avenant: the parties who signed the convention."""

from dataclasses import replace
from datetime import date

from internships.models import Convention
from internships.selectors.printed import CONVENTION
from internships.selectors.signers import signers_of
from nrc_platform.core.errors import DomainError
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import Capacity, RequestState, SignerState

_NO_ROUND = (
    "Les signatures de la convention ne se retrouvent pas\u00a0: un avenant est signé par celles "
    "et ceux qui l’ont signée. Prévenez l’administration de la plateforme."
)
_NO_HEAD = (
    "L’établissement n’a pas de chef enregistré aujourd’hui\u00a0: faites-le désigner, puis "
    "envoyez l’avenant."
)


def signers_of_avenant(convention: Convention, *, on: date) -> list[SignerSpec]:
    """
    Return who signs an avenant sent on that day: the original parties of the convention.

    - the persons of the company and the referent who signed it, even if the avenant replaces them;
    - the student, or those who answer for a minor, as of that day;
    - the head of that day, who stands for the school; the line says whom they follow.
    """
    done = SigningRequest.objects.about(CONVENTION, convention.pk)
    held = done.filter(state=RequestState.COMPLETE).first()
    if held is None:
        raise DomainError(_NO_ROUND, code="no_round")
    signed = list(held.signers.filter(state=SignerState.SIGNED).select_related("user"))
    today = signers_of(convention, on=on)
    found = [each for each in today if each.capacity in (Capacity.STUDENT, Capacity.LEGAL_REP)]
    found += [
        _again(row, capacity)
        for row in signed
        for capacity in (Capacity.HOST_SIGNATORY, Capacity.HOST_TUTOR, Capacity.REFERENT)
        if capacity in row.capacities
    ]
    head = next((each for each in today if each.capacity == Capacity.SCHOOL_HEAD), None)
    if head is None:
        raise DomainError(_NO_HEAD, code="no_head")
    former = next((row for row in signed if Capacity.SCHOOL_HEAD in row.capacities), None)
    return [*found, _succeeding(head, former)]


def _again(row: Signer, capacity: str) -> SignerSpec:
    return SignerSpec(
        capacity=capacity,
        rank=row.rank,
        name=row.name,
        quality=row.quality,
        organisation=row.organisation,
        email=row.email,
        phone=row.phone,
        user=row.user,
        address_source=row.address_source,
    )


def _succeeding(head: SignerSpec, former: Signer | None) -> SignerSpec:
    """Return the head of the day, whose line says whom they follow."""
    if former is None or head.user == former.user:
        return head
    source = f"{head.address_source}, à la suite de {former.name}"
    return replace(head, address_source=source[:160])
