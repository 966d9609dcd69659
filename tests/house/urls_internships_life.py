"""The register of addresses: before and during a stage."""

from collections.abc import Mapping

from tests.conftest import TODAY
from tests.house.routes import Kwargs, Route
from tests.house.urls_companies import of
from tests.house.world import World


def promotion(world: World) -> Mapping[str, object]:
    """The class of `own`."""
    return {"promotion_id": world.promotion.pk}


def student(world: World) -> Mapping[str, object]:
    """The student `own`."""
    return {"student_id": world.people["own"].pk}


STAGE = of(internship_id="life_stage")
PERIOD = of(period_id="life_period")
STEP = of(step_id="life_step")
ENTRY = of(entry_id="life_entry")
PAPER = of(paper_id="life_paper")
NOTE = of(entry_id="life_log")
OVER = of(internship_id="life_over")
ATTESTATION = of(attestation_id="life_attestation")
VISIT = of(visit_id="life_visit")
# A class is seen by its people; other classes and schools get a 404.
CLASS = "own classmate teacher office head"
PLANS = "teacher office"
FOLLOWS = "own teacher office head"
NOTES = "own teacher office"
PERIOD_DATA = {
    "label": "Quatrième stage",
    "aim": "Conclure une vente.",
    "starts_on": "05/04/2027",
    "ends_on": "16/04/2027",
    "version": 1,
}
STEP_DATA = {
    "label": "Négociation",
    "starts_on": "02/11/2026",
    "ends_on": "18/12/2026",
    "version": 1,
}


def pair(name: str, kwargs: Kwargs, may: str, but: str, data: Mapping[str, object]) -> list[Route]:
    """Return the two lines of a form: its page, then what it sends."""
    return [
        Route(f"internships:{name}", {200: may, 403: but}, kwargs),
        Route(
            f"internships:{name}", {302: may, 403: but}, kwargs, "post", data=lambda world: data
        ),
    ]


def entry_data(world: World) -> Mapping[str, object]:
    """A call of today."""
    return {
        "period": world.objects.life_period.pk,
        "company_name": "Néoprint",
        "means": "phone",
        "outcome": "waiting",
        "contacted_on": f"{TODAY:%d/%m/%Y}",
        "version": 1,
    }


def log_data(world: World) -> Mapping[str, object]:
    """A day of the logbook."""
    return {"text": "Dix appels.", "happened_on": f"{TODAY:%d/%m/%Y}", "version": 1}


ABSENCE_DATA = {"starts_on": "11/01/2027", "reason": "illness"}
ACCIDENT_DATA = {
    "day": "23/11/2026",
    "hour": "10h",
    "place": "Entrepôt",
    "circumstances": "Chute.",
}
PLAN_DATA = {"kind": "visit", "day": "13/01/2027", "hour": "14h30", "version": 1}

BEFORE = [
    Route("internships:steps", {200: "teacher office head"}, of(period_id="life_period")),
    Route("internships:home", {200: "*"}),
    Route("internships:calendar", {200: CLASS}, promotion),
    *pair("period_new", promotion, PLANS, "own classmate head", PERIOD_DATA),
    *pair("period_edit", PERIOD, PLANS, "own classmate head", PERIOD_DATA),
    *pair("period_remove", of(period_id="life_free_period"), PLANS, "own classmate head", {}),
    *pair("step_new", promotion, PLANS, "own classmate head", STEP_DATA),
    *pair("step_edit", STEP, PLANS, "own classmate head", STEP_DATA),
    *pair("step_remove", STEP, PLANS, "own classmate head", {}),
    Route("internships:search", {200: FOLLOWS}, student),
    Route(
        "internships:search",
        {302: "own", 403: "teacher office head"},
        student,
        "post",
        data=entry_data,
    ),
    Route("internships:entry_edit", {200: "own", 403: "teacher office head"}, ENTRY),
    Route(
        "internships:entry_edit",
        {302: "own", 403: "teacher office head"},
        ENTRY,
        "post",
        data=entry_data,
    ),
    *pair("entry_remove", ENTRY, "own", "teacher office head", {}),
    *pair("sector", STAGE, NOTES, "head", {"reason": "personal"}),
    Route(
        "internships:papers_queue",
        {302: "own classmate other_class other_school"},
        rest=200,
        why="a student goes to their own",
    ),
    Route("internships:papers", {200: FOLLOWS}, student),
    Route("internships:papers", {200: "own office", 403: "teacher head"}, student, "post"),
    Route("internships:paper_file", {200: FOLLOWS}, PAPER),
    *pair("paper_check", PAPER, "office", "own teacher head", {"answer": "accept"}),
    Route("internships:paper_withdraw", {200: "own office"}, PAPER),
    Route("internships:paper_withdraw", {302: "own office"}, PAPER, "post"),
]
DURING = [
    Route("internships:own_logbook", {302: "own classmate other_class other_school"}),
    Route("internships:logbook", {200: "own teacher"}, student),
    Route("internships:logbook", {302: "own", 403: "teacher"}, student, "post", data=log_data),
    Route("internships:log_edit", {200: "own", 403: "teacher"}, NOTE),
    Route("internships:log_edit", {302: "own", 403: "teacher"}, NOTE, "post", data=log_data),
    *pair("log_remove", NOTE, "own", "teacher", {}),
    Route("internships:log_answer", {200: "own teacher"}, NOTE),
    Route(
        "internships:log_answer",
        {302: "own teacher"},
        NOTE,
        "post",
        data=lambda world: {"text": "Bien."},
    ),
    Route("internships:log_photo", {200: "own teacher"}, NOTE),
    Route("internships:stage", {200: FOLLOWS}, STAGE),
    Route("internships:outcome", {200: PLANS, 403: "own head"}, STAGE),
    Route(
        "internships:outcome",
        {200: PLANS, 403: "own head"},
        STAGE,
        "post",
        data=lambda world: {"outcome": "completed"},
        why="the stage has not begun",
    ),
    *pair("absence_new", STAGE, NOTES, "head", ABSENCE_DATA),
    *pair("absence_remove", of(absence_id="life_absence"), NOTES, "head", {}),
    *pair("accident_new", STAGE, NOTES, "head", ACCIDENT_DATA),
    Route(
        "internships:accident_declare",
        {200: NOTES, 403: "head"},
        of(accident_id="life_accident"),
    ),
    Route(
        "internships:accident_declare",
        {302: NOTES, 403: "head"},
        of(accident_id="life_accident"),
        "post",
        data=lambda world: {
            "declared_on": f"{TODAY:%d/%m/%Y}",
            "declared_by_name": "Mme Delmas",
        },
    ),
    *pair("visit_new", STAGE, "teacher", "own office head", PLAN_DATA),
    *pair("visit_edit", VISIT, "teacher", "own office head", PLAN_DATA),
    *pair("visit_remove", VISIT, "teacher", "own office head", {}),
    Route("internships:visit_report", {200: "teacher", 403: "own office head"}, VISIT),
    Route("internships:contact_new", {200: "teacher", 403: "own office head"}, STAGE),
    Route("internships:ask_tutor", {302: PLANS, 403: "own head"}, STAGE, "post"),
    Route(
        "internships:assessment",
        {200: FOLLOWS},
        lambda world: {**STAGE(world), "kind": "student"},
        missing={"kind": "company"},
    ),
    Route(
        "internships:assessment",
        {200: "teacher"},
        lambda world: {**STAGE(world), "kind": "teacher"},
        missing={"kind": "company"},
        why="written by a teacher",
    ),
    Route("internships:attestation_make", {200: PLANS, 403: "own head"}, OVER),
    Route(
        "internships:attestation_make",
        {302: PLANS, 403: "own head"},
        OVER,
        "post",
        why="refused on the way back: the stage has one",
    ),
    *pair("attestation_cancel", ATTESTATION, PLANS, "own head", {"reason": "Heures fausses."}),
    Route("internships:attestation_file", {404: "*"}, ATTESTATION, why="not printed yet"),
    Route("internships:dispensations", {200: FOLLOWS}, student),
    Route("internships:dispensation_new", {200: "office", 403: "own teacher head"}, student),
    Route(
        "internships:dispensation_file", {200: FOLLOWS}, of(dispensation_id="life_dispensation")
    ),
]
LIFE = [*BEFORE, *DURING]
