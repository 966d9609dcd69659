"""The register of addresses: the wall of a class, on screen and as a workbook."""

from collections.abc import Mapping

from tests.house.routes import Route
from tests.house.world import World

FOLLOWERS = "teacher office head"


def class_of_own(world: World) -> Mapping[str, object]:
    """The class of `own`."""
    return {"promotion_id": world.promotion.pk}


PROJECTS_WALL = [
    Route("projects:wall", {200: FOLLOWERS}, class_of_own),
    Route("projects:wall", {200: FOLLOWERS}, class_of_own, query="?vue=en-retard&q=zzz"),
    Route("projects:wall_workbook", {200: FOLLOWERS}, class_of_own),
]
