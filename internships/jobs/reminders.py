"""What the machine does in the morning: remind signers, and hand back the rounds they let pass."""

from django.utils import timezone

from internships.jobs.concluding import convention_id_of
from internships.mails import SignatureOverdue, tell
from internships.models import Convention
from internships.selectors.parties import facts_of, followers_of
from nrc_platform.core import clock
from nrc_platform.jobs import services as jobs
from nrc_platform.jobs.handlers import Finish, Run, handler
from nrc_platform.people.models import RoleGrant, User
from nrc_platform.people.states import Role
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.selectors import ASKED, overdue_requests

# Filed in the morning, it may run late: nobody is written to in the evening nor at night.
QUIET_FROM, QUIET_UNTIL = 20, 8


def is_quiet() -> bool:
    """Return whether people are left alone at this hour of the school's day."""
    hour = timezone.localtime(clock.now()).hour
    return hour < QUIET_UNTIL or hour >= QUIET_FROM


@handler
def remind_signers(run: Run) -> Finish | None:
    """
    Remind all who are asked to sign, then tell the school of the rounds whose last day is past.

    Doing it again the same day sends nothing more.
    """
    if is_quiet():
        return None
    run.progress(0, 1)
    sent = signatures.remind_due(clock.now())

    def finish() -> dict[str, str]:
        late = list(overdue_requests(clock.now()))
        for request in late:
            # Its key makes it once for each round, however many mornings pass.
            jobs.file(
                "internships.tell_overdue",
                key=f"overdue:{request.pk}",
                label=f"Signature en retard\u00a0: {request.title}",
                school_id=request.school_id,
                request=str(request.pk),
            )
        return {"sent": str(sent), "overdue": str(len(late))}

    return finish


@handler
def tell_overdue(run: Run, *, request: str) -> Finish:
    """Tell whoever follows the stage that the ball is theirs: who has not signed, what to do."""

    def finish() -> dict[str, str]:
        row = SigningRequest.objects.get(pk=request)
        missing = row.signers.filter(state__in=ASKED).order_by("rank", "pk")
        names = tuple(missing.values_list("name", flat=True))
        # A round that ended asks nobody any more.
        if not names:
            return {"told": "0"}
        convention = Convention.objects.with_people().get(pk=convention_id_of(row))
        mail = SignatureOverdue(facts_of(convention), what=row.label or row.title, missing=names)
        people = followers_of(convention) or _office_of(convention)
        return {"told": str(tell(convention, people, lambda _known: mail, actor=None))}

    return finish


def _office_of(convention: Convention) -> list[User]:
    grants = RoleGrant.objects.on(clock.today()).filter(
        role=Role.OFFICE, school=convention.school_id
    )
    return list(User.objects.filter(pk__in=grants.order_by().values("user_id"), is_active=True))
