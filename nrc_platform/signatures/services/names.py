"""A party who holds a sealed file asks for its names: a link leaves for the known address."""

from nrc_platform.core import clock
from nrc_platform.documents.services import check_reference
from nrc_platform.journal.moves import service
from nrc_platform.signatures.mails import CopyReady
from nrc_platform.signatures.models import AccessLink, Signer, SigningRequest
from nrc_platform.signatures.services.circuit import fresh_link, invitation, write_to
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.services.renewal import PACE
from nrc_platform.signatures.states import Event, RequestState, SignerState


@service
def send_copy_link(reference: str, email: str) -> bool:
    """
    Send the link of the sealed copy to a party of a printed reference; return whether one left.

    - to the address the school knows, and only when it is the one given;
    - to whoever signed and has no account: the others sign in;
    - one in ten minutes; the page says the same whatever happened.
    """
    signs = check_reference(reference)
    if not signs or not email.strip():
        return False
    found = Signer.objects.filter(
        request__state=RequestState.COMPLETE,
        request__final__reference=signs,
        state=SignerState.SIGNED,
        user__isnull=True,
        email__iexact=email.strip(),
    )
    known = found.order_by("-request__round", "pk").first()
    if known is None:
        return False
    rows = SigningRequest.objects.select_for_update(of=("self",)).select_related("school")
    request = rows.get(pk=known.request_id)
    signer = request.signers.get(pk=known.pk)
    recent = AccessLink.objects.filter(signer=signer, created_at__gt=clock.now() - PACE)
    if recent.exists():
        return False
    link = fresh_link(signer, request, actor=None)
    note(request, Event.LINK_ROTATED, signer=signer, machine=True)
    return write_to(signer, request, CopyReady(invitation(signer, request), link)) is not None
