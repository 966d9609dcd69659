"""The stock fiches of the tests: Alice's, in each state."""

from collections.abc import Callable
from typing import Any

import pytest

from exams.models import Fiche
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import FicheActorFactory, FicheFactory, make_e4


@pytest.fixture
def e4(db: None) -> dict[str, Any]:
    """The codes of E4: `e4["C32"]`, `e4["S51"]`, and S52 which E4 does not print."""
    return make_e4()


@pytest.fixture
def make_fiche(e4: dict[str, Any], alice: User, promotion: Promotion) -> Callable[..., Fiche]:
    """Return what makes one of Alice's fiches, with an actor and the codes of E4."""

    def make(**fields: Any) -> Fiche:
        fiche: Fiche = FicheFactory(**{"student": alice, "promotion": promotion, **fields})
        FicheActorFactory(fiche=fiche, rank=0)
        fiche.competences.add(e4["C32"])
        fiche.savoirs.add(e4["S51"])
        return fiche

    return make


@pytest.fixture
def draft(make_fiche: Callable[..., Fiche]) -> Fiche:
    """Alice's first fiche, complete and not handed in."""
    return make_fiche(written=True, slot=1)


@pytest.fixture
def submitted(make_fiche: Callable[..., Fiche]) -> Fiche:
    """Alice's first fiche, handed in."""
    return make_fiche(submitted=True, slot=1)


@pytest.fixture
def returned(make_fiche: Callable[..., Fiche]) -> Fiche:
    """Alice's first fiche, sent back."""
    return make_fiche(returned=True, slot=1)


@pytest.fixture
def visaed(make_fiche: Callable[..., Fiche], bob: User) -> Fiche:
    """Alice's first fiche, visaed by Bob."""
    return make_fiche(visaed=True, slot=1, visa_by=bob)
