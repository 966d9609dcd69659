"""Reads of the list of conventions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, QuerySet

from internships import access
from internships.facts.pages import ending
from internships.facts.words import counted
from internships.models import Convention, Terms
from internships.selectors.pages import CONVENTION
from internships.states import SIGNING, ConventionState
from nrc_platform.people.access import Viewer, current_enrolment
from nrc_platform.people.models import Promotion
from nrc_platform.signatures.models import Signer
from nrc_platform.signatures.states import RequestState, SignerState


@dataclass(frozen=True)
class ListRow:
    """A line of the list of conventions."""

    pk: UUID
    students: str
    classes: str
    number: str
    company: str
    starts_on: date | None
    ends_on: date | None
    state: str
    note: str
    mine: bool
    since: datetime | None
    signed: int
    signers: int


@dataclass(frozen=True)
class SavedView:
    """A saved view of the list, with its count."""

    label: str
    count: int
    url: str
    current: bool


_S = ConventionState
_VIEWS: tuple[tuple[str, str], ...] = (
    ("", "Toutes"),
    (_S.TEACHER_REVIEW, "À relire"),
    (_S.READY_TO_SIGN, "En signature"),
    (_S.SIGNED, "Signées"),
)
# How the other states are said of several conventions, when a link asks for one of them.
_OTHERS: dict[str, str] = {
    _S.DRAFT: "Brouillons",
    _S.COMPANY_CHECK: "Chez l’entreprise",
    _S.RETURNED: "À corriger",
    _S.CLOSED: "Closes",
    _S.REFUSED: "Refusées",
    _S.CANCELLED: "Annulées",
    _S.TERMINATED: "Rompues",
    _S.EXPIRED: "Expirées",
}


def saved_views(rows: QuerySet[Convention], asked: Mapping[str, str]) -> list[SavedView]:
    """Return the saved views of the list, the other filters kept. One query."""
    counts: Counter[str] = Counter()
    for state, number in rows.order_by().values_list("state").annotate(number=Count("pk")):
        counts[_S.READY_TO_SIGN if state in SIGNING else state] += number
    chosen = asked.get("state", "")
    chosen = _S.READY_TO_SIGN if chosen in SIGNING else chosen
    views = [*_VIEWS, *((chosen, label) for label in [_OTHERS.get(chosen)] if label)]
    lines = []
    for state, label in views:
        kept = {name: text for name, text in asked.items() if name not in {"page", "state"}}
        if state:
            kept["state"] = state
        number = counts[state] if state else sum(counts.values())
        lines.append(SavedView(label, number, f"?{urlencode(kept)}", chosen == state))
    return lines


def list_rows(conventions: Iterable[Convention], reader: Viewer) -> list[ListRow]:
    """Return the lines of those conventions, people loaded. Two queries whatever their number."""
    rows = list(conventions)
    keys = [row.pk for row in rows]
    agreed = {
        each.convention_id: each for each in Terms.objects.filter(convention__in=keys).agreed()
    }
    signed = _signatures(keys)
    return [_line(row, agreed.get(row.pk), signed.get(row.pk, (0, 0)), reader) for row in rows]


def _signatures(keys: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return how many signed, of how many, in the round that counts. One query."""
    rows = (
        Signer.objects.filter(
            request__kind=CONVENTION,
            request__subject_id__in=keys,
            request__state__in=[RequestState.OPEN, RequestState.COMPLETE],
        )
        .exclude(state=SignerState.REPLACED)
        .order_by()
        .values_list("request__subject_id", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[UUID, tuple[int, int]] = {}
    for subject, state, number in rows:
        signed, total = found.get(subject, (0, 0))
        done = number if state == SignerState.SIGNED else 0
        found[subject] = (signed + done, total + number)
    return found


def _line(row: Convention, terms: Any, signed: tuple[int, int], reader: Viewer) -> ListRow:
    internships = list(row.internships.all())
    return ListRow(
        pk=row.pk,
        students=", ".join(str(each.student) for each in internships),
        classes=", ".join(sorted({each.promotion.label for each in internships})),
        number=row.number,
        company=row.company.name if row.company else "",
        starts_on=terms.starts_on if terms else None,
        ends_on=terms.ends_on if terms else None,
        state=row.state,
        note=ending(row),
        mine=access.can_send_convention(reader, row),
        since=row.state_since,
        signed=signed[0],
        signers=signed[1],
    )


def list_words(user: Viewer, followed: Sequence[Promotion], found: int) -> dict[str, Any]:
    """Return what the head of the list says, and whether one may be begun there. One query."""
    drafts = any(access.can_draft_for_class(user, row) for row in followed)
    edited = [row.school_id for row in followed if access.can_edit_clauses(user, row.school)]
    return {
        "clauses_of": edited[0] if edited else "",
        "follows": bool(followed),
        "can_draft": drafts or current_enrolment(user) is not None,
        "result": counted(found, "convention", "conventions"),
    }
