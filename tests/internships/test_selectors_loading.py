"""What is read of a convention before the rules look at it: how much, and in how many queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from internships.facts.happened import mission_hours
from internships.models import Convention, Terms
from internships.rules.hours import hours_by_day, presence_hours, threshold_hours
from internships.selectors.findings import convention_findings
from internships.selectors.loading import load_convention, load_courses
from nrc_platform.people.models import Promotion, User
from tests.internships.acts import make_convention
from tests.internships.around import amend, fill, queries
from tests.internships.factories import (
    FRIDAY,
    MONDAY,
    AbsenceFactory,
    AttestationFactory,
    BreakFactory,
    ConventionMissionFactory,
    DispensationFactory,
    InternshipFactory,
    SupportingPaperFactory,
    VisitFactory,
)
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
APPLIES = date(2027, 1, 25)
LATER = date(2027, 2, 19)


def test_a_convention_is_read_in_as_many_queries_whatever_surrounds_it(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True, referent=bob)
    make_convention(UserFactory(), promotion, signed=True, company=row.company, referent=bob)
    few = queries(lambda: load_convention(row.pk))
    fill(row, promotion)
    for _ in range(3):
        InternshipFactory(convention=row, promotion=promotion, period=None)
        make_convention(UserFactory(), promotion, signed=True, company=row.company, referent=bob)
    many = queries(lambda: load_convention(row))
    assert few <= many <= 19
    loaded = load_convention(row)
    assert len(loaded.stages) == 4
    assert queries(lambda: convention_findings(loaded)) == 0


def test_courses_are_read_in_as_many_queries_whatever_their_number(
    alice: User, promotion: Promotion
) -> None:
    def course_of(student: User) -> None:
        row = make_convention(student, promotion, signed=True)
        AttestationFactory(internship=row.internships.get(), signed=True)
        DispensationFactory(student=student, promotion=promotion)
        fill(row, promotion)

    row = make_convention(alice, promotion, signed=True)
    few = queries(lambda: load_courses(promotion, [alice]))
    students = [alice, *UserFactory.create_batch(3)]
    for student in students:
        course_of(student)
    many = queries(lambda: load_courses(promotion, students))
    assert few <= many == 10
    course = load_courses(promotion, students)[0]
    assert row.pk in {each.row.convention_id for each in course.stages}


def test_an_avenant_is_agreed_at_once_and_effective_on_its_day(
    alice: User, promotion: Promotion, freeze: Callable[..., Any]
) -> None:
    row = make_convention(alice, promotion, signed=True)
    amend(row, APPLIES, ends_on=LATER, subject="Nouveau sujet")
    before = load_convention(row)
    assert (before.agreed.ends_on, before.effective.ends_on) == (LATER, FRIDAY)
    freeze(datetime(2027, 1, 25, 9, tzinfo=UTC))
    assert load_convention(row).effective.subject == "Nouveau sujet"


@pytest.mark.parametrize("day", [24, 25, 31])
def test_the_terms_loaded_are_those_the_database_names(
    day: int, alice: User, promotion: Promotion, freeze: Callable[..., Any]
) -> None:
    row = make_convention(alice, promotion, signed=True)
    amend(row, APPLIES, subject="Premier")
    amend(row, date(2027, 1, 31), number=2, subject="Second")
    amend(row, APPLIES, number=3, state="cancelled", subject="Abandonné")
    freeze(datetime(2027, 1, day, 11, tzinfo=UTC))
    loaded, held = load_convention(row), Terms.objects.filter(convention=row)
    assert loaded.effective == held.effective(date(2027, 1, day)).get()
    assert loaded.agreed == held.agreed().get()


def test_hours_follow_the_terms_of_their_day(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion, signed=True)
    amend(row, APPLIES, friday_hours=Decimal(0))
    loaded = load_convention(row)
    # Three weeks of 35 hours, then three of 28.
    assert presence_hours(loaded.schedule) == Decimal(3 * 35 + 3 * 28)


@pytest.mark.parametrize("state", ["sent", "refused", "cancelled"])
def test_an_avenant_not_signed_by_all_changes_nothing(
    state: str, alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True)
    amend(row, APPLIES, state=state, ends_on=LATER)
    loaded = load_convention(row)
    assert loaded.agreed.ends_on == FRIDAY
    assert loaded.schedule.span is not None
    assert loaded.schedule.span.ends_on == FRIDAY


def test_a_rupture_cuts_the_days_and_keeps_what_was_planned(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, terminated=True)
    loaded = load_convention(row)
    # Two weeks before the end: four weeks done of six.
    assert presence_hours(loaded.schedule) == 4 * 35
    assert loaded.planned is not None
    assert presence_hours(loaded.planned) == 6 * 35


def test_an_absence_is_subtracted_and_a_leave_still_counts_for_the_thresholds(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True)
    internship = row.internships.get()
    AbsenceFactory(internship=internship)
    AbsenceFactory(
        internship=internship,
        starts_on=date(2027, 1, 5),
        ends_on=date(2027, 1, 5),
        reason="parenthood",
    )
    [stage] = load_convention(row).stages
    assert presence_hours(stage.schedule) == 210 - 14
    assert threshold_hours(stage.schedule) == 210 - 7
    # What was agreed is the same for the whole team, whoever was missing.
    assert presence_hours(load_convention(row).schedule) == 210


def test_a_stage_over_new_year_counts_no_public_holiday(alice: User, promotion: Promotion) -> None:
    terms = {"starts_on": date(2026, 12, 21), "ends_on": date(2027, 1, 8)}
    row = make_convention(alice, promotion, signed=True, terms=terms)
    BreakFactory(convention=row, starts_on=date(2026, 12, 28), ends_on=date(2026, 12, 30))
    loaded = load_convention(row)
    worked = hours_by_day(loaded.schedule)
    assert date(2026, 12, 25) not in worked
    assert date(2027, 1, 1) not in worked
    assert sum(worked.values()) == (15 - 2 - 3) * 7
    assert set(loaded.ceilings) == {2026, 2027}


def test_a_project_reads_the_three_of_its_team_and_its_missions(
    promotion: Promotion,
) -> None:
    team = [UserFactory(birth_date=date(2006, 3, 14), last_name=name) for name in "CAB"]
    row = make_convention(team[0], promotion, signed=True, kind="project")
    for student in team[1:]:
        InternshipFactory(convention=row, student=student, promotion=promotion, period=None)
    ConventionMissionFactory(convention=row)
    loaded = load_convention(row)
    assert [each.row.student.last_name for each in loaded.stages] == ["A", "B", "C"]
    assert presence_hours(loaded.schedule) == 210 + 8
    assert loaded.others == ()


def test_the_hours_of_a_mission_are_shared_between_its_weekdays() -> None:
    mission = ConventionMissionFactory.build(hours=Decimal(10), ends_on=date(2026, 11, 11))
    shared = mission_hours([mission])
    assert list(shared.values()) == [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]
    weekend = ConventionMissionFactory.build(
        hours=Decimal(6), starts_on=date(2026, 11, 14), ends_on=date(2026, 11, 15)
    )
    assert list(mission_hours([weekend]).values()) == [3, 3]


def test_the_best_insurance_paper_is_read(alice: User, promotion: Promotion) -> None:
    row: Convention = make_convention(alice, promotion, signed=True)
    about = {"student": alice, "promotion": promotion}
    SupportingPaperFactory(accepted=True, expires_on=date(2027, 1, 31), **about)
    best = SupportingPaperFactory(accepted=True, expires_on=date(2027, 8, 31), **about)
    SupportingPaperFactory(refused=True, expires_on=date(2028, 8, 31), **about)
    SupportingPaperFactory(kind="vehicle", accepted=True, expires_on=date(2029, 1, 1), **about)
    assert load_convention(row).insurance == {alice.pk: best}


def test_contacts_held_are_counted_and_visits_to_come_are_not(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True)
    VisitFactory.create_batch(2, internship=row.internships.get(), held=True, held_on=MONDAY)
    VisitFactory(internship=row.internships.get())
    assert [each.contacts for each in load_convention(row).stages] == [2]
