"""The page of the tree: search with accents folded, marks, unfolding, versions."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from curriculum.services.referentiel import load_referentiel
from nrc_platform.people.models import User
from tests.curriculum.nrc2003 import load
from tests.curriculum.test_services_load import OTHER

pytestmark = pytest.mark.django_db
Open = Callable[..., str]


@pytest.fixture
def loaded(db: None) -> None:
    """The delivered référentiel."""
    load()


@pytest.fixture
def show(loaded: None, alice: User, signed_in: Callable[..., Any]) -> Open:
    """Open the tree as Alice, and return its text."""
    browser = signed_in(alice)

    def open_page(**query: str) -> str:
        response = browser.get(reverse("curriculum:tree"), query)
        assert response.status_code == 200
        return str(response.content.decode())

    return open_page


def test_student_reads_version_and_sessions(show: Open) -> None:
    html = show()
    assert "NRC-2003" in html
    assert "2005 (à confirmer) à 2019" in html
    assert html.count("<h1") == 1


@pytest.mark.req(6)
@pytest.mark.req(8)
def test_student_finds_every_savoir_in_the_tree(show: Open) -> None:
    html = show()
    for code in ("S4", "S423", "S513", "S634", "S743", "S827"):
        assert f'<span class="nrc-cd">{code}</span>' in html
        assert reverse("curriculum:savoir", args=[code]) in html


@pytest.mark.parametrize("query", ["metre", "mètre", "MARCHES", "marchés"])
def test_student_searches_without_accents(show: Open, query: str) -> None:
    html = show(q=query)
    assert ("Rien ne contient" in html) is (query in {"metre", "mètre"})
    assert ("Les <mark>marchés</mark>" in html) is (query in {"MARCHES", "marchés"})


def test_student_reads_the_bullets_that_hold_the_word_marked(show: Open) -> None:
    html = show(q="demande")
    assert "La <mark>demande</mark>" in html
    assert "Indicateurs de la <mark>demande</mark>\u00a0: parts de marché" in html
    assert "pour «\u00a0demande\u00a0»" in html or "pour «&nbsp;demande&nbsp;»" in html


def _unfolded(html: str) -> set[str]:
    return set(re.findall(r'<details open>\s*<summary><span class="nrc-cd">(\w+)</span>', html))


def test_search_unfolds_the_branch_of_its_hits(show: Open) -> None:
    assert "S42" not in _unfolded(show())
    assert {"S4", "S42"} <= _unfolded(show(q="S423"))
    assert "S51" not in _unfolded(show(q="S423"))
    assert {"S42", "S51", "S77", "S82"} <= _unfolded(show(tout="1"))


def test_typed_markup_is_shown_not_run(show: Open) -> None:
    html = show(q="<script>alert(1)</script>")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("competences", "Construire une organisation individuelle ou collective cohérente"),
        ("epreuves", "Conduite et présentation de projets commerciaux"),
        ("fonctions", "Création durable de valeur dans la relation client"),
        ("nimporte", "La mercatique, une démarche centrée sur le client"),
    ],
)
def test_student_changes_the_view(show: Open, view: str, expected: str) -> None:
    assert expected in show(vue=view)


def test_second_diploma_is_read_beside_the_first(show: Open) -> None:
    load_referentiel(OTHER)
    assert "Mercatique" in show()
    html = show(version="NDRC-2018")
    assert "Un tout autre savoir" in html
    assert "Mercatique" not in html
    assert "/referentiel/savoirs/S4/?version=NDRC-2018" in html


def test_reader_of_two_diplomas_is_offered_the_other(show: Open) -> None:
    assert "NDRC-2018" not in show()
    load_referentiel(OTHER)
    assert "?version=NDRC-2018" in show()


def test_unknown_version_does_not_exist(
    loaded: None, alice: User, signed_in: Callable[..., Any]
) -> None:
    response = signed_in(alice).get(reverse("curriculum:tree"), {"version": "XYZ-2000"})
    assert response.status_code == 404


def test_stranger_is_sent_to_sign_in(loaded: None, client: Any) -> None:
    response = client.get(reverse("curriculum:tree"))
    assert response.status_code == 302
    assert response.url.startswith("/connexion/")


def test_search_asks_the_same_number_of_queries_whatever_it_finds(
    loaded: None, alice: User, signed_in: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(alice)
    address = reverse("curriculum:tree")
    browser.get(address)
    with django_assert_max_num_queries(25) as few:
        browser.get(address, {"q": "scorage"})
    with django_assert_max_num_queries(25) as many:
        browser.get(address, {"q": "e"})
    assert len(few) == len(many)
