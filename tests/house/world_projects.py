"""The projects of `own` for the access matrix: one at each step, and a part of each kind."""

from tests.house.world import World
from tests.internships.life import stage_of
from tests.projects import factories as make
from tests.projects.acts import give_parts, make_mission, make_project, sign_convention


def make_projects(world: World) -> None:
    """Make them, all of `own` alone, supervised by `teacher`."""
    things, own = world.objects, world.people["own"]
    whose = {"promotion": world.promotion, "supervisor": world.people["teacher"]}
    things.project_idea = make_project(own, **whose)
    things.project_written = make_project(own, **whose, written=True)
    give_parts(things.project_written)
    things.project_framed = make_project(own, **whose, framed=True)
    things.project_agreed = make_project(own, **whose, agreed=True)
    things.project_running = make_project(own, **whose, running=True)
    things.project_reviewed = make_project(own, **whose, reviewed=True)
    sign_convention(things.project_agreed)
    row = things.project_idea
    things.project_member = row.members.get()
    things.project_mate = make.MemberFactory(project=row, student=world.people["classmate"])
    things.project_constraint = make.ConstraintFactory(project=row)
    things.project_technology = make.TechnologyFactory(project=row)
    things.project_indicator = make.IndicatorFactory(project=row)
    things.project_mission = make_mission(row, own)
    things.project_phase = row.phases.get(rank=1)
    things.project_doing = things.project_running.phases.get(rank=1)
    things.project_doing.begin()
    things.project_doing.starts_on = make.FIRST
    things.project_doing.save()
    things.project_done = make_project(own, **whose, phases_done=1).phases.get(rank=1)
    stage = stage_of(own, world.promotion)
    things.project_link = make.ProjectInternshipFactory(project=row, internship=stage)
