"""The register of addresses: projects in the REST API, the same scopes as the pages."""

from collections.abc import Callable, Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.house.routes import Route
from tests.house.urls_api import EVERYBODY
from tests.house.urls_companies import of
from tests.house.world import World

READERS = "own teacher office head"
READ_ONLY = "office head"
WRITERS = {200: "own teacher", 403: READ_ONLY}
MAKERS = {201: "own teacher", 403: READ_ONLY}
TEACHERS = {200: "teacher", 403: "own office head"}
RESOURCES = ("project", "mission", "phase", "action", "indicator", "meeting", "deliverable")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
Data = Callable[[World], Mapping[str, object]]


def about(**more: object) -> Data:
    """Return what is sent for something new of the framed project."""
    return lambda world: {"project": str(world.objects.wall_framed.pk), **more}


def a_project(world: World) -> Mapping[str, object]:
    """A project in the class of `own`."""
    return {
        "title": "Ouvrir le secteur Nord",
        "promotion": str(world.promotion.pk),
        "company": str(world.objects.wall_company.pk),
        "supervisor": str(world.people["teacher"].pk),
        "students": [str(world.people["own"].pk)],
    }


def a_mission(world: World) -> Mapping[str, object]:
    """A mission before the framed project."""
    return {
        "projects": [str(world.objects.wall_framed.pk)],
        "title": "Enquête",
        "target": "Cent clients",
        "aim": "clientele",
        "starts_on": "2026-11-30",
        "ends_on": "2026-12-04",
        "place": "Angers",
    }


def a_version(world: World) -> Mapping[str, object]:
    """A file of the team."""
    return {"file": SimpleUploadedFile("etude.pdf", PDF, "application/pdf")}


def new(name: str, cells: Mapping[int, str], data: Data) -> Route:
    """Return the line of something new; who sees no such project is told it is unknown."""
    return Route(f"api:{name}-list", cells, method="post", data=data, rest=400)


def change(name: str, cells: Mapping[int, str], **data: object) -> Route:
    """Return the line of a change of the row of that resource."""
    key = "wall_framed" if name == "project" else f"wall_{name}"
    return Route(f"api:{name}-detail", cells, of(pk=key), "patch", data=lambda world: data)


def act(line: str, key: str, cells: Mapping[int, str], **data: object) -> Route:
    """Return the line of an action."""
    return Route(f"api:{line}", cells, of(pk=key), "post", data=lambda world: data)


# In another state the move is refused for the state; those who only read, for themselves.
WRONG_STATE = {409: "own teacher", 403: READ_ONLY}
DAYS = {"starts_on": "2026-12-01", "ends_on": "2026-12-11"}

PROJECTS_API = [
    *(Route(f"api:{name}-list", EVERYBODY) for name in RESOURCES),
    *(
        Route(f"api:{name}-detail", {200: READERS}, of(pk=f"wall_{name}"))
        for name in RESOURCES
        if name != "project"
    ),
    Route("api:project-detail", {200: READERS}, of(pk="wall_framed")),
    Route("api:project-check", {200: READERS}, of(pk="wall_framed")),
    # A classmate begins it too, and is then of the team.
    new("project", {201: "own classmate teacher", 403: READ_ONLY}, a_project),
    change("project", WRITERS, theme="Le quartier Nord"),
    act("project-frame", "wall_idea", WRONG_STATE),
    act("project-agree", "wall_framed", {409: "teacher", 403: "own office head"}),
    act("project-start", "wall_framed", WRONG_STATE),
    act("project-review", "wall_framed", WRONG_STATE),
    act("project-close", "wall_framed", WRONG_STATE),
    act("project-abandon", "wall_idea", WRITERS, reason="L’entreprise ferme."),
    new("mission", MAKERS, a_mission),
    change("mission", WRITERS, information="Les prix"),
    change("phase", WRITERS, output="Une étude"),
    act("phase-begin", "wall_phase", WRITERS),
    act("phase-finish", "wall_phase", WRONG_STATE, output="Une étude"),
    act("phase-reopen", "wall_phase", WRONG_STATE),
    new("action", MAKERS, about(label="Relancer", **DAYS)),
    change("action", WRITERS, quality_done="Bonne"),
    act("action-move", "wall_action", WRITERS, to="doing"),
    new("indicator", MAKERS, about(label="Appels", kind="other", unit="appels")),
    change("indicator", WRITERS, target="60.00"),
    act("indicator-readings", "wall_indicator", MAKERS, on="2026-11-20", value="5.00"),
    new("meeting", {201: "own", 403: "teacher office head"}, about(purpose="Relire le devis")),
    change("meeting", TEACHERS, place="Salle 12"),
    new("deliverable", MAKERS, about(title="Étude de marché")),
    change("deliverable", WRITERS, due_on="2027-01-15"),
    Route(
        "api:deliverable-hand-in",
        {201: "own", 403: "teacher office head"},
        of(pk="wall_deliverable"),
        "post",
        data=a_version,
        multipart=True,
    ),
    act(
        "deliverable-remark",
        "wall_deliverable",
        {201: "teacher", 403: "own office head"},
        text="La source manque.",
    ),
]
