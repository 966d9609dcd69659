"""The pages of a savoir, a competence, an épreuve and a function."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from curriculum.models import Savoir
from nrc_platform.people.models import User
from tests.curriculum.nrc2003 import load

pytestmark = pytest.mark.django_db
Open = Callable[[str, str], str]


@pytest.fixture
def read(db: None, alice: User, signed_in: Callable[..., Any]) -> Open:
    """Open the page of a node as Alice, and return its words on one line."""
    load()
    browser = signed_in(alice)

    def open_page(kind: str, code: str) -> str:
        response = browser.get(reverse(f"curriculum:{kind}", args=[code]))
        assert response.status_code == 200
        html = response.content.decode()
        assert html.count("<h1") == 1
        main = html[html.index("<main") : html.index("</main>")]
        return " ".join(unescape(strip_tags(main.replace("<", " <"))).split())

    return open_page


@pytest.mark.req(6)
@pytest.mark.req(7)
def test_student_reads_s423_with_its_limits_and_tests(read: Open) -> None:
    words = read("savoir", "S423")
    assert "S423 La demande" in words
    assert "Décision d’achat : intervenants et processus" in words
    assert "Analyser le contexte avant d’engager une action commerciale." in words
    assert "tout S42" in words
    for test in ("E4 Communication commerciale", "E5 Management", "E6 Conduite"):
        assert test in words


@pytest.mark.req(7)
def test_student_reads_nested_limits(read: Open) -> None:
    words = read("savoir", "S826")
    assert "Préciser notamment les contextes d’utilisation de :" in words
    assert "Messagerie et listes de diffusion" in words


def test_student_reads_that_nothing_is_written(read: Open) -> None:
    assert "aucune connaissance" in read("savoir", "S824")
    assert "aucune limite" in read("savoir", "S513")


@pytest.mark.req(9)
@pytest.mark.req(170)
def test_student_reads_where_c222_is_validated(read: Open) -> None:
    words = read("competence", "C222")
    assert "Construire une organisation individuelle ou collective cohérente" in words
    assert "E6 Conduite et présentation de projets commerciaux" in words
    assert "E5 Management" not in words


@pytest.mark.req(130)
@pytest.mark.req(142)
@pytest.mark.req(143)
def test_student_reads_e4(read: Open) -> None:
    words = read("epreuve", "E4")
    assert "Coefficient : 4" in words
    assert "Durée : 40 min" in words
    assert "Préparation : 40 min" in words
    assert "La finalisation de la situation de communication" in words
    assert "10 critères" in words
    assert "C31 Intégrer les dimensions" in words
    assert "S825" in words
    assert "un dossier composé de trois fiches descriptives" in words


@pytest.mark.req(155)
def test_student_reads_that_e5_opens_no_situation_in_training(read: Open) -> None:
    words = read("epreuve", "E5")
    assert "aucune situation ouverte (3 situations au règlement d’examen)" in words
    assert "contrôle en cours de formation" not in words.lower().split("voie", 1)[1]


@pytest.mark.req(10)
def test_student_reads_a_function_and_the_tests_that_bear_on_it(read: Open) -> None:
    words = read("fonction", "F1")
    assert "Création et développement de clientèles" in words
    assert "E5 Management et gestion d’activités commerciales" in words
    assert "en partie" in words


def test_retired_node_stays_readable_and_says_so(read: Open) -> None:
    Savoir.objects.filter(code="S425").update(retired_on=timezone.localdate())
    assert "n’est plus dans la version chargée" in read("savoir", "S425")


@pytest.mark.parametrize("kind", ["savoir", "competence", "epreuve", "fonction"])
def test_unknown_code_does_not_exist(
    kind: str, read: Open, alice: User, signed_in: Callable[..., Any]
) -> None:
    for code in ("X999", "S423'--", "%00"):
        response = signed_in(alice).get(reverse(f"curriculum:{kind}", args=[code]))
        assert response.status_code == 404


@pytest.mark.parametrize(
    ("kind", "few", "many"),
    [("savoir", "S824", "S446"), ("competence", "C11", "C222"), ("epreuve", "E1", "E6")],
)
def test_page_asks_the_same_number_of_queries_whatever_it_holds(
    kind: str,
    few: str,
    many: str,
    read: Open,
    alice: User,
    signed_in: Callable[..., Any],
    django_assert_max_num_queries: Any,
) -> None:
    browser = signed_in(alice)
    counts = []
    for code in (few, few, many):
        with django_assert_max_num_queries(25) as asked:
            browser.get(reverse(f"curriculum:{kind}", args=[code]))
        counts.append(len(asked))
    assert counts[1] == counts[2]
