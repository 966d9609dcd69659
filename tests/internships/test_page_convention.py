"""The page of a convention: who has it in hand, for each reader; facts with their avenant."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from internships.models import Convention
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import AvenantFactory, TermsFactory

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]


@pytest.fixture
def make(alice: User, promotion: Promotion, bob: User) -> Callable[..., Convention]:
    """Return what makes Alice's convention, Bob being her referent."""
    return lambda **traits: make_convention(alice, promotion, referent=bob, **traits)


def _page(client: HouseClient, row: Convention) -> str:
    answer = client.get(reverse("internships:convention", args=[row.pk]))
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("traits", "to_alice", "to_bob"),
    [
        ({}, "Vous\u00a0: la convention est à compléter", "Vous\u00a0: la convention est à"),
        ({"company_check": True}, "vérifie ses données", "vérifie ses données"),
        ({"teacher_review": True}, "Bob Besson relit", "Vous\u00a0: la convention est à relire"),
        ({"returned": True}, "Vous\u00a0: la convention est à corriger", "est à corriger"),
        ({"signed": True}, "Tout est signé", "Tout est signé"),
        ({"closed": True}, "Le stage est attesté", "Le stage est attesté"),
        ({"terminated": True}, "fin avant son terme", "Dernier jour de présence"),
        ({"refused": True}, "sans effet", "Plus de place."),
        ({"cancelled": True}, "sans effet", "Autre place."),
        ({"expired": True}, "sans effet", "Une autre peut être commencée."),
    ],
)
def test_each_reader_is_told_whose_move_it_is(
    make: Callable[..., Convention],
    alice: User,
    bob: User,
    signed_in: Browser,
    traits: dict[str, bool],
    to_alice: str,
    to_bob: str,
) -> None:
    row = make(**traits)
    assert to_alice in _page(signed_in(alice), row)
    assert to_bob in _page(signed_in(bob), row)


def test_only_who_may_sees_the_step(
    make: Callable[..., Convention], alice: User, bob: User, head: User, signed_in: Browser
) -> None:
    row = make(teacher_review=True)
    back = reverse("internships:convention_send_back", args=[row.pk])
    assert back in _page(signed_in(bob), row)
    assert back not in _page(signed_in(alice), row)
    assert back not in _page(signed_in(head), row)


def test_a_value_is_shown_with_the_avenant_it_comes_from(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    row = make(signed=True)
    avenant = AvenantFactory(convention=row, number=1, signed=True, applies_on=date(2026, 1, 4))
    TermsFactory(
        convention=row,
        avenant=avenant,
        tutor=terms_of(row).tutor,
        referent=bob,
        subject="Un autre sujet",
    )
    page = _page(signed_in(bob), row)
    facts = page[page.index("L’essentiel") :]
    assert "Un autre sujet" in facts
    assert "Relance des clients dormants" not in facts
    assert facts.count("avenant\u00a01") == 1


def test_an_avenant_whose_day_is_to_come_changes_nothing_yet(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    row = make(signed=True)
    avenant = AvenantFactory(convention=row, number=1, signed=True, applies_on=date(2099, 1, 4))
    TermsFactory(convention=row, avenant=avenant, subject="Un autre sujet")
    page = _page(signed_in(bob), row)
    assert "Relance des clients dormants" in page[page.index("L’essentiel") :]


def test_a_stranger_does_not_learn_that_it_exists(
    make: Callable[..., Convention], schoolmate: User, signed_in: Browser
) -> None:
    answer = signed_in(schoolmate).get(reverse("internships:convention", args=[make().pk]))
    assert answer.status_code == 404


def test_no_pdf_is_given_before_it_is_made(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    answer = signed_in(bob).get(reverse("internships:convention_file", args=[make().pk]))
    assert answer.status_code == 404


def test_page_costs_the_same_queries_for_one_avenant_or_ten(
    make: Callable[..., Convention],
    bob: User,
    signed_in: Browser,
    assert_same_queries: Callable[..., int],
) -> None:
    row = make(signed=True)

    def amend() -> None:
        avenant = AvenantFactory(convention=row, signed=True, applies_on=date(2026, 1, 4))
        TermsFactory(convention=row, avenant=avenant, tutor=terms_of(row).tutor, referent=bob)

    url = reverse("internships:convention", args=[row.pk])
    assert_same_queries(url, amend, client=signed_in(bob))


def test_what_the_rules_say_is_listed_with_what_it_holds_back(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    page = _page(signed_in(bob), make(teacher_review=True, gives_meals=None))
    assert "restaurant" in page
    assert "Bloque l’envoi." in page
    assert "par\u00a0: entreprise" in page
    assert "210\u00a0h" in page


def test_a_convention_without_effect_is_not_checked_any_more(
    make: Callable[..., Convention], bob: User, signed_in: Browser
) -> None:
    assert "Contrôles" not in _page(signed_in(bob), make(cancelled=True, gives_meals=None))
