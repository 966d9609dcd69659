"""The register of addresses: schools, classes and accounts, for those who manage the school."""

from collections.abc import Mapping

from tests.house.routes import Kwargs, Route
from tests.house.world import World

MANAGERS = "office head admin"


def school(world: World) -> Mapping[str, object]:
    """The school of `own`."""
    return {"school_id": world.promotion.school_id}


def promotion(world: World) -> Mapping[str, object]:
    """The class of `own`."""
    return {"promotion_id": world.promotion.pk}


def student(world: World) -> Mapping[str, object]:
    """The account of `own`."""
    return {"person_id": world.people["own"].pk}


def teacher(world: World) -> Mapping[str, object]:
    """The account of `teacher`, in their school."""
    return {**school(world), "person_id": world.people["teacher"].pk}


def closed(world: World) -> Mapping[str, object]:
    """An account that was closed."""
    return {"person_id": world.objects.closed.pk}


def representative(world: World) -> Mapping[str, object]:
    """The parent of `own`."""
    return {"representative_id": world.objects.representative.pk}


def grant(world: World) -> Mapping[str, object]:
    """The role of `teacher`."""
    return {"grant_id": world.people["teacher"].grants.all()[0].pk}


def enrolment(world: World) -> Mapping[str, object]:
    """The place of `own` in the class."""
    return {"enrolment_id": world.people["own"].enrolments.all()[0].pk}


def teaching(world: World) -> Mapping[str, object]:
    """What `teacher` teaches."""
    return {"assignment_id": world.people["teacher"].assignments.all()[0].pk}


def managed(name: str, kwargs: Kwargs) -> Route:
    """Return the line of a page for those who manage the school: a 404 for all others."""
    return Route(f"people:{name}", {200: MANAGERS}, kwargs)


def done(name: str, kwargs: Kwargs, **data: object) -> Route:
    """Return the line of what such a page sends."""
    return Route(f"people:{name}", {302: MANAGERS}, kwargs, "post", data=lambda world: data)


PEOPLE = [
    Route("people:home", {302: "office head", 200: "admin"}, rest=403),
    Route("people:school_new", {200: "admin"}, rest=403),
    Route("people:head_change", {200: "head admin", 403: "office"}, school),
    managed("school", school),
    managed("school_edit", school),
    managed("list", school),
    managed("account_new", school),
    managed("promotion_new", school),
    managed("grant_new", teacher),
    managed("account", student),
    managed("account_edit", student),
    managed("account_close", student),
    done("account_close", student),
    done("account_reopen", closed),
    managed("enrolment_new", student),
    managed("representative_new", student),
    managed("representative_edit", representative),
    done("representative_remove", representative),
    managed("grant_end", grant),
    done("grant_end", grant, ends_on="24/11/2026"),
    managed("enrolment_end", enrolment),
    done("enrolment_end", enrolment, ends_on="24/11/2026"),
    managed("teaching_end", teaching),
    done("teaching_end", teaching, ends_on="24/11/2026"),
    managed("promotion", promotion),
    managed("promotion_edit", promotion),
    managed("student_new", promotion),
    managed("teaching_new", promotion),
]
