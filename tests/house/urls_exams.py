"""The register of addresses: the E4 file, its student's, its teachers' and the head's."""

from collections.abc import Mapping

from tests.conftest import TODAY
from tests.house.routes import Kwargs, Route
from tests.house.urls_companies import of
from tests.house.world import World


def fiche(state: str) -> Kwargs:
    """The fiche of `own` in that state."""
    return of(fiche_id=state)


def dossier(world: World) -> Mapping[str, object]:
    """The E4 file of `own`."""
    return {"student_id": world.people["own"].pk}


def version(world: World) -> Mapping[str, object]:
    """The kept version of a fiche of `own`."""
    return {"fiche_id": world.objects.submitted.pk, "number": 1}


def of_class(world: World) -> Mapping[str, object]:
    """The class of `own`."""
    return {"promotion_id": world.promotion.pk}


def paper(world: World) -> Mapping[str, object]:
    """A case of today by `own`."""
    own = world.people["own"].pk
    day = f"{TODAY:%d/%m/%Y}"
    return {"student": own, "case": "Cas Régal", "done_on": day, "mark": "12,5", "version": 1}


READERS = "own teacher head"
STUDENTS = "own classmate other_class other_school"


def act(
    name: str, state: str, status: int, who: str, but: str, data: Mapping[str, object]
) -> Route:
    """Return the line of an action: who acts, who sees the fiche but may not."""
    return Route(
        f"exams:{name}", {status: who, 403: but}, fiche(state), "post", data=lambda world: data
    )


EXAMS = [
    Route("exams:home", {200: "*"}),
    Route("exams:dossier", {200: READERS}, dossier),
    Route("exams:fiche_new", {200: STUDENTS}, rest=403),
    Route(
        "exams:fiche_new",
        {302: STUDENTS},
        method="post",
        data=lambda world: {"title": "Vendre", "kind": "negotiation_sale"},
        rest=403,
    ),
    *(
        Route("exams:fiche", {200: READERS}, fiche(state), why=state)
        for state in ("draft", "submitted", "returned", "visaed")
    ),
    Route("exams:fiche_edit", {200: "own", 302: "teacher head"}, fiche("draft")),
    act("fiche_autosave", "draft", 200, "own", "teacher head", {"version": 1, "title": "Titre"}),
    act("fiche_resolve", "draft", 302, "own", "teacher head", {"version": 1, "title": "Titre"}),
    act("fiche_submit", "draft", 200, "own", "teacher head", {"version": 1, "title": "Titre"}),
    act("fiche_place", "draft", 302, "own", "teacher head", {"slot": "1"}),
    act(
        "fiche_remark",
        "submitted",
        302,
        "teacher",
        "own head",
        {"rubric": "context", "text": "Qui a appelé ?"},
    ),
    Route("exams:fiche_return", {200: "teacher"}, fiche("submitted")),
    act("fiche_return", "submitted", 302, "teacher", "own head", {"message": "À reprendre."}),
    Route("exams:fiche_visa", {200: "teacher"}, fiche("submitted")),
    act("fiche_visa", "submitted", 302, "teacher", "own head", {"remarks": "Bien."}),
    Route("exams:fiche_withdraw", {200: "teacher"}, fiche("visaed")),
    act("fiche_withdraw", "visaed", 302, "teacher", "own head", {"reason": "Erreur de date."}),
    Route("exams:fiche_versions", {200: READERS}, fiche("submitted")),
    Route("exams:fiche_versions", {200: "own"}, fiche("draft"), why="draft"),
    Route("exams:fiche_version", {200: READERS}, version),
    Route("exams:fiche_pdf", {200: READERS}, fiche("visaed")),
    Route("exams:fiche_pdf_file", {200: READERS}, fiche("visaed")),
    Route("exams:annex_new", {200: "own"}, fiche("draft")),
    Route("exams:annex", {200: READERS}, of(annex_id="annex")),
    Route("exams:annex_remove", {200: "own"}, of(annex_id="annex")),
    Route("exams:annex_remove", {302: "own"}, of(annex_id="annex"), "post"),
    Route("exams:remark_remove", {302: "teacher"}, of(remark_id="remark"), "post"),
    Route("exams:training_papers", {200: "*"}),
    Route("exams:training_paper", {200: READERS}, of(paper_id="paper")),
    Route("exams:training_paper_new", {200: "teacher"}, of_class),
    Route("exams:training_paper_new", {302: "teacher"}, of_class, "post", data=paper),
    Route("exams:training_paper_edit", {200: "teacher"}, of(paper_id="paper")),
    Route("exams:training_paper_edit", {302: "teacher"}, of(paper_id="paper"), "post", data=paper),
    Route("exams:training_paper_remove", {200: "teacher"}, of(paper_id="paper")),
    Route("exams:training_paper_remove", {302: "teacher"}, of(paper_id="paper"), "post"),
]
