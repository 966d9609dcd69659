"""A fiche frozen: what is written, what is printed, what changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson

from exams.models import Fiche, FicheVisit
from exams.rules import Actor, Annex, Code, FicheContent
from exams.states import Rubric

# Which fields of the content belong to which rubric, in official order.
RUBRIC_FIELDS: dict[Rubric, tuple[str, ...]] = {
    Rubric.COMPANY: ("company_name", "company_address", "company_activity"),
    Rubric.ACTORS: ("actors",),
    Rubric.OBJECT: ("object_text", "annexes"),
    Rubric.CONTEXT: ("context_text",),
    Rubric.GOALS: ("goals_text",),
    Rubric.CONDITIONS: ("took_place_on", "duration_minutes", "place", "conditions_text"),
    Rubric.STRATEGY: ("strategy_text",),
    Rubric.DIFFICULTIES: ("difficulties_text",),
    Rubric.RESULTS: ("results_text",),
    Rubric.CODES: ("competences", "savoirs"),
    Rubric.GENERAL: (
        "title",
        "kind",
        "lived",
        "is_oral",
        "is_real",
        "origin_kind",
        "origin_text",
    ),
}

PLAIN_FIELDS = (
    "title",
    "kind",
    "lived",
    "is_oral",
    "is_real",
    "origin_kind",
    "origin_text",
    "company_name",
    "company_address",
    "company_activity",
    "object_text",
    "context_text",
    "goals_text",
    "took_place_on",
    "duration_minutes",
    "place",
    "conditions_text",
    "strategy_text",
    "difficulties_text",
    "results_text",
)


@dataclass(frozen=True)
class FicheFacts:
    """A fiche as it is printed: heading, the nine rubrics, visa."""

    fiche: str
    session_year: int
    candidate: str
    candidate_number: str
    school: str
    promotion: str
    slot: int | None
    submission_number: int
    state: str
    content: FicheContent
    submitted_at: datetime | None = None
    visa_by: str = ""
    visa_at: datetime | None = None
    visa_remarks: str = ""
    reference: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape kept in a snapshot."""
        shape: dict[str, Any] = orjson.loads(orjson.dumps(asdict(self)))
        return shape

    @property
    def sha256(self) -> str:
        """Return the digest of the facts: same facts, same digest."""
        return digest(self.as_dict())


def digest(shape: Mapping[str, Any]) -> str:
    """Return the sha256 of a JSON shape, its keys sorted."""
    return hashlib.sha256(orjson.dumps(shape, option=orjson.OPT_SORT_KEYS)).hexdigest()


def content_of(fiche: Fiche) -> FicheContent:
    """Return what is written in a fiche loaded with its content: no query."""
    plain = {name: getattr(fiche, name) for name in PLAIN_FIELDS}
    return FicheContent(
        **plain,
        actors=tuple(
            Actor(actor.name, actor.capacity, actor.profile) for actor in fiche.actors.all()
        ),
        competences=tuple(
            Code(row.code, row.label)
            for row in sorted(fiche.competences.all(), key=lambda row: row.code)
        ),
        savoirs=tuple(
            Code(row.code, row.label)
            for row in sorted(fiche.savoirs.all(), key=lambda row: row.code)
        ),
        annexes=tuple(Annex(row.label, row.page_count) for row in fiche.annexes.all()),
    )


def fiche_facts(fiche: Fiche, *, candidate_number: str = "", reference: str = "") -> FicheFacts:
    """Freeze a fiche loaded with its content and people: no query."""
    return FicheFacts(
        fiche=str(fiche.pk),
        session_year=fiche.promotion.session_year,
        candidate=str(fiche.student),
        candidate_number=candidate_number,
        school=fiche.promotion.school.name,
        promotion=fiche.promotion.label,
        slot=fiche.slot,
        submission_number=fiche.submission_number,
        state=fiche.state,
        content=content_of(fiche),
        submitted_at=fiche.submitted_at,
        visa_by=str(fiche.visa_by) if fiche.visa_by else "",
        visa_at=fiche.visa_at,
        visa_remarks=fiche.visa_remarks,
        reference=reference,
    )


def facts_from_dict(shape: Mapping[str, Any]) -> FicheFacts:
    """Rebuild the facts kept in a snapshot."""
    raw = dict(shape["content"])
    day = raw["took_place_on"]
    content = FicheContent(
        **{
            **raw,
            "took_place_on": date.fromisoformat(day) if day else None,
            "actors": tuple(Actor(**actor) for actor in raw["actors"]),
            "competences": tuple(Code(**code) for code in raw["competences"]),
            "savoirs": tuple(Code(**code) for code in raw["savoirs"]),
            "annexes": tuple(Annex(**annex) for annex in raw["annexes"]),
        }
    )
    moments = {
        name: datetime.fromisoformat(shape[name]) if shape[name] else None
        for name in ("submitted_at", "visa_at")
    }
    return FicheFacts(**{**shape, **moments, "content": content})


def rubric_marks(content: FicheContent) -> dict[str, str]:
    """Return a short digest per rubric, to tell what changed since a visit."""
    shape = orjson.loads(orjson.dumps(asdict(content)))
    return {
        rubric.value: digest({name: shape[name] for name in fields})[:16]
        for rubric, fields in RUBRIC_FIELDS.items()
    }


def changed_rubrics(before: FicheContent, after: FicheContent) -> list[Rubric]:
    """Return the rubrics whose content differs, in official order."""
    old, new = rubric_marks(before), rubric_marks(after)
    return [rubric for rubric in RUBRIC_FIELDS if old[rubric.value] != new[rubric.value]]


def without_annexes(content: FicheContent) -> FicheContent:
    """Return the content as the form holds it: annexes have their own door."""
    return replace(content, annexes=())


def changed_since(visit: FicheVisit | None, content: FicheContent) -> set[str]:
    """Return the rubrics that changed since a visit; on a first visit nothing is new."""
    if visit is None:
        return set()
    marks = rubric_marks(content)
    return {name for name, mark in marks.items() if visit.marks.get(name) != mark}
