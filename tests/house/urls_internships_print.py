"""The register of addresses: what people ask to be printed of stages."""

from collections.abc import Mapping

from tests.house.routes import Route
from tests.house.urls_companies import of
from tests.house.world import World

READERS = "own teacher office head"
MEMBERS = "own classmate other_class teacher other_teacher office head juror"


def form(world: World) -> Mapping[str, object]:
    """A blank form of `own`'s school."""
    return {"school_id": world.promotion.school_id, "form": "visite"}


PRINTED = [
    Route("internships:blank_forms", {200: "*"}),
    Route("internships:blank_form_ask", {302: MEMBERS}, form, "post"),
    Route("internships:calendar_ask", {302: READERS}, of(convention_id="stage_signed"), "post"),
]
