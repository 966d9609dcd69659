"""One logbook: a note belongs to a project or a mission, beside its stage."""

import pytest

from internships.models import LogEntry
from nrc_platform.core.errors import Invalid, NotAllowed
from nrc_platform.people.models import Promotion, User
from projects import access
from projects.models import LogLink, Project
from projects.services.log_links import link_log
from tests.internships.factories import LogEntryFactory
from tests.internships.life import stage_of
from tests.projects.acts import make_mission
from tests.projects.team import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running, supervised by Bob."""
    return make_project(promotion, bob, alice)


@pytest.fixture
def entry(promotion: Promotion, alice: User) -> LogEntry:
    """A note of Alice's, written in a stage."""
    stage = stage_of(alice, promotion)
    return LogEntryFactory(student=alice, promotion=promotion, internship=stage)


def test_note_of_a_stage_belongs_to_a_project_then_to_a_mission(
    project: Project, entry: LogEntry, alice: User, bob: User
) -> None:
    link_log(entry, actor=alice, subject=project)
    mission = make_mission(project, alice)
    link = link_log(entry, actor=alice, subject=mission)
    assert link is not None
    assert (link.project, link.mission, link.log_entry.internship_id) == (
        None,
        mission,
        entry.internship_id,
    )
    assert link_log(entry, actor=alice, subject=mission) == link
    assert list(access.visible_log_links(bob)) == [link]
    assert link_log(entry, actor=alice, subject=None) is None
    assert not LogLink.objects.exists()


def test_note_goes_to_a_project_or_mission_of_its_author(
    promotion: Promotion, entry: LogEntry, alice: User, bob: User, classmate: User
) -> None:
    other = make_project(promotion, bob, classmate)
    for subject in (other, make_mission(other, classmate)):
        with pytest.raises(Invalid, match="un de vos projets"):
            link_log(entry, actor=alice, subject=subject)


@pytest.mark.parametrize("who", ["classmate", "bob", "emil"])
def test_note_is_linked_by_its_author_alone(
    project: Project, entry: LogEntry, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        link_log(entry, actor=request.getfixturevalue(who), subject=project)


def test_office_never_reads_what_a_note_belongs_to(
    project: Project, entry: LogEntry, alice: User, emil: User
) -> None:
    link_log(entry, actor=alice, subject=project)
    assert not access.visible_log_links(emil).exists()
