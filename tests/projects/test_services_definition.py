"""Beginning a project, writing what defines it, and its team."""

from datetime import date, timedelta
from typing import Any

import pytest

from curriculum.models import ProjectPhase
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed, Stale
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, TeachingAssignment, User
from nrc_platform.people.states import Subject
from projects import services
from projects.models import Project
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.people.fixtures import make_teacher
from tests.projects import factories as make
from tests.projects.acts import again, make_mission, make_project, sign_convention

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(promotion: Promotion) -> Company:
    """A company of the school, and the phases of the diploma."""
    make.phase_nodes()
    row: Company = CompanyFactory(school=promotion.school)
    return row


@pytest.fixture
def idea(alice: User, bob: User, promotion: Promotion) -> Project:
    """Alice's idea, supervised by Bob."""
    return make_project(alice, promotion=promotion, supervisor=bob)


def create(actor: User, promotion: Promotion, company: Company, **more: Any) -> Project:
    return services.create_project(
        actor=actor, promotion=promotion, company=company, **{"title": "Drive", **more}
    )


def rules_of(refusal: pytest.ExceptionInfo[Incomplete]) -> set[str]:
    return {finding.rule for finding in refusal.value.findings}


def test_a_student_begins_a_project_with_its_partners_and_phases(
    alice: User, classmate: User, bob: User, promotion: Promotion, company: Company
) -> None:
    row = create(
        alice,
        promotion,
        company,
        supervisor=bob,
        students=[classmate],
        values={"need": "Fidéliser"},
    )
    assert (row.state, row.school, row.created_by) == ("idea", promotion.school, alice)
    assert {each.student for each in row.members.all()} == {alice, classmate}
    assert [phase.rank for phase in row.phases.all()] == list(range(1, 8))
    assert row.need == "Fidéliser"
    assert Entry.objects.filter(kind="projects.project.create", object_id=row.pk).exists()


@pytest.mark.req(51, rule="projects.access.can_create_project")
def test_a_teacher_begins_one_for_one_student_or_a_group(
    alice: User, classmate: User, bob: User, promotion: Promotion, company: Company
) -> None:
    alone = create(bob, promotion, company, supervisor=bob, students=[alice])
    group = create(bob, promotion, company, supervisor=bob, students=[alice, classmate])
    assert (alone.members.count(), group.members.count()) == (1, 2)
    with pytest.raises(Invalid, match="au moins un étudiant"):
        create(bob, promotion, company, supervisor=bob)


def test_nobody_begins_one_in_another_class(
    charlie: User, schoolmate: User, emil: User, bob: User, promotion: Promotion, company: Company
) -> None:
    for person in (charlie, schoolmate, emil):
        with pytest.raises(NotAllowed):
            create(person, promotion, company, supervisor=bob)


def test_the_team_is_of_the_class_and_the_company_of_the_school(
    alice: User, schoolmate: User, bob: User, promotion: Promotion, company: Company
) -> None:
    with pytest.raises(Invalid, match="n’est pas dans la classe"):
        create(alice, promotion, company, supervisor=bob, students=[schoolmate])
    with pytest.raises(Invalid, match="annuaire"):
        create(alice, promotion, CompanyFactory(), supervisor=bob)


def test_without_diploma_no_project_begins(
    alice: User, bob: User, promotion: Promotion, company: Company
) -> None:
    ProjectPhase.objects.all().delete()
    with pytest.raises(DomainError, match="référentiel"):
        create(alice, promotion, company, supervisor=bob)


@pytest.mark.req(53, rule="project.supervisor_subject")
def test_a_supervisor_who_teaches_something_else_is_refused_at_once(
    alice: User, promotion: Promotion, company: Company
) -> None:
    french = make_teacher(promotion)
    TeachingAssignment.objects.filter(teacher=french).update(subject=Subject.FRENCH)
    with pytest.raises(Incomplete, match="ni la gestion de projet") as refusal:
        create(alice, promotion, company, supervisor=french)
    [finding] = refusal.value.findings
    assert "gestion de projet et / ou de gestion de clientèle" in finding.source
    assert not Project.objects.exists()


@pytest.mark.req(53, rule="project.supervisor_subject")
@pytest.mark.parametrize(
    "subject",
    [
        Subject.PROJECT_MANAGEMENT,
        Subject.CLIENT_MANAGEMENT,
        Subject.CLIENT_RELATION,
        Subject.TEAM_MANAGEMENT,
    ],
)
def test_each_of_four_subjects_makes_a_supervisor(
    alice: User, promotion: Promotion, company: Company, subject: str
) -> None:
    teacher = make_teacher(promotion)
    taught = TeachingAssignment.objects.filter(teacher=teacher)
    taught.update(subject=subject)
    assert create(alice, promotion, company, supervisor=teacher).supervisor == teacher
    taught.update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(Incomplete):
        create(alice, promotion, company, supervisor=teacher)


@pytest.mark.req(52, rule="project.supervisor")
def test_the_supervisor_teaches_the_class(
    alice: User, charlie: User, promotion: Promotion, company: Company
) -> None:
    TeachingAssignment.objects.create(
        teacher=charlie, promotion=promotion, subject=Subject.CLIENT_RELATION
    )
    with pytest.raises(Incomplete, match="n’enseigne pas dans cette classe"):
        create(alice, promotion, company, supervisor=charlie)


def test_writing_keeps_what_is_given_and_grows_the_version(idea: Project, alice: User) -> None:
    row = services.save_definition(
        idea,
        actor=alice,
        version=idea.version,
        values={"theme": "  Fidélité\u202e ", "clienteles": ["serves_users", "serves_consumers"]},
    )
    assert (row.theme, row.version) == ("Fidélité", idea.version + 1)
    assert row.clienteles == ["serves_consumers", "serves_users"]
    same = services.save_definition(
        row, actor=alice, version=row.version, values={"theme": "Fidélité"}
    )
    assert same.version == row.version
    with pytest.raises(Stale):
        services.save_definition(row, actor=alice, version=1, values={"theme": "Autre"})
    with pytest.raises(Invalid, match="ne se modifie pas ici"):
        services.save_definition(row, actor=alice, version=row.version, values={"state": "x"})


@pytest.mark.req(94, rule="project.training")
def test_a_project_as_long_as_the_training_is_refused_at_once(
    idea: Project, alice: User, promotion: Promotion
) -> None:
    enrolled = alice.enrolments.get()
    first, last = max(enrolled.starts_on, promotion.starts_on), promotion.ends_on
    values = {"starts_on": first, "ends_on": last}
    with pytest.raises(Incomplete, match="raccourcissez le projet") as refusal:
        services.save_definition(idea, actor=alice, version=idea.version, values=values)
    assert rules_of(refusal) == {"project.training"}
    assert again(idea).starts_on is None
    shorter = {**values, "ends_on": last - timedelta(days=1)}
    assert services.save_definition(idea, actor=alice, version=idea.version, values=shorter)


@pytest.mark.req(121, rule="mission.before")
def test_the_start_of_a_project_does_not_move_before_its_mission(
    idea: Project, alice: User
) -> None:
    make_mission(idea, ends_on=date(2026, 12, 7))
    early = {"starts_on": date(2026, 12, 6)}
    with pytest.raises(Incomplete, match="une mission vient avant le projet"):
        services.save_definition(idea, actor=alice, version=idea.version, values=early)
    same_day = {"starts_on": date(2026, 12, 7)}
    assert services.save_definition(idea, actor=alice, version=idea.version, values=same_day)


def test_another_company_brings_its_own_people_and_missions(
    idea: Project, alice: User, promotion: Promotion
) -> None:
    sponsor = ContactFactory(company=idea.company)
    row = services.save_definition(
        idea, actor=alice, version=idea.version, values={"sponsor": sponsor}
    )
    other = CompanyFactory(school=promotion.school)
    values = {"company": other}
    row = services.save_definition(row, actor=alice, version=row.version, values=values)
    assert (row.company, row.sponsor) == (other, None)
    make_mission(row)
    third = {"company": CompanyFactory(school=promotion.school)}
    with pytest.raises(Incomplete, match="chez le partenaire"):
        services.save_definition(row, actor=alice, version=row.version, values=third)
    with pytest.raises(Invalid, match="entreprise commanditaire"):
        services.save_definition(row, actor=alice, version=row.version, values={"company": None})


def test_the_company_of_a_convention_stays(alice: User, bob: User, promotion: Promotion) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, framed=True)
    sign_convention(row)
    values = {"company": CompanyFactory(school=promotion.school)}
    with pytest.raises(Invalid, match="La convention du projet est faite"):
        services.save_definition(again(row), actor=bob, version=row.version, values=values)


@pytest.mark.req(57, rule="project.convention_period")
def test_once_agreed_the_dates_stay_in_the_convention(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_project(alice, promotion=promotion, supervisor=bob, agreed=True)
    sign_convention(row)
    values = {"ends_on": make.LAST + timedelta(days=1)}
    with pytest.raises(Incomplete, match="sort des jours de la convention"):
        services.save_definition(again(row), actor=bob, version=row.version, values=values)
    sooner = {"ends_on": make.LAST - timedelta(days=1)}
    assert services.save_definition(again(row), actor=bob, version=row.version, values=sooner)


def test_who_is_no_part_of_it_writes_nothing(
    idea: Project, classmate: User, emil: User, head: User
) -> None:
    for person in (classmate, emil, head):
        with pytest.raises(NotAllowed):
            services.save_definition(idea, actor=person, version=1, values={"theme": "x"})
