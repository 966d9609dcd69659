"""What the machine does at night: end the conventions that nobody finished in time."""

import logging
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from curriculum.selectors.rules import rule_value
from internships.mails import ConventionExpired, tell
from internships.models import Convention, Internship, Terms
from internships.selectors.parties import facts_of, followers_of, last_round, students_of
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs.handlers import Finish, Run, handler
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.states import RequestState

logger = logging.getLogger(__name__)
EXPIRES_AFTER = "convention.expires_after_days"
COMPANY_CHECK = "internships.company_check"
WHY = "La convention a expiré."


def stop(
    convention: Convention, move: str, *, actor: User | None, reason: str, **fields: Any
) -> Convention:
    """
    End a convention within the service under way: its round, its link, its place in the period.

    A student whose convention is stopped may begin another for the same period.
    """
    held = last_round(convention)
    if held is not None and held.state == RequestState.OPEN:
        signatures.void_request(held, actor=actor, reason=reason)
    signatures.revoke_links(COMPANY_CHECK, convention.pk, reason=reason[:300], actor=actor)
    ended = moves.apply(
        convention, move, actor=actor, reason=reason, state_since=clock.now(), **fields
    )
    Internship.objects.filter(convention=ended, settled_at__isnull=True).update(
        settled_at=clock.now()
    )
    return ended


def expired_on(day: date) -> list[Convention]:
    """
    Return the unsigned conventions whose time is over on that day.

    - the stage was to begin more than so many days before (a dated rule, by school);
    - or the class is over.
    """
    rows = Convention.objects.unsigned()
    over = rows.filter(pk__in=_of_finished_classes(day))
    late = [
        row
        for school, days in _delays(rows, day).items()
        for row in rows.filter(school=school, pk__in=_planned_before(day - timedelta(days=days)))
    ]
    found = {row.pk: row for row in (*over, *late)}
    return sorted(found.values(), key=lambda row: (row.created_at, row.pk))


def _of_finished_classes(day: date) -> QuerySet[Any, Any]:
    rows = Internship.objects.filter(promotion__ends_on__lt=day)
    return rows.order_by().values("convention_id")


def _planned_before(day: date) -> QuerySet[Any, Any]:
    rows = Terms.objects.filter(avenant__isnull=True, starts_on__lt=day)
    return rows.order_by().values("convention_id")


def _delays(rows: QuerySet[Convention], day: date) -> dict[School, int]:
    """Return the delay of each school that has unsigned conventions."""
    schools = School.objects.filter(pk__in=rows.order_by().values("school_id"))
    return {school: int(rule_value(EXPIRES_AFTER, school=school, on=day)) for school in schools}


@service
def expire_convention(convention: Convention) -> Convention:
    """End one convention that nobody finished, and say so to its students and its referent."""
    ended = stop(convention, "expire", actor=None, reason=WHY)
    facts = facts_of(ended)
    people = [*students_of(ended), *followers_of(ended)]
    tell(ended, people, lambda _known: ConventionExpired(facts), actor=None)
    return ended


def expire_late(on: date | None = None) -> int:
    """
    End every convention whose time is over; return how many.

    One transaction each: one that is being signed at that very moment stops nobody else's.
    """
    ended = 0
    for row in expired_on(on or clock.today()):
        try:
            expire_convention(row)
        except DomainError as refusal:
            logger.warning("expiry: %s stays: %s", row.pk, refusal.code)
        else:
            ended += 1
    return ended


@handler
def expire_conventions(run: Run) -> Finish | None:
    """Do so for all schools, once a night; doing it again finds nothing."""
    run.progress(0, 1)
    count = expire_late()

    def finish() -> dict[str, str] | None:
        return {"expired": str(count)}

    return finish
