"""What awaits somebody, and what a visit opens."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from nrc_platform.people.access import Viewer
from nrc_platform.signatures.models import (
    LinkSession,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.states import (
    RequestState,
    SignerState,
)

# Asked, and not answered for good: a correction asked for does not take the pen away.
ASKED = (SignerState.INVITED, SignerState.OPENED, SignerState.CHANGE_REQUESTED)


def asked_signers(user: Viewer) -> QuerySet[Signer]:
    """Return what awaits the signature of an account, the most urgent first. One query."""
    if not user.is_authenticated:
        return Signer.objects.none()
    rows = Signer.objects.filter(
        user=user.pk, state__in=ASKED, request__state=RequestState.OPEN
    ).select_related("request__school", "request__document")
    return rows.order_by("request__due_at", "request__opened_at", "pk")


def companions(session: LinkSession) -> QuerySet[Signer]:
    """
    Return the rows that a visit by link opens: its own, and those of the same person.

    The same name at the same address in the same school: the code went to that address. What was
    signed in this very visit stays in the list. One query.
    """
    link = session.link
    same = Q(
        user__isnull=True,
        name=link.name,
        email__iexact=link.email,
        request__school=link.school_id,
    )
    here = Q(state=SignerState.SIGNED, signed_at__gte=session.created_at)
    rows = Signer.objects.filter(
        Q(pk=link.signer_id) | (same & (Q(state__in=ASKED) | here)),
        state__in=(*ASKED, SignerState.SIGNED),
    )
    return rows.select_related("request__school", "request__document").order_by(
        "request__opened_at", "pk"
    )


def account_signers(user: Viewer, ids: Iterable[UUID]) -> list[Signer]:
    """Return those rows of that account: asked, still to be asked, or signed. One query."""
    if not user.is_authenticated:
        return []
    states = (SignerState.WAITING, *ASKED, SignerState.SIGNED)
    rows = Signer.objects.filter(user=user.pk, pk__in=list(ids), state__in=states)
    return list(
        rows.select_related("request__school", "request__document").order_by(
            "request__due_at", "request__opened_at", "pk"
        )
    )


def relay_of(signer: Signer) -> list[Signer]:
    """Return who signs the same thing, in order, replaced ones left out. One query."""
    return list(signer.request.signers.standing().order_by("rank", "created_at", "pk"))


def signed_counts(request: SigningRequest) -> tuple[int, int]:
    """Return how many have signed, and how many sign, nobody named. One query."""
    states = list(request.signers.standing().values_list("state", flat=True))
    return states.count(SignerState.SIGNED), len(states)
