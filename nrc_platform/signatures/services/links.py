"""Links that open one act without an account: drawn, found, taken back."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.rows import insert
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import School, User
from nrc_platform.signatures.access import can_issue_link
from nrc_platform.signatures.models import (
    AccessLink,
    AccessLinkQuerySet,
    Challenge,
    LinkSession,
    Signer,
)
from nrc_platform.signatures.services import tokens

NEWER = "Un lien plus récent le remplace."


@service
def issue_link(
    *,
    purpose: str,
    subject_id: UUID,
    school: School,
    name: str,
    email: str,
    expires_at: datetime,
    actor: User | None,
    signer: Signer | None = None,
) -> tuple[AccessLink, str]:
    """
    Make the link to an act, and return it with its token: put that in the mail, nowhere else.

    The former link to the same act opens nothing more.
    """
    require(actor is None or can_issue_link(actor, school))
    former = AccessLink.objects.about(purpose, subject_id).select_for_update(of=("self",))
    last = former.first()
    revoke(former, reason=NEWER, actor=actor)
    token = tokens.draw_token()
    link = insert(
        AccessLink(
            school=school,
            purpose=purpose,
            subject_id=subject_id,
            signer=signer,
            name=name,
            email=email,
            token_hmac=tokens.hashed("link", token),
            key_id=tokens.key_id(),
            generation=last.generation + 1 if last else 1,
            expires_at=expires_at,
        )
    )
    _trace("issue", link, actor)
    return link, token


@service
def revoke_links(purpose: str, subject_id: UUID, *, reason: str, actor: User | None) -> int:
    """Take back the link to an act, its code and its visits; return how many were live."""
    links = AccessLink.objects.about(purpose, subject_id).select_for_update(of=("self",))
    return revoke(links, reason=reason, actor=actor)


def revoke(links: AccessLinkQuerySet, *, reason: str, actor: User | None) -> int:
    """Take back those links within the service under way: no code, no visit outlives them."""
    now = clock.now()
    live = list(links.filter(revoked_at__isnull=True))
    AccessLink.objects.filter(pk__in=[link.pk for link in live]).update(
        revoked_at=now, revoked_reason=reason[:300]
    )
    Challenge.objects.filter(
        link__in=live, consumed_at__isnull=True, superseded_at__isnull=True
    ).update(superseded_at=now)
    LinkSession.objects.filter(link__in=live, ended_at__isnull=True).update(ended_at=now)
    for link in live:
        _trace("revoke", link, actor)
    return len(live)


def find_link(token: str) -> AccessLink | None:
    """
    Return the live link of a token; a dead one and an unknown one look the same.

    The database compares keyed hashes: how long it takes says nothing about the token.
    """
    wanted = tokens.hashed("link", token)
    link = AccessLink.objects.live().select_related("school").filter(token_hmac=wanted).first()
    return link if link is not None and tokens.is_same(link.token_hmac, wanted) else None


def find_dead_link(token: str) -> AccessLink | None:
    """Return the dead link of a token, to send another to the same person; nothing else."""
    wanted = tokens.hashed("link", token)
    link = AccessLink.objects.select_related("school").filter(token_hmac=wanted).first()
    return link if link is not None and not link.is_live else None


def link_path(token: str) -> str:
    """Return the address of a link, for the secrets of the mail that carries it."""
    return reverse("web:link", args=[token])


def _trace(kind: str, link: AccessLink, actor: User | None) -> None:
    record(
        f"signatures.accesslink.{kind}",
        actor=actor,
        about=link,
        school_id=link.school_id,
        data={
            "purpose": link.purpose,
            "subject": str(link.subject_id),
            "generation": link.generation,
        },
    )
