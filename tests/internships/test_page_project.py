"""The convention of a project: one company, a team, its missions, in one document."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from internships import services
from internships.facts.convention import variables
from internships.facts.parts import DurationFact
from internships.models import Convention
from internships.selectors.printed import printed_convention
from nrc_platform.core.errors import Invalid
from nrc_platform.people.models import Promotion, User
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention
from tests.internships.factories import ConventionMissionFactory
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], HouseClient]
NEW = reverse("internships:project_new")


def line(rank: int, label: str, first: str, last: str, **more: str) -> dict[str, str]:
    """Return one mission as it is typed."""
    typed = {"label": label, "starts_on": first, "ends_on": last, **more}
    return {f"missions-{rank}-{name}": value for name, value in typed.items()}


def sent(row: Convention, *lines: dict[str, str]) -> dict[str, Any]:
    """Return the whole page as it is sent."""
    typed = {name: value for each in lines for name, value in each.items()}
    head = {"missions-TOTAL_FORMS": len(lines), "missions-INITIAL_FORMS": 0}
    return {"version": row.version, **head, **typed}


@pytest.fixture
def project(alice: User, bob: User, promotion: Promotion) -> Convention:
    """The project of Alice."""
    return make_convention(alice, promotion, referent=bob, kind="project")


def test_teacher_begins_the_convention_of_a_team(
    alice: User, classmate: User, bob: User, promotion: Promotion, signed_in: SignIn
) -> None:
    team = [alice.enrolments.get().pk, classmate.enrolments.get().pk]
    answer = signed_in(bob).post(NEW, {"students": team})
    row = Convention.objects.get()
    assert answer.url == reverse("internships:convention_missions", args=[row.pk])
    assert row.kind == "project"
    assert {each.student for each in row.internships.all()} == {alice, classmate}


def test_a_team_of_two_classes_is_refused_in_words(
    alice: User, schoolmate: User, emil: User, signed_in: SignIn
) -> None:
    team = [alice.enrolments.get().pk, schoolmate.enrolments.get().pk]
    page = signed_in(emil).post(NEW, {"students": team}).content.decode()
    assert "Une équipe est d’une seule classe" in page
    assert not Convention.objects.exists()


def test_student_begins_for_themselves_only(
    alice: User, classmate: User, signed_in: SignIn
) -> None:
    page = signed_in(alice).get(NEW).content.decode()
    assert str(alice) in page
    assert str(classmate) not in page


def test_missions_are_written_corrected_and_taken_out(
    project: Convention, alice: User, signed_in: SignIn
) -> None:
    browser = signed_in(alice)
    url = reverse("internships:convention_missions", args=[project.pk])
    first = line(0, "Enquête", "09/11/2026", "13/11/2026", hours="8,5", place="Angers")
    second = line(1, "Fichier", "16/11/2026", "20/11/2026")
    browser.post(url, sent(project, first, second))
    kept = list(project.missions.values_list("label", "starts_on", "hours"))
    assert kept == [
        ("Enquête", date(2026, 11, 9), Decimal("8.50")),
        ("Fichier", date(2026, 11, 16), Decimal(0)),
    ]
    project.refresh_from_db()
    kept = line(0, "Fichier", "16/11/2026", "20/11/2026")
    browser.post(url, sent(project, kept, line(1, "", "", "")))
    assert [row.label for row in project.missions.all()] == ["Fichier"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (line(0, "Enquête", "", ""), "Indiquez le premier et le dernier jour de la mission."),
        (line(0, "", "09/11/2026", ""), "Donnez un nom à la mission, ou videz la ligne."),
        (line(0, "Enquête", "31/06/2026", "30/06/2026"), "n’existe pas au calendrier"),
        (
            line(0, "Enquête", "13/11/2026", "09/11/2026"),
            "La mission ne peut pas finir avant son début.",
        ),
    ],
)
def test_a_wrong_mission_is_said_and_nothing_is_lost(
    project: Convention,
    alice: User,
    signed_in: SignIn,
    typed: dict[str, str],
    sentence: str,
) -> None:
    ConventionMissionFactory(convention=project, label="Ancienne")
    url = reverse("internships:convention_missions", args=[project.pk])
    page = signed_in(alice).post(url, sent(project, typed)).content.decode()
    assert sentence in page
    assert [row.label for row in project.missions.all()] == ["Ancienne"]


def test_two_tabs_keep_both_lists(project: Convention, alice: User, signed_in: SignIn) -> None:
    browser = signed_in(alice)
    url = reverse("internships:convention_missions", args=[project.pk])
    browser.post(url, sent(project, line(0, "Première", "09/11/2026", "13/11/2026")))
    late = browser.post(url, sent(project, line(0, "Seconde", "09/11/2026", "13/11/2026")))
    page = late.content.decode()
    assert "Vos lignes sont restées dans la page" in page
    assert 'value="Seconde"' in page
    assert [row.label for row in project.missions.all()] == ["Première"]


def test_a_stage_covers_no_mission(alice: User, bob: User, promotion: Promotion) -> None:
    stage = make_convention(alice, promotion, referent=bob)
    with pytest.raises(Invalid) as refused:
        services.edit_convention(
            stage,
            actor=alice,
            version=stage.version,
            values={},
            terms={},
            missions=[
                {"label": "x", "starts_on": date(2026, 11, 9), "ends_on": date(2026, 11, 9)}
            ],
        )
    assert "projet" in refused.value.message


def test_the_document_holds_team_missions_and_weekly_hours(
    project: Convention, promotion: Promotion, head: User
) -> None:
    other = make_student(promotion, first_name="Zélie", last_name="Zola")
    project.internships.create(student=other, promotion=promotion)
    ConventionMissionFactory(convention=project, label="Enquête de satisfaction")
    project.terms.update(project_weekly_hours=4)
    facts = printed_convention(project, on=date(2026, 11, 24), signers=[])
    assert [row.name for row in facts.students][-1] == "Zélie Zola"
    assert [row.label for row in facts.missions] == ["Enquête de satisfaction"]
    assert facts.project_weekly_hours == 4


@pytest.mark.parametrize("who", ["head", "charlie", "classmate"])
def test_who_does_not_write_the_convention_writes_no_mission(
    project: Convention, who: str, request: pytest.FixtureRequest, signed_in: SignIn
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    url = reverse("internships:convention_missions", args=[project.pk])
    typed = line(0, "Enquête", "09/11/2026", "13/11/2026")
    assert browser.post(url, sent(project, typed)).status_code in {403, 404}
    assert not project.missions.exists()


def test_the_convention_shows_its_missions_and_leads_to_them(
    project: Convention, alice: User, signed_in: SignIn
) -> None:
    ConventionMissionFactory(
        convention=project,
        label="Enquête",
        starts_on=date(2026, 11, 9),
        ends_on=date(2026, 11, 13),
        hours=Decimal("8.5"),
        place="Angers",
    )
    page = signed_in(alice).get(reverse("internships:convention", args=[project.pk]))
    shown = page.content.decode()
    assert "8,5" in shown
    assert "Angers" in shown
    assert "Enquête" in shown
    assert reverse("internships:convention_missions", args=[project.pk]) in shown


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.mark.parametrize(
    ("weekly", "daily", "hours", "told"),
    [
        (0, 0, 14, "17 semaines et 5 jours, 14 h de missions"),
        (4, 0, 0, "17 semaines et 5 jours, 4 h de projet par semaine"),
        ("2.5", 1, 14, "2,5 h de projet par semaine, 87 h de stage, 14 h de missions"),
        (0, 0, 0, "17 semaines et 5 jours"),
    ],
)
def test_a_project_says_its_period_its_weekly_hours_and_those_of_its_missions(
    bob: User,
    alice: User,
    promotion: Promotion,
    signed_in: SignIn,
    weekly: str | int,
    daily: int,
    hours: int,
    told: str,
) -> None:
    days = {"starts_on": date(2026, 11, 9), "ends_on": date(2027, 3, 12)}
    week = {f"{day}_hours": daily for day in WEEK}
    terms = {**days, **week, "project_weekly_hours": Decimal(weekly)}
    row = make_convention(alice, promotion, referent=bob, kind="project", terms=terms)
    ConventionMissionFactory(
        convention=row, starts_on=date(2026, 11, 12), ends_on=date(2026, 11, 13), hours=hours
    )
    url = reverse("internships:convention", args=[row.pk])
    page = signed_in(bob).get(url).content.decode().replace("\u00a0", " ")
    assert f"{told}</li>" in page
    assert "0 semaine" not in page


def test_what_lasts_no_week_is_given_in_days_alone(project: Convention) -> None:
    facts = printed_convention(project, on=date(2026, 11, 24), signers=[])
    short = replace(facts, duration=DurationFact(hours=Decimal(14)))
    assert variables(short)["duree"] == "2\u00a0jours"
