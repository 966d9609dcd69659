"""Pages where competences are read: a student's, a class's, the story of one, the file."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from curriculum.models import Competence
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.curriculum.acquis import CODES, competences, seen
from tests.people.fixtures import make_student, make_teacher

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Any]
Codes = dict[str, Competence]
INDEX = "/referentiel/acquis/"


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


def _page(student: User) -> str:
    return reverse("curriculum:student_coverage", args=[student.pk])


def _board(promotion: Promotion) -> str:
    return reverse("curriculum:class_coverage", args=[promotion.pk])


def test_student_finds_their_competences_from_home(
    alice: User, codes: Codes, signed_in: Browser
) -> None:
    browser = signed_in(alice)
    assert _page(alice) in browser.get("/").content.decode()
    assert browser.get(INDEX)["Location"] == _page(alice)
    html = browser.get(_page(alice)).content.decode()
    assert "Mes compétences" in html
    assert "<b>12</b> compétences sur 12 sans preuve" in html
    assert html.count("Aucune") >= len(CODES)
    assert "Me situer" in html
    assert "Ajouter une preuve" not in html


def test_levels_of_student_teacher_and_tutor_stand_side_by_side(
    alice: User, bob: User, promotion: Promotion, codes: Codes, signed_in: Browser
) -> None:
    seen(alice, promotion, codes["C31"], bob, level=3)
    seen(alice, promotion, codes["C31"], alice, own=True, level=2)
    seen(alice, promotion, codes["C31"], None, tutor=True, level=4)
    seen(alice, promotion, codes["C11"], alice, own=True, level=1)
    html = signed_in(bob).get(_page(alice)).content.decode()
    assert "Compétences de Alice Aubry" in html
    places = [html.index(words) for words in ("avec de l’aide", "en autonomie", "avec aisance")]
    assert places == sorted(places)
    assert "Dites par l’étudiant seul\u00a0: C11" in html
    assert "Me situer" not in html


def test_classmate_and_teacher_of_another_class_see_nothing(
    alice: User, classmate: User, charlie: User, emil: User, codes: Codes, signed_in: Browser
) -> None:
    for person in (classmate, charlie, emil):
        assert signed_in(person).get(_page(alice)).status_code == 404


def test_teacher_of_one_class_goes_straight_to_its_board_others_choose(
    bob: User, promotion: Promotion, charlie_promotion: Promotion, signed_in: Browser
) -> None:
    assert signed_in(bob).get(INDEX)["Location"] == _board(promotion)
    both = make_teacher(promotion)
    make_teacher(charlie_promotion).grants.update(user=both)
    html = signed_in(both).get(INDEX).content.decode()
    assert _board(promotion) in html
    assert _board(charlie_promotion) in html


def test_student_whose_class_is_over_still_finds_what_was_said(
    alice: User, bob: User, promotion: Promotion, codes: Codes, signed_in: Browser
) -> None:
    seen(alice, promotion, codes["C31"], bob, level=3)
    alice.enrolments.update(ends_on=clock.today() - timedelta(days=1))
    html = signed_in(alice).get(INDEX, follow=True).content.decode()
    assert "en autonomie" in html


def test_who_follows_no_class_is_told_so(emil: User, signed_in: Browser) -> None:
    assert "Aucune classe ne vous est ouverte" in signed_in(emil).get(INDEX).content.decode()


def test_board_says_holes_in_words_and_leads_to_each_student(
    alice: User,
    classmate: User,
    bob: User,
    promotion: Promotion,
    codes: Codes,
    signed_in: Browser,
) -> None:
    seen(alice, promotion, codes["C31"], bob, level=3)
    seen(alice, promotion, codes["C32"], bob, level=None)
    browser = signed_in(bob)
    html = browser.get(f"/promotions/{promotion.code}/").content.decode()
    assert _board(promotion) in html
    html = browser.get(_board(promotion)).content.decode()
    assert _page(alice) in html
    assert html.count(">rien<") == 10 + 12
    assert '<span class="visually-hidden">professeur</span>&nbsp;<b>3</b>' in html
    assert "10 sans preuve" in html
    assert "1 sans" in html


def test_board_filters_and_sorts_by_what_is_missing(
    alice: User,
    classmate: User,
    bob: User,
    promotion: Promotion,
    codes: Codes,
    signed_in: Browser,
) -> None:
    for code in CODES:
        seen(alice, promotion, codes[code], bob)
    seen(classmate, promotion, codes["C31"], classmate, own=True)
    browser = signed_in(bob)

    def names(query: str) -> list[str]:
        html = browser.get(f"{_board(promotion)}?{query}").content.decode()
        found = {name: html.find(f">{name} <") for name in ("Aubry", "Belkacem")}
        return sorted((name for name, at in found.items() if at > 0), key=lambda n: found[n])

    assert names("") == ["Aubry", "Belkacem"]
    assert names("tri=-manques") == ["Belkacem", "Aubry"]
    assert names("tri=manques") == ["Aubry", "Belkacem"]
    assert names("tri=-nom") == ["Belkacem", "Aubry"]
    assert names("vue=manques") == names("vue=seuls") == ["Belkacem"]
    assert names("q=aubr") == ["Aubry"]
    html = browser.get(f"{_board(promotion)}?q=zzz").content.decode()
    assert "Aucun étudiant ne correspond" in html


def test_file_opens_in_a_spreadsheet(
    alice: User, bob: User, promotion: Promotion, codes: Codes, signed_in: Browser
) -> None:
    seen(alice, promotion, codes["C31"], bob, level=3)
    answer = signed_in(bob).get(f"{_board(promotion)}tableau.csv")
    assert (
        answer["Content-Disposition"] == f'attachment; filename="competences-{promotion.code}.csv"'
    )
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Nom;Prénom;E4 C31 professeur;")
    assert lines[1].startswith("Aubry;Alice;3;;;1;")


def test_board_asks_the_same_queries_for_one_student_and_for_ten(
    bob: User,
    promotion: Promotion,
    codes: Codes,
    signed_in: Browser,
    assert_same_queries: Callable[..., int],
) -> None:
    def add() -> None:
        student = make_student(promotion)
        for code in ("C31", "C21"):
            seen(student, promotion, codes[code], bob)

    assert_same_queries(_board(promotion), add, client=signed_in(bob))


def test_page_of_a_student_asks_the_same_queries_for_one_evidence_and_for_ten(
    alice: User,
    bob: User,
    promotion: Promotion,
    codes: Codes,
    signed_in: Browser,
    assert_same_queries: Callable[..., int],
) -> None:
    left: Iterator[str] = iter(CODES)
    assert_same_queries(
        _page(alice),
        lambda: seen(alice, promotion, codes[next(left)], bob),
        client=signed_in(bob),
    )
