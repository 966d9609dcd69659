"""The homes: what waits for each role, and nothing that is not theirs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from curriculum.states import DeadlineKind
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.jobs.models import Job
from nrc_platform.people.models import Promotion, School, User
from tests.curriculum.factories import DeadlineFactory
from tests.exams.factories import FicheFactory
from tests.harness.client import HouseClient
from tests.people.factories import RoleGrantFactory
from tests.people.fixtures import make_student
from tests.web.words import plain, todo_of

Browser = Callable[[User], HouseClient]
SameQueries = Callable[..., int]
HOME = "/"


def home(browser: HouseClient, **asked: str) -> str:
    """Return the home as its person gets it."""
    return browser.get(HOME, asked).content.decode()


def test_teacher_sees_late_visas_apart_from_the_others(
    signed_in: Browser, bob: User, alice: User, classmate: User, promotion: Promotion
) -> None:
    long_ago = clock.now() - timedelta(days=9)
    FicheFactory(student=alice, promotion=promotion, submitted=True, submitted_at=long_ago)
    FicheFactory(student=classmate, promotion=promotion, submitted=True)
    page = home(signed_in(bob))
    late, fresh = todo_of(page)
    assert "1 fiche E4 à viser Alice Aubry depuis 9 jours Viser" in late
    assert "1 fiche E4 à viser Amir Belkacem" in fresh
    assert page.index("En retard") < page.index("Cette semaine")
    assert "2 actions, dont 1 en retard" in plain(page)


def test_teacher_is_shown_students_short_of_three_fiches_before_the_deadline(
    signed_in: Browser, bob: User, alice: User, classmate: User, promotion: Promotion
) -> None:
    soon = clock.now() + timedelta(days=20)
    DeadlineFactory(promotion=promotion, kind=DeadlineKind.E4_FICHES, at=soon)
    for slot in (1, 2, 3):
        FicheFactory(student=alice, promotion=promotion, visaed=True, visa_by=bob, slot=slot)
    (line,) = todo_of(home(signed_in(bob)))
    assert "1 étudiant de NRC2 à relancer" in line
    assert "Amir Belkacem" in line
    assert "Alice Aubry" not in line


def test_teacher_of_two_classes_keeps_to_one(
    signed_in: Browser,
    bob: User,
    alice: User,
    promotion: Promotion,
    charlie_promotion: Promotion,
    schoolmate: User,
) -> None:
    RoleGrantFactory(user=bob, school=promotion.school, promotion=charlie_promotion)
    FicheFactory(student=alice, promotion=promotion, submitted=True)
    FicheFactory(student=schoolmate, promotion=charlie_promotion, submitted=True)
    browser = signed_in(bob)
    assert "Toutes 2 NRC2 1 NRC1 1" in plain(home(browser))
    (line,) = todo_of(home(browser, classe="NRC1"))
    assert "Gaëlle Morvan" in line


@pytest.mark.parametrize("who", ["charlie", "other_teacher", "head", "emil", "juror", "admin"])
def test_other_roles_are_not_asked_for_that_visa(
    request: pytest.FixtureRequest, signed_in: Browser, alice: User, promotion: Promotion, who: str
) -> None:
    FicheFactory(student=alice, promotion=promotion, submitted=True)
    page = home(signed_in(request.getfixturevalue(who)))
    assert todo_of(page) == []
    assert "Rien à faire aujourd’hui" in page
    assert "Alice" not in plain(page)


def test_head_reads_how_far_the_classes_are(
    signed_in: Browser, head: User, alice: User, promotion: Promotion
) -> None:
    FicheFactory(student=alice, promotion=promotion, submitted=True)
    page = plain(home(signed_in(head)))
    assert "1 étudiant, 0 fiche E4 visée, 1 en attente de visa" in page


def test_student_is_told_what_to_take_up_again_and_when(
    signed_in: Browser, alice: User, classmate: User, promotion: Promotion
) -> None:
    at = clock.now() + timedelta(days=30)
    DeadlineFactory(promotion=promotion, kind=DeadlineKind.E4_FICHES, at=at)
    FicheFactory(student=alice, promotion=promotion, returned=True, slot=1, title="Chez Hygial")
    FicheFactory(student=classmate, promotion=promotion, returned=True, slot=1, title="Ailleurs")
    page = home(signed_in(alice))
    assert "1 fiche E4 à reprendre Chez Hygial" in todo_of(page)[0]
    assert "2 fiches E4 à commencer" in todo_of(page)[1]
    assert "Fiches E4 à remettre au professeur" in plain(page)
    assert "Ailleurs" not in page


def test_student_with_three_fiches_handed_in_has_nothing_to_do(
    signed_in: Browser, alice: User, promotion: Promotion
) -> None:
    for slot in (1, 2, 3):
        FicheFactory(student=alice, promotion=promotion, submitted=True, slot=slot)
    page = home(signed_in(alice))
    assert todo_of(page) == []
    assert "3 fiches chez vos professeurs" in plain(page)


def test_office_verifies_companies_of_its_school_only(
    signed_in: Browser, emil: User, school: School, other_school: School
) -> None:
    plain_fields = {"no_siret_reason": "association", "city": "Angers"}
    Company.objects.create(school=school, legal_name="Brossard Bureau", **plain_fields)
    Company.objects.create(school=other_school, legal_name="Ailleurs SA", **plain_fields)
    (line,) = todo_of(home(signed_in(emil)))
    assert "1 entreprise à vérifier Brossard Bureau" in line


def test_admin_is_told_of_jobs_that_failed_for_good(
    signed_in: Browser, admin: User, bob: User
) -> None:
    assert "Aucun travail de la plateforme n’est en échec" in home(signed_in(admin))
    facts: dict[str, Any] = {"kind": "web.nothing", "owner_id": bob.pk}
    Job.objects.create(
        key="d",
        label="Fiche E4 n° 3",
        state="dead",
        finished_at=clock.now(),
        last_error="illisible",
        **facts,
    )
    (line,) = todo_of(home(signed_in(admin)))
    assert "1 travail en échec Fiche E4 n° 3" in line


def test_person_without_role_is_sent_to_the_school(signed_in: Browser, nobody: User) -> None:
    assert "Aucun rôle ne vous est ouvert" in home(signed_in(nobody))


def test_person_sees_only_their_own_jobs_under_way(
    signed_in: Browser, bob: User, charlie: User
) -> None:
    facts: dict[str, Any] = {"kind": "web.nothing", "school_id": None}
    Job.objects.create(key="b", label="Fiche de Bob", owner_id=bob.pk, **facts)
    Job.objects.create(key="c", label="Fiche de Charlie", owner_id=charlie.pk, **facts)
    page = home(signed_in(bob))
    assert "Fiche de Bob" in page
    assert "Fiche de Charlie" not in page


def test_visitor_is_sent_to_sign_in(client: HouseClient, db: None) -> None:
    answer = client.get(HOME)
    assert answer.headers["location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["bob", "head", "alice"])
def test_home_costs_the_same_for_one_fiche_or_ten(
    request: pytest.FixtureRequest,
    signed_in: Browser,
    assert_same_queries: SameQueries,
    promotion: Promotion,
    who: str,
) -> None:
    person = request.getfixturevalue(who)

    def make() -> None:
        student = person if who == "alice" else make_student(promotion)
        FicheFactory(student=student, promotion=promotion, submitted=True)

    # One of them reads what awaits the person's signature.
    assert assert_same_queries(HOME, make, client=signed_in(person)) <= 15
