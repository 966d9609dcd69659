"""The register of addresses: the decision tools, open to all, and what a project keeps of them."""

from collections.abc import Mapping

from tests.house.routes import Route
from tests.house.urls_companies import of
from tests.house.world import World

READERS = "own teacher office head"


def margin(world: World) -> Mapping[str, object]:
    """The tool of margins."""
    return {"slug": "marge"}


def one(name: str) -> Route:
    """Return the line of a page of the simulation."""
    return Route(f"projects:{name}", {200: READERS}, of(simulation_id="simulation"))


PROJECT_TOOLS = [
    Route("projects:tools", {200: "*"}),
    Route("projects:tool", {200: "*"}, margin, missing={"slug": "horoscope"}),
    Route(
        "projects:tool",
        {200: "*"},
        margin,
        "post",
        data=lambda world: {
            "purchase": "100", "vat_percent": "20", "known": "sale_price", "value": "130",
        },
        missing={"slug": "horoscope"},
    ),
    Route(
        "projects:tool",
        {302: "own teacher"},
        margin,
        "post",
        data=lambda world: {
            "purchase": "100", "vat_percent": "20", "known": "sale_price", "value": "130",
            "project": str(world.objects.simulated_project.pk), "save": "1",
        },
        # Nobody else finds the project in the list: the form comes back.
        rest=200,
        missing={"slug": "horoscope"},
        why="kept",
    ),
    Route("projects:simulations", {200: READERS}, of(project_id="simulated_project")),
    one("simulation"),
    one("simulation_pdf"),
    one("simulation_file"),
    one("simulation_workbook"),
    Route("projects:simulation_print", {302: READERS}, of(simulation_id="simulation"), "post"),
]  # fmt: skip
