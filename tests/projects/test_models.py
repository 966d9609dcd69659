"""Each constraint of projects: the sentence people read, and the refusal of the database."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction

from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import check_row
from nrc_platform.people.models import School
from projects.models import InitialGoals, Project
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.people.factories import PromotionFactory
from tests.projects import factories as make
from tests.projects.test_models_work import CASES as WORK_CASES

pytestmark = pytest.mark.django_db
EARLY = date(2020, 1, 1)
EMPTY = "Ce champ ne peut pas être vide"


def broken(row: Any, **values: Any) -> Any:
    """Return the row with values that no service would write, a protected state included."""
    row.__dict__.update(values)
    return row


def alike(factory: Any, *names: str, **fields: Any) -> Any:
    """Return a second row, given the values of those columns of the first."""
    first, second = factory(**fields), factory(**fields)
    return broken(second, **{name: getattr(first, name) for name in names})


def stored(row: Any) -> Any:
    """Return the row as it is stored, without what was loaded beside it."""
    return type(row).objects.get(pk=row.pk)


def member_competence() -> Any:
    first = make.MemberFactory()
    own = {"project": first.project, "member": first}
    make.ProjectCompetenceFactory(**own)
    other = make.ProjectCompetenceFactory(competence=make.competence("C12"), **own)
    return broken(other, competence_id=make.competence("C11").pk)


def second_phase(**values: Any) -> Any:
    first = make.PhaseFactory()
    return broken(
        make.PhaseFactory(project=first.project, rank=2),
        **{name: getattr(first, name) for name in values},
    )


# constraint → what breaks it, and the sentence it says.
CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "project_has_title": (lambda: broken(make.ProjectFactory(), title=""), EMPTY),
    "project_dates_ordered": (
        lambda: broken(make.ProjectFactory(written=True), ends_on=EARLY),
        "Le projet ne peut pas finir avant son début",
    ),
    "project_agreed_has_convention": (
        lambda: broken(stored(make.ProjectFactory(agreed=True)), convention_id=None),
        "Un projet conventionné porte sa convention",
    ),
    "project_started_is_dated": (
        lambda: broken(make.ProjectFactory(running=True), started_at=None),
        "porte le jour de son lancement",
    ),
    "project_review_is_written": (
        lambda: broken(make.ProjectFactory(reviewed=True), evaluation=""),
        "porte son évaluation",
    ),
    "project_closed_is_dated": (
        lambda: broken(make.ProjectFactory(closed=True), closed_at=None),
        "porte le jour de sa clôture",
    ),
    "project_abandon_has_reason": (
        lambda: broken(make.ProjectFactory(abandoned=True), abandoned_reason=""),
        "Dites pourquoi le projet est abandonné",
    ),
    "member_student_once": (
        lambda: alike(make.MemberFactory, "project_id", "student_id"),
        "déjà dans l’équipe du projet",
    ),
    "member_dates_ordered": (
        lambda: broken(make.MemberFactory(), ends_on=EARLY),
        "ne peut pas quitter l’équipe avant",
    ),
    "follow_up_teacher_once": (
        lambda: alike(make.FollowUpTeacherFactory, "project_id", "teacher_id"),
        "Cet enseignant suit déjà le projet",
    ),
    "project_internship_once": (
        lambda: alike(make.ProjectInternshipFactory, "project_id", "internship_id"),
        "Ce stage est déjà rattaché au projet",
    ),
    "constraint_label_once": (
        lambda: alike(make.ConstraintFactory, "project_id", "label"),
        "Cette contrainte figure déjà",
    ),
    "constraint_is_worded": (lambda: broken(make.ConstraintFactory(), label=""), EMPTY),
    "technology_is_named": (
        lambda: broken(make.TechnologyFactory(), label=""),
        "ou nommez l’outil",
    ),
    "technology_has_use": (lambda: broken(make.TechnologyFactory(), use=""), EMPTY),
    "technology_once": (
        lambda: alike(
            make.TechnologyFactory, "project_id", "savoir_id", "label", savoir=make.savoir("S82")
        ),
        "Cet outil figure déjà",
    ),
    "technology_label_once": (
        lambda: alike(make.TechnologyFactory, "project_id", "label"),
        "Cet outil figure déjà",
    ),
    "project_savoir_once": (
        lambda: alike(make.ProjectSavoirFactory, "project_id", "savoir_id"),
        "Ce savoir est déjà rattaché",
    ),
    "project_competence_once": (
        lambda: alike(make.ProjectCompetenceFactory, "project_id", "competence_id"),
        "Cette compétence est déjà rattachée au projet",
    ),
    "member_competence_once": (member_competence, "déjà rattachée à cet étudiant"),
    "indicator_label_once": (
        lambda: alike(make.IndicatorFactory, "project_id", "label"),
        "a déjà un indicateur de ce nom",
    ),
    "indicator_objective_is_measured": (
        lambda: broken(make.IndicatorFactory(), target=None),
        "Un objectif se mesure",
    ),
    "phase_rank_once": (lambda: second_phase(rank=1), "Le projet a déjà cette phase"),
    "phase_node_once": (lambda: second_phase(node_id=1), "Le projet a déjà cette phase"),
    "phase_is_one_of_seven": (
        lambda: broken(make.PhaseFactory(), rank=8),
        "inférieure ou égale à 7",
    ),
    "phase_dates_ordered": (
        lambda: broken(make.PhaseFactory(done=True), ends_on=EARLY),
        "La phase ne peut pas finir avant son début",
    ),
    "phase_begun_is_dated": (
        lambda: broken(make.PhaseFactory(doing=True), starts_on=None),
        "porte son premier jour",
    ),
    "phase_done_left_something": (
        lambda: broken(make.PhaseFactory(done=True), output=""),
        "ce qui en est sorti",
    ),
    "mission_has_title": (lambda: broken(make.MissionFactory(), title=""), EMPTY),
    "mission_has_target": (lambda: broken(make.MissionFactory(), target=""), EMPTY),
    "mission_has_place": (lambda: broken(make.MissionFactory(), place=""), EMPTY),
    "mission_dates_ordered": (
        lambda: broken(make.MissionFactory(), ends_on=EARLY),
        "La mission ne peut pas finir avant son début",
    ),
    "mission_other_aim_is_said": (
        lambda: broken(make.MissionFactory(), aim="other"),
        "Dites ce que la mission fait découvrir",
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_constraint_says_its_sentence_and_holds_in_the_database(name: str) -> None:
    breaks, sentence = CASES[name]
    row = breaks()
    with pytest.raises(Invalid, match=sentence):
        check_row(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def holds(name: str) -> None:
    """See the database refuse the row that breaks the constraint."""
    row = CASES[name][0]()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.req(115, rule="mission_has_target")
def test_a_mission_has_one_target() -> None:
    holds("mission_has_target")


@pytest.mark.req(116, rule="mission_has_place")
def test_a_mission_is_limited_in_space() -> None:
    holds("mission_has_place")


@pytest.mark.req(116, rule="mission_dates_ordered")
def test_a_mission_is_limited_in_time() -> None:
    holds("mission_dates_ordered")


@pytest.mark.req(123, rule="mission_other_aim_is_said")
def test_a_mission_aims_at_one_of_four_examples_or_says_its_own() -> None:
    for aim in ("software", "market", "products", "clientele"):
        check_row(make.MissionFactory(aim=aim))
    holds("mission_other_aim_is_said")


@pytest.mark.req(60, rule="project_agreed_has_convention")
def test_no_project_is_agreed_without_convention() -> None:
    holds("project_agreed_has_convention")


@pytest.mark.req(85, rule="phase_rank_once")
def test_each_step_of_a_project_exists_once() -> None:
    holds("phase_rank_once")


def test_no_constraint_is_left_out() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("projects").get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(CASES) | set(WORK_CASES)


def test_every_factory_makes_a_sound_row() -> None:
    for name, factory in vars(make).items():
        if name.endswith("Factory") and factory.__module__ == make.__name__:
            check_row(factory())


@pytest.mark.req(33, rule="projects.models.project.check_clienteles")
@pytest.mark.parametrize("values", [["serves_nobody"], ["serves_users", "serves_users"], "x"])
def test_the_clientele_is_of_the_four_kinds(values: Any) -> None:
    sound = make.ProjectFactory(
        clienteles=["serves_consumers", "serves_users", "serves_prescribers", "serves_resellers"]
    )
    check_row(sound)
    with pytest.raises(Invalid):
        check_row(broken(make.ProjectFactory(), clienteles=values))


def test_a_project_has_partners_of_its_school_and_company(other_school: School) -> None:
    row = make.ProjectFactory(written=True)
    cases = {
        "promotion_id": PromotionFactory(school=other_school).pk,
        "company_id": CompanyFactory(school=other_school).pk,
        "sponsor_id": ContactFactory(company=CompanyFactory(school=row.school)).pk,
    }
    for name, value in cases.items():
        fresh = Project.objects.get(pk=row.pk)
        setattr(fresh, name, value)
        with pytest.raises(Invalid):
            check_row(fresh)


def test_a_technology_is_of_s8_and_a_member_of_its_project() -> None:
    with pytest.raises(Invalid, match="S8"):
        check_row(broken(make.TechnologyFactory(), savoir_id=make.savoir("S42").pk))
    link = make.ProjectCompetenceFactory()
    with pytest.raises(Invalid, match="n’est pas de ce projet"):
        check_row(broken(link, member_id=make.MemberFactory().pk))


def test_a_mission_is_in_a_company_of_its_school(other_school: School) -> None:
    row = make.MissionFactory()
    row.school = other_school
    with pytest.raises(Invalid, match="autre établissement"):
        check_row(row)


@pytest.mark.req(96)
def test_the_database_refuses_to_change_or_delete_initial_goals() -> None:
    row = make.InitialGoalsFactory()
    for change in (
        lambda: InitialGoals.objects.filter(pk=row.pk).update(frozen_at=clock.now()),
        lambda: InitialGoals.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            change()
    assert InitialGoals.objects.filter(pk=row.pk).exists()


def test_rows_say_who_they_are() -> None:
    assert str(make.ProjectFactory(title="Drive")) == "Drive"
    assert str(make.MissionFactory(title="Enquête")) == "Enquête"
    assert str(make.TechnologyFactory(label="Tableur")) == "Tableur"
    assert Project.objects.search("drive").count() == 1
