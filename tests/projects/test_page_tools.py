"""The pages of the decision tools: the choice, the form, the result, keeping it in a project."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from nrc_platform.people.models import Promotion, User
from projects.access import visible_projects
from projects.models import Project, Simulation
from projects.rules.tools import BY_SLUG, TOOLS
from projects.selectors.simulations import projects_to_save_in
from tests.harness.client import HouseClient
from tests.projects.refusals import plain
from tests.projects.saved import kept
from tests.projects.team import make_project

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
MARGIN = {"purchase": "100", "vat_percent": "20", "known": "sale_price", "value": "130"}


def text(answer: Any) -> str:
    """Return the words of an answer, with ordinary spaces."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def url(slug: str) -> str:
    """Return the address of a tool."""
    return reverse("projects:tool", args=[slug])


def typed(answer: Any) -> dict[str, Any]:
    """Return what the form of a page would send."""
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.fixture
def project(promotion: Promotion, bob: User, alice: User) -> Project:
    """Alice's project, running."""
    return make_project(promotion, bob, alice)


def test_tools_are_listed_with_what_they_are_for(alice: User, signed_in: SignIn) -> None:
    page = text(signed_in(alice).get(reverse("projects:tools")))
    for tool in TOOLS.values():
        assert tool.label in page
        assert url(tool.slug) in page


@pytest.mark.parametrize("slug", sorted(BY_SLUG))
def test_example_of_each_tool_is_filled_in_then_calculated(
    slug: str, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    start = browser.get(f"{url(slug)}?exemple=1")
    page = browser.post(url(slug), typed(start))
    assert page.context["form"].errors == {}
    shown = text(page)
    assert 'role="img"' in shown
    assert "Voir les chiffres en tableau" in shown
    assert plain(page.context["sheet"].figures[0].label) in shown
    assert "Explication" in shown


def test_result_stands_beside_what_was_typed(alice: User, signed_in: SignIn) -> None:
    page = text(signed_in(alice).post(url("marge"), MARGIN))
    assert "Taux de marque" in page
    assert "30 € ÷ 130 € = <b>23,08 %</b>" in page
    assert 'value="130"' in page


def test_french_figures_are_read(alice: User, signed_in: SignIn) -> None:
    page = signed_in(alice).post(
        url("marge"), MARGIN | {"purchase": "1 250,50 €", "value": "2000"}
    )
    assert "749,50 €" in text(page)


def test_absurd_answer_keeps_what_was_typed_and_says_why_at_its_field(
    alice: User, signed_in: SignIn
) -> None:
    answer = signed_in(alice).post(url("marge"), MARGIN | {"purchase": "0"})
    page = text(answer)
    assert "Un prix d’achat nul ne donne ni taux de marge ni coefficient" in page
    assert "purchase" in answer.context["form"].errors
    assert 'value="130"' in page
    assert answer.context["sheet"] is None


@pytest.mark.parametrize(
    ("slug", "sent", "sentence"),
    [
        ("marge", MARGIN | {"value": "beaucoup"}, "Écrivez un nombre, par exemple 1250,50."),
        ("marge", MARGIN | {"value": "1e400"}, "Écrivez un nombre, par exemple 1250,50."),
        ("marge", MARGIN | {"value": "NaN"}, "Écrivez un nombre, par exemple 1250,50."),
        ("marge", MARGIN | {"value": ""}, "Indiquez cette valeur."),
        ("marge", MARGIN | {"value": "130,1234567"}, "avec 6 décimales au plus."),
        (
            "emprunt",
            {"capital": "1000", "yearly_percent": "5", "payments": "2,5"},
            "Écrivez un nombre entier, par exemple 12.",
        ),
        (
            "abc",
            {"clients": "Optiloc ; 500\nNéoprint 300"},
            "Ligne 2 : écrivez-la comme « Optiloc ; 12500 ».",
        ),
        ("prospection", {"stages": "Contacts ; 3,5\nVentes ; 1"}, "Ligne 1 : écrivez-la comme"),
        ("prospection", {"stages": ""}, "Écrivez au moins une ligne"),
    ],
)
def test_unreadable_answer_is_said(
    slug: str, sent: dict[str, str], sentence: str, alice: User, signed_in: SignIn
) -> None:
    assert sentence in text(signed_in(alice).post(url(slug), sent))


def test_tax_of_a_bill_is_asked_and_never_guessed(alice: User, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    sent = typed(browser.get(f"{url('escompte')}?exemple=1")) | {"vat_percent": ""}
    page = browser.post(url("escompte"), sent)
    assert list(page.context["form"].errors) == ["vat_percent"]
    assert page.context["sheet"] is None


def test_long_list_scrolls_in_its_frame(alice: User, signed_in: SignIn) -> None:
    field = signed_in(alice).get(url("abc")).context["form"]["clients"]
    assert "nrc-list-in" in field.field.widget.attrs["class"]
    sheet = (Path(settings.BASE_DIR) / "static/css/components.css").read_text()
    assert "textarea.nrc-list-in { max-height:" in sheet


def test_unknown_tool_has_no_page(alice: User, signed_in: SignIn) -> None:
    assert signed_in(alice).get(url("horoscope")).status_code == 404


def test_nothing_is_kept_by_calculating(project: Project, alice: User, signed_in: SignIn) -> None:
    page = text(signed_in(alice).post(url("marge"), MARGIN))
    assert "Garder dans un projet" in page
    assert not Simulation.objects.exists()


@pytest.mark.req(183, rule="projects.access.can_save_simulation")
def test_student_keeps_the_calculation_in_the_project(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    sent = MARGIN | {"project": str(project.pk), "comment": "Devis de mai", "save": "1"}
    page = signed_in(alice).post(url("marge"), sent, follow=True)
    assert "La simulation est enregistrée." in text(page)
    row = Simulation.objects.get()
    assert (row.project, row.tool, row.comment) == (project, "margin", "Devis de mai")


def test_project_must_be_chosen_and_the_result_stays(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    answer = signed_in(alice).post(url("marge"), MARGIN | {"save": "1", "project": ""})
    page = text(answer)
    assert "Choisissez le projet où garder cette simulation." in page
    assert answer.context["sheet"] is not None
    assert not Simulation.objects.exists()


@pytest.mark.parametrize("button", [{}, {"save": "1"}])
def test_project_and_comment_outlive_a_refused_figure(
    button: dict[str, str], project: Project, alice: User, signed_in: SignIn
) -> None:
    chosen = {"project": str(project.pk), "comment": "Devis de mai\n« le second »"}
    browser = signed_in(alice)
    refused = browser.post(url("marge"), MARGIN | chosen | button | {"purchase": "0"})
    assert refused.context["sheet"] is None
    hidden = {
        field.name: field.value() for field in refused.context["form"].keeping if field.value()
    }
    assert {name: value.replace("\r\n", "\n") for name, value in hidden.items()} == chosen
    page = text(refused)
    assert f'<input type="hidden" name="project" value="{project.pk}"' in page
    assert 'name="comment" value="Devis de mai' in page


def test_project_of_others_is_no_choice(
    promotion: Promotion, bob: User, alice: User, classmate: User, signed_in: SignIn
) -> None:
    other = make_project(promotion, bob, classmate)
    sent = MARGIN | {"project": str(other.pk), "save": "1"}
    answer = signed_in(alice).post(url("marge"), sent)
    assert answer.status_code == 200
    assert not Simulation.objects.exists()


def test_closed_project_is_no_choice(
    promotion: Promotion, bob: User, alice: User, signed_in: SignIn
) -> None:
    make_project(promotion, bob, alice, state="closed")
    assert "Garder dans un projet" not in text(signed_in(alice).post(url("marge"), MARGIN))


def test_person_without_a_project_practises(charlie: User, signed_in: SignIn) -> None:
    page = text(signed_in(charlie).post(url("marge"), MARGIN))
    assert "Coefficient multiplicateur" in page
    assert "Garder dans un projet" not in page


def test_office_sees_every_project_and_reads_none_to_practise(
    project: Project, emil: User, signed_in: SignIn
) -> None:
    assert visible_projects(emil).filter(pk=project.pk).exists()
    assert projects_to_save_in(emil) == []
    assert "Garder dans un projet" not in text(signed_in(emil).post(url("marge"), MARGIN))


def test_form_starts_from_a_simulation_one_may_see(
    project: Project, alice: User, classmate: User, signed_in: SignIn
) -> None:
    row = kept(project, alice, "abc")
    asked = f"{url('abc')}?depuis={row.pk}"
    assert "Hygial Services ; 31000" in text(signed_in(alice).get(asked))
    assert "Hygial Services ; 31000" not in text(signed_in(classmate).get(asked))
    other_tool = f"{url('marge')}?depuis={row.pk}"
    assert signed_in(alice).get(other_tool).status_code == 200


def test_form_of_the_tool_costs_the_same_whatever_the_number_of_projects(
    promotion: Promotion,
    bob: User,
    alice: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    assert_same_queries(
        url("marge"), lambda: make_project(promotion, bob, alice), client=signed_in(bob)
    )
