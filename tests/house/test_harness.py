"""Each piece of the strict harness bites."""

import random
import re
import socket
import urllib.request
import warnings
from collections.abc import Callable

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from nrc_platform.api.services import create_key
from nrc_platform.core import clock
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import School, User
from tests.harness import luck
from tests.harness.client import HouseClient, UncleanPage, check_page
from tests.harness.network import NetworkForbidden
from tests.harness.queries import QueriesGrow
from tests.harness.scheduling import TOGETHER
from tests.house.source import ROOT, modules
from tests.people.factories import SchoolFactory, UserFactory

ran: list[str] = []


def late_page(request: HttpRequest) -> HttpResponse:
    """Leave something for after the commit."""
    transaction.on_commit(lambda: ran.append("after"))
    return HttpResponse("<p>fait</p>")


def sloppy_page(request: HttpRequest) -> HttpResponse:
    """Answer a page with an inline handler."""
    return HttpResponse('<button onclick="go()">Aller</button>')


def hungry_page(request: HttpRequest) -> HttpResponse:
    """Ask one query per row."""
    names = [School.objects.get(pk=pk).name for pk in School.objects.values_list("pk", flat=True)]
    return HttpResponse("<p>" + ", ".join(names) + "</p>")


def sober_page(request: HttpRequest) -> HttpResponse:
    """Ask one query in all."""
    return HttpResponse("<p>" + ", ".join(row.name for row in School.objects.all()) + "</p>")


for _page in (late_page, sloppy_page, hungry_page, sober_page):
    _page.login_required = False  # type: ignore[attr-defined]
urlpatterns = [
    path("late/", late_page),
    path("sloppy/", sloppy_page),
    path("hungry/", hungry_page),
    path("sober/", sober_page),
]
here = pytest.mark.urls(__name__)


def test_an_undefined_template_variable_fails() -> None:
    template = engines["django"].from_string("Bonjour {{ nobody.name }}")
    with pytest.raises(pytest.fail.Exception, match="nobody"):
        template.render({})


def test_an_unordered_queryset_comes_in_any_order(db: None) -> None:
    UserFactory.create_batch(12)
    orders = {tuple(row.pk for row in User.objects.order_by()) for _ in range(10)}
    assert len(orders) > 1


def test_an_ordered_or_sliced_queryset_keeps_its_order(db: None) -> None:
    UserFactory.create_batch(12)
    assert (
        len({tuple(User.objects.order_by("pk").values_list("pk", flat=True)) for _ in range(5)})
        == 1
    )
    chosen = User.objects.order_by("pk")[:5]
    assert [row.pk for row in chosen] == sorted(row.pk for row in chosen)
    assert User.objects.order_by().get(pk=chosen[0].pk) == chosen[0]


def test_the_luck_of_a_test_can_be_played_again() -> None:
    drawn = []
    for seed, test in ((1, "a"), (1, "a"), (2, "a"), (1, "b")):
        luck.play(seed, test)
        drawn.append((luck.dice.random(), random.random(), UserFactory.build().pk.version))
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("ancien", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("host", ["93.184.216.34", "example.org"])
def test_the_network_is_closed(host: str) -> None:
    with pytest.raises(NetworkForbidden):
        socket.create_connection((host, 80), timeout=1)
    with pytest.raises(NetworkForbidden):
        urllib.request.urlopen(f"http://{host}/", timeout=1)


def test_this_machine_may_be_reached() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(server.getsockname(), timeout=1) as line:
        assert line.getpeername() == server.getsockname()


@here
def test_what_waits_for_the_commit_runs(client: HouseClient, db: None) -> None:
    ran.clear()
    assert client.get("/late/").content == b"<p>fait</p>"
    assert ran == ["after"]


@here
def test_the_client_reads_every_page(client: HouseClient, db: None) -> None:
    with pytest.raises(UncleanPage, match="onclick"):
        client.get("/sloppy/")


@pytest.mark.parametrize(
    "page",
    [
        '<p style="color:red">x</p>',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<body onload="go()">',
        '<div hx-on:click="go()"></div>',
        '<a href="javascript:go()">x</a>',
        "<p>{{ name }}</p>",
        "<p>{% if %}</p>",
        '<a title="{{ name }}">x</a>',
    ],
)
def test_an_unclean_page_is_refused(page: str) -> None:
    with pytest.raises(UncleanPage):
        check_page(page)


@pytest.mark.parametrize(
    "page",
    [
        '<script src="/static/js/shell.js" type="module"></script>',
        '<script type="application/json">{"a": 1}</script>',
        "<textarea>{{ ce que Zoé a écrit }}</textarea>",
        '<input value="{{ ce que Zoé a écrit }}">',
        "<p>Une phrase.</p>",
    ],
)
def test_a_clean_page_passes(page: str) -> None:
    check_page(page)


def test_a_page_may_show_braces_that_somebody_typed() -> None:
    check_page("<p>{{ 7*7 }}</p>", braces=False)
    with pytest.raises(UncleanPage):
        check_page("<p onclick='x'>{{ 7*7 }}</p>", braces=False)


@here
def test_a_page_that_asks_more_for_more_rows_is_caught(
    assert_same_queries: Callable[..., int], db: None
) -> None:
    assert assert_same_queries("/sober/", SchoolFactory) == 1
    with pytest.raises(QueriesGrow, match="12 queries for 1 row|New ones"):
        assert_same_queries("/hungry/", SchoolFactory)


def test_time_stands_still_when_asked(freeze: Callable[..., time_machine.Traveller]) -> None:
    stopped = freeze()
    assert clock.today().isoformat() == "2026-11-24"
    first = clock.now()
    assert clock.now() == first
    stopped.shift(86_400)
    assert clock.today().isoformat() == "2026-11-25"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_journal_is_emptied_between_tests_although_it_refuses_it(turn: int) -> None:
    assert Entry.objects.count() == 0
    create_key(UserFactory(), scope="read", days=1, actor=UserFactory())
    assert Entry.objects.count() == 1
    with pytest.raises(DatabaseError):
        Entry.objects.all().delete()


def test_tests_that_share_a_browser_or_drive_a_worker_run_in_one_process() -> None:
    alone = re.compile(r"pytest\.mark\.(browser|worker)\b")
    apart = [
        module.path
        for module in modules("tests")
        if alone.search((ROOT / module.path).read_text(encoding="utf-8"))
        and not module.path.startswith((*TOGETHER, "tests/harness/", "tests/house/"))
    ]
    assert apart == []
