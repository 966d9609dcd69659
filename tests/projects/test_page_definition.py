"""The steps where a project is written: what is kept, refused, in conflict."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from nrc_platform.people.models import Promotion, User
from projects import services
from projects.models import Project
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.harness.client import HouseClient
from tests.projects.acts import again, give_parts, make_mission, make_project
from tests.projects.pages import text, url

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]


@pytest.fixture
def project(alice: User, bob: User, promotion: Promotion) -> Project:
    """The idea of Alice."""
    return make_project(alice, promotion=promotion, supervisor=bob)


def send(browser: HouseClient, row: Project, key: str, **values: Any) -> Any:
    """Send a step as it was read."""
    return browser.post(
        url("definition", row, key), {"version": again(row).version, **values}, follow=True
    )


def test_each_step_says_what_is_complete(project: Project, alice: User, signed_in: SignIn) -> None:
    page = text(signed_in(alice).get(url("definition", project, "besoin")))
    assert page.count('class="is-miss"') > 5
    assert "étape 2 sur 11" in page
    written = make_project(
        alice, promotion=project.promotion, supervisor=project.supervisor, written=True
    )
    give_parts(written)
    page = text(signed_in(alice).get(url("definition", written, "besoin")))
    assert 'class="is-miss"' not in page


def test_a_step_is_kept_incomplete_and_leads_to_the_next(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    page = send(browser, project, "besoin", need="Des clients partis.", action="next")
    assert page.redirect_chain[-1][0] == url("definition", project, "clientele")
    assert again(project).need == "Des clients partis."
    page = send(browser, project, "finalites", integration="Deux embauches.", action="save")
    assert page.redirect_chain[-1][0] == url("project", project)
    assert again(project).integration == "Deux embauches."


def test_every_text_of_the_definition_has_its_field(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    send(
        browser,
        project,
        "clientele",
        clienteles=["serves_consumers"],
        clientele="Les moins de 30 ans.",
        resources="300 €.",
        negotiation_scope="10 %.",
        turnover_impact="8 000 €.",
    )
    send(
        browser,
        project,
        "suivi",
        starts_on="07/12/2026",
        ends_on="30/04/2027",
        in_weekly_hours="on",
        weekly_hours="40",
        stage_hours="60,5",
        modalities_weekly="Le jeudi.",
        modalities_stage="Un appel.",
    )
    row = again(project)
    assert row.clienteles == ["serves_consumers"]
    assert (row.starts_on, row.ends_on) == (date(2026, 12, 7), date(2027, 4, 30))
    assert (row.weekly_hours, float(row.stage_hours)) == (40, 60.5)


def test_another_company_brings_another_professional(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    sponsor = ContactFactory(company=project.company, kind="sponsor")
    browser = signed_in(alice)
    kept = {"title": "Drive", "company": str(project.company), "sponsor": sponsor.pk}
    send(browser, project, "partenaires", **kept, offer="both")
    assert again(project).sponsor == sponsor
    other = CompanyFactory(school=project.school, display_name="Optiloc")
    send(browser, project, "partenaires", **{**kept, "company": "optiloc"}, offer="both")
    row = again(project)
    assert (row.company, row.sponsor) == (other, None)


def test_two_writers_see_both_versions(
    project: Project, alice: User, bob: User, signed_in: SignIn
) -> None:
    seen = project.version
    services.save_definition(project, actor=bob, version=seen, values={"need": "Version de Bob"})
    answer = signed_in(alice).post(
        url("definition", project, "besoin"), {"version": seen, "need": "Version d’Alice"}
    )
    page = text(answer)
    assert answer.status_code == 409
    assert "Version de Bob" in page
    assert page.count("Version d’Alice") == 2
    assert again(project).need == "Version de Bob"
    fresh = {"version": again(project).version, "need": "Version d’Alice"}
    assert f'name="version" value="{fresh["version"]}"' in page
    signed_in(alice).post(url("definition", project, "besoin"), fresh)
    assert again(project).need == "Version d’Alice"


def test_a_refusal_of_the_rules_loses_nothing(
    project: Project, alice: User, signed_in: SignIn
) -> None:
    make_mission(project, alice)
    page = text(
        send(
            signed_in(alice),
            project,
            "suivi",
            starts_on="01/12/2026",
            ends_on="30/04/2027",
            modalities_weekly="Le jeudi.",
        )
    )
    assert "une mission vient avant le projet" in page
    assert "Le jeudi.</textarea>" in page
    assert again(project).starts_on is None


def test_who_only_reads_is_refused(project: Project, emil: User, signed_in: SignIn) -> None:
    browser = signed_in(emil)
    browser.raise_request_exception = False
    assert browser.get(url("definition", project, "besoin")).status_code == 403
    assert browser.get(url("definition", project, "inconnue")).status_code == 404


def test_a_step_takes_the_same_queries_whatever_the_project_holds(
    project: Project,
    alice: User,
    signed_in: SignIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def more() -> None:
        make_mission(project, alice)
        CompanyFactory(school=project.school)
        ContactFactory(company=project.company)

    page = url("definition", project, "partenaires")
    assert_same_queries(page, more, client=signed_in(alice))
