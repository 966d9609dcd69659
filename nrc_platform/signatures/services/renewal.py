"""A dead link sends another to the address the school knows, and says nothing."""

from datetime import timedelta

from nrc_platform.core import clock
from nrc_platform.journal.moves import service
from nrc_platform.signatures.mails import CopyReady, LinkRenewed
from nrc_platform.signatures.models import AccessLink, SigningRequest
from nrc_platform.signatures.services.circuit import fresh_link, invitation, write_to
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.services.links import find_dead_link
from nrc_platform.signatures.states import AWAITED, Event, RequestState, SignerState

PACE = timedelta(minutes=10)


@service
def renew_link(token: str) -> bool:
    """
    Send a new link to the known address of a dead one's signer; return whether one left.

    - to nobody else, whoever asks; the page says the same whatever happened;
    - one in ten minutes; a person replaced, refused or whose round ended gets none.
    """
    dead = find_dead_link(token)
    if dead is None or dead.signer is None:
        return False
    request = SigningRequest.objects.select_for_update(of=("self",)).get(signers=dead.signer)
    signer = request.signers.select_related("user").get(pk=dead.signer.pk)
    waits = request.state == RequestState.OPEN and signer.state in AWAITED
    reads = request.state == RequestState.COMPLETE and signer.state == SignerState.SIGNED
    if not (waits or reads) or signer.state == SignerState.WAITING:
        return False
    recent = AccessLink.objects.filter(signer=signer, created_at__gt=clock.now() - PACE)
    if recent.exists():
        return False
    facts, link = invitation(signer, request), fresh_link(signer, request, actor=None)
    if not link:
        return False
    note(request, Event.LINK_ROTATED, signer=signer, machine=True)
    mail = (LinkRenewed if waits else CopyReady)(facts, link)
    return write_to(signer, request, mail) is not None
