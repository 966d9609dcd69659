"""What projects and missions show of competences becomes evidence."""

from datetime import timedelta

import pytest

from curriculum.facts import CoverageLine
from curriculum.models import Evidence, EvidenceNote
from curriculum.selectors import class_coverage, student_coverage
from curriculum.states import SourceKind
from nrc_platform.core.clock import today
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.people.models import Promotion, User
from projects import services as acts
from projects.models import Member, Mission, Project
from projects.selectors.choices import competences as offered_competences
from projects.selectors.levels import words_of
from projects.services import shown
from projects.states import ProjectState
from tests.curriculum.acquis import competences
from tests.curriculum.factories import EvidenceScaleFactory
from tests.projects.levels import Codes, aim, aimed_project, begun_mission, told
from tests.projects.team import make_project, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


@pytest.fixture
def project(
    promotion: Promotion, bob: User, alice: User, classmate: User, codes: Codes
) -> Project:
    """The project of Alice and Amir, running; C32 is Amir's alone."""
    row = aimed_project(promotion, bob, codes, alice, classmate)
    aim(row, codes["C32"], member=member_of(row, classmate))
    return row


@pytest.fixture
def member(project: Project, alice: User) -> Member:
    """Alice in the team."""
    return member_of(project, alice)


@pytest.fixture
def mission(project: Project, codes: Codes) -> Mission:
    """The mission of the team, begun, with C12."""
    return begun_mission(project, codes["C12"], title="Sonder les clients")


def test_teacher_says_what_the_project_showed(
    member: Member, bob: User, alice: User, codes: Codes
) -> None:
    levels = {codes["C11"]: 3, codes["C31"]: None}
    shown.assess_member(member, actor=bob, levels=levels, note="Négocie seule.")
    assert told(alice) == {("C11", "teacher"): 3, ("C31", "teacher"): None}
    row = Evidence.objects.get(level=3)
    assert (row.source_kind, row.source_id) == (SourceKind.PROJECT, member.project_id)
    assert row.source_label == "Projet\u00a0: Ouvrir le secteur Nord"
    assert (row.by, row.on) == (bob, today())
    assert EvidenceNote.objects.filter(text="Négocie seule.").count() == 2


def test_evidence_of_each_member_shows_in_the_coverage(
    project: Project, mission: Mission, promotion: Promotion, alice: User, classmate: User,
    bob: User, codes: Codes,
) -> None:  # fmt: skip
    for student in (alice, classmate):
        member = member_of(project, student)
        shown.assess_member(member, actor=bob, levels={codes["C11"]: 3, codes["C31"]: 2})
        shown.assess_mission(mission, student, actor=bob, levels={codes["C12"]: 4})
        lines = {line.column.code: line.standing for line in _lines(student, promotion)}
        levels = {code: held.levels["teacher"].value for code, held in lines.items() if held.count}
        assert levels == {"C11": 3, "C31": 2, "C12": 4}
    assert [row.holes for row in class_coverage(promotion).rows] == [9, 9]


def _lines(student: User, promotion: Promotion) -> list[CoverageLine]:
    return student_coverage(student, promotion).lines


def test_project_may_aim_at_what_an_epreuve_validates_deeper(project: Project) -> None:
    offered = [each.code for each in offered_competences(project)]
    assert "C222" in offered
    assert "C1" not in offered


def test_label_stays_as_it_was_that_day(member: Member, bob: User, codes: Codes) -> None:
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 3})
    Project.objects.update(title="Autre titre")
    assert Evidence.objects.get().source_label == "Projet\u00a0: Ouvrir le secteur Nord"


def test_saying_it_twice_adds_nothing(member: Member, bob: User, codes: Codes) -> None:
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 3})
    assert shown.assess_member(member, actor=bob, levels={codes["C11"]: 3}) == []
    assert Evidence.objects.count() == 1


def test_another_level_replaces_and_silence_takes_back(
    member: Member, bob: User, alice: User, codes: Codes
) -> None:
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 2, codes["C31"]: 3})
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 4})
    assert told(alice) == {("C11", "teacher"): 4}
    shown.assess_member(member, actor=bob, levels={})
    assert told(alice) == {}
    assert Evidence.objects.count() == 5


def test_student_stands_beside_the_teacher(
    member: Member, bob: User, alice: User, codes: Codes
) -> None:
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 2})
    shown.position_member(member, actor=alice, levels={codes["C11"]: 4})
    assert told(alice) == {("C11", "teacher"): 2, ("C11", "student"): 4}


def test_competence_that_is_not_theirs_is_refused(
    member: Member, bob: User, classmate: User, codes: Codes
) -> None:
    with pytest.raises(Invalid, match="C32 n’est pas rattachée à ce projet"):
        shown.assess_member(member, actor=bob, levels={codes["C32"]: 2})
    amir = member_of(member.project, classmate)
    shown.assess_member(amir, actor=bob, levels={codes["C32"]: 2})
    assert told(classmate) == {("C32", "teacher"): 2}


def test_competence_no_longer_attached_can_still_be_taken_back(
    member: Member, project: Project, bob: User, alice: User, codes: Codes
) -> None:
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 2})
    project.competence_links.filter(competence=codes["C11"]).delete()
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 3})
    shown.assess_member(member, actor=bob, levels={})
    assert told(alice) == {}
    with pytest.raises(Invalid, match="C11"):
        shown.assess_member(member, actor=bob, levels={codes["C11"]: 3})


@pytest.mark.parametrize("state", [ProjectState.AGREED, ProjectState.CLOSED])
def test_project_that_does_not_run_shows_nothing(
    promotion: Promotion, bob: User, alice: User, codes: Codes, state: str
) -> None:
    row = aimed_project(promotion, bob, codes, alice, state=state)
    member = member_of(row, alice)
    with pytest.raises(NotAllowed):
        shown.assess_member(member, actor=bob, levels={codes["C11"]: 3})
    with pytest.raises(NotAllowed):
        shown.position_member(member, actor=alice, levels={codes["C11"]: 3})


def test_others_say_nothing(
    member: Member, mission: Mission, alice: User, classmate: User, charlie: User, codes: Codes
) -> None:
    for person in (alice, classmate, charlie):
        with pytest.raises(NotAllowed):
            shown.assess_member(member, actor=person, levels={codes["C11"]: 3})
        with pytest.raises(NotAllowed):
            shown.assess_mission(mission, alice, actor=person, levels={codes["C12"]: 3})
    for person in (classmate, charlie):
        with pytest.raises(NotAllowed):
            shown.position_member(member, actor=person, levels={codes["C11"]: 3})
        with pytest.raises(NotAllowed):
            shown.position_mission(mission, alice, actor=person, levels={codes["C12"]: 3})
    assert not Evidence.objects.exists()


def test_day_before_the_project_or_to_come_is_refused(
    member: Member, bob: User, codes: Codes
) -> None:
    before = member.project.starts_on - timedelta(days=1)
    for day, words in ((before, "Le projet commence"), (today() + timedelta(days=1), "à venir")):
        with pytest.raises(Invalid, match=words):
            shown.assess_member(member, actor=bob, levels={codes["C11"]: 3}, on=day)


@pytest.mark.parametrize("level", [0, 5, -1])
def test_level_off_the_scale_is_refused(
    member: Member, bob: User, codes: Codes, level: int
) -> None:
    with pytest.raises(Invalid, match="échelle"):
        shown.assess_member(member, actor=bob, levels={codes["C11"]: level})


def test_mission_shows_its_prior_competences(
    mission: Mission, bob: User, alice: User, codes: Codes
) -> None:
    shown.assess_mission(mission, alice, actor=bob, levels={codes["C12"]: 2})
    shown.assess_mission(mission, alice, actor=bob, levels={codes["C12"]: 3})
    shown.position_mission(mission, alice, actor=alice, levels={codes["C12"]: 1})
    assert told(alice) == {("C12", "teacher"): 3, ("C12", "student"): 1}
    row = Evidence.objects.standing().get(by_role="teacher")
    assert (row.source_kind, row.source_id) == (SourceKind.MISSION, mission.pk)
    assert row.source_label == "Mission\u00a0: Sonder les clients"
    with pytest.raises(Invalid, match="C11 n’est pas rattachée à cette mission"):
        shown.assess_mission(mission, alice, actor=bob, levels={codes["C11"]: 2})
    before = mission.starts_on - timedelta(days=1)
    with pytest.raises(Invalid, match="La mission commence"):
        shown.assess_mission(mission, alice, actor=bob, levels={codes["C12"]: 2}, on=before)


def test_mission_that_showed_levels_stays_with_its_students(
    promotion: Promotion, bob: User, alice: User, classmate: User, codes: Codes
) -> None:
    idea = make_project(promotion, bob, alice, classmate, state=ProjectState.IDEA, starts_on=None)
    mission = begun_mission(idea, codes["C12"])
    shown.assess_mission(mission, alice, actor=bob, levels={codes["C12"]: 2})
    with pytest.raises(DomainError, match="elle reste"):
        acts.remove_mission(mission, actor=bob)
    with pytest.raises(Invalid, match="Alice Aubry"):
        acts.edit_mission(
            mission, actor=bob, version=mission.version, values={}, students=[classmate]
        )
    shown.assess_mission(mission, alice, actor=bob, levels={})
    acts.remove_mission(mission, actor=bob)
    assert not Mission.objects.exists()


def test_form_starts_from_the_last_word_on_the_scale_of_today(
    member: Member, project: Project, promotion: Promotion, bob: User, alice: User, codes: Codes
) -> None:
    shown.assess_member(member, actor=bob, levels={codes["C11"]: 4, codes["C31"]: None})
    steps = [{"value": 1, "label": "débute"}, {"value": 2, "label": "maîtrise"}]
    EvidenceScaleFactory(school=promotion.school, starts_on=today(), steps=steps)
    held = words_of(SourceKind.PROJECT, project.pk, alice, "teacher", promotion)
    assert {pk: word.level for pk, word in held.items()} == {
        codes["C11"].pk: 2,
        codes["C31"].pk: None,
    }
    assert words_of(SourceKind.PROJECT, project.pk, alice, "student", promotion) == {}
