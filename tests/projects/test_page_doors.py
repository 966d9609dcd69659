"""A hidden button is no permission: what a former member, or anyone on a closed project, sends."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.models import Project
from projects.states import ProjectState
from tests.harness.client import HouseClient
from tests.projects import work_factories as make
from tests.projects.factories import PhaseFactory
from tests.projects.team import add_constraint, add_indicator, join, make_project, member_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
# Not yours, not to be seen, or no longer possible.
REFUSED = {403, 404, 409}
OF_PROJECT = (
    *("team", "supervision", "constraints", "technologies", "savoirs", "competences"),
    *("objectives", "mission_new", "internships", "cover", "frame", "agree", "start", "review"),
    *("close", "abandon", "action_new", "time_new", "meeting_ask", "meeting_new", "meeting_log"),
    *("deliverable_new", "note_new", "note_attach", "budget_new", "evaluation", "opinion_ask"),
)
STEPS = ("partenaires", "besoin", "clientele", "finalites", "suivi")


def doors(project: Project, student: User) -> Iterator[str]:
    """Return the address of everything that writes in the project or in one of its parts."""
    for name in OF_PROJECT:
        yield reverse(f"projects:{name}", args=[project.pk])
    for step in STEPS:
        yield reverse("projects:definition", args=[project.pk, step])
    version = make.DeliverableVersionFactory(deliverable__project=project, by=student)
    task = make.TaskFactory(action__project=project, member=member_of(project, student))
    reading = make.ReadingFactory(indicator=add_indicator(project), by=student)
    entry = make.TimeEntryFactory(project=project, student=student)
    phase, limit = PhaseFactory(project=project), add_constraint(project)
    parts: list[tuple[str, Any]] = [
        *(("member_edit", m) for m in project.members.all()),
        *(("member_remove", m) for m in project.members.all()),
        *(("member_competences", m) for m in project.members.all()),
        *(("observation_new", m) for m in project.members.all()),
        *((name, limit) for name in ("constraint_edit", "constraint_remove")),
        *((name, reading.indicator) for name in ("objective_edit", "objective_remove")),
        *((name, phase) for name in ("phase_plan", "phase_begin")),
        *((name, task.action) for name in ("action_edit", "action_move", "action_remove")),
        *(("task_new", task.action), ("task_tick", task), ("task_remove", task)),
        *((name, entry) for name in ("time_edit", "time_remove")),
        *((name, version.deliverable) for name in ("deliverable_edit", "hand_in")),
        ("remark_new", version),
        *(("reading_new", reading.indicator), ("reading_correct", reading)),
    ]
    for name, row in parts:
        yield reverse(f"projects:{name}", args=[row.pk])


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User, classmate: User) -> Project:
    """Alice's project, running; her classmate has left it."""
    row = make_project(promotion, bob, alice)
    join(row, classmate, ends_on=today() - timedelta(days=1))
    return row


def let_in(client: HouseClient, addresses: Iterator[str]) -> dict[str, int]:
    """Return the doors that opened to what was sent, with their answers."""
    sent = {address: client.post(address, {}).status_code for address in addresses}
    assert len(sent) > len(OF_PROJECT)
    return {address: code for address, code in sent.items() if code not in REFUSED}


def test_a_former_member_writes_nothing_more(
    project: Project, classmate: User, signed_in: SignIn
) -> None:
    client = signed_in(classmate)
    assert client.get(reverse("projects:project", args=[project.pk])).status_code == 200
    assert let_in(client, doors(project, classmate)) == {}


@pytest.mark.parametrize("who", ["alice", "bob"])
@pytest.mark.parametrize("state", [ProjectState.CLOSED, ProjectState.ABANDONED])
def test_nobody_writes_in_a_project_that_is_over(
    who: str, state: str, project: Project, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    person, alice = request.getfixturevalue(who), request.getfixturevalue("alice")
    Project.objects.filter(pk=project.pk).update(state=state, abandoned_reason="Fin.")
    assert let_in(signed_in(person), doors(project, alice)) == {}
