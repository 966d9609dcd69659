"""Conventions in the REST API: the same rights, services and sentences as the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from internships.models import Convention
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention
from tests.internships.factories import InternshipFactory, TermsFactory
from tests.people.factories import SchoolFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/conventions/"
Open = Callable[..., HouseClient]


def url(row: Convention, move: str = "") -> str:
    return f"{LIST}{row.pk}/{move}"


def post(client: HouseClient, address: str, data: Any = None) -> Any:
    return client.post(address, data or {}, content_type="application/json")


@pytest.fixture
def review(alice: User, bob: User, promotion: Promotion) -> Convention:
    """A convention of Alice, checked by the company, that waits for Bob."""
    return make_convention(alice, promotion, referent=bob, teacher_review=True)


@pytest.fixture
def draft(alice: User, bob: User, promotion: Promotion) -> Convention:
    """A convention of Alice being written."""
    return make_convention(alice, promotion, referent=bob)


def test_student_begins_a_convention_and_writes_in_it(
    alice: User, promotion: Promotion, api_client: Open
) -> None:
    client = api_client(alice)
    sent = {"student": str(alice.pk), "promotion": str(promotion.pk), "subject": "Relance"}
    answer = post(client, LIST, sent)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["students"]) == ("draft", [str(alice.pk)])
    assert made["written"]["subject"] == "Relance"
    changed = client.patch(
        f"{LIST}{made['id']}/",
        {"monday_hours": "7.00", "starts_on": "2027-01-04", "ends_on": "2027-02-12"},
        content_type="application/json",
        headers={"if_match": str(made["version"])},
    ).json()
    assert changed["written"]["monday_hours"] == "7.00"
    assert changed["starts_on"] == "2027-01-04"


def test_a_stale_version_is_a_412_and_changes_nothing(
    draft: Convention, alice: User, api_client: Open
) -> None:
    client = api_client(alice)
    answer = client.patch(
        url(draft),
        {"subject": "Autre"},
        content_type="application/json",
        headers={"if_match": '"99"'},
    )
    assert answer.status_code == 412
    assert client.get(url(draft)).json()["written"]["subject"] != "Autre"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"starts_on": "2027-02-12", "ends_on": "2027-01-04"}, "ends_on"),
        ({"starts_on": "2027-06-31"}, "starts_on"),
        ({"monday_hours": "400"}, "monday_hours"),
        ({"starts_on": "2027-09-06", "ends_on": "2027-10-08"}, "starts_on"),
        ({"competences": ["C99"]}, "competences"),
        ({"tutor": "00000000-0000-4000-8000-000000000000"}, "tutor"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field(
    draft: Convention, alice: User, api_client: Open, sent: Any, field: str
) -> None:
    answer = api_client(alice).patch(url(draft), sent, content_type="application/json")
    assert answer.status_code == 400
    assert field in {error["attr"] for error in answer.json()["errors"]}


def test_the_company_of_another_school_is_unknown(
    draft: Convention, alice: User, api_client: Open, promotion: Promotion
) -> None:
    far = make_convention(alice, promotion, company_check=True).company
    assert far is not None
    type(far).objects.filter(pk=far.pk).update(school_id=SchoolFactory().pk)
    answer = api_client(alice).patch(
        url(draft), {"company": str(far.pk)}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "company"


@pytest.mark.parametrize("who", ["classmate", "charlie", "admin", "juror", "other_head"])
def test_others_find_no_convention(
    review: Convention, who: str, api_client: Open, request: pytest.FixtureRequest
) -> None:
    client = api_client(request.getfixturevalue(who))
    assert client.get(url(review)).status_code == 404
    assert post(client, url(review, "return/"), {"message": "Non"}).status_code == 404
    assert client.get(LIST).json()["results"] == []


def test_teacher_returns_it_with_a_message_and_the_student_reads_it(
    review: Convention, alice: User, bob: User, api_client: Open
) -> None:
    teacher = api_client(bob)
    assert post(teacher, url(review, "return/")).status_code == 400
    answer = post(teacher, url(review, "return/"), {"message": "Le vendredi manque."})
    assert (answer.status_code, answer.json()["state"]) == (200, "returned")
    shown = api_client(alice).get(url(review)).json()
    assert shown["return_message"] == "Le vendredi manque."
    assert shown["abilities"]["edit"] is True


def test_student_may_not_send_nor_return(
    review: Convention, alice: User, api_client: Open
) -> None:
    client = api_client(alice)
    for move in ("send/", "return/"):
        assert post(client, url(review, move), {"message": "Non"}).status_code == 403
    review.refresh_from_db()
    assert review.state == "teacher_review"


@pytest.mark.req(61, rule="convention.not_a_job")
def test_an_incomplete_convention_is_not_sent_and_says_why(
    review: Convention, bob: User, api_client: Open
) -> None:
    """All else in order, the attestation that the stage is no job still keeps it from leaving."""
    Convention.objects.filter(pk=review.pk).update(not_a_job=False)
    answer = post(api_client(bob), url(review, "send/"))
    assert answer.status_code == 409
    review.refresh_from_db()
    assert review.state == "teacher_review"
    findings = api_client(bob).get(url(review, "check/")).json()["findings"]
    [finding] = [each for each in findings if each["rule"] == "convention.not_a_job"]
    assert finding["blocks"] == "send"
    assert set(finding) == {"rule", "severity", "message", "source", "who", "due", "blocks"}


def test_a_moved_convention_refuses_the_same_move_with_a_sentence(
    review: Convention, bob: User, api_client: Open
) -> None:
    client = api_client(bob)
    post(client, url(review, "return/"), {"message": "À revoir."})
    again = post(client, url(review, "return/"), {"message": "Encore."})
    assert again.status_code == 409
    assert "À corriger" in again.json()["errors"][0]["detail"]


def test_the_same_key_begins_one_convention(
    alice: User, promotion: Promotion, api_client: Open
) -> None:
    client, sent = api_client(alice), {"student": str(alice.pk), "promotion": str(promotion.pk)}
    made = [
        client.post(
            LIST, sent, content_type="application/json", headers={"idempotency_key": "once"}
        ).json()["id"]
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Convention.objects.count() == 1


def test_list_costs_the_same_for_one_and_ten(
    alice: User, bob: User, promotion: Promotion, api_client: Open, assert_same_queries: Any
) -> None:
    def make() -> None:
        stage = InternshipFactory(promotion=promotion, convention__complete=True)
        TermsFactory(convention=stage.convention)

    make()
    assert_same_queries(LIST, make, client=api_client(bob))


def test_filters_keep_what_they_name(
    review: Convention, draft: Convention, bob: User, api_client: Open
) -> None:
    page = api_client(bob).get(LIST, {"state": "teacher_review"}).json()
    assert [row["id"] for row in page["results"]] == [str(review.pk)]
    assert "written" not in page["results"][0]
    assert api_client(bob).get(LIST, {"state": "lost"}).status_code == 400


def test_terminate_needs_its_day_and_reason(
    alice: User, bob: User, promotion: Promotion, api_client: Open
) -> None:
    today = clock.today()
    terms = {"starts_on": today - timedelta(days=9), "ends_on": today + timedelta(days=9)}
    row = make_convention(alice, promotion, referent=bob, signed=True, terms=terms)
    client = api_client(bob)
    assert post(client, url(row, "terminate/"), {"reason": "Fermeture"}).status_code == 400
    sent = {"reason": "Fermeture", "ended_on": f"{today - timedelta(days=1)}"}
    answer = post(client, url(row, "terminate/"), sent)
    assert (answer.status_code, answer.json()["state"]) == (200, "terminated")
    assert answer.json()["ended_on"] == f"{date.fromisoformat(sent['ended_on'])}"
