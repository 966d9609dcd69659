"""Constraints, tools, codes, objectives and phases of a project."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed, Stale
from nrc_platform.core.rows import check_row, insert
from nrc_platform.people.models import Promotion, User
from projects import services
from projects.models import Indicator, Phase, Project
from projects.states import PhaseState
from tests.projects import factories as make
from tests.projects.acts import again, make_project

pytestmark = pytest.mark.django_db

GOAL: dict[str, Any] = {
    "label": "Ventes",
    "kind": "turnover",
    "unit": "€",
    "baseline": Decimal(40000),
    "target": Decimal(48000),
    "due_on": date(2027, 4, 30),
    "objective": True,
}


@pytest.fixture
def idea(alice: User, bob: User, promotion: Promotion) -> Project:
    """Alice's idea, supervised by Bob."""
    return make_project(alice, promotion=promotion, supervisor=bob)


def test_constraints_are_named_worded_anew_and_taken_out(idea: Project, alice: User) -> None:
    row = services.add_constraint(idea, actor=alice, label="300 € au plus", kind="budget")
    assert services.edit_constraint(row, actor=alice, values={"label": "400 €"}).label == "400 €"
    with pytest.raises(Invalid, match="figure déjà"):
        services.add_constraint(idea, actor=alice, label="400 €", kind="budget")
    services.remove_constraint(row, actor=alice)
    assert not idea.constraints.exists()


@pytest.mark.req(44, rule="technology_is_named")
def test_tools_are_named_with_their_use(idea: Project, alice: User) -> None:
    row = services.add_technology(idea, actor=alice, savoir=make.savoir("S825"), use="Suivre")
    with pytest.raises(Invalid, match="S8"):
        services.add_technology(idea, actor=alice, savoir=make.savoir("S42"), use="Suivre")
    with pytest.raises(Invalid, match="ou nommez l’outil"):
        services.add_technology(idea, actor=alice, use="Suivre")
    services.remove_technology(row, actor=alice)
    assert not idea.technologies.exists()


def test_codes_are_written_all_at_once(idea: Project, alice: User) -> None:
    first, second, third = (make.savoir(code) for code in ("S42", "S53", "S71"))
    services.set_savoirs(idea, actor=alice, savoirs=[first, second])
    services.set_savoirs(idea, actor=alice, savoirs=[second, third])
    assert {link.savoir for link in idea.savoir_links.all()} == {second, third}
    c11, c12 = make.competence("C11"), make.competence("C12")
    member = idea.members.get()
    services.set_competences(idea, actor=alice, competences=[c11])
    services.set_competences(idea, actor=alice, competences=[c11, c12], member=member)
    services.set_competences(idea, actor=alice, competences=[])
    assert {link.member for link in idea.competence_links.all()} == {member}


@pytest.mark.req(91, rule="project.measured")
@pytest.mark.parametrize("missing", ["target", "unit", "due_on"])
def test_a_goal_without_a_figure_is_refused(idea: Project, alice: User, missing: str) -> None:
    empty = {**GOAL, missing: "" if missing == "unit" else None}
    with pytest.raises(Incomplete, match="ne se mesure pas") as refusal:
        services.save_indicator(idea, actor=alice, values=empty)
    [finding] = refusal.value.findings
    assert "un objectif délimité et mesurable" in finding.source
    assert not idea.indicators.exists()
    assert services.save_indicator(idea, actor=alice, values={**empty, "objective": False}).pk


@pytest.mark.req(91, rule="indicator_objective_is_measured")
def test_the_database_holds_no_goal_without_a_figure(idea: Project) -> None:
    values = {**GOAL, "target": None}
    with pytest.raises(Invalid, match="Un objectif se mesure"):
        insert(Indicator(project=idea, **values))


def test_an_indicator_changes_and_goes(idea: Project, alice: User) -> None:
    row = services.save_indicator(idea, actor=alice, values=GOAL)
    changed = services.save_indicator(
        idea, actor=alice, indicator=row, version=1, values={"target": Decimal(50000)}
    )
    assert (changed.target, changed.version) == (Decimal(50000), 2)
    with pytest.raises(Stale):
        services.save_indicator(idea, actor=alice, indicator=row, version=1, values={"unit": "k€"})
    with pytest.raises(Incomplete):
        services.save_indicator(idea, actor=alice, indicator=row, values={"target": None})
    services.remove_indicator(changed, actor=alice)
    assert not idea.indicators.exists()


def test_the_version_of_the_project_grows_with_its_parts(idea: Project, alice: User) -> None:
    services.save_indicator(idea, actor=alice, values=GOAL)
    services.add_constraint(idea, actor=alice, label="Budget", kind="budget")
    assert again(idea).version == idea.version + 2


def test_who_is_no_part_of_it_writes_no_part(idea: Project, classmate: User, emil: User) -> None:
    for person in (classmate, emil):
        with pytest.raises(NotAllowed):
            services.save_indicator(idea, actor=person, values=GOAL)
        with pytest.raises(NotAllowed):
            services.begin_phase(idea.phases.get(rank=1), actor=person)


# --- phases ---------------------------------------------------------------------------------


def phase(project: Project, rank: int) -> Phase:
    return project.phases.get(rank=rank)


@pytest.mark.req(105, rule="project.phase_order")
@pytest.mark.req(85, rule="project.phase_order")
def test_a_phase_waits_for_those_before_it(idea: Project, alice: User) -> None:
    with pytest.raises(Incomplete, match="vient après les précédentes"):
        services.begin_phase(phase(idea, 2), actor=alice)
    services.begin_phase(phase(idea, 1), actor=alice)
    with pytest.raises(Incomplete):
        services.begin_phase(phase(idea, 2), actor=alice)
    services.finish_phase(phase(idea, 1), actor=alice, output="Le besoin est écrit.")
    assert services.begin_phase(phase(idea, 2), actor=alice).state == PhaseState.DOING


@pytest.mark.req(106, rule="phase_done_left_something")
def test_a_phase_leaves_something_behind(idea: Project, alice: User) -> None:
    begun = services.begin_phase(phase(idea, 1), actor=alice)
    assert begun.starts_on == clock.today()
    with pytest.raises(Invalid, match="Écrivez ce qui sort"):
        services.finish_phase(begun, actor=alice)
    done = services.finish_phase(begun, actor=alice, output="Le besoin est écrit.")
    assert (done.state, done.ends_on, done.output) == (
        "done",
        clock.today(),
        "Le besoin est écrit.",
    )
    done.output = ""
    with pytest.raises(Invalid, match="ce qui en est sorti"):
        check_row(done)


def test_a_planned_phase_begins_today_at_the_latest(idea: Project, alice: User) -> None:
    planned = services.plan_phase(
        phase(idea, 1),
        actor=alice,
        version=1,
        starts_on=date(2020, 1, 6),
        ends_on=date(2020, 1, 10),
        output="Une étude",
    )
    begun = services.begin_phase(planned, actor=alice)
    assert begun.starts_on == date(2020, 1, 6)
    done = services.finish_phase(begun, actor=alice)
    assert (done.output, done.ends_on) == ("Une étude", clock.today())
    ahead = services.plan_phase(
        phase(idea, 2),
        actor=alice,
        version=1,
        starts_on=date(2030, 1, 1),
        ends_on=date(2030, 1, 2),
    )
    assert services.begin_phase(ahead, actor=alice).starts_on == clock.today()


def test_the_last_phase_done_is_taken_up_again_and_no_other(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, phases_done=2)
    with pytest.raises(Incomplete):
        services.reopen_phase(phase(row, 1), actor=alice)
    assert services.reopen_phase(phase(row, 2), actor=alice).state == PhaseState.DOING
    with pytest.raises(DomainError, match="n’est plus possible"):
        services.reopen_phase(phase(row, 3), actor=alice)
