"""The wall of a class: who reads it, what it says, what it costs, its workbook."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from projects.models import Project
from projects.states import ProjectState
from tests.harness.client import HouseClient
from tests.harness.queries import count
from tests.people.fixtures import make_student, make_teacher
from tests.projects import work_factories as make
from tests.projects.factories import PhaseFactory
from tests.projects.team import add_indicator, make_project
from tests.web.words import plain

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
# Session, person, roles, class; then projects, traces, people, objectives, steps, meetings.
QUERIES = 10
PROJECTS, MEMBERS = 30, 3


def wall_of(promotion: Promotion, query: str = "", page: str = "wall") -> str:
    """Return the address of a wall, its filters after the question mark."""
    return reverse(f"projects:{page}", args=[promotion.pk]) + query


def rows_of(page: str) -> list[str]:
    """Return the lines of the wall, as read aloud, in their order."""
    body = page.partition('<ul class="nrc-wall">')[2]
    return [plain("<" + row) for row in body.split("<h2>")[1:]]


def days_ago(number: int) -> Any:
    """Return the day so many days ago."""
    return clock.today() - timedelta(days=number)


def calm(promotion: Promotion, teacher: User, *students: User, **fields: Any) -> Project:
    """Make a project that asks for nothing: a trace, a meeting booked, the partner met."""
    row = make_project(promotion, teacher, *students, **fields)
    for student in students:
        make.TimeEntryFactory(project=row, student=student, on=days_ago(3))
    held = make.MeetingFactory(project=row, held=True, held_on=days_ago(5))
    held.professionals.add(row.sponsor)
    make.MeetingFactory(project=row, planned_at=clock.now() + timedelta(days=2))
    return row


def full(promotion: Promotion, teacher: User) -> Project:
    """Make a project of three where everything happened, late and read."""
    students = [make_student(promotion) for _ in range(MEMBERS)]
    row = calm(promotion, teacher, *students)
    indicator = add_indicator(row, due_on=clock.today())
    for student in students:
        make.ReadingFactory(indicator=indicator, by=student)
    make.ActionFactory(project=row, starts_on=days_ago(9), ends_on=days_ago(3))
    make.DeliverableVersionFactory(deliverable__project=row)
    for rank in range(1, 8):
        PhaseFactory(project=row, rank=rank)
    return row


def test_row_says_who_where_in_the_phases_what_is_seen_and_how_far(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    row = calm(promotion, bob, alice, title="Vélo pro")
    PhaseFactory(project=row, rank=1, done=True, starts_on=days_ago(9), ends_on=days_ago(8))
    PhaseFactory(project=row, rank=2)
    indicator = add_indicator(row, label="Clients gagnés")
    make.ReadingFactory(indicator=indicator, on=days_ago(1), value=Decimal(8))
    page = signed_in(bob).get(wall_of(promotion)).content.decode()
    (line,) = rows_of(page)
    assert line.startswith("Vélo pro")
    assert "Aubry" in line
    assert "Phase 2 sur 2, délimitation du thème" in line
    assert "Dernière trace il y a 3 jours" in line
    assert "8 clients sur 12, 60 % Clients gagnés" in line
    assert 'aria-label="Clients gagnés\u00a0: 8\u00a0clients sur 12, 60\u00a0%"' in page
    assert line.count("Ouvrir") == 1
    assert reverse("projects:project", args=[row.pk]) in page


def test_own_project_that_waits_comes_first_with_its_verb_and_a_colleague_s_is_only_opened(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    make_project(promotion, make_teacher(promotion), alice, title="Du collègue")
    mine = make_project(promotion, bob, alice, title="Le mien")
    calm(promotion, bob, alice, title="Tranquille")
    page = signed_in(bob).get(wall_of(promotion)).content.decode()
    rows = rows_of(page)
    assert [row.split()[0] for row in rows] == ["Le", "Du", "Tranquille"]
    assert "Fixer une date : Le mien" in rows[0]
    assert reverse("projects:follow_up", args=[mine.pk]) in page
    assert "Ouvrir : Du collègue" in rows[1]


def test_silence_of_the_whole_team_is_one_late_fact(
    promotion: Promotion, bob: User, alice: User, classmate: User, signed_in: SignIn
) -> None:
    row = make_project(promotion, bob, alice, classmate)
    make.TimeEntryFactory(project=row, student=alice, on=days_ago(15))
    page = signed_in(bob).get(wall_of(promotion)).content.decode()
    assert "Aucune trace depuis 15 jours" in plain(page)
    assert "aucune trace depuis" not in page
    assert '<li class="is-late">' in page


def test_saved_views_count_and_keep_the_words(
    promotion: Promotion, bob: User, alice: User, classmate: User, signed_in: SignIn
) -> None:
    late = calm(promotion, bob, alice, title="En retard")
    make.ActionFactory(project=late, starts_on=days_ago(9), ends_on=days_ago(3))
    calm(promotion, bob, classmate, title="Tranquille")
    make_project(promotion, bob, classmate, title="À préparer")
    browser = signed_in(bob)
    page = browser.get(wall_of(promotion)).content.decode()
    views = plain(page.partition('class="nrc-seg"')[2].partition("</ul>")[0])
    assert "Tous 3 À vous 2 En retard 1 Calmes 1" in views
    shown = {
        view: rows_of(browser.get(wall_of(promotion, f"?vue={view}")).content.decode())
        for view in ("en-retard", "calmes", "a-vous")
    }
    assert [len(rows) for rows in shown.values()] == [1, 1, 2]
    found = browser.get(wall_of(promotion, "?q=aubry")).content.decode()
    assert len(rows_of(found)) == 1
    assert "vue=calmes&amp;q=aubry" in found
    nothing = plain(browser.get(wall_of(promotion, "?q=zzz")).content.decode())
    assert "Aucun projet ne correspond" in nothing


def test_students_without_a_project_are_named(
    promotion: Promotion, bob: User, alice: User, classmate: User, signed_in: SignIn
) -> None:
    calm(promotion, bob, alice)
    page = plain(signed_in(bob).get(wall_of(promotion)).content.decode())
    assert "1 étudiant sur 2" in page
    assert f"Sans projet en cours : {classmate}." in page


def test_class_without_a_project_says_so(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    make_project(promotion, bob, alice, state=ProjectState.ABANDONED)
    page = plain(signed_in(bob).get(wall_of(promotion)).content.decode())
    assert "Aucun projet en cours dans cette classe" in page


@pytest.mark.parametrize("who", ["bob", "emil", "head"])
def test_those_who_follow_the_class_read_it(
    promotion: Promotion, who: str, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(wall_of(promotion)).status_code == 200
    assert browser.get(wall_of(promotion, page="wall_workbook")).status_code == 200


@pytest.mark.parametrize("who", ["alice", "charlie", "admin", "juror", "other_head"])
def test_others_find_nothing(
    promotion: Promotion, who: str, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(wall_of(promotion)).status_code == 404
    assert browser.get(wall_of(promotion, page="wall_workbook")).status_code == 404


def test_workbook_holds_what_is_shown(
    promotion: Promotion, bob: User, alice: User, classmate: User, signed_in: SignIn
) -> None:
    row = calm(promotion, bob, alice, title="=Vélo pro")
    make.ReadingFactory(indicator=add_indicator(row), on=days_ago(1), value=Decimal(8))
    calm(promotion, bob, classmate, title="Autre")
    answer = signed_in(bob).get(wall_of(promotion, "?q=aubry", "wall_workbook"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    lines = list(book[f"Projets {promotion.label}"].iter_rows(values_only=True))
    assert len(lines) == 2
    held = dict(zip(*lines, strict=True))
    assert (held["Projet"], held["Équipe"]) == ("=Vélo pro", "Alice Aubry")
    assert (held["Réalisé"], held["Cible"], held["Part du chemin"]) == (8, 12, 0.6)
    assert book["À surveiller"].max_row == 1


def test_thirty_projects_of_three_cost_ten_queries(
    promotion: Promotion, bob: User, signed_in: SignIn
) -> None:
    full(promotion, bob)
    browser = signed_in(bob)
    count(browser, wall_of(promotion))
    one = count(browser, wall_of(promotion))
    for _ in range(PROJECTS - 1):
        full(promotion, bob)
    many = count(browser, wall_of(promotion))
    assert (len(one), len(many)) == (QUERIES, QUERIES), "\n".join(sql[:160] for sql in many)
