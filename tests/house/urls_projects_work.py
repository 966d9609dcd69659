"""The register of addresses: the work of a project, its follow-up, its results."""

from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import TODAY
from tests.house.routes import Kwargs, Route
from tests.house.urls_companies import of
from tests.house.world import World
from tests.internships.life import PDF

PROJECT = of(project_id="work_project")
ACTION = of(action_id="work_action")
TASK = of(task_id="work_task")
TIME = of(entry_id="work_time")
MEETING = of(meeting_id="work_meeting")
ASKED = of(meeting_id="work_asked")
DELIVERABLE = of(deliverable_id="work_deliverable")
VERSION = of(version_id="work_version")
INDICATOR = of(indicator_id="work_indicator")
READING = of(reading_id="work_reading")
BUDGET = of(line_id="work_budget")
MEMBER = of(member_id="work_member")
# A project is read by its team, those who teach the class, the office and the head.
READERS = "own teacher office head"
WRITERS, WATCHERS = "own teacher", "office head"
SAID_TODAY = f"{TODAY:%d/%m/%Y}"


def pair(
    name: str, kwargs: Kwargs, may: str, but: str, data: Mapping[str, object] | None = None
) -> list[Route]:
    """Return the two lines of a form: its page, then what it sends."""
    sent = data or {}
    return [
        Route(f"projects:{name}", {200: may, 403: but}, kwargs),
        Route(f"projects:{name}", {302: may, 403: but}, kwargs, "post", data=lambda world: sent),
    ]


def about(**fields: object) -> object:
    """Return data that name the project."""
    return lambda world: {"about": world.objects.work_project.pk, **fields}


def with_about(name: str, may: str, but: str, **fields: object) -> list[Route]:
    """Return the two lines of a form that says what it is about."""
    return [
        Route(f"projects:{name}", {200: may, 403: but}, PROJECT),
        Route(
            f"projects:{name}",
            {302: may, 403: but},
            PROJECT,
            "post",
            data=about(**fields),  # type: ignore[arg-type]
        ),
    ]


def post(name: str, kwargs: Kwargs, may: str, but: str, **fields: object) -> Route:
    """Return the line of a button."""
    return Route(
        f"projects:{name}", {302: may, 403: but}, kwargs, "post", data=lambda world: fields
    )


def task_data(world: World) -> Mapping[str, object]:
    """A task of `own`."""
    return {"label": "Appeler", "member": world.objects.work_member.pk}


def attach_data(world: World) -> Mapping[str, object]:
    """A note of `own` that belongs to nothing yet."""
    return {"entry": world.objects.work_note.pk, "about": world.objects.work_project.pk}


def file_data(world: World) -> Mapping[str, object]:
    """A study."""
    return {"file": SimpleUploadedFile("etude.pdf", PDF)}


def link_kwargs(world: World) -> Mapping[str, object]:
    """A note that belongs to the project."""
    things = world.objects
    return {"project_id": things.work_project.pk, "link_id": things.work_link.pk}


ACTION_DATA = {"label": "Appeler", "starts_on": SAID_TODAY, "ends_on": SAID_TODAY, "version": 1}
TIME_DATA = {"on": SAID_TODAY, "kind": "weekly", "spent": "2", "what": "Appels", "version": 1}
PLAN_DATA = {"form": "work_session", "day": "13/01/2027", "hour": "14h30"}
REPORT_DATA = {"form": "work_session", "held_on": SAID_TODAY, "decisions": "Oui.", "version": 1}
BUDGET_DATA = {"label": "Stand", "kind": "cost", "planned": "100", "version": 1}
OBSERVED = {"on": SAID_TODAY, "responsibility_level": "2", "autonomy": "Seule."}
READ = {"on": SAID_TODAY, "value": "7"}

WORK = [
    Route("projects:work", {200: READERS}, PROJECT),
    *(
        Route("projects:work", {200: READERS}, PROJECT, query=f"?vue={view}")
        for view in ("tableau", "frise")
    ),
    *pair("action_new", PROJECT, WRITERS, WATCHERS, ACTION_DATA),
    *pair("action_edit", ACTION, WRITERS, WATCHERS, ACTION_DATA),
    *pair("action_remove", ACTION, WRITERS, WATCHERS),
    post("action_move", ACTION, WRITERS, WATCHERS, to="doing"),
    Route("projects:task_new", {200: WRITERS, 403: WATCHERS}, ACTION),
    Route("projects:task_new", {302: WRITERS, 403: WATCHERS}, ACTION, "post", data=task_data),
    post("task_tick", TASK, WRITERS, WATCHERS),
    *pair("task_remove", TASK, WRITERS, WATCHERS),
    *pair("time_new", PROJECT, "own", "teacher office head", TIME_DATA),
    *pair("time_edit", TIME, "own", "teacher office head", TIME_DATA),
    *pair("time_remove", TIME, "own", "teacher office head"),
]
FOLLOW_UP = [
    Route("projects:follow_up", {200: READERS}, PROJECT),
    *with_about("meeting_ask", "own", "teacher office head", asker="student", purpose="Le plan"),
    *with_about("meeting_new", "teacher", "own office head", **PLAN_DATA),
    *with_about("meeting_log", "teacher", "own office head", **{**REPORT_DATA, "form": "on_site"}),
    *pair("meeting_edit", MEETING, "teacher", "own office head", {**PLAN_DATA, "version": 1}),
    *pair("meeting_report", MEETING, "teacher", "own office head", REPORT_DATA),
    *pair("meeting_remove", ASKED, WRITERS, WATCHERS),
    *pair("deliverable_new", PROJECT, WRITERS, WATCHERS, {"title": "Étude"}),
    *pair("deliverable_edit", DELIVERABLE, WRITERS, WATCHERS, {"title": "Étude", "version": 1}),
    *pair("deliverable_remove", DELIVERABLE, WRITERS, WATCHERS),
    Route("projects:hand_in", {200: "own", 403: "teacher office head"}, DELIVERABLE),
    Route(
        "projects:hand_in",
        {302: "own", 403: "teacher office head"},
        DELIVERABLE,
        "post",
        data=file_data,
    ),
    Route("projects:version_file", {200: READERS}, VERSION),
    *pair("remark_new", VERSION, "teacher", "own office head", {"text": "La source ?"}),
    post("remark_handle", of(remark_id="work_remark"), "own", "teacher office head"),
    *with_about("note_new", "own", "teacher office head", text="Appels.", happened_on=SAID_TODAY),
    Route("projects:note_attach", {200: "own", 403: "teacher office head"}, PROJECT),
    Route(
        "projects:note_attach",
        {302: "own", 403: "teacher office head"},
        PROJECT,
        "post",
        data=attach_data,
    ),
    Route("projects:note_detach", {302: "own", 403: "teacher"}, link_kwargs, "post"),
]
RESULTS = [
    Route("projects:results", {200: READERS}, PROJECT),
    *pair("reading_new", INDICATOR, WRITERS, WATCHERS, READ),
    *pair("reading_correct", READING, WRITERS, WATCHERS, READ),
    *pair("budget_new", PROJECT, WRITERS, WATCHERS, BUDGET_DATA),
    *pair("budget_edit", BUDGET, WRITERS, WATCHERS, BUDGET_DATA),
    *pair("budget_remove", BUDGET, WRITERS, WATCHERS),
    *pair("evaluation", PROJECT, WRITERS, WATCHERS, {"evaluation": "Atteint.", "version": 1}),
    *pair("observation_new", MEMBER, "teacher", "own office head", OBSERVED),
    *pair("lessons", MEMBER, "own", "teacher office head", {"lessons": "Relancer plus tôt."}),
    post("opinion_ask", PROJECT, "teacher", "own office head"),
]
PROJECT_WORK = [*WORK, *FOLLOW_UP, *RESULTS]
