"""The register of addresses: stages in the REST API, the same scopes as the pages."""

from collections.abc import Mapping
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import TODAY
from tests.house.routes import Kwargs, Route
from tests.house.urls_api import EVERYBODY
from tests.house.urls_companies import of
from tests.house.world import World

READERS = "own teacher office head"
FOLLOWERS = "teacher office"
ONLY_READ = "own head"
RESOURCES = (
    "internship",
    "convention",
    "avenant",
    "attestation",
    "visit",
    "log-entry",
    "assessment",
    "signing-request",
    "signer",
)


def act(
    line: str, cells: Mapping[int, str], kwargs: Kwargs, why: str = "", **data: object
) -> Route:
    """Return the line of an action."""
    return Route(f"api:{line}", cells, kwargs, "post", data=lambda world: data, why=why)


def a_stage(world: World) -> Mapping[str, object]:
    """A stage that everybody knows the ids of; only those who see them may use them."""
    return {
        "student": str(world.people["own"].pk),
        "promotion": str(world.promotion.pk),
        "subject": "Relance des clients",
    }


def visit(world: World) -> Mapping[str, object]:
    """A visit to the stage of `own`."""
    stage = str(world.objects.life_stage.pk)
    return {"internship": stage, "kind": "visit", "planned_at": "2027-01-12T14:00:00+01:00"}


def attested(world: World) -> Mapping[str, object]:
    """The stage of `own`, which is not over."""
    return {"internship": str(world.objects.life_stage.pk)}


def amended(world: World) -> Mapping[str, object]:
    """An avenant of a convention that already has one under way."""
    return {
        "convention": str(world.objects.stage_signed.pk),
        "kind": "subject",
        "reason": "Demande de l’entreprise",
        "applies_on": f"{TODAY}",
        "changes": {"subject": "Un troisième sujet"},
    }


def scan(world: World) -> Mapping[str, object]:
    """A page signed today."""
    page = SimpleUploadedFile("signature.pdf", b"%PDF-1.7 page %%EOF")
    return {"scan": page, "signed_on": f"{TODAY}"}


WHY = {"reason": "L’entreprise ferme."}
INTERNSHIPS_API = [
    *(Route(f"api:{name}-list", EVERYBODY) for name in RESOURCES),
    Route("api:internship-detail", {200: READERS}, of(pk="life_stage")),
    Route("api:convention-detail", {200: READERS}, of(pk="stage_draft")),
    Route(
        "api:convention-list",
        {201: "own teacher office", 403: "head"},
        method="post",
        data=a_stage,
        rest=400,
    ),
    Route(
        "api:convention-detail",
        {200: "own teacher office", 403: "head"},
        of(pk="stage_draft"),
        "patch",
        data=lambda world: {"department": "Ventes"},
    ),
    Route("api:convention-check", {200: READERS}, of(pk="stage_review")),
    act("convention-submit", {200: "own teacher office", 403: "head"}, of(pk="stage_draft")),
    act(
        "convention-return",
        {200: FOLLOWERS, 403: ONLY_READ},
        of(pk="stage_review"),
        message="À revoir.",
    ),
    act("convention-send", {200: FOLLOWERS, 403: ONLY_READ}, of(pk="stage_review")),
    act("convention-reopen", {200: FOLLOWERS, 403: ONLY_READ}, of(pk="stage_sent"), **WHY),
    act("convention-refuse", {200: FOLLOWERS, 403: ONLY_READ}, of(pk="stage_sent"), **WHY),
    act(
        "convention-cancel",
        {200: "own teacher office", 403: "head"},
        of(pk="stage_draft"),
        **WHY,
    ),
    act(
        "convention-terminate",
        {200: FOLLOWERS, 403: ONLY_READ},
        of(pk="stage_signed"),
        ended_on=f"{TODAY - timedelta(days=1)}",
        **WHY,
    ),
    act("convention-close", {409: FOLLOWERS, 403: ONLY_READ}, of(pk="stage_signed")),
    Route("api:avenant-detail", {200: READERS}, of(pk="avenant")),
    Route(
        "api:avenant-list",
        {400: FOLLOWERS, 403: ONLY_READ},
        method="post",
        data=amended,
        rest=400,
        why="one is under way",
    ),
    act("avenant-send", {409: READERS}, of(pk="sent_avenant"), why="sent already"),
    act("avenant-refuse", {200: FOLLOWERS, 403: ONLY_READ}, of(pk="sent_avenant"), **WHY),
    act("avenant-cancel", {200: FOLLOWERS, 403: ONLY_READ}, of(pk="avenant"), **WHY),
    Route("api:attestation-detail", {200: READERS}, of(pk="api_attestation")),
    Route(
        "api:attestation-list",
        {409: FOLLOWERS, 403: ONLY_READ},
        method="post",
        data=attested,
        rest=400,
    ),
    act("attestation-cancel", {200: FOLLOWERS, 403: ONLY_READ}, of(pk="api_attestation"), **WHY),
    Route("api:visit-detail", {200: READERS}, of(pk="life_visit")),
    Route(
        "api:visit-list",
        {201: "teacher", 403: "own office head"},
        method="post",
        data=visit,
        rest=400,
    ),
    Route(
        "api:visit-detail",
        {200: "teacher", 403: "own office head"},
        of(pk="life_visit"),
        "patch",
        data=lambda world: {"preparation": "Voir le fichier."},
    ),
    Route("api:log-entry-detail", {200: "own teacher"}, of(pk="life_log")),
    Route("api:assessment-detail", {200: READERS}, of(pk="life_opinion")),
    Route("api:signing-request-detail", {200: READERS}, of(pk="api_request")),
    Route("api:signer-detail", {200: READERS}, of(pk="signer")),
    act("signer-remind", {409: FOLLOWERS, 403: ONLY_READ}, of(pk="signer"), why="too early"),
    act(
        "signer-replace",
        {201: FOLLOWERS, 403: ONLY_READ},
        of(pk="signer"),
        name="Claudine Roche",
        email="roche@hygial.example",
        reason="Absence",
    ),
    Route(
        "api:signer-record-paper",
        {200: FOLLOWERS, 403: ONLY_READ},
        of(pk="signer"),
        "post",
        data=scan,
        multipart=True,
    ),
]
