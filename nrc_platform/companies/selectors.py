"""Page-shaped reads of companies."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, QuerySet

from nrc_platform.companies.access import visible_companies, visible_notes
from nrc_platform.companies.facts import (
    WORDS,
    CompanyFacts,
    DuplicatePair,
    Lookalike,
    OfficeTodo,
    SavedView,
    TimelineLine,
)
from nrc_platform.companies.models import Company, Contact, Site
from nrc_platform.companies.rules import (
    Likeness,
    alike_pairs,
    company_findings,
    likeness_reason,
)
from nrc_platform.companies.states import CompanyState
from nrc_platform.journal.selectors import history
from nrc_platform.people.access import Viewer, open_grants
from nrc_platform.people.models import School, User
from nrc_platform.people.states import Role

_COMPARED = ("id", "siret", "legal_name", "display_name", "postal_code")
_KEPT_FILTERS = ("search", "clientele", "tri")
MAX_LOOKALIKES = 5
LIST_VIEWS = (
    ("", "Toutes"),
    (CompanyState.UNVERIFIED, "À vérifier"),
    (CompanyState.VERIFIED, "Vérifiées"),
)


def listed_companies(user: Viewer) -> QuerySet[Company]:
    """Return the companies in use that the person may see, with their contacts counted."""
    return (
        visible_companies(user)
        .exclude(state=CompanyState.MERGED)
        .select_related("created_by")
        .annotate(contact_count=Count("contacts", distinct=True))
    )


def state_counts(user: Viewer) -> dict[str, int]:
    """Return the number of companies in use by state. One query."""
    rows = (
        visible_companies(user)
        .exclude(state=CompanyState.MERGED)
        .order_by()
        .values("state")
        .annotate(n=Count("id"))
        .values_list("state", "n")
    )
    return dict(rows)


def writing_schools(user: Viewer) -> QuerySet[School]:
    """Return the schools where the person may add a company. One query."""
    grants = open_grants(user).filter(role__in=[Role.STUDENT, Role.TEACHER, Role.OFFICE])
    return School.objects.filter(pk__in=grants.order_by().values("school_id"))


def company_with_siret(school: School, siret: str) -> Company | None:
    """Return the company that stands for that SIRET in the school, after merges."""
    found = Company.objects.filter(school=school, siret=siret).first() if siret else None
    return found.canonical if found else None


def _likeness_of(company: Company) -> Likeness:
    return Likeness(**{name: getattr(company, name) for name in _COMPARED})


def lookalikes(school: School | UUID, subject: Likeness) -> list[Lookalike]:
    """Return the companies of the school that may be the same, at most five. One query."""
    rows = Company.objects.in_use().filter(school=school)
    if subject.id:
        rows = rows.exclude(pk=subject.id)
    found = []
    for company in rows.order_by("legal_name", "id"):
        reason = likeness_reason(subject, _likeness_of(company))
        if reason:
            found.append(Lookalike(company, reason))
    return found[:MAX_LOOKALIKES]


def lookalikes_of(
    school: School, values: Mapping[str, Any], *, but: UUID | None = None
) -> list[Lookalike]:
    """Return the companies of the school that a form about to be saved may repeat. One query."""
    typed = {name: values[name] for name in _COMPARED if name != "id"}
    return lookalikes(school, Likeness(id=but, **typed))


def absorbed_by(company: Company) -> list[Company]:
    """Return the records merged into this one, those merged into them included. One query."""
    merged = Company.objects.filter(school=company.school_id, state=CompanyState.MERGED)
    into: dict[UUID | None, list[Company]] = {}
    for row in merged.order_by("legal_name", "id"):
        into.setdefault(row.merged_into_id, []).append(row)
    found: list[Company] = []
    queue = [company.pk]
    while queue:
        rows = into.get(queue.pop(), [])
        found.extend(rows)
        queue.extend(row.pk for row in rows)
    return found


def _timeline(company: Company) -> list[TimelineLine]:
    lines = [line for line in history(company) if line.kind in WORDS]
    names = User.objects.in_bulk({line.actor_id for line in lines if line.actor_id})
    return [
        TimelineLine(
            at=line.at,
            who=str(names.get(line.actor_id, "La plateforme")),
            what=WORDS[line.kind],
            quote=str(line.data.get("reason", "")),
            state="done" if line.kind.endswith(".verify") else "",
        )
        for line in lines
    ]


def company_facts(company: Company, *, user: Viewer) -> CompanyFacts:
    """Return a company's page. Ten queries at most, whatever it holds."""
    absorbed = absorbed_by(company)
    ids = [company.pk, *(row.pk for row in absorbed)]
    contacts = Contact.objects.filter(company__in=ids).select_related("site", "company")
    in_use = company.state != CompanyState.MERGED
    return CompanyFacts(
        company=company,
        survivor=None if in_use else company.canonical,
        contacts=list(contacts.order_by("kind", "last_name", "first_name", "id")),
        sites=list(Site.objects.filter(company__in=ids).order_by("label", "id")),
        notes=list(visible_notes(user).filter(company__in=ids).select_related("author")),
        absorbed=absorbed,
        lookalikes=lookalikes(company.school_id, _likeness_of(company)) if in_use else [],
        findings=company_findings(company) if in_use else [],
        history=_timeline(company),
    )


def _pairs(companies: Iterable[Company]) -> list[DuplicatePair]:
    by_id = {company.pk: company for company in companies}
    pairs = alike_pairs([_likeness_of(company) for company in by_id.values()])
    return [
        DuplicatePair(by_id[one.id], by_id[other.id], reason)
        for one, other, reason in pairs
        if one.id and other.id and by_id[one.id].school_id == by_id[other.id].school_id
    ]


def office_todo(user: Viewer) -> OfficeTodo:
    """Return the companies that wait for a check, and those that may be one. One query."""
    grants = open_grants(user).filter(role__in=[Role.TEACHER, Role.OFFICE])
    rows = (
        Company.objects.in_use()
        .filter(school_id__in=grants.order_by().values("school_id"))
        .order_by("created_at", "id")
    )
    companies = list(rows)
    return OfficeTodo(
        to_verify=[row for row in companies if row.state == CompanyState.UNVERIFIED],
        duplicates=_pairs(companies),
    )


def merge_targets(company: Company, typed: str) -> QuerySet[Company]:
    """Return the companies of the same school into which this one may be merged. One query."""
    rows = Company.objects.in_use().filter(school_id=company.school_id).exclude(pk=company.pk)
    return rows.search(typed).order_by("legal_name", "id")


def list_views(user: Viewer, asked: Mapping[str, str]) -> list[SavedView]:
    """Return the saved views of the list with their counts; other filters stay. One query."""
    counts = state_counts(user)
    shown = asked.get("state", "")
    views = []
    for state, label in LIST_VIEWS:
        query = {name: asked[name] for name in _KEPT_FILTERS if asked.get(name)}
        if state:
            query["state"] = str(state)
        count = counts.get(state, 0) if state else sum(counts.values())
        views.append(SavedView(label, count, f"?{urlencode(query)}", state == shown))
    return views
