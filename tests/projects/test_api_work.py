"""Actions, indicators, meetings and deliverables in the REST API."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nrc_platform.people.models import Promotion, User
from projects.models import Deliverable, Indicator, Project
from tests.harness.client import HouseClient
from tests.projects import work_factories as make
from tests.projects.team import add_constraint, add_indicator, make_project, member_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
ACTIONS, INDICATORS = f"{ROOT}actions/", f"{ROOT}indicators/"
MEETINGS, DELIVERABLES = f"{ROOT}meetings/", f"{ROOT}deliverables/"
Open = Callable[..., HouseClient]
JSON = "application/json"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def post(client: HouseClient, address: str, data: Any = None) -> Any:
    return client.post(address, data or {}, content_type=JSON)


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


def made(project: Project) -> list[str]:
    """Make one row of each resource; return their addresses."""
    return [
        f"{ACTIONS}{make.ActionFactory(project=project).pk}/",
        f"{INDICATORS}{add_indicator(project).pk}/",
        f"{MEETINGS}{make.MeetingFactory(project=project).pk}/",
        f"{DELIVERABLES}{make.DeliverableFactory(project=project).pk}/",
    ]


@pytest.mark.parametrize("who", ["classmate", "charlie", "admin", "juror", "other_head"])
def test_others_find_nothing(
    project: Project, who: str, api_client: Open, request: pytest.FixtureRequest
) -> None:
    client = api_client(request.getfixturevalue(who))
    rows = made(project)
    for address in rows:
        assert client.get(address).status_code == 404
        assert client.patch(address, {}, content_type=JSON).status_code == 404
        assert client.get(address.rsplit("/", 2)[0] + "/").json()["results"] == []
    for address in (f"{rows[0]}move/", f"{rows[1]}readings/", f"{rows[3]}remark/"):
        assert post(client, address).status_code == 404
    for address in (ACTIONS, INDICATORS, MEETINGS, DELIVERABLES):
        sent = {"project": str(project.pk), "label": "x", "title": "x", "kind": "sales"}
        sent |= {"starts_on": "2026-12-01", "ends_on": "2026-12-02"}
        assert post(client, address, sent).status_code == 400


@pytest.mark.parametrize("who", ["emil", "head"])
def test_office_and_head_read_and_write_nothing(
    project: Project, who: str, api_client: Open, request: pytest.FixtureRequest
) -> None:
    client = api_client(request.getfixturevalue(who))
    for address in made(project):
        answer = client.get(address)
        assert answer.status_code == 200
        assert not any(answer.json()["abilities"].values())
        assert client.patch(address, {}, content_type=JSON).status_code == 403


def test_a_stale_version_is_a_412(project: Project, bob: User, api_client: Open) -> None:
    client = api_client(bob)
    for address in made(project):
        stale = client.patch(address, {}, content_type=JSON, headers={"if_match": "99"})
        assert stale.status_code == 412, address


def test_an_action_is_planned_given_figures_and_moved(
    project: Project, alice: User, api_client: Open
) -> None:
    client, member = api_client(alice), member_of(project, alice)
    constraint, indicator = add_constraint(project), add_indicator(project)
    sent = {
        "project": str(project.pk),
        "label": "Appeler cent clients",
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-11",
        "owners": [str(member.pk)],
        "constraints": [str(constraint.pk)],
        "indicator": str(indicator.pk),
        "quantity_planned": "100.00",
        "quantity_unit": "appels",
    }
    answer = post(client, ACTIONS, sent)
    assert answer.status_code == 201
    row = answer.json()
    assert {name: row[name] for name in sent} == sent
    assert row["abilities"] == {"edit": True, "move": True}
    address = f"{ACTIONS}{row['id']}/"
    changed = client.patch(address, {"quantity_done": "40.00"}, content_type=JSON).json()
    assert (changed["quantity_done"], changed["owners"]) == ("40.00", sent["owners"])
    done = post(client, f"{address}move/", {"to": "done", "done_on": "2026-11-20"}).json()
    assert (done["state"], done["done_on"]) == ("done", "2026-11-20")
    refused = post(client, f"{address}move/", {"to": "dropped"})
    assert refused.status_code == 409
    found = client.get(f"{ACTIONS}?project={project.pk}&student={alice.pk}&state=done").json()
    assert [each["id"] for each in found["results"]] == [row["id"]]


@pytest.mark.parametrize("gone", ["project", "label", "starts_on", "ends_on"])
def test_what_an_action_begins_with_is_asked_for(
    project: Project, alice: User, gone: str, api_client: Open
) -> None:
    sent = {"project": str(project.pk), "label": "x", "starts_on": "2026-12-01"}
    sent["ends_on"] = "2026-12-02"
    del sent[gone]
    answer = post(api_client(alice), ACTIONS, sent)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, gone)


def test_an_owner_of_another_project_is_unknown(
    project: Project, alice: User, bob: User, classmate: User, api_client: Open
) -> None:
    other = make_project(project.promotion, bob, classmate)
    address = f"{ACTIONS}{make.ActionFactory(project=project).pk}/"
    sent = {"owners": [str(member_of(other, classmate).pk)]}
    answer = api_client(alice).patch(address, sent, content_type=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "owners")


def test_an_indicator_is_measured_read_and_corrected(
    project: Project, bob: User, api_client: Open
) -> None:
    client = api_client(bob)
    sent = {
        "project": str(project.pk),
        "label": "Ventes",
        "kind": "sales",
        "unit": "ventes",
        "baseline": "0.00",
        "target": "20.00",
        "due_on": "2027-03-31",
        "objective": True,
    }
    row = post(client, INDICATORS, sent).json()
    assert {name: row[name] for name in sent} == sent
    assert (row["value"], row["share"]) == (None, None)
    readings = f"{INDICATORS}{row['id']}/readings/"
    wrong = post(client, readings, {"on": "2026-11-20", "value": "50.00"})
    assert (wrong.status_code, wrong.json()["value"]) == (201, "50.00")
    fixed = post(
        client,
        readings,
        {"on": "2026-11-20", "value": "5.00", "corrects": wrong.json()["readings"][0]["id"]},
    ).json()
    assert (fixed["value"], fixed["share"], len(fixed["readings"])) == ("5.00", "25.0", 2)
    refused = post(client, readings, {"on": "2027-01-20", "value": "5.00"})
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "on")


def test_an_objective_without_a_figure_is_refused_with_the_rule(
    project: Project, bob: User, api_client: Open
) -> None:
    sent = {"project": str(project.pk), "label": "Plus", "kind": "sales", "objective": True}
    assert post(api_client(bob), INDICATORS, sent).status_code == 409
    assert not Indicator.objects.exists()


def test_a_meeting_is_asked_for_planned_then_reported(
    project: Project, alice: User, bob: User, api_client: Open
) -> None:
    about = {"project": str(project.pk)}
    asked = post(api_client(alice), MEETINGS, {**about, "purpose": "Relire le devis"}).json()
    assert (asked["form"], asked["asked_by"]) == ("unplanned", str(alice.pk))
    address = f"{MEETINGS}{asked['id']}/"
    plan = {"planned_at": "2026-11-26T14:00:00+01:00"}
    assert api_client(alice).patch(address, plan, content_type=JSON).status_code == 403
    assert api_client(bob).patch(address, plan, content_type=JSON).json()["planned_at"]
    report = {
        "held_on": "2026-11-23",
        "decisions": "Le devis est revu.",
        "attended": [str(alice.pk)],
        "professionals": [str(project.sponsor_id)],
        "domains": ["method"],
    }
    held = api_client(bob).patch(address, report, content_type=JSON).json()
    assert {name: held[name] for name in report} == report
    assert held["held_by"] == str(bob.pk)
    found = api_client(bob).get(f"{MEETINGS}?project={project.pk}&held=true").json()["results"]
    assert [each["id"] for each in found] == [asked["id"]]
    assert api_client(bob).get(f"{MEETINGS}?held=false").json()["results"] == []


def test_a_meeting_is_planned_or_logged_by_the_teacher_alone(
    project: Project, alice: User, bob: User, api_client: Open
) -> None:
    about = {"project": str(project.pk)}
    plan = {**about, "form": "work_session", "planned_at": "2026-11-26T14:00:00+01:00"}
    assert post(api_client(alice), MEETINGS, plan).status_code == 403
    assert post(api_client(bob), MEETINGS, plan).status_code == 201
    report = {**about, "form": "on_site", "held_on": "2026-11-20", "decisions": "Rien."}
    assert post(api_client(alice), MEETINGS, report).status_code == 403
    assert post(api_client(bob), MEETINGS, report).json()["held_by"] == str(bob.pk)
    nothing = post(api_client(alice), MEETINGS, about)
    assert (nothing.status_code, nothing.json()["errors"][0]["attr"]) == (400, "purpose")


def test_a_deliverable_is_planned_handed_in_and_remarked_on(
    project: Project, alice: User, bob: User, api_client: Open
) -> None:
    student, teacher = api_client(alice), api_client(bob)
    row = post(student, DELIVERABLES, {"project": str(project.pk), "title": "Étude"}).json()
    address = f"{DELIVERABLES}{row['id']}/"
    moved = student.patch(address, {"due_on": "2026-12-18"}, content_type=JSON).json()
    assert (moved["due_on"], moved["abilities"]["remark"]) == ("2026-12-18", False)
    early = post(teacher, f"{address}remark/", {"text": "Où est-elle ?"})
    assert early.status_code == 409
    file = SimpleUploadedFile("etude.pdf", PDF, "application/pdf")
    given = student.post(f"{address}hand-in/", {"file": file, "note": "Première"})
    assert given.status_code == 201
    (version,) = given.json()["versions"]
    assert (version["number"], version["extension"], version["by"]) == (1, "pdf", str(alice.pk))
    assert post(student, f"{address}remark/", {"text": "Bien."}).status_code == 403
    said = post(teacher, f"{address}remark/", {"text": "La source manque."}).json()
    assert said["versions"][0]["remarks"][0]["text"] == "La source manque."
    refused = teacher.post(
        f"{address}hand-in/", {"file": SimpleUploadedFile("x.pdf", PDF, "application/pdf")}
    )
    assert refused.status_code == 403


def test_lists_cost_the_same_whatever_their_length(
    promotion: Promotion,
    alice: User,
    bob: User,
    api_client: Open,
    assert_same_queries: Callable[..., int],
) -> None:
    def make_row() -> None:
        row = make_project(promotion, bob, alice)
        action = make.ActionFactory(project=row)
        action.owners.set(row.members.all())
        make.ReadingFactory(indicator=add_indicator(row), by=alice, value=Decimal(3))
        make.MeetingFactory(project=row, held=True).attended.add(alice)
        version = make.DeliverableVersionFactory(deliverable__project=row)
        make.DeliverableRemarkFactory(version=version)

    client = api_client(bob)
    for address in (ACTIONS, INDICATORS, MEETINGS, DELIVERABLES):
        assert_same_queries(address, make_row, client=client, rows=4)
    assert Deliverable.objects.count() == 16
