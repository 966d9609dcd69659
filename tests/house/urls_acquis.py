"""The register of addresses: competences of students, and the scale of a school."""

from collections.abc import Mapping

from tests.conftest import TODAY
from tests.house.routes import Route
from tests.house.urls_companies import of
from tests.house.world import World

READERS = "own teacher head"
# One class, or one's own page: straight to it.
STRAIGHT = "own classmate other_class other_school teacher other_teacher far_teacher"
DAY = "%d/%m/%Y"


def student(world: World) -> Mapping[str, object]:
    """The student `own`."""
    return {"student_id": world.people["own"].pk}


def competence(world: World) -> Mapping[str, object]:
    """C31 of `own`."""
    return {"student_id": world.people["own"].pk, "code": "C31"}


def promotion(world: World) -> Mapping[str, object]:
    """The class of `own`."""
    return {"promotion_id": world.promotion.pk}


def school(world: World) -> Mapping[str, object]:
    """The school of `own`."""
    return {"school_id": world.promotion.school_id}


def word(world: World) -> Mapping[str, object]:
    """A level of C31 today."""
    return {"competence": "C31", "level": "2", "on": f"{TODAY:{DAY}}", "note": ""}


def scale(world: World) -> Mapping[str, object]:
    """A scale of two steps."""
    return {"steps": "débute : guidé\nmaîtrise : seul", "starts_on": f"{TODAY:{DAY}}"}


RULE_READERS = "own classmate other_class teacher other_teacher juror"
KEEPERS = "office head admin"
ACQUIS = [
    Route("curriculum:coverage", {302: STRAIGHT}, rest=200, why="one class: straight to it"),
    Route("curriculum:student_coverage", {200: READERS}, student),
    Route("curriculum:competence_story", {200: READERS}, competence, missing={"code": "C999"}),
    Route("curriculum:position_self", {200: "own"}, student),
    Route("curriculum:position_self", {302: "own"}, student, "post", data=lambda world: {}),
    Route("curriculum:evidence_new", {200: "teacher"}, student),
    Route("curriculum:evidence_new", {302: "teacher"}, student, "post", data=word),
    Route("curriculum:evidence_correct", {200: "teacher"}, of(evidence_id="evidence")),
    Route(
        "curriculum:evidence_correct",
        {302: "own"},
        of(evidence_id="own_evidence"),
        "post",
        data=word,
    ),
    Route("curriculum:evidence_withdraw", {200: "own"}, of(evidence_id="own_evidence")),
    Route(
        "curriculum:evidence_withdraw",
        {302: "teacher"},
        of(evidence_id="evidence"),
        "post",
        data=lambda world: {"reason": "Mauvais étudiant."},
    ),
    Route("curriculum:class_coverage", {200: "teacher head"}, promotion),
    Route("curriculum:class_coverage_file", {200: "teacher head"}, promotion),
    Route("curriculum:scale_edit", {200: KEEPERS, 403: RULE_READERS}, school),
    Route("curriculum:scale_edit", {302: KEEPERS, 403: RULE_READERS}, school, "post", data=scale),
]
