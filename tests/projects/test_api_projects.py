"""Projects in the REST API: the same rights, rules and moves as the pages."""

from collections.abc import Callable
from typing import Any

import pytest

from nrc_platform.people.models import Promotion, TeachingAssignment, User
from nrc_platform.people.states import Subject
from projects.models import Project
from projects.states import ProjectState
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.harness.client import HouseClient
from tests.people.fixtures import make_student, make_teacher
from tests.projects.acts import in_state, make_project, ready_to_agree
from tests.projects.factories import competence, phase_nodes, savoir

pytestmark = pytest.mark.django_db
LIST = "/api/v1/projects/"
Open = Callable[..., HouseClient]
JSON = "application/json"
MOVES = ("frame", "agree", "start", "review", "close", "abandon")


def url(row: Project, move: str = "") -> str:
    return f"{LIST}{row.pk}/{move}"


def post(client: HouseClient, address: str, data: Any = None, **headers: str) -> Any:
    return client.post(address, data or {}, content_type=JSON, headers=headers)


@pytest.fixture
def idea(alice: User, bob: User, promotion: Promotion) -> Project:
    """Alice's idea, supervised by Bob."""
    return make_project(alice, promotion=promotion, supervisor=bob)


@pytest.fixture
def asked(promotion: Promotion, bob: User) -> dict[str, Any]:
    """What begins a project."""
    phase_nodes()
    company = CompanyFactory(school=promotion.school)
    return {
        "title": "Ouvrir le secteur Nord",
        "promotion": str(promotion.pk),
        "company": str(company.pk),
        "supervisor": str(bob.pk),
        "need": "Fidéliser les moins de 30 ans.",
    }


def test_student_begins_a_project_for_a_team_and_writes_in_it(
    alice: User, classmate: User, asked: dict[str, Any], api_client: Open
) -> None:
    client = api_client(alice)
    sent = {**asked, "students": [str(classmate.pk)], "competences": [competence("C12").code]}
    answer = post(client, LIST, sent)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["competences"]) == ("idea", ["C12"])
    assert {each["student"] for each in made["members"]} == {str(alice.pk), str(classmate.pk)}
    assert made["written"]["need"] == asked["need"]
    assert made["abilities"]["frame"] is True
    assert made["abilities"]["agree"] is False
    contact = ContactFactory(company_id=asked["company"])
    changed = client.patch(
        f"{LIST}{made['id']}/",
        {
            "sponsor": str(contact.pk),
            "starts_on": "2026-12-07",
            "weekly_hours": "40.00",
            "savoirs": [savoir("S42").code],
        },
        content_type=JSON,
        headers={"if_match": str(made["version"])},
    ).json()
    assert (changed["sponsor"], changed["starts_on"]) == (str(contact.pk), "2026-12-07")
    assert changed["written"]["weekly_hours"] == "40.00"
    assert changed["savoirs"] == ["S42"]


def test_the_same_key_begins_one_project(
    alice: User, asked: dict[str, Any], api_client: Open
) -> None:
    client = api_client(alice)
    answers = [post(client, LIST, asked, idempotency_key="one").json() for _ in range(2)]
    assert answers[0]["id"] == answers[1]["id"]
    assert Project.objects.count() == 1


@pytest.mark.parametrize("field", ["title", "promotion", "company", "supervisor"])
def test_what_a_project_begins_with_is_asked_for(
    alice: User, asked: dict[str, Any], field: str, api_client: Open
) -> None:
    del asked[field]
    answer = post(api_client(alice), LIST, asked)
    assert answer.status_code == 400
    assert {error["attr"] for error in answer.json()["errors"]} == {field}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("company", "00000000-0000-4000-8000-000000000000"),
        ("promotion", "00000000-0000-4000-8000-000000000000"),
        ("students", ["00000000-0000-4000-8000-000000000000"]),
        ("competences", ["C99"]),
        ("starts_on", "2026-02-31"),
        ("offer", "autre"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field(
    alice: User, asked: dict[str, Any], field: str, value: Any, api_client: Open
) -> None:
    answer = post(api_client(alice), LIST, {**asked, field: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith(field)
    assert not Project.objects.exists()


def test_a_supervisor_who_teaches_something_else_is_refused_with_the_rule(
    alice: User, promotion: Promotion, asked: dict[str, Any], api_client: Open
) -> None:
    other = make_teacher(promotion)
    TeachingAssignment.objects.filter(teacher=other).update(subject=Subject.OTHER)
    answer = post(api_client(alice), LIST, {**asked, "supervisor": str(other.pk)})
    assert answer.status_code == 409
    assert not Project.objects.exists()


def test_a_stale_version_is_a_412_and_changes_nothing(
    idea: Project, alice: User, api_client: Open
) -> None:
    client = api_client(alice)
    answer = client.patch(
        url(idea), {"theme": "Autre"}, content_type=JSON, headers={"if_match": '"99"'}
    )
    assert answer.status_code == 412
    assert client.get(url(idea)).json()["written"]["theme"] != "Autre"


def test_teacher_names_the_follow_up_and_a_student_does_not(
    idea: Project, alice: User, bob: User, promotion: Promotion, api_client: Open
) -> None:
    colleague = make_teacher(promotion)
    sent = {"follow_up": [str(colleague.pk)]}
    refused = api_client(alice).patch(url(idea), sent, content_type=JSON)
    assert refused.status_code == 403
    answer = api_client(bob).patch(url(idea), sent, content_type=JSON)
    assert answer.json()["follow_up"] == [str(colleague.pk)]


@pytest.mark.parametrize("who", ["classmate", "charlie", "admin", "juror", "other_head"])
def test_others_find_no_project(
    idea: Project, who: str, api_client: Open, request: pytest.FixtureRequest
) -> None:
    client = api_client(request.getfixturevalue(who))
    assert client.get(url(idea)).status_code == 404
    assert client.get(url(idea, "check/")).status_code == 404
    assert client.patch(url(idea), {"theme": "x"}, content_type=JSON).status_code == 404
    assert client.get(LIST).json()["results"] == []
    for move in MOVES:
        assert post(client, url(idea, f"{move}/")).status_code == 404


@pytest.mark.parametrize("who", ["emil", "head"])
def test_office_and_head_read_and_write_nothing(
    idea: Project, who: str, api_client: Open, request: pytest.FixtureRequest
) -> None:
    client = api_client(request.getfixturevalue(who))
    assert client.get(url(idea)).json()["abilities"]["edit"] is False
    assert client.patch(url(idea), {"theme": "x"}, content_type=JSON).status_code == 403
    assert post(client, url(idea, "abandon/"), {"reason": "Non"}).status_code == 403


def test_a_bare_idea_is_not_framed_and_the_check_says_why(
    idea: Project, alice: User, api_client: Open
) -> None:
    client = api_client(alice)
    answer = post(client, url(idea, "frame/"))
    assert answer.status_code == 409
    findings = client.get(url(idea, "check/")).json()["findings"]
    assert "frame" in {each["blocks"] for each in findings}
    assert {"rule", "severity", "message", "source", "who"} <= set(findings[0])


def test_a_ready_project_is_agreed_then_started(
    alice: User, bob: User, promotion: Promotion, api_client: Open
) -> None:
    row = ready_to_agree(alice, promotion=promotion, supervisor=bob)
    assert post(api_client(alice), url(row, "agree/")).status_code == 403
    agreed = post(api_client(bob), url(row, "agree/"), if_match=str(row.version))
    assert (agreed.status_code, agreed.json()["state"]) == (200, "agreed")
    stale = post(api_client(bob), url(row, "start/"), if_match="99")
    assert stale.status_code == 412
    assert post(api_client(alice), url(row, "start/")).json()["state"] == "running"


@pytest.mark.parametrize(
    ("move", "state"), [("review", ProjectState.RUNNING), ("close", ProjectState.REVIEWED)]
)
def test_a_project_that_lacks_something_stays_where_it_is(
    move: str,
    state: ProjectState,
    alice: User,
    bob: User,
    promotion: Promotion,
    api_client: Open,
) -> None:
    row = in_state(state, alice, promotion=promotion, supervisor=bob)
    assert post(api_client(alice), url(row, f"{move}/")).status_code == 403
    assert post(api_client(bob), url(row, f"{move}/")).status_code == 409
    row.refresh_from_db()
    assert row.state == state


def test_giving_up_asks_for_a_reason(idea: Project, alice: User, api_client: Open) -> None:
    client = api_client(alice)
    refused = post(client, url(idea, "abandon/"))
    assert refused.json()["errors"][0]["attr"] == "reason"
    given = post(client, url(idea, "abandon/"), {"reason": "L’entreprise ferme."}).json()
    assert (given["state"], given["abandoned_reason"]) == ("abandoned", "L’entreprise ferme.")


def test_filters_and_orders(
    idea: Project, alice: User, bob: User, classmate: User, promotion: Promotion, api_client: Open
) -> None:
    other = in_state("framed", classmate, promotion=promotion, supervisor=bob, title="Zéro papier")
    client = api_client(bob)

    def found(query: str) -> list[str]:
        return [row["id"] for row in client.get(f"{LIST}?{query}").json()["results"]]

    assert found("state=framed") == [str(other.pk)]
    assert found(f"student={alice.pk}") == [str(idea.pk)]
    assert found("search=zero") == [str(other.pk)]
    assert found(f"promotion={promotion.pk}&company={idea.company_id}") == [str(idea.pk)]
    assert found("ordering=-title")[0] == str(other.pk)
    refused = client.get(f"{LIST}?ordering=need")
    assert refused.status_code == 400


def test_list_costs_the_same_whatever_its_length(
    promotion: Promotion,
    bob: User,
    api_client: Open,
    assert_same_queries: Callable[..., int],
) -> None:
    def make_row() -> None:
        make_project(
            make_student(promotion), make_student(promotion), promotion=promotion, supervisor=bob
        )

    assert_same_queries(LIST, make_row, client=api_client(bob))
