"""
The register of addresses: every route, whom it serves, and what each viewer gets.

A new route fails tests/house/test_urls.py until it has its line here or in a sister file.
"""

from collections.abc import Mapping

from tests.conftest import TODAY
from tests.house.routes import Kwargs, Route
from tests.house.urls_accounts import ACCOUNTS
from tests.house.urls_acquis import ACQUIS
from tests.house.urls_api import API
from tests.house.urls_api_exams import EXAMS_API
from tests.house.urls_api_internships import INTERNSHIPS_API
from tests.house.urls_api_projects import PROJECTS_API
from tests.house.urls_companies import COMPANIES, of
from tests.house.urls_exams import EXAMS
from tests.house.urls_internships import INTERNSHIPS
from tests.house.urls_internships_life import LIFE
from tests.house.urls_internships_print import PRINTED
from tests.house.urls_people import PEOPLE
from tests.house.urls_projects import PROJECTS
from tests.house.urls_projects_evidence import EVIDENCE
from tests.house.urls_projects_tools import PROJECT_TOOLS
from tests.house.urls_projects_wall import PROJECTS_WALL
from tests.house.urls_projects_work import PROJECT_WORK
from tests.house.world import World


def job(world: World) -> Mapping[str, object]:
    """A job of `teacher` that failed."""
    return {"pk": world.objects.job.pk}


def board(world: World) -> Mapping[str, object]:
    """The class of `own`."""
    return {"code": world.promotion.code}


def code(value: str) -> Kwargs:
    """A code of the référentiel."""
    return lambda world: {"code": value}


def deadline(world: World) -> Mapping[str, object]:
    """The day the E4 file of `own`'s class is due."""
    return {"promotion_id": world.promotion.pk, "kind": "e4_deposit"}


def rule(world: World) -> Mapping[str, object]:
    """The managerial rule of `own`'s school."""
    return {"school_id": world.promotion.school_id, "key": "e4.managerial_required"}


def document(world: World) -> Mapping[str, object]:
    """The PDF of `own`'s fiche."""
    return {"pk": world.objects.document.pk}


# Pages anybody may read, signed in or not: nothing else may (house rule 15).
PUBLIC_PAGES = (
    "accessibility",
    "components",
    "demo_mail",
    "healthz",
    "help",
    "legal",
    "privacy",
    "readyz",
    "verification",
    "verification_names",
)
EVERYBODY = {200: "*"}
NO_CODE = {"code": "S999"}
DEADLINE_CELLS = "own classmate head admin"  # they see the deadline, others fix it
RULE_CELLS = "own classmate other_class teacher other_teacher juror"  # they read the rule

WEB = [
    *(Route(f"web:{name}", EVERYBODY, stranger=200) for name in PUBLIC_PAGES),
    Route(
        "web:demo_mail_one",
        {404: "*"},
        lambda world: {"name": "0" * 24},
        stranger=404,
        why="no such mail",
    ),
    Route(
        "web:link",
        EVERYBODY,
        lambda world: {"token": "x" * 43},
        stranger=200,
        why="the same door for every token",
    ),
    Route("web:signatures", EVERYBODY),
    Route("web:signatures", {302: "*"}, method="post", why="nothing ticked"),
    Route("web:sign", {200: "own"}, of(signer_id="own_signer"), why="their own alone"),
    Route("web:sign", {200: "own"}, of(signer_id="own_signer"), "post", why="no code yet"),
    Route("web:theme", {302: "*"}, method="post", stranger=302),
    Route("web:home", EVERYBODY),
    Route("web:search", EVERYBODY, query="?q=dup"),
    Route(
        "web:promotions",
        {302: "teacher other_teacher far_teacher"},
        rest=200,
        why="one class: straight to it",
    ),
    Route("web:promotion_board", {200: "teacher head"}, board, missing={"code": "1999-2001"}),
    Route("web:jobs", EVERYBODY),
    Route("web:outbox", {200: "teacher other_teacher far_teacher office head"}),
    Route("web:job", {200: "teacher office head admin"}, job),
    Route("web:job_retry", {302: "teacher office admin", 403: "head"}, job, "post"),
]
CURRICULUM = [
    Route("curriculum:tree", EVERYBODY),
    Route("curriculum:savoir", EVERYBODY, code("S423"), missing=NO_CODE),
    Route("curriculum:competence", EVERYBODY, code("C222"), missing=NO_CODE),
    Route("curriculum:epreuve", EVERYBODY, code("E4"), missing=NO_CODE),
    Route("curriculum:fonction", EVERYBODY, code("F1"), missing=NO_CODE),
    Route("curriculum:deadlines", EVERYBODY),
    Route("curriculum:deadline_edit", {200: "teacher office", 403: DEADLINE_CELLS}, deadline),
    Route(
        "curriculum:deadline_edit",
        {302: "teacher office", 403: DEADLINE_CELLS},
        deadline,
        "post",
        data=lambda world: {"day": "31/03/2027", "hour": "18:00", "version": 1},
    ),
    Route(
        "curriculum:deadline_remove",
        {302: "teacher office", 403: DEADLINE_CELLS},
        deadline,
        "post",
    ),
    Route("curriculum:rules", EVERYBODY),
    Route("curriculum:rule_edit", {200: "office head admin", 403: RULE_CELLS}, rule),
    Route(
        "curriculum:rule_edit",
        {302: "office head admin", 403: RULE_CELLS},
        rule,
        "post",
        data=lambda world: {
            "value": "no",
            "starts_on": f"{TODAY:%d/%m/%Y}",
            "source": "Conseil",
        },
    ),
    Route("curriculum:rule_remove", {302: "office head admin", 403: RULE_CELLS}, rule, "post"),
    *ACQUIS,
]
DOCUMENTS = [
    Route("documents:list", EVERYBODY),
    Route("documents:file", {200: "own teacher head"}, document),
]
AREAS: dict[str, list[Route]] = {
    "web": WEB,
    "curriculum": CURRICULUM,
    "documents": DOCUMENTS,
    "exams": EXAMS,
    "companies": COMPANIES,
    "internships": [*INTERNSHIPS, *PRINTED],
    "people": PEOPLE,
    "projects": PROJECTS,
    "tools of projects": PROJECT_TOOLS,
    "wall of projects": PROJECTS_WALL,
    "work of projects": PROJECT_WORK,
    "life of stages": LIFE,
    "accounts": ACCOUNTS,
    "levels of projects": EVIDENCE,
    "api": API,
    "exams in the api": EXAMS_API,
    "internships in the api": INTERNSHIPS_API,
    "projects in the api": PROJECTS_API,
}
REGISTER = [route for area in AREAS.values() for route in area]
