"""Missions and phases in the REST API."""

from collections.abc import Callable
from typing import Any

import pytest

from nrc_platform.people.models import Promotion, User
from projects.models import Mission, Project
from tests.harness.client import HouseClient
from tests.projects.acts import make_mission, make_project
from tests.projects.factories import competence

pytestmark = pytest.mark.django_db
MISSIONS, PHASES = "/api/v1/missions/", "/api/v1/phases/"
Open = Callable[..., HouseClient]
JSON = "application/json"


def post(client: HouseClient, address: str, data: Any = None) -> Any:
    return client.post(address, data or {}, content_type=JSON)


@pytest.fixture
def project(alice: User, bob: User, promotion: Promotion) -> Project:
    """Alice's project, written and not agreed."""
    return make_project(alice, promotion=promotion, supervisor=bob, framed=True)


@pytest.fixture
def mission(project: Project) -> Mission:
    """A mission of Alice that prepares it."""
    return make_mission(project)


@pytest.fixture
def asked(project: Project) -> dict[str, Any]:
    """A mission that ends before the project begins."""
    return {
        "projects": [str(project.pk)],
        "title": "Enquête",
        "target": "Cent clients",
        "aim": "clientele",
        "starts_on": "2026-11-30",
        "ends_on": "2026-12-04",
        "place": "Le magasin d’Angers",
        "hours": "12.00",
        "competences": [competence("C12").code],
    }


def test_student_begins_a_mission_and_changes_it(
    alice: User, asked: dict[str, Any], api_client: Open
) -> None:
    client = api_client(alice)
    answer = post(client, MISSIONS, asked)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["students"], made["competences"]) == ([str(alice.pk)], ["C12"])
    assert (made["hours"], made["projects"]) == ("12.00", asked["projects"])
    address = f"{MISSIONS}{made['id']}/"
    stale = client.patch(address, {"place": "x"}, content_type=JSON, headers={"if_match": "99"})
    assert stale.status_code == 412
    changed = client.patch(address, {"place": "Le dépôt"}, content_type=JSON).json()
    assert changed["place"] == "Le dépôt"


def test_a_mission_after_its_project_is_refused_with_the_rule(
    alice: User, asked: dict[str, Any], api_client: Open
) -> None:
    late = {**asked, "starts_on": "2027-01-04", "ends_on": "2027-01-08"}
    answer = post(api_client(alice), MISSIONS, late)
    assert answer.status_code == 409
    assert not Mission.objects.exists()


@pytest.mark.parametrize("gone", ["projects", "starts_on", "title"])
def test_what_a_mission_begins_with_is_asked_for(
    alice: User, asked: dict[str, Any], gone: str, api_client: Open
) -> None:
    del asked[gone]
    answer = post(api_client(alice), MISSIONS, asked)
    assert answer.status_code == 400
    assert gone in {error["attr"] for error in answer.json()["errors"]}


def test_somebody_of_no_team_is_not_named_by_the_refusal(
    alice: User, classmate: User, asked: dict[str, Any], api_client: Open
) -> None:
    answer = post(api_client(alice), MISSIONS, {**asked, "students": [str(classmate.pk)]})
    assert answer.status_code == 400
    assert classmate.last_name not in answer.content.decode()


@pytest.mark.parametrize("who", ["classmate", "charlie", "admin", "juror", "other_head"])
def test_others_find_neither_missions_nor_phases(
    mission: Mission,
    project: Project,
    who: str,
    api_client: Open,
    request: pytest.FixtureRequest,
) -> None:
    client = api_client(request.getfixturevalue(who))
    phase = project.phases.get(rank=1)
    for address in (f"{MISSIONS}{mission.pk}/", f"{PHASES}{phase.pk}/"):
        assert client.get(address).status_code == 404
        assert client.patch(address, {}, content_type=JSON).status_code == 404
    for move in ("begin", "finish", "reopen"):
        assert post(client, f"{PHASES}{phase.pk}/{move}/").status_code == 404
    assert client.get(MISSIONS).json()["results"] == []
    assert client.get(PHASES).json()["results"] == []


def test_office_reads_and_does_not_write(
    mission: Mission, project: Project, emil: User, api_client: Open
) -> None:
    client = api_client(emil)
    answer = client.get(f"{MISSIONS}{mission.pk}/").json()
    assert answer["abilities"] == {"edit": False}
    for address in (f"{MISSIONS}{mission.pk}/", f"{PHASES}{project.phases.get(rank=1).pk}/"):
        assert client.patch(address, {}, content_type=JSON).status_code == 403


def test_missions_are_filtered(
    mission: Mission, project: Project, alice: User, bob: User, api_client: Open
) -> None:
    client = api_client(bob)
    for query in (f"project={project.pk}", f"student={alice.pk}", f"company={project.company_id}"):
        assert len(client.get(f"{MISSIONS}?{query}").json()["results"]) == 1
    assert client.get(f"{MISSIONS}?student={bob.pk}").json()["results"] == []


def test_phases_come_in_order_and_are_planned_begun_finished_and_taken_up_again(
    project: Project, alice: User, api_client: Open
) -> None:
    client = api_client(alice)
    rows = client.get(f"{PHASES}?project={project.pk}&ordering=rank").json()["results"]
    assert [row["rank"] for row in rows] == list(range(1, 8))
    assert (rows[0]["code"], rows[0]["abilities"]) == ("P1", {"move": True})
    address = f"{PHASES}{rows[0]['id']}/"
    planned = client.patch(address, {"ends_on": "2026-12-18"}, content_type=JSON).json()
    assert planned["ends_on"] == "2026-12-18"
    stale = client.patch(address, {}, content_type=JSON, headers={"if_match": "99"})
    assert stale.status_code == 412
    assert post(client, f"{address}begin/").json()["state"] == "doing"
    refused = post(client, f"{address}finish/")
    assert refused.json()["errors"][0]["attr"] == "output"
    done = post(client, f"{address}finish/", {"output": "Une étude."}).json()
    assert (done["state"], done["output"]) == ("done", "Une étude.")
    assert post(client, f"{address}reopen/").json()["state"] == "doing"


def test_the_third_phase_does_not_begin_before_the_first(
    project: Project, alice: User, api_client: Open
) -> None:
    phase = project.phases.get(rank=3)
    assert post(api_client(alice), f"{PHASES}{phase.pk}/begin/").status_code == 409


def test_lists_cost_the_same_whatever_their_length(
    alice: User,
    bob: User,
    promotion: Promotion,
    api_client: Open,
    assert_same_queries: Callable[..., int],
) -> None:
    def make_row() -> None:
        make_mission(make_project(alice, promotion=promotion, supervisor=bob, framed=True))

    client = api_client(bob)
    assert_same_queries(MISSIONS, make_row, client=client)
    assert_same_queries(f"{PHASES}?page_size=200", make_row, client=client)
