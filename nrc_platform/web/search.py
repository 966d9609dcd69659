"""The search of the top bar: people, companies and codes, among what the person may see."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from curriculum.access import visible_referentiels
from curriculum.selectors.search import search as search_texts
from exams.access import visible_candidates
from nrc_platform.companies.access import visible_companies
from nrc_platform.companies.states import CompanyState
from nrc_platform.core.text import fold
from nrc_platform.people.access import Viewer

SHOWN = 10
# One letter finds everyone: nothing is searched before two.
SHORTEST = 2
_OPENS = {
    "savoir": "curriculum:savoir",
    "competence": "curriculum:competence",
    "epreuve": "curriculum:epreuve",
    "fonction": "curriculum:fonction",
}


@dataclass(frozen=True)
class Hit:
    """An answer: what it is called, what it is, where it opens."""

    title: str
    detail: str
    url: str
    is_official: bool = False


@dataclass(frozen=True)
class Group:
    """The answers of one kind; `more` says that others were left out."""

    name: str
    hits: tuple[Hit, ...]
    more: bool


def _group(name: str, hits: list[Hit]) -> Group:
    return Group(name, tuple(hits[:SHOWN]), len(hits) > SHOWN)


def _people(user: Viewer, words: str) -> list[Hit]:
    """Return the students whose file the person may open. One query."""
    found = visible_candidates(user)
    for word in fold(words).split():
        found = found.filter(search_name__contains=word)
    return [
        Hit(str(person), "Étudiant", reverse("exams:dossier", args=[person.pk]))
        for person in found.order_by("last_name", "first_name", "pk")[: SHOWN + 1]
    ]


def _companies(user: Viewer, words: str) -> list[Hit]:
    """Return the companies of the person's schools. One query."""
    found = visible_companies(user).exclude(state=CompanyState.MERGED)
    for word in fold(words).split():
        found = found.filter(Q(search_text__contains=word) | Q(siret__startswith=word))
    return [
        Hit(company.name, company.city, reverse("companies:detail", args=[company.pk]))
        for company in found.order_by("legal_name", "id")[: SHOWN + 1]
    ]


def _codes(user: Viewer, words: str) -> list[Hit]:
    """Return the nodes of the référentiel in force. Seven queries."""
    referentiel = visible_referentiels(user).order_by("-first_session", "code").first()
    if referentiel is None:
        return []
    return [
        Hit(
            f"{hit.code} {hit.label}",
            hit.text,
            reverse(_OPENS[hit.kind], args=[hit.code]),
            hit.is_official,
        )
        for hit in search_texts(referentiel, words)[: SHOWN + 1]
    ]


def search(user: Viewer, words: str) -> list[Group]:
    """Return the groups that hold answers; the number of queries does not depend on them."""
    if len(fold(words)) < SHORTEST:
        return []
    groups = [
        _group("Personnes", _people(user, words)),
        _group("Entreprises", _companies(user, words)),
        _group("Référentiel", _codes(user, words)),
    ]
    return [group for group in groups if group.hits]
