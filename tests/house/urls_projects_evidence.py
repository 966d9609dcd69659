"""The register of addresses: levels of projects and missions, what would cover a class."""

from collections.abc import Mapping

from tests.conftest import TODAY
from tests.house.routes import Route
from tests.house.urls_acquis import promotion
from tests.house.urls_companies import of
from tests.house.world import World

READERS = "own teacher office head"
# Who gives a word, on their own side; who sees the project and gives none.
WORDS, BUT = "own teacher", "office head"


def student(world: World) -> Mapping[str, object]:
    """`own` in their mission."""
    return {"mission_id": world.objects.levels_mission.pk, "student_id": world.people["own"].pk}


def word(world: World) -> Mapping[str, object]:
    """C11 in autonomy, today."""
    row = world.objects.levels_project.competence_links.get()
    return {f"level_{row.competence_id}": "3", "on": f"{TODAY:%d/%m/%Y}", "note": ""}


def prior(world: World) -> Mapping[str, object]:
    """C12 with help, today."""
    row = world.objects.levels_mission.competences.get()
    return {f"level_{row.pk}": "2", "on": f"{TODAY:%d/%m/%Y}", "note": ""}


MEMBER = of(member_id="levels_member")
EVIDENCE = [
    Route("projects:levels", {200: READERS}, of(project_id="levels_project")),
    Route("projects:member_levels", {200: WORDS, 403: BUT}, MEMBER),
    Route("projects:member_levels", {302: WORDS, 403: BUT}, MEMBER, "post", data=word),
    Route("projects:mission_levels", {200: READERS}, of(mission_id="levels_mission")),
    Route("projects:mission_student_levels", {200: WORDS, 403: BUT}, student),
    Route("projects:mission_student_levels", {302: WORDS, 403: BUT}, student, "post", data=prior),
    Route("projects:coverage", {200: "teacher head"}, promotion),
]
