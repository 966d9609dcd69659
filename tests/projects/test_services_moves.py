"""The life of a project: every move in every state, and what each one asks."""

from typing import Any

import pytest

from internships.models import Convention
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, TeachingAssignment, User
from projects import services
from projects.models import InitialGoals, Project
from projects.states import ProjectState
from tests.projects.acts import (
    again,
    evaluate_with_professionals,
    finish_phases,
    give_parts,
    in_state,
    make_mission,
    make_project,
    ready_to_agree,
    sign_convention,
)
from tests.projects.factories import InitialGoalsFactory

pytestmark = pytest.mark.django_db

S = ProjectState
# move → the only states it leaves, and where it leads.
TABLE: dict[str, dict[Any, Any]] = {
    "frame": {S.IDEA: S.FRAMED},
    "agree": {S.FRAMED: S.AGREED},
    "start": {S.AGREED: S.RUNNING},
    "review": {S.RUNNING: S.REVIEWED},
    "close": {S.REVIEWED: S.CLOSED},
    "abandon": dict.fromkeys((S.IDEA, S.FRAMED, S.AGREED, S.RUNNING), S.ABANDONED),
}


@pytest.fixture
def ready(alice: User, bob: User, promotion: Promotion) -> Project:
    """A framed project that nothing keeps from being agreed."""
    return ready_to_agree(alice, promotion=promotion, supervisor=bob)


def complete(state: str, alice: User, bob: User, promotion: Promotion) -> Project:
    """Return a project in that state, that no finding keeps there."""
    more: dict[str, Any] = {"written": True} if state == S.IDEA else {}
    more |= {"evaluation": "Objectif atteint."} if state == S.RUNNING else {}
    row = in_state(state, alice, promotion=promotion, supervisor=bob, **more)
    if state == S.ABANDONED:
        return row
    give_parts(row)
    sign_convention(row)
    if state == S.REVIEWED:
        InitialGoalsFactory(project=row)
    finish_phases(row, {S.RUNNING: 6, S.REVIEWED: 7}.get(S(state), 0))
    if state in (S.RUNNING, S.REVIEWED):
        evaluate_with_professionals(row)
    row.members.update(lessons="J’ai appris à relancer.")
    return again(row)


def move(row: Project, verb: str, actor: User) -> Project:
    """Ask for one move."""
    more = {"reason": "L’entreprise ferme."} if verb == "abandon" else {}
    act = getattr(services, f"{verb}_project")
    moved: Project = act(row, actor=actor, **more)
    return moved


@pytest.mark.parametrize("verb", sorted(TABLE))
@pytest.mark.parametrize("state", list(S))
def test_every_move_in_every_state(
    alice: User, bob: User, promotion: Promotion, verb: str, state: ProjectState
) -> None:
    row = complete(state, alice, bob, promotion)
    target = TABLE[verb].get(state)
    if target is None:
        with pytest.raises(DomainError) as refusal:
            move(row, verb, bob)
        assert refusal.value.code == "illegal_move"
        assert again(row).state == state
        return
    moved = move(row, verb, bob)
    assert moved.state == target
    assert moved.state_since > row.state_since
    assert Entry.objects.filter(kind=f"projects.project.{verb}", object_id=row.pk).exists()


def test_a_bare_idea_is_not_framed_and_the_list_says_why(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    with pytest.raises(Incomplete, match="pour cadrer le projet") as refusal:
        services.frame_project(row, actor=alice)
    named = {finding.rule for finding in refusal.value.findings}
    assert {"project.need", "project.objective", "project.clientele"} <= named
    assert {finding.blocks for finding in refusal.value.findings} == {"frame"}


def test_students_frame_and_teachers_agree(ready: Project, alice: User, emil: User) -> None:
    for person in (alice, emil):
        with pytest.raises(NotAllowed):
            services.agree_project(ready, actor=person)


@pytest.mark.req(58, rule="project.signatures")
def test_an_unsigned_convention_keeps_a_project_from_being_agreed(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, framed=True)
    give_parts(row)
    sign_convention(row, signed=False, sent=True)
    with pytest.raises(Incomplete, match="1 élément") as refusal:
        services.agree_project(again(row), actor=bob)
    [finding] = refusal.value.findings
    assert finding.rule == "project.signatures"


@pytest.mark.req(65, rule="project.modalities")
@pytest.mark.req(66, rule="project.modalities")
def test_without_its_modalities_a_project_is_not_agreed(ready: Project, bob: User) -> None:
    Project.objects.filter(pk=ready.pk).update(modalities_stage="")
    with pytest.raises(Incomplete) as refusal:
        services.agree_project(again(ready), actor=bob)
    assert "project.modalities" in {each.rule for each in refusal.value.findings}


@pytest.mark.req(53, rule="project.supervisor_subject")
def test_a_supervisor_no_longer_eligible_keeps_it_from_being_agreed(
    ready: Project, bob: User
) -> None:
    TeachingAssignment.objects.filter(teacher=bob).update(subject="french")
    with pytest.raises(Incomplete) as refusal:
        services.agree_project(ready, actor=bob)
    [finding] = refusal.value.findings
    assert finding.rule == "project.supervisor_subject"


@pytest.mark.req(125, rule="mission.covered")
def test_a_mission_outside_the_convention_keeps_it_from_being_agreed(
    ready: Project, bob: User
) -> None:
    make_mission(ready)
    with pytest.raises(Incomplete) as refusal:
        services.agree_project(ready, actor=bob)
    [finding] = refusal.value.findings
    assert finding.rule == "mission.covered"


@pytest.mark.req(96, rule="projects.facts.sheet.frozen_goals")
def test_the_accord_freezes_the_goals_beside_the_later_ones(ready: Project, bob: User) -> None:
    row = services.agree_project(ready, actor=bob)
    kept = InitialGoals.objects.get(project=row)
    goal = row.indicators.get()
    services.save_indicator(row, actor=bob, indicator=goal, values={"target": 60000})
    kept.refresh_from_db()
    assert kept.facts["indicators"][0]["target"] == "48000.00"
    assert kept.facts["ends_on"] == row.ends_on.isoformat() if row.ends_on else None
    assert kept.facts["members"] == ["Alice Aubry"]
    assert row.indicators.get().target == 60000


def test_a_convention_broken_off_keeps_the_project_from_starting(
    ready: Project, bob: User
) -> None:
    row = services.agree_project(ready, actor=bob)
    Convention.objects.filter(pk=row.convention_id).update(state="cancelled", end_reason="Non.")
    with pytest.raises(Incomplete) as refusal:
        services.start_project(again(row), actor=bob)
    assert "project.convention" in {each.rule for each in refusal.value.findings}


@pytest.mark.req(105, rule="project.phases")
def test_a_project_is_reviewed_after_its_six_phases(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = complete(S.RUNNING, alice, bob, promotion)
    row.phases.filter(rank=6).update(state="todo")
    with pytest.raises(Incomplete, match="pour évaluer le projet"):
        services.review_project(row, actor=bob)


@pytest.mark.req(96, rule="project.evaluation")
def test_a_project_is_reviewed_with_its_evaluation(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = complete(S.RUNNING, alice, bob, promotion)
    row = services.write_evaluation(row, actor=alice, version=row.version, evaluation="")
    with pytest.raises(Incomplete) as refusal:
        services.review_project(row, actor=bob)
    assert [each.rule for each in refusal.value.findings] == ["project.evaluation"]
    row = services.write_evaluation(row, actor=alice, version=row.version, evaluation="80 %.")
    assert services.review_project(row, actor=bob).evaluation == "80 %."


@pytest.mark.req(104, rule="project.lessons")
def test_a_project_is_closed_with_the_lessons_of_each(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    row = complete(S.REVIEWED, alice, bob, promotion)
    member = row.members.get()
    services.write_lessons(member, actor=alice, lessons=" ")
    with pytest.raises(Incomplete) as refusal:
        services.close_project(row, actor=bob)
    assert [each.rule for each in refusal.value.findings] == ["project.lessons"]
    for person in (classmate, bob):
        with pytest.raises(NotAllowed):
            services.write_lessons(member, actor=person, lessons="À sa place.")
    services.write_lessons(member, actor=alice, lessons="Relancer plus tôt.")
    assert services.close_project(row, actor=bob).closed_at


def test_giving_up_asks_for_a_reason(alice: User, bob: User, promotion: Promotion) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob)
    with pytest.raises(Invalid, match="Dites pourquoi"):
        services.abandon_project(row, actor=alice, reason="  ")
    assert services.abandon_project(row, actor=alice, reason="Plus d’accord.").state == "abandoned"
