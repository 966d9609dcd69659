"""A person on the signing page: the visit their code opened, and what they give."""

from typing import Any

from nrc_platform.core import clock
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import OnlineSignature, Origin, Recorded
from nrc_platform.signatures.models import AccessLink, LinkSession, Signer
from nrc_platform.signatures.rules import consent_of
from tests.signatures.factories import AccessLinkFactory, LinkSessionFactory
from tests.signatures.links import make_link

ORIGIN = Origin(ip="192.0.2.7", user_agent="Mozilla/5.0 (Android 15)")


def visit_of(signer: Signer, **fields: Any) -> LinkSession:
    """Return a visit just opened by a code of the signer's own link."""
    link = AccessLink.objects.filter(signer=signer, revoked_at__isnull=True).first()
    if link is None:
        link, _token = make_link(
            signer.request.school,
            purpose=services.SIGN,
            subject_id=signer.pk,
            signer=signer,
            name=signer.name,
            email=signer.email,
        )
    session: LinkSession = LinkSessionFactory(link=link, **fields)
    return session


def account_visit(user: User, school: School) -> LinkSession:
    """Return a visit just opened by the code of an account."""
    link = AccessLinkFactory(
        purpose=services.ACCOUNT,
        subject_id=user.pk,
        school=school,
        name=str(user),
        email=user.email,
    )
    session: LinkSession = LinkSessionFactory(link=link, verified_at=clock.now())
    return session


def given_by(signer: Signer, **changes: Any) -> OnlineSignature:
    """Return what the page sends when that signer signs what was shown."""
    request = signer.request
    fields: dict[str, Any] = {
        "document_sha256": request.document.blob_id if request.document else "",
        "consent_sha256": consent_of(signer, request, request.school.name).sha256,
        "typed_name": signer.name,
        "button": "Signer la convention",
    }
    return OnlineSignature(**fields | changes)


def sign(signer: Signer, session: LinkSession | None = None, **changes: Any) -> Recorded:
    """Have the signer sign online."""
    row = Signer.objects.select_related("request__school", "request__document").get(pk=signer.pk)
    return services.sign_online(
        row, session=session or visit_of(row), given=given_by(row, **changes), origin=ORIGIN
    )
