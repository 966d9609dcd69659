"""What awaits a person's signature, whatever their role."""

from collections.abc import Iterator

from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.core.todo import LATE, LATER, WEEK, WEEK_DAYS, TodoFact, before, names, plural
from nrc_platform.people.access import Viewer
from nrc_platform.signatures.models import Signer
from nrc_platform.signatures.selectors import asked_signers


def signing_lines(user: Viewer) -> Iterator[TodoFact]:
    """Say how many documents await the person's signature, the most urgent first. One query."""
    rows = list(asked_signers(user))
    if rows:
        due = rows[0].request.due_at
        yield TodoFact(
            count=len(rows),
            phrase=f"document{plural(rows)} à signer",
            detail=names(row.request.label or row.request.title for row in rows),
            due=before(due) if due else "",
            url=reverse("web:sign", args=[rows[0].pk])
            if len(rows) == 1
            else reverse("web:signatures"),
            verb="Signer",
            group=_group(rows[0]),
            sort_on=due,
        )


def _group(row: Signer) -> str:
    due = row.request.due_at
    if due is None:
        return WEEK
    left = (due - clock.now()).days
    return LATE if due < clock.now() else WEEK if left <= WEEK_DAYS else LATER
