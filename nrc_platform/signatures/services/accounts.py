"""The second factor of whoever signs with an account: a code by e-mail, as through a link."""

from datetime import timedelta

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.journal.moves import service
from nrc_platform.people.models import User
from nrc_platform.signatures.models import AccessLink, Signer
from nrc_platform.signatures.services.links import issue_link
from nrc_platform.signatures.services.online import ACCOUNT, NOT_YOURS

ACCOUNT_LIFE = timedelta(hours=12)
NO_ADDRESS = (
    "Votre compte n’a pas d’adresse électronique\u00a0: le code ne peut pas partir. Demandez au "
    "lycée de l’ajouter, ou signez sur papier."
)


def find_account_link(user: User) -> AccessLink | None:
    """Return what an account's codes are counted on, while it lives; nothing is written."""
    links = AccessLink.objects.live().about(ACCOUNT, user.pk)
    return links.filter(email__iexact=user.email or "").select_related("school").first()


@service
def account_link(user: User) -> AccessLink:
    """
    Return what the codes of an account are counted on, made when there is none.

    - nobody knows its token, which is thrown away: the account itself is what leads there;
    - it lasts half a day, and changes with the address of the account;
    - a new one forgets how many codes left for the former; those to the address still count.
    """
    found = find_account_link(user)
    if found is not None:
        return found
    asked = Signer.objects.filter(user=user).select_related("request__school")
    last = asked.order_by("-created_at", "pk").first()
    if last is None:
        raise DomainError(NOT_YOURS, code="not_a_signer")
    if not user.email:
        raise DomainError(NO_ADDRESS, code="no_address")
    link, _token = issue_link(
        purpose=ACCOUNT,
        subject_id=user.pk,
        school=last.request.school,
        name=str(user),
        email=user.email,
        expires_at=clock.now() + ACCOUNT_LIFE,
        actor=None,
    )
    return link
