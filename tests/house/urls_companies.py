"""The register of addresses: companies, shared by the people of one school."""

from collections.abc import Mapping

from tests.house.routes import Kwargs, Route
from tests.house.world import World


def of(**names: str) -> Kwargs:
    """Return the ids of things of the world, by the names the address gives them."""

    def kwargs(world: World) -> Mapping[str, object]:
        return {key: getattr(world.objects, name).pk for key, name in names.items()}

    return kwargs


COMPANY = of(company_id="company")
MERGE = of(company_id="company", survivor_id="survivor")
# The student who wrote the company keeps it until it is verified.
KEEPERS = "teacher other_teacher office"
WRITERS = f"own {KEEPERS}"
READ_ONLY = "classmate other_class head"
CONTACT = {
    "kind": "tutor",
    "first_name": "Paul",
    "last_name": "Petit",
    "email": "paul@entreprise.example",
    "version": 1,
}
SITE = {
    "label": "Agence",
    "address": "2 rue du Mail",
    "postal_code": "49000",
    "city": "Angers",
    "version": 1,
}


def pair(name: str, kwargs: Kwargs, may: str, but: str, data: Mapping[str, object]) -> list[Route]:
    """Return the two lines of a form: its page, then what it sends."""
    return [
        Route(f"companies:{name}", {200: may, 403: but}, kwargs),
        Route(f"companies:{name}", {302: may, 403: but}, kwargs, "post", data=lambda world: data),
    ]


COMPANIES = [
    Route("companies:list", {200: "*"}),
    Route("companies:new", {403: "head admin juror"}, rest=200),
    Route("companies:detail", {200: f"{WRITERS} {READ_ONLY}"}, COMPANY),
    Route("companies:edit", {200: WRITERS, 403: READ_ONLY}, COMPANY),
    Route("companies:verify", {200: KEEPERS, 403: f"own {READ_ONLY}"}, COMPANY),
    Route("companies:verify", {302: KEEPERS, 403: f"own {READ_ONLY}"}, COMPANY, "post"),
    Route("companies:merge", {200: KEEPERS, 403: f"own {READ_ONLY}"}, COMPANY),
    *pair("merge_confirm", MERGE, KEEPERS, f"own {READ_ONLY}", {"reason": "Même entreprise."}),
    *pair("note_new", COMPANY, KEEPERS, f"own {READ_ONLY}", {"text": "Bon accueil."}),
    *pair("contact_new", COMPANY, f"{WRITERS} classmate other_class", "head", CONTACT),
    *pair("contact_edit", of(contact_id="contact"), WRITERS, READ_ONLY, CONTACT),
    *pair("site_new", COMPANY, WRITERS, READ_ONLY, SITE),
    *pair("site_edit", of(site_id="site"), WRITERS, READ_ONLY, SITE),
]
