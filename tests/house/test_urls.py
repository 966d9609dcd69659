"""Every address is registered, and gives each viewer what its line says."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.routes import LOGIN, PUBLIC, Route, resolver_routes
from tests.house.urls import AREAS, REGISTER
from tests.house.world import VIEWERS, World, make_world
from tests.house.world_levels import make_levels
from tests.house.world_projects import make_projects
from tests.house.world_stages import make_stages

Browsers = dict[tuple[bool, str], Client]
Wrong = dict[str, object]


def ask(client: Client, route: Route, url: str, world: World) -> int | str:
    """Ask once and undo what it did; return the status, or `login`."""
    point = transaction.savepoint()
    if route.method != "get":
        is_json = route.is_api and not route.multipart
        kind = {"content_type": "application/json"} if is_json else {}
        response = getattr(client, route.method)(url, dict(route.data(world)), **kind)
    else:
        response = client.get(url + route.query)
    if response.streaming:
        b"".join(response)  # read to its end, as a browser would: the file is closed
    transaction.savepoint_rollback(point)
    if response.status_code == 401 and response.headers["WWW-Authenticate"] == "Bearer":
        return LOGIN
    if response.status_code == 302 and response["Location"].startswith("/connexion/?next="):
        return LOGIN
    return int(response.status_code)


def answers(route: Route, world: World, browsers: Browsers) -> Wrong:
    """Return the cells of a line that are not as written."""
    url = reverse(route.name, kwargs=dict(route.kwargs(world)))
    found = {viewer: ask(browsers[route.is_api, viewer], route, url, world) for viewer in VIEWERS}
    return {
        f"{route.key} as {viewer}": f"{status}, not {route.expected(viewer)}"
        for viewer, status in found.items()
        if status != route.expected(viewer)
    }


def answer_for_nothing(route: Route, world: World, browsers: Browsers) -> Wrong:
    """Return what the address of an object that does not exist answers, unless it is a 404."""
    known = dict(route.kwargs(world))
    kwargs = {
        name: route.missing.get(name, uuid4() if isinstance(value, UUID) else value)
        for name, value in known.items()
    }
    if kwargs == known:
        return {}
    who = next((viewer for viewer in VIEWERS if route.expected(viewer) in {200, 302}), "own")
    status = ask(browsers[route.is_api, who], route, reverse(route.name, kwargs=kwargs), world)
    return {} if status == 404 else {f"{route.key} for nothing": status}


@pytest.mark.parametrize("area", AREAS)
def test_each_viewer_gets_what_the_register_says(area: str, db: None) -> None:
    world = make_world()
    make_stages(world)
    make_projects(world)
    make_levels(world)
    browsers = {(False, viewer): world.browser(viewer) for viewer in VIEWERS}
    browsers |= {(True, viewer): world.program(viewer) for viewer in VIEWERS}
    wrong: Wrong = {}
    for route in AREAS[area]:
        wrong |= answers(route, world, browsers)
        wrong |= answer_for_nothing(route, world, browsers)
    assert wrong == {}


def test_every_address_is_registered() -> None:
    assert sorted(set(resolver_routes()) - {route.name for route in REGISTER}) == []


def test_no_line_is_left_for_an_address_that_is_gone() -> None:
    assert {route.name for route in REGISTER} - set(resolver_routes()) == set()


def test_no_line_is_written_twice() -> None:
    keys = [route.key for route in REGISTER]
    assert len(keys) == len(set(keys))


def test_every_object_is_shown_to_some_and_hidden_from_others() -> None:
    """What belongs to a school has a viewer who gets it, and one from elsewhere who does not."""
    scoped = [
        route
        for route in REGISTER
        if route.kwargs.__name__ == "kwargs" and set(route.cells) != {404}
    ]
    for route in scoped:
        answers = {route.expected(viewer) for viewer in VIEWERS}
        assert answers & {200, 201, 302, 409}, route.key
        if route.cells != {200: "*"}:
            assert route.expected("other_school") == 404, route.key
            assert route.expected("far_teacher") == 404, route.key


def test_only_pages_declared_public_open_without_signing_in() -> None:
    declared = {route.name for route in REGISTER if route.access == PUBLIC}
    open_views = {
        name
        for name, pattern in resolver_routes().items()
        if not getattr(pattern.callback, "login_required", True) and not name.startswith("api:")
    }
    assert {name for name in declared if not name.startswith("api:")} == open_views
