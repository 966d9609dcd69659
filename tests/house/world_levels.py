"""A project of `own` that shows competences, and its mission, for the access matrix."""

from tests.house.world import World
from tests.projects.acts import make_mission
from tests.projects.factories import competence
from tests.projects.levels import aim
from tests.projects.team import begun_on, make_project


def make_levels(world: World) -> None:
    """Make them, of `own` alone, supervised by `teacher`, begun two months ago."""
    own, things = world.people["own"], world.objects
    row = make_project(world.promotion, world.people["teacher"], own)
    aim(row, competence("C11"))
    days = {"starts_on": begun_on(), "ends_on": begun_on()}
    things.levels_project, things.levels_member = row, row.members.get()
    things.levels_mission = make_mission(row, own, **days)
