"""The register of addresses: conventions, of the student, the class, the office, the head."""

from collections.abc import Mapping

from tests.conftest import TODAY
from tests.house.routes import Kwargs, Route
from tests.house.urls_companies import of
from tests.house.world import World

READERS = "own teacher office head"
FOLLOWERS = "teacher office"
STUDENTS = "own classmate other_class other_school"
TEACHERS = "teacher other_teacher far_teacher"
PERIOD = of(period_id="period")


def convention(state: str) -> Kwargs:
    """The convention of `own` in that state."""
    return of(convention_id=f"stage_{state}")


def clauses(world: World) -> Mapping[str, object]:
    """The clauses of `own`'s school."""
    return {"school_id": world.promotion.school_id}


def step(name: str, state: str, may: str, data: Mapping[str, object]) -> list[Route]:
    """Return the page of a step and its confirmation: who may, who only reads the convention."""
    kwargs = convention(state)
    but = " ".join(viewer for viewer in READERS.split() if viewer not in may.split())
    return [
        Route(f"internships:{name}", {200: may}, kwargs),
        Route(
            f"internships:{name}", {302: may, 403: but}, kwargs, "post", data=lambda world: data
        ),
    ]


EDITED = {
    "version": 1,
    "course_title": "BTS NRC",
    "course_hours": "1080",
    "breaks-TOTAL_FORMS": "0",
    "breaks-INITIAL_FORMS": "0",
}
MISSIONS = {
    "version": 1,
    "missions-TOTAL_FORMS": "1",
    "missions-INITIAL_FORMS": "0",
    "missions-0-label": "Enquête",
    "missions-0-starts_on": "09/11/2026",
    "missions-0-ends_on": "13/11/2026",
}
WHY = {"reason": "Autre place."}

CONVENTIONS = [
    Route("internships:conventions", {200: "*"}),
    Route("internships:convention_new", {200: f"{STUDENTS} {TEACHERS} office"}, rest=403),
    Route(
        "internships:convention_new",
        {200: f"{STUDENTS} {TEACHERS} office"},
        method="post",
        rest=403,
        why="nothing chosen",
    ),
    Route("internships:project_new", {200: f"{STUDENTS} {TEACHERS} office"}, rest=403),
    Route(
        "internships:project_new",
        {200: f"{STUDENTS} {TEACHERS} office"},
        method="post",
        rest=403,
        why="nothing chosen",
    ),
    Route(
        "internships:convention_missions",
        {200: "own teacher office", 302: "head"},
        convention("project"),
    ),
    Route(
        "internships:convention_missions",
        {302: "own teacher office", 403: "head"},
        convention("project"),
        "post",
        data=lambda world: MISSIONS,
    ),
    Route("internships:class_grid", {200: FOLLOWERS, 403: "own classmate head"}, PERIOD),
    Route("internships:class_grid", {302: FOLLOWERS, 403: "own classmate head"}, PERIOD, "post"),
    Route("internships:class_pack", {302: FOLLOWERS, 403: "own classmate head"}, PERIOD, "post"),
    Route("internships:clauses", {200: "teacher other_teacher office head"}, clauses),
    Route(
        "internships:clauses",
        {302: "office", 403: "teacher other_teacher head"},
        clauses,
        "post",
        data=lambda world: {"body": "Le lycée est prévenu.", "number": 1, "action": "save"},
    ),
    Route(
        "internships:clauses_pdf",
        {302: "office", 403: "teacher head", 409: "other_teacher"},
        clauses,
        "post",
    ),
    *(
        Route("internships:convention", {200: READERS}, convention(state), why=state)
        for state in ("draft", "checked", "review", "sent", "signed")
    ),
    Route("internships:convention_file", {200: READERS}, convention("sent")),
    Route(
        "internships:convention_edit", {200: f"own {FOLLOWERS}", 302: "head"}, convention("draft")
    ),
    *(
        Route(
            f"internships:{name}",
            {302: f"own {FOLLOWERS}", 403: "head"},
            convention("draft"),
            "post",
            data=lambda world: EDITED,
        )
        for name in ("convention_edit", "convention_resolve")
    ),
    *step("convention_submit", "draft", f"own {FOLLOWERS}", {}),
    *step("convention_remind", "checked", f"own {FOLLOWERS}", {}),
    *step("convention_check", "checked", "office", {"reason": "Par téléphone", "not_a_job": "on"}),
    *step("convention_send_back", "review", FOLLOWERS, {"message": "Le jeudi manque."}),
    *step("convention_send", "review", FOLLOWERS, {}),
    *step("convention_reopen", "sent", FOLLOWERS, WHY),
    *step("convention_refuse", "review", FOLLOWERS, WHY),
    *step("convention_cancel", "draft", f"own {FOLLOWERS}", WHY),
    *step(
        "convention_terminate",
        "signed",
        FOLLOWERS,
        {"reason": "Fermeture.", "ended_on": f"{TODAY:%d/%m/%Y}"},
    ),
]


def act(name: str, kwargs: Kwargs, data: Mapping[str, object]) -> list[Route]:
    """Return the page of an act on a signer or an avenant, and what it does once confirmed."""
    route = f"internships:{name}"
    return [
        Route(route, {200: FOLLOWERS}, kwargs),
        Route(route, {302: FOLLOWERS, 403: "own head"}, kwargs, "post", data=lambda world: data),
    ]


SIGNER, AVENANT, SENT = (
    of(signer_id="signer"),
    of(avenant_id="avenant"),
    of(avenant_id="sent_avenant"),
)
SIGNING = [
    Route("internships:signer_paper", {200: FOLLOWERS}, SIGNER),
    Route(
        "internships:signer_paper",
        {200: FOLLOWERS},
        SIGNER,
        "post",
        why="without the page",
    ),
    Route("internships:signer_scan", {200: READERS}, of(signer_id="signed_signer")),
    *act("signer_address", SIGNER, {"email": "nadia@entreprise.example"}),
    Route("internships:signer_remind", {302: FOLLOWERS, 403: "own head"}, SIGNER, "post"),
    *act("signer_replace", SIGNER, {"name": "Ève Faure", "reason": "Départ."}),
    *act("delegate_decide", of(delegation_id="delegation"), {"action": "accept"}),
]
CHANGE = {
    "subject": "Encore un sujet",
    "activities": "Devis",
    "applies_on": f"{TODAY:%d/%m/%Y}",
    "reason": "Réorganisation.",
    "version": 1,
}
AVENANTS = [
    Route("internships:avenant_new", {200: FOLLOWERS}, convention("signed")),
    Route(
        "internships:avenant_new",
        {200: FOLLOWERS},
        convention("signed"),
        "post",
        why="nothing chosen",
    ),
    Route("internships:avenant", {200: READERS}, AVENANT),
    Route("internships:avenant", {200: READERS}, SENT, why="sent"),
    Route("internships:avenant_file", {200: READERS}, SENT),
    *act("avenant_edit", AVENANT, CHANGE),
    *act("avenant_cancel", AVENANT, WHY),
    *act("avenant_refuse", SENT, WHY),
    Route("internships:avenant_send", {200: FOLLOWERS}, AVENANT),
    Route(
        "internships:avenant_send",
        {200: FOLLOWERS, 403: "own head"},
        AVENANT,
        "post",
        why="before its stage",
    ),
]
INTERNSHIPS = [*CONVENTIONS, *SIGNING, *AVENANTS]
