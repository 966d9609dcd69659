"""The register of addresses: the REST API, the same scopes as the pages."""

from collections.abc import Mapping

from curriculum.models import Competence, Critere, Epreuve, Fonction, Referentiel, Savoir
from tests.house.routes import Kwargs, Route
from tests.house.urls_companies import of
from tests.house.world import World

EVERYBODY = {200: "*"}


def first(model: type) -> Kwargs:
    """The first row of a table of the référentiel."""

    def kwargs(world: World) -> Mapping[str, object]:
        return {"pk": model.objects.order_by("pk").values_list("pk", flat=True)[0]}  # type: ignore[attr-defined]

    return kwargs


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
]
