"""Pages of levels: members × competences, one person's form, what would cover a class."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from curriculum.models import Competence, Evidence
from nrc_platform.core.clock import today
from nrc_platform.people.models import Promotion, User
from projects.models import Mission, Project
from projects.states import ProjectState
from tests.curriculum.acquis import CODES, competences, seen
from tests.harness.client import HouseClient
from tests.people.fixtures import make_student
from tests.projects.levels import Codes, aim, aimed_project, begun_mission, told
from tests.projects.team import join, make_project, member_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
DAY = "%d/%m/%Y"


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


@pytest.fixture
def project(
    promotion: Promotion, bob: User, alice: User, classmate: User, codes: Codes
) -> Project:
    """The project of Alice and Amir, running."""
    return aimed_project(promotion, bob, codes, alice, classmate)


@pytest.fixture
def mission(project: Project, codes: Codes) -> Mission:
    """The mission of the team, begun, with C12."""
    return begun_mission(project, codes["C12"], title="Sonder les clients")


def address(name: str, *keys: Any) -> str:
    """Return the address of a page."""
    return reverse(f"projects:{name}", args=keys)


def text(answer: Any) -> str:
    """Return the words of an answer, with ordinary spaces."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def typed(levels: dict[Competence, str], **fields: str) -> dict[str, str]:
    """Return the form as it is sent."""
    sent = {f"level_{each.pk}": level for each, level in levels.items()}
    return {**sent, "on": f"{today():{DAY}}", "note": "", **fields}


def test_teacher_reads_everybody_and_finds_the_form(
    project: Project, promotion: Promotion, alice: User, bob: User, codes: Codes, signed_in: SignIn
) -> None:
    seen(alice, promotion, codes["C11"], bob, level=3)
    page = text(signed_in(bob).get(address("levels", project.pk)))
    assert "<b>3</b> sans aucune preuve" in page
    for student in project.members.all():
        assert address("member_levels", student.pk) in page
    assert address("coverage", promotion.pk) in page


def test_student_reads_their_own_row_only(
    project: Project, alice: User, classmate: User, signed_in: SignIn
) -> None:
    page = text(signed_in(alice).get(address("levels", project.pk)))
    assert "Me situer" in page
    assert "Donner les niveaux" not in page
    assert address("member_levels", member_of(project, classmate).pk) not in page
    assert reverse("curriculum:student_coverage", args=[classmate.pk]) not in page


def test_office_reads_no_level(project: Project, emil: User, signed_in: SignIn) -> None:
    page = text(signed_in(emil).get(address("levels", project.pk)))
    assert "Ces niveaux ne vous sont pas ouverts" in page


def test_project_without_competence_shows_where_to_choose_them(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    row = make_project(promotion, bob, alice)
    page = text(signed_in(bob).get(address("levels", row.pk)))
    assert "Aucune compétence n’est rattachée" in page
    assert address("competences", row.pk) in page


def test_stranger_finds_none_of_the_pages(
    project: Project, mission: Mission, alice: User, charlie: User, signed_in: SignIn
) -> None:
    browser = signed_in(charlie)
    for page in (
        address("levels", project.pk),
        address("member_levels", member_of(project, alice).pk),
        address("mission_levels", mission.pk),
        address("mission_student_levels", mission.pk, alice.pk),
        address("coverage", project.promotion_id),
        address("levels", uuid4()),
    ):
        assert browser.get(page).status_code == 404


def test_teacher_gives_then_changes_then_takes_back(
    project: Project, alice: User, bob: User, codes: Codes, signed_in: SignIn
) -> None:
    browser, page = signed_in(bob), address("member_levels", member_of(project, alice).pk)
    c11, c31 = codes["C11"], codes["C31"]
    answer = browser.post(page, typed({c11: "3", c31: "0"}, note="Seule face au client."))
    assert answer["Location"] == address("levels", project.pk)
    assert told(alice) == {("C11", "teacher"): 3, ("C31", "teacher"): None}
    form = browser.get(page).context["form"]
    assert form[f"level_{c11.pk}"].initial == "3"
    assert form[f"level_{c31.pk}"].initial == "0"
    browser.post(page, typed({c11: "4", c31: ""}))
    assert told(alice) == {("C11", "teacher"): 4}


def test_student_positions_themselves_and_nobody_else(
    project: Project, alice: User, classmate: User, codes: Codes, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    browser.post(
        address("member_levels", member_of(project, alice).pk), typed({codes["C11"]: "2"})
    )
    assert told(alice) == {("C11", "student"): 2}
    other = address("member_levels", member_of(project, classmate).pk)
    assert browser.get(other).status_code == 403
    assert browser.post(other, typed({codes["C11"]: "2"})).status_code == 403
    assert told(classmate) == {}


@pytest.mark.parametrize("level", ["9", "-1", "trois", "3; DROP TABLE"])
def test_level_off_the_list_is_refused(
    project: Project, alice: User, bob: User, codes: Codes, signed_in: SignIn, level: str
) -> None:
    page = address("member_levels", member_of(project, alice).pk)
    answer = signed_in(bob).post(page, typed({codes["C11"]: level}))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"on": "31/12/2999"}, "ce jour est à venir"),
        ({"on": "01/01/1999"}, "Le projet commence le"),
        ({"on": "31/06/2026"}, "au calendrier"),
        ({"on": ""}, "Indiquez le jour"),
        ({"note": "x" * 2001}, "2000"),
    ],
)
def test_hostile_form_is_answered_in_words(
    project: Project,
    alice: User,
    bob: User,
    codes: Codes,
    signed_in: SignIn,
    fields: dict[str, str],
    words: str,
) -> None:
    page = address("member_levels", member_of(project, alice).pk)
    answer = signed_in(bob).post(page, typed({codes["C11"]: "3"}, **fields))
    assert words in text(answer)
    assert not Evidence.objects.exists()


def test_competence_of_another_project_is_not_read(
    project: Project, alice: User, bob: User, codes: Codes, signed_in: SignIn
) -> None:
    page = address("member_levels", member_of(project, alice).pk)
    signed_in(bob).post(page, typed({codes["C43"]: "3", codes["C11"]: "2"}))
    assert told(alice) == {("C11", "teacher"): 2}


def test_words_of_a_page_are_escaped(
    project: Project, bob: User, signed_in: SignIn, promotion: Promotion
) -> None:
    Project.objects.update(title="<script>alert(1)</script>")
    for page in (address("levels", project.pk), address("coverage", promotion.pk)):
        assert "<script>alert" not in signed_in(bob).get(page).content.decode()


def test_agreed_project_says_when_levels_are_given(
    promotion: Promotion, bob: User, alice: User, codes: Codes, signed_in: SignIn
) -> None:
    row = aimed_project(promotion, bob, codes, alice, state=ProjectState.AGREED)
    browser = signed_in(bob)
    assert "une fois le projet en cours" in text(browser.get(address("levels", row.pk)))
    form = address("member_levels", member_of(row, alice).pk)
    assert browser.get(form).status_code == 403


def test_mission_levels_are_read_and_given(
    mission: Mission, alice: User, bob: User, codes: Codes, signed_in: SignIn
) -> None:
    browser = signed_in(bob)
    form = address("mission_student_levels", mission.pk, alice.pk)
    assert form in text(browser.get(address("mission_levels", mission.pk)))
    answer = browser.post(form, typed({codes["C12"]: "3"}))
    assert answer["Location"] == address("mission_levels", mission.pk)
    mine = address("mission_student_levels", mission.pk, alice.pk)
    signed_in(alice).post(mine, typed({codes["C12"]: "1"}))
    assert told(alice) == {("C12", "teacher"): 3, ("C12", "student"): 1}
    stranger = address("mission_student_levels", mission.pk, bob.pk)
    assert browser.get(stranger).status_code == 404


def test_cover_is_explained_in_french(
    project: Project, mission: Mission, alice: User, classmate: User, bob: User, codes: Codes,
    promotion: Promotion, signed_in: SignIn,
) -> None:  # fmt: skip
    for code in CODES:
        if code != "C12":
            seen(alice, promotion, codes[code], bob)
            seen(classmate, promotion, codes[code], bob)
    browser = signed_in(bob)
    page = text(browser.get(address("coverage", promotion.pk)))
    assert "Sonder les clients" in page
    assert (
        "Comble 2 manques sur 2, plus que tout autre choix. Il ne manque alors plus rien." in page
    )
    assert "pour Alice Aubry, Amir Belkacem" in page
    board = browser.get(reverse("curriculum:class_coverage", args=[promotion.pk]))
    assert address("coverage", promotion.pk) in text(board)
    for student in (alice, classmate):
        seen(student, promotion, codes["C12"], bob)
    assert "Rien ne manque" in text(browser.get(address("coverage", promotion.pk)))


def test_class_without_project_is_told_the_way_on(
    promotion: Promotion, alice: User, bob: User, codes: Codes, signed_in: SignIn
) -> None:
    page = text(signed_in(bob).get(address("coverage", promotion.pk)))
    assert "Aucune mission ni aucun projet à venir" in page
    assert "Ce que rien ne comblerait" in page


def test_cover_is_for_teachers_and_the_head(
    promotion: Promotion, alice: User, emil: User, head: User, codes: Codes, signed_in: SignIn
) -> None:
    page = address("coverage", promotion.pk)
    assert signed_in(head).get(page).status_code == 200
    for person in (alice, emil):
        assert signed_in(person).get(page).status_code == 404


@pytest.mark.parametrize("name", ["levels", "mission_levels", "coverage"])
def test_pages_cost_the_same_whatever_the_class(
    name: str,
    project: Project,
    mission: Mission,
    promotion: Promotion,
    bob: User,
    codes: Codes,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    key = {"levels": project.pk, "mission_levels": mission.pk, "coverage": promotion.pk}[name]

    def one_more() -> None:
        student = make_student(promotion)
        aim(project, codes["C43"], member=join(project, student))
        mission.students.add(student)
        seen(student, promotion, codes["C12"], bob)

    assert_same_queries(address(name, key), one_more, client=signed_in(bob))
