"""The page of the dated rules: read by all of a school, fixed by its office and head."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from curriculum.models import RuleSet
from curriculum.selectors import rule_value
from nrc_platform.core import clock, dates
from nrc_platform.people.models import School, User
from tests.curriculum.nrc2003 import load
from tests.people.factories import SchoolFactory

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Any]
KEY = "e4.managerial_required"


@pytest.fixture(autouse=True)
def _general(db: None) -> None:
    """The general values of the delivered file."""
    load()


def _edit(school: School) -> str:
    return reverse("curriculum:rule_edit", args=[school.pk, KEY])


def _good(**change: str) -> dict[str, str]:
    terms = {"value": "no", "starts_on": dates.short_day(clock.today()), "source": "Conseil"}
    return {**terms, **change}


def test_teacher_reads_the_rules_of_the_school_and_their_source(
    school: School, bob: User, signed_in: Browser
) -> None:
    html = signed_in(bob).get(reverse("curriculum:rules")).content.decode()
    assert "fiche de communication managériale&nbsp;: oui" in html
    assert "au plus&nbsp;: 24" in html
    assert "Circulaire nationale" in html
    assert _edit(school) not in html


def test_office_switches_the_managerial_rule_off_then_back_on(
    school: School, emil: User, signed_in: Browser
) -> None:
    browser = signed_in(emil)
    assert _edit(school) in browser.get(reverse("curriculum:rules")).content.decode()
    html = browser.post(_edit(school), _good(), follow=True).content.decode()
    assert "fiche de communication managériale&nbsp;: non" in html
    assert "Valeur propre à l’établissement" in html
    assert rule_value(KEY, school=school) is False
    assert "Revenir à la valeur générale" in browser.get(_edit(school)).content.decode()
    back = reverse("curriculum:rule_remove", args=[school.pk, KEY])
    assert browser.get(back).status_code == 405
    html = browser.post(back, follow=True).content.decode()
    assert "fiche de communication managériale&nbsp;: oui" in html


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"starts_on": "01/01/1999"}, "Choisissez un jour de l’année écoulée"),
        ({"starts_on": "demain"}, "Cette date n’est pas lisible"),
        ({"value": "peut-être"}, "peut-être"),
        ({"source": ""}, "obligatoire"),
    ],
)
def test_office_reads_what_is_wrong(
    change: dict[str, str], sentence: str, school: School, emil: User, signed_in: Browser
) -> None:
    html = signed_in(emil).post(_edit(school), _good(**change)).content.decode()
    assert sentence in html
    assert not RuleSet.objects.filter(school=school).exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [("alice", 403), ("bob", 403), ("other_office", 404), ("other_teacher", 404), ("nobody", 404)],
)
def test_others_cannot_open_the_form_nor_post_it(
    person: str,
    status: int,
    school: School,
    signed_in: Browser,
    request: pytest.FixtureRequest,
) -> None:
    browser = signed_in(request.getfixturevalue(person))
    back = reverse("curriculum:rule_remove", args=[school.pk, KEY])
    assert browser.get(_edit(school)).status_code == status
    assert browser.post(_edit(school), _good()).status_code == status
    assert browser.post(back).status_code == status
    assert not RuleSet.objects.filter(school=school).exists()


def test_unknown_rule_does_not_exist(school: School, emil: User, signed_in: Browser) -> None:
    address = reverse("curriculum:rule_edit", args=[school.pk, "e4.none"])
    assert signed_in(emil).get(address).status_code == 404


def test_what_the_text_alone_fixes_is_read_and_not_edited(
    school: School, emil: User, signed_in: Browser
) -> None:
    browser = signed_in(emil)
    html = browser.get(reverse("curriculum:rules")).content.decode()
    assert "due par heure, en pour cent&nbsp;: 15" in html
    address = reverse("curriculum:rule_edit", args=[school.pk, "gratification.percent"])
    assert address not in html
    assert browser.get(address).status_code == 404


def test_person_without_school_reads_why_the_page_is_empty(
    nobody: User, signed_in: Browser
) -> None:
    html = signed_in(nobody).get(reverse("curriculum:rules")).content.decode()
    assert "Aucun établissement ne vous est ouvert" in html


def test_page_asks_the_same_number_of_queries_for_one_school_and_ten(
    admin: User, signed_in: Browser, assert_same_queries: Callable[..., int]
) -> None:
    assert_same_queries(reverse("curriculum:rules"), SchoolFactory, client=signed_in(admin))
