"""The register of addresses: projects, their parts, their phases, their missions, their moves."""

from collections.abc import Mapping

from tests.house.routes import Kwargs, Route
from tests.house.urls_companies import of

READERS = "own teacher office head"
# `classmate` is of the team of the idea, of no other project.
SEE_IDEA = "own classmate teacher office head"
WRITERS = "own classmate teacher"
ONLY_READ = "office head"
STUDENTS = "own classmate other_class other_school"
TEACHERS = "teacher other_teacher far_teacher"


def project(state: str) -> Kwargs:
    """The project of `own` in that state."""
    return of(project_id=f"project_{state}")


def step(key: str) -> Kwargs:
    """A step of the definition of the idea."""
    return lambda world: {"project_id": world.objects.project_idea.pk, "key": key}


def page(name: str, kwargs: Kwargs, may: str = WRITERS) -> Route:
    """Return the page of a form: who writes, who only reads the project."""
    but = " ".join(viewer for viewer in SEE_IDEA.split() if viewer not in may.split())
    return Route(f"projects:{name}", {200: may, 403: but}, kwargs)


def sent(
    name: str, kwargs: Kwargs, data: Mapping[str, object], may: str = WRITERS, *, why: str = ""
) -> Route:
    """Return what the page does once sent."""
    but = " ".join(viewer for viewer in SEE_IDEA.split() if viewer not in may.split())
    return Route(
        f"projects:{name}",
        {302: may, 403: but},
        kwargs,
        "post",
        data=lambda world: data,
        why=why,
    )


def both(name: str, kwargs: Kwargs, data: Mapping[str, object], may: str = WRITERS) -> list[Route]:
    """Return the page of a form, and what it does once sent."""
    return [page(name, kwargs, may), sent(name, kwargs, data, may)]


def move(
    name: str, state: str, may: str, data: Mapping[str, object], *, done: int = 302
) -> list[Route]:
    """Return the page of a move, and its confirmation; `done` is 200 while something misses."""
    kwargs = project(state)
    seen = SEE_IDEA if state == "idea" else READERS
    but = " ".join(viewer for viewer in seen.split() if viewer not in may.split())
    return [
        Route(f"projects:{name}", {200: may}, kwargs),
        Route(
            f"projects:{name}",
            {done: may, 403: but},
            kwargs,
            "post",
            data=lambda world: data,
        ),
    ]


IDEA = project("idea")
MEMBER, MATE = of(member_id="project_member"), of(member_id="project_mate")
MISSION, PHASE = of(mission_id="project_mission"), of(phase_id="project_phase")
RUNNING = "own teacher"
DAYS = {"starts_on": "30/11/2026", "ends_on": "04/12/2026"}
LISTS = [
    Route("projects:home", {200: "*"}),
    Route("projects:project_new", {200: f"{STUDENTS} {TEACHERS}"}, rest=403),
    Route(
        "projects:project_new",
        {200: f"{STUDENTS} {TEACHERS}"},
        method="post",
        rest=403,
        why="nothing chosen",
    ),
    Route("projects:project", {200: SEE_IDEA}, IDEA),
    *(
        Route("projects:project", {200: READERS}, project(state), why=state)
        for state in ("framed", "agreed", "running", "reviewed")
    ),
]
DEFINITION = [
    *(
        Route(
            "projects:definition",
            {200: WRITERS, 403: ONLY_READ},
            step(key),
            missing={"key": key},
            why=key,
        )
        for key in ("partenaires", "besoin", "clientele", "finalites", "suivi")
    ),
    Route(
        "projects:definition",
        {302: WRITERS, 403: ONLY_READ},
        step("besoin"),
        "post",
        data=lambda world: {"version": 1, "need": "Des clients partis."},
        missing={"key": "besoin"},
    ),
    page("team", IDEA),
    Route("projects:team", {200: WRITERS, 403: ONLY_READ}, IDEA, "post", why="nobody chosen"),
    Route("projects:supervision", {200: "teacher", 403: f"own classmate {ONLY_READ}"}, IDEA),
    Route(
        "projects:supervision",
        {302: "teacher", 403: f"own classmate {ONLY_READ}"},
        IDEA,
        "post",
        data=lambda world: {"supervisor": world.people["teacher"].pk},
    ),
    *both("member_edit", MEMBER, {"starts_on": "07/12/2026", "role": "Prospection"}),
    *both("member_remove", MATE, {}),
    *both("constraints", IDEA, {"label": "Pas de voiture", "kind": "other"}),
    *both(
        "constraint_edit",
        of(constraint_id="project_constraint"),
        {"label": "Pas de camion", "kind": "other"},
    ),
    *both("constraint_remove", of(constraint_id="project_constraint"), {}),
    *both("technologies", IDEA, {"label": "Tableur", "use": "Suivre"}),
    *both("technology_remove", of(technology_id="project_technology"), {}),
    *both("savoirs", IDEA, {}),
    *both("competences", IDEA, {}),
    *both("member_competences", MEMBER, {}),
    *both("objectives", IDEA, {"label": "Visites", "kind": "visits"}),
    *both(
        "objective_edit",
        of(indicator_id="project_indicator"),
        {"label": "Visites", "kind": "visits", "version": 1},
    ),
    *both("objective_remove", of(indicator_id="project_indicator"), {}),
    page("internships", IDEA),
    Route("projects:internships", {200: WRITERS, 403: ONLY_READ}, IDEA, "post", why="none chosen"),
    *both("internship_unlink", of(link_id="project_link"), {}),
]
PHASES = [
    Route("projects:phases", {200: SEE_IDEA}, IDEA),
    *both("phase_plan", PHASE, {**DAYS, "version": 1}),
    sent("phase_begin", PHASE, {}),
    Route("projects:phase_finish", {200: RUNNING, 403: ONLY_READ}, of(phase_id="project_doing")),
    Route(
        "projects:phase_finish",
        {302: RUNNING, 403: ONLY_READ},
        of(phase_id="project_doing"),
        "post",
        data=lambda world: {"output": "Une note."},
    ),
    Route("projects:phase_reopen", {200: RUNNING, 403: ONLY_READ}, of(phase_id="project_done")),
    Route(
        "projects:phase_reopen",
        {302: RUNNING, 403: ONLY_READ},
        of(phase_id="project_done"),
        "post",
    ),
]
MISSIONS = [
    page("mission_new", IDEA),
    Route("projects:mission_new", {200: WRITERS, 403: ONLY_READ}, IDEA, "post", why="empty"),
    Route("projects:mission", {200: SEE_IDEA}, MISSION),
    page("mission_edit", MISSION),
    Route(
        "projects:mission_edit",
        {302: WRITERS, 403: ONLY_READ},
        MISSION,
        "post",
        data=lambda world: {
            "version": 1,
            "title": "Enquête",
            "target": "Vingt clients",
            "aim": "market",
            **DAYS,
            "place": "Angers",
            "students": [world.people["own"].pk],
        },
    ),
    *both("mission_remove", MISSION, {}),
]
MOVES = [
    *move("cover", "framed", RUNNING, {}),
    *move("frame", "written", RUNNING, {}),
    *move("agree", "framed", "teacher", {}, done=200),
    *move("start", "agreed", RUNNING, {}, done=200),
    *move("review", "running", "teacher", {}, done=200),
    *move("close", "reviewed", "teacher", {}, done=200),
    *move("abandon", "idea", WRITERS, {"reason": "L’entreprise ferme."}),
]
PROJECTS = [*LISTS, *DEFINITION, *PHASES, *MISSIONS, *MOVES]
