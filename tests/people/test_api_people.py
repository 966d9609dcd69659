"""Schools, class-years, students and teachers in the REST API."""

from collections.abc import Callable

import pytest

from nrc_platform.people.models import Promotion, School, User
from tests.harness.client import HouseClient
from tests.people.factories import EnrolmentFactory
from tests.people.fixtures import make_student, make_teacher

pytestmark = pytest.mark.django_db
Api = Callable[..., HouseClient]
JSON = "application/json"


def rows(client: HouseClient, url: str) -> list[dict[str, object]]:
    """Return the rows of a list."""
    results: list[dict[str, object]] = client.get(url).json()["results"]
    return results


def test_teacher_lists_the_students_they_follow_and_no_other(
    alice: User,
    schoolmate: User,
    other_student: User,
    bob: User,
    promotion: Promotion,
    api_client: Api,
) -> None:
    (shape,) = rows(api_client(bob), "/api/v1/students/")
    assert shape["id"] == str(alice.pk)
    assert shape["promotions"] == [str(promotion.pk)]
    assert "birth_date" not in shape


def test_student_finds_only_themselves(alice: User, classmate: User, api_client: Api) -> None:
    client = api_client(alice)
    assert [row["id"] for row in rows(client, "/api/v1/students/")] == [str(alice.pk)]
    assert client.get(f"/api/v1/students/{classmate.pk}/").status_code == 404


def test_platform_admin_reads_no_student(alice: User, admin: User, api_client: Api) -> None:
    assert rows(api_client(admin), "/api/v1/students/") == []


def test_students_are_found_by_name_and_by_class(
    alice: User, schoolmate: User, emil: User, promotion: Promotion, api_client: Api
) -> None:
    client = api_client(emil)
    assert len(rows(client, "/api/v1/students/")) == 2
    (found,) = rows(client, "/api/v1/students/?search=gaelle")
    assert found["id"] == str(schoolmate.pk)
    (found,) = rows(client, f"/api/v1/students/?promotion={promotion.pk}")
    assert found["id"] == str(alice.pk)


def test_student_who_left_has_no_class(bob: User, promotion: Promotion, api_client: Api) -> None:
    EnrolmentFactory(promotion=promotion, ended=True)
    (shape,) = rows(api_client(bob), "/api/v1/students/")
    assert shape["promotions"] == []


def test_teachers_of_the_school_are_listed_with_their_classes(
    alice: User,
    bob: User,
    charlie: User,
    other_teacher: User,
    promotion: Promotion,
    api_client: Api,
) -> None:
    found = rows(api_client(alice), "/api/v1/teachers/?ordering=last_name")
    assert [row["id"] for row in found] == [str(bob.pk), str(charlie.pk)]
    assert found[0]["promotions"] == [str(promotion.pk)]


def test_school_says_what_the_caller_may_do(school: School, emil: User, api_client: Api) -> None:
    (shape,) = rows(api_client(emil), "/api/v1/schools/")
    assert (shape["uai"], shape["id"]) == (school.uai, str(school.pk))
    assert shape["abilities"] == {"manage_people": True, "change_head": False}


def test_office_opens_a_class_and_a_student_account(
    school: School, emil: User, api_client: Api
) -> None:
    client = api_client(emil)
    body = {"school": str(school.pk), "code": "2026-2028", "label": "NRC1"}
    made = client.post("/api/v1/promotions/", body, JSON)
    assert (made.status_code, made.json()["session_year"]) == (201, 2028)
    body = {"promotion": made.json()["id"], "first_name": "Léa", "last_name": "Roy"}
    student = client.post("/api/v1/students/", body, JSON)
    assert student.status_code == 201
    assert student.json()["promotions"] == [made.json()["id"]]


def test_wrong_class_code_is_answered_by_a_sentence(
    school: School, emil: User, api_client: Api
) -> None:
    body = {"school": str(school.pk), "code": "2026", "label": "NRC1"}
    answer = api_client(emil).post("/api/v1/promotions/", body, JSON)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["attr"]) == (400, "code")
    assert "2025-2027" in error["detail"]


def test_teacher_enrols_nobody(promotion: Promotion, bob: User, api_client: Api) -> None:
    body = {"promotion": str(promotion.pk), "first_name": "Léa", "last_name": "Roy"}
    assert api_client(bob).post("/api/v1/students/", body, JSON).status_code == 403
    assert not promotion.enrolments.exists()


def test_class_of_another_school_is_not_found(
    other_promotion: Promotion, emil: User, api_client: Api
) -> None:
    client = api_client(emil)
    assert client.get(f"/api/v1/promotions/{other_promotion.pk}/").status_code == 404
    body = {"promotion": str(other_promotion.pk), "first_name": "L", "last_name": "R"}
    assert client.post("/api/v1/students/", body, JSON).status_code == 404


@pytest.mark.parametrize("name", ["students", "teachers"])
def test_list_costs_the_same_for_one_row_and_ten(
    name: str,
    promotion: Promotion,
    emil: User,
    api_client: Api,
    assert_same_queries: Callable[..., int],
) -> None:
    make = make_student if name == "students" else make_teacher
    assert_same_queries(f"/api/v1/{name}/", lambda: make(promotion), client=api_client(emil))
