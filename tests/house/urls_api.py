"""The register of addresses: the REST API, the same scopes as the pages."""

from collections.abc import Mapping

from curriculum.models import Competence, Critere, Epreuve, Fonction, Referentiel, Savoir
from tests.house.routes import Kwargs, Route
from tests.house.urls_companies import KEEPERS, READ_ONLY, WRITERS, of
from tests.house.world import World

EVERYBODY = {200: "*"}


def first(model: type) -> Kwargs:
    """The first row of a table of the référentiel."""

    def kwargs(world: World) -> Mapping[str, object]:
        return {"pk": model.objects.order_by("pk").values_list("pk", flat=True)[0]}  # type: ignore[attr-defined]

    return kwargs


def of_school(world: World) -> Mapping[str, object]:
    """The school of `own`."""
    return {"pk": world.promotion.school_id}


def of_class(world: World) -> Mapping[str, object]:
    """The class of `own`."""
    return {"pk": world.promotion.pk}


def person(viewer: str) -> Kwargs:
    """The account of that viewer."""
    return lambda world: {"pk": world.people[viewer].pk}


SCHOOL = ("school", "promotion", "student", "teacher", "company", "site", "contact")
DIPLOMA = {
    "referentiel": Referentiel,
    "fonction": Fonction,
    "savoir": Savoir,
    "competence": Competence,
    "epreuve": Epreuve,
    "critere": Critere,
}
API = [
    Route("api:schema", EVERYBODY, stranger=200),
    Route("api:docs", EVERYBODY, stranger=200),
    Route("api:unknown", {404: "*"}, stranger=404),
    Route("api:me", EVERYBODY),
    Route("api:api-root", EVERYBODY),
    *(Route(f"api:{name}-list", EVERYBODY) for name in DIPLOMA),
    *(Route(f"api:{name}-detail", EVERYBODY, first(model)) for name, model in DIPLOMA.items()),
    *(Route(f"api:{name}-list", EVERYBODY) for name in SCHOOL),
    Route("api:school-detail", {404: "other_school far_teacher"}, of_school, rest=200),
    Route("api:promotion-detail", {200: "own classmate teacher office head admin"}, of_class),
    Route("api:student-detail", {200: "own teacher office head"}, person("own")),
    Route(
        "api:teacher-detail", {404: "other_school far_teacher admin"}, person("teacher"), rest=200
    ),
    *(
        Route(f"api:{name}-detail", {200: f"{WRITERS} {READ_ONLY}"}, of(pk=name))
        for name in ("company", "site", "contact")
    ),
    *(
        Route(
            f"api:{name}-detail",
            {200: WRITERS, 403: READ_ONLY},
            of(pk=name),
            "patch",
            data=lambda world: {"phone": "0241000000"},
        )
        for name in ("company", "site", "contact")
    ),
    Route("api:company-verify", {200: KEEPERS, 403: f"own {READ_ONLY}"}, of(pk="company"), "post"),
    Route(
        "api:company-merge",
        {200: KEEPERS, 403: f"own {READ_ONLY}"},
        of(pk="company"),
        "post",
        data=lambda world: {"into": str(world.objects.survivor.pk), "reason": "Doublon."},
    ),
    Route("api:documents-list", EVERYBODY),
    Route("api:documents-detail", {200: "own teacher head"}, of(pk="document")),
    Route("api:documents-file", {200: "own teacher head"}, of(pk="document")),
    Route("api:jobs-list", EVERYBODY),
    Route("api:jobs-detail", {200: "teacher office head admin"}, of(pk="job")),
    Route("api:jobs-retry", {200: "teacher office admin", 403: "head"}, of(pk="job"), "post"),
    Route(
        "api:verifications-list",
        EVERYBODY,
        method="post",
        data=lambda world: {"sha256": "0" * 64},
    ),
    Route("api:evidence-list", EVERYBODY),
    Route("api:evidence-detail", {200: "own teacher head"}, of(pk="evidence")),
    Route(
        "api:evidence-list",
        {201: "own teacher", 403: "head"},
        method="post",
        data=lambda world: {
            "student": str(world.people["own"].pk),
            "competence": "C31",
            "level": 2,
        },
        rest=400,
    ),
]
