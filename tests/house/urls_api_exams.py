"""The register of addresses: fiches, E4 files and rule sets in the REST API."""

from collections.abc import Mapping

from curriculum.models import RuleSet
from tests.house.routes import Route
from tests.house.urls_api import EVERYBODY, first
from tests.house.urls_companies import of
from tests.house.urls_exams import READERS, STUDENTS
from tests.house.world import World


def file_of_own(world: World) -> Mapping[str, object]:
    """The E4 file of `own`, known by the student."""
    return {"pk": world.people["own"].pk}


def move(name: str, cells: Mapping[int, str], state: str, **data: object) -> Route:
    """Return the line of an action on the fiche in that state."""
    return Route(f"api:fiche-{name}", cells, of(pk=state), "post", data=lambda world: data)


TEACHER_ONLY = {200: "teacher", 403: "own head"}

EXAMS_API = [
    Route("api:fiche-list", EVERYBODY),
    Route(
        "api:fiche-list",
        {201: STUDENTS},
        method="post",
        data=lambda world: {"title": "Vendre", "kind": "negotiation_sale"},
        rest=400,
    ),
    Route("api:fiche-detail", {200: READERS}, of(pk="submitted")),
    Route(
        "api:fiche-detail",
        {200: "own", 403: "teacher head"},
        of(pk="draft"),
        "patch",
        data=lambda world: {"place": "Angers"},
    ),
    move("submit", {409: "own", 403: "teacher head"}, "draft"),
    move("return", TEACHER_ONLY, "submitted", message="À reprendre."),
    move("grant-visa", TEACHER_ONLY, "submitted", remarks="Bien."),
    Route("api:dossier-list", EVERYBODY),
    Route("api:dossier-detail", {200: READERS}, file_of_own),
    Route("api:dossier-check", {200: READERS}, file_of_own),
    Route("api:rule-set-list", EVERYBODY),
    Route("api:rule-set-detail", EVERYBODY, first(RuleSet)),
]
