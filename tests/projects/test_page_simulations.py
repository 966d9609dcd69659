"""The pages of kept simulations: list, one, its workbook, its PDF."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from nrc_platform.documents.access import visible_documents
from nrc_platform.documents.models import Document
from nrc_platform.people.models import Promotion, User
from projects.models import Project, Simulation
from projects.rules.tools import TOOLS
from tests.harness.client import HouseClient
from tests.projects.saved import kept
from tests.projects.team import make_project

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


def text(answer: Any) -> str:
    """Return the words of an answer, with ordinary spaces."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running."""
    return make_project(promotion, bob, alice, title="Ouvrir le secteur Nord")


@pytest.fixture
def simulation(project: Project, alice: User) -> Simulation:
    """Alice's break-even of the project."""
    return kept(project, alice, comment="Chiffres de l’an dernier")


def test_list_says_the_answer_the_author_and_the_day(
    project: Project, simulation: Simulation, bob: User, signed_in: SignIn
) -> None:
    page = text(signed_in(bob).get(reverse("projects:simulations", args=[project.pk])))
    assert "Seuil de rentabilité : 375 000 €" in page
    assert "Alice Aubry" in page
    assert "Chiffres de l’an dernier" in page
    for section in ("project", "work", "follow_up", "results", "levels"):
        assert reverse(f"projects:{section}", args=[project.pk]) in page


def test_empty_list_shows_the_way_on(project: Project, alice: User, signed_in: SignIn) -> None:
    page = text(signed_in(alice).get(reverse("projects:simulations", args=[project.pk])))
    assert "Aucune simulation" in page
    assert reverse("projects:tools") in page


def test_list_costs_the_same_whatever_its_length(
    project: Project,
    alice: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    assert_same_queries(
        reverse("projects:simulations", args=[project.pk]),
        lambda: kept(project, alice),
        client=signed_in(alice),
    )


def test_simulation_a_tool_no_longer_reads_does_not_break_the_list(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    row = kept(project, alice)
    Simulation.objects.create(
        project=project, tool="loan", inputs={"old": "1"}, made_by=alice, made_at=row.made_at
    )
    page = text(signed_in(alice).get(reverse("projects:simulations", args=[project.pk])))
    assert "ne sont pas lisibles" in page


def test_page_calculates_again_from_the_inputs(
    simulation: Simulation, bob: User, signed_in: SignIn
) -> None:
    page = text(signed_in(bob).get(reverse("projects:simulation", args=[simulation.pk])))
    assert "375 000 €" in page
    assert "Charges variables" in page
    assert "300 000 €" in page
    assert f"?depuis={simulation.pk}" in page


@pytest.mark.parametrize(
    "name", ["simulation", "simulation_pdf", "simulation_file", "simulation_workbook"]
)
def test_stranger_to_the_project_sees_nothing(
    name: str, simulation: Simulation, classmate: User, charlie: User, signed_in: SignIn
) -> None:
    for person in (classmate, charlie):
        address = reverse(f"projects:{name}", args=[simulation.pk])
        assert signed_in(person).get(address).status_code == 404


# --- workbook -------------------------------------------------------------------------------


def opened(answer: Any) -> Any:
    """Return the workbook of an answer."""
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_workbook_holds_answer_inputs_explanation_and_tables(
    tool: str, project: Project, alice: User, signed_in: SignIn
) -> None:
    row = kept(project, alice, tool)
    answer = signed_in(alice).get(reverse("projects:simulation_workbook", args=[row.pk]))
    book = opened(answer)
    assert book.sheetnames[:3] == ["Résultat", "Données", "Explication"]
    assert len(book.sheetnames) > 3
    first = {line[0].value: line[1].value for line in book["Résultat"].iter_rows(max_col=2)}
    assert first["Outil"] == TOOLS[tool].label
    assert first["Projet"] == "Ouvrir le secteur Nord"


def test_figures_of_the_workbook_are_numbers(
    simulation: Simulation, alice: User, signed_in: SignIn
) -> None:
    answer = signed_in(alice).get(reverse("projects:simulation_workbook", args=[simulation.pk]))
    table = opened(answer)["Résultat selon l’activité"]
    assert [cell.value for cell in table[1]] == [
        "Activité", "Chiffre d’affaires", "Charges", "Résultat",
    ]  # fmt: skip
    # 100 % of the activity: 500 000 sold, 450 000 spent.
    assert [cell.value for cell in table[12]][1:] == [500_000, 450_000, 50_000]
    assert "€" in table[12][1].number_format


def test_result_and_inputs_of_the_workbook_can_be_calculated_with(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    """A loan of 10 000 at 5 % over four years, as in its worked example."""
    row = kept(project, alice, "loan", comment='=HYPERLINK("x")\nÀ revoir')
    answer = signed_in(alice).get(reverse("projects:simulation_workbook", args=[row.pk]))
    book = opened(answer)
    cells = {line[0].value: line[1] for line in book["Résultat"].iter_rows(max_col=2)}
    assert cells["Coût du crédit"].value == 1280.47
    assert "€" in cells["Coût du crédit"].number_format
    assert cells["Commentaire"].data_type != "f"
    cells = {line[0].value: line[1] for line in book["Données"].iter_rows(max_col=2)}
    assert (cells["Capital emprunté"].value, cells["Taux annuel"].value) == (10_000, 0.05)
    assert cells["Taux annuel"].number_format == "0.00%"
    assert cells["Remboursement"].value == "Par année"


def test_file_is_named_by_the_tool_and_the_day_never_by_a_person(
    simulation: Simulation, alice: User, signed_in: SignIn
) -> None:
    answer = signed_in(alice).get(reverse("projects:simulation_workbook", args=[simulation.pk]))
    named = answer["Content-Disposition"]
    assert "simulation-seuil-de-rentabilite-" in named
    assert "Aubry" not in named


# --- PDF ------------------------------------------------------------------------------------


def test_pdf_is_asked_made_by_the_worker_then_given(
    simulation: Simulation, alice: User, bob: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    page = text(browser.get(reverse("projects:simulation_pdf", args=[simulation.pk])))
    assert "Pas encore de PDF" in page
    asked = reverse("projects:simulation_print", args=[simulation.pk])
    page = text(browser.post(asked, follow=True))
    assert "Télécharger le PDF" in page
    given = signed_in(bob).get(reverse("projects:simulation_file", args=[simulation.pk]))
    assert b"".join(given.streaming_content).startswith(b"%PDF")
    document = Document.objects.get()
    assert document.source_id == simulation.pk
    assert visible_documents(alice).get() == visible_documents(bob).get() == document


def test_pdf_of_a_teacher_s_simulation_is_no_student_s_document(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    row = kept(project, bob)
    signed_in(alice).post(reverse("projects:simulation_print", args=[row.pk]))
    assert Document.objects.get().student is None
    assert not visible_documents(alice).exists()
    address = reverse("projects:simulation_file", args=[row.pk])
    given = signed_in(alice).get(address)
    assert b"".join(given.streaming_content).startswith(b"%PDF")


def test_pdf_not_asked_has_no_file(simulation: Simulation, alice: User, signed_in: SignIn) -> None:
    address = reverse("projects:simulation_file", args=[simulation.pk])
    assert signed_in(alice).get(address).status_code == 404
