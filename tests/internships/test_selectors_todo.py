"""What waits for each role about stages, and nothing that is not theirs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from internships.models import Convention
from internships.selectors.todo import office_todo, student_todo, teacher_todo
from nrc_platform.core import clock
from nrc_platform.core.todo import TodoFact
from nrc_platform.people.models import Promotion, User
from tests.internships.acts import make_convention
from tests.internships.around import queries
from tests.internships.factories import (
    AttestationFactory,
    ConventionFactory,
    InternshipFactory,
    InternshipPeriodFactory,
    SearchEntryFactory,
    SupportingPaperFactory,
)
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
Freeze = Callable[..., Any]


def since(row: Convention, days: int) -> Convention:
    """Let the convention be where it is for that many days."""
    moment = clock.now() - timedelta(days=days)
    Convention.objects.filter(pk=row.pk).update(state_since=moment)
    return row


def said(lines: list[TodoFact]) -> list[tuple[str, str, str]]:
    return [(f"{line.count} {line.phrase}", line.due, line.group) for line in lines]


def test_a_teacher_reads_what_is_handed_in_the_late_ones_apart(
    alice: User, classmate: User, bob: User, promotion: Promotion, freeze: Freeze
) -> None:
    freeze()
    late = since(make_convention(alice, promotion, teacher_review=True), 9)
    since(make_convention(classmate, promotion, teacher_review=True), 2)
    make_convention(UserFactory(), promotion)
    lines = teacher_todo(bob).lines()
    assert said(lines) == [
        ("1 convention à relire", "depuis 9\u00a0jours", "late"),
        ("1 convention à relire", "depuis 2\u00a0jours", "week"),
    ]
    assert lines[0].url == f"/conventions/{late.pk}/"
    assert lines[0].detail == str(alice)


def test_several_conventions_lead_to_their_list(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    for student in (alice, classmate):
        make_convention(student, promotion, teacher_review=True)
    [line] = teacher_todo(bob).lines()
    assert line.url == "/conventions/?state=teacher_review"
    assert line.count == 2


def test_a_team_waits_once_for_its_one_convention(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, teacher_review=True, kind="project")
    InternshipFactory(convention=row, student=classmate, promotion=promotion, period=None)
    [line] = teacher_todo(bob).lines()
    assert line.count == 1
    assert line.url == f"/conventions/{row.pk}/"


def test_a_teacher_sees_their_own_classes_one_at_a_time(
    alice: User,
    schoolmate: User,
    bob: User,
    charlie: User,
    promotion: Promotion,
    charlie_promotion: Promotion,
) -> None:
    make_convention(alice, promotion, teacher_review=True)
    make_convention(schoolmate, charlie_promotion, teacher_review=True)
    held = teacher_todo(bob)
    assert [line.detail for line in held.lines()] == [str(alice)]
    assert held.lines(charlie_promotion) == []
    assert [line.detail for line in teacher_todo(charlie).lines()] == [str(schoolmate)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 1), []),
        (date(2026, 12, 14), [("avant le 4\u00a0janvier", "week")]),
        (date(2027, 1, 4), [("début le 4\u00a0janvier", "late")]),
    ],
)
def test_missing_signatures_are_said_when_the_stage_is_near(
    today: date,
    expected: list[tuple[str, str]],
    alice: User,
    bob: User,
    emil: User,
    promotion: Promotion,
    freeze: Freeze,
) -> None:
    freeze(datetime(today.year, today.month, today.day, 11, tzinfo=UTC))
    make_convention(alice, promotion, partly_signed=True)
    assert [(line.due, line.group) for line in teacher_todo(bob).lines()] == expected
    assert [(line.due, line.group) for line in office_todo(emil)] == expected


def test_the_office_presses_silent_companies_and_checks_papers(
    alice: User, emil: User, promotion: Promotion, freeze: Freeze
) -> None:
    freeze()
    row = since(make_convention(alice, promotion, company_check=True), 8)
    since(make_convention(UserFactory(), promotion, company_check=True), 7)
    SupportingPaperFactory(student=alice, promotion=promotion)
    SupportingPaperFactory(student=alice, promotion=promotion, accepted=True)
    company, paper = office_todo(emil)
    assert said([company]) == [("1 entreprise à relancer", "depuis 8\u00a0jours", "late")]
    assert row.company is not None
    assert company.detail == row.company.name
    assert said([paper]) == [("1 pièce à vérifier", "aujourd’hui", "week")]


def test_the_office_attests_what_is_over(
    alice: User, classmate: User, emil: User, promotion: Promotion, freeze: Freeze
) -> None:
    freeze(datetime(2027, 2, 13, 11, tzinfo=UTC))
    over = make_convention(alice, promotion, signed=True)
    broken = make_convention(classmate, promotion, terminated=True)
    done = make_convention(UserFactory(), promotion, signed=True)
    AttestationFactory(internship=done.internships.get())
    lines = {line.detail: line for line in office_todo(emil)}
    assert set(lines) == {str(alice), str(classmate)}
    assert said([lines[str(alice)]]) == [("1 stage à attester", "depuis 1\u00a0jour", "week")]
    assert lines[str(alice)].url == f"/stages/{over.internships.get().pk}/"
    # Broken off two weeks before its end.
    assert lines[str(classmate)].group == "late"
    AttestationFactory(internship=broken.internships.get(), cancelled=True)
    assert len(office_todo(emil)) == 2


def test_nothing_of_another_school_waits(
    alice: User, promotion: Promotion, other_office: User, other_teacher: User
) -> None:
    make_convention(alice, promotion, teacher_review=True)
    SupportingPaperFactory(student=alice, promotion=promotion)
    assert office_todo(other_office) == []
    assert teacher_todo(other_teacher).lines() == []


def test_a_student_mends_completes_and_searches(
    alice: User, promotion: Promotion, freeze: Freeze
) -> None:
    freeze()
    back = make_convention(alice, promotion, returned=True)
    make_convention(alice, promotion)
    make_convention(alice, promotion, sent=True)
    soon = InternshipPeriodFactory(promotion=promotion, starts_on=date(2027, 1, 4))
    far = {"starts_on": date(2027, 6, 1), "ends_on": date(2027, 6, 30)}
    InternshipPeriodFactory(promotion=promotion, **far)
    lines = student_todo(alice, promotion)
    assert said(lines) == [
        ("1 convention à corriger", "aujourd’hui", "week"),
        ("1 convention à compléter", "avant le 4\u00a0janvier", "later"),
        ("1 stage à trouver", "avant le 4\u00a0janvier", "late"),
    ]
    assert lines[0].url == f"/conventions/{back.pk}/modifier/"
    assert lines[2].detail == f"{soon.label}, aucune démarche notée"
    SearchEntryFactory(student=alice, period=soon)
    assert student_todo(alice, promotion)[2].detail == soon.label


def test_a_given_up_place_is_to_be_found_again(alice: User, promotion: Promotion) -> None:
    period = InternshipPeriodFactory(promotion=promotion)
    given: dict[str, Any] = {"student": alice, "promotion": promotion, "period": period}
    refused = ConventionFactory(school=promotion.school, refused=True)
    InternshipFactory(convention=refused, settled=True, **given)
    assert [line.phrase for line in student_todo(alice, promotion)] == ["stage à trouver"]
    sent = ConventionFactory(school=promotion.school, sent=True)
    InternshipFactory(convention=sent, **given)
    assert student_todo(alice, promotion) == []


def test_the_lists_cost_the_same_whatever_waits(
    alice: User, bob: User, emil: User, promotion: Promotion
) -> None:
    make_convention(alice, promotion, teacher_review=True)
    make_convention(alice, promotion, returned=True)
    asked = (
        lambda: teacher_todo(bob).lines(),
        lambda: office_todo(emil),
        lambda: student_todo(alice, promotion),
    )
    # Roles are read once for all.
    for ask in asked:
        ask()
    before = [queries(ask) for ask in asked]
    for _ in range(4):
        student = UserFactory()
        for state in ("teacher_review", "company_check", "sent", "returned"):
            make_convention(student, promotion, **{state: True})
        SupportingPaperFactory(student=student, promotion=promotion)
    make_convention(alice, promotion, returned=True)
    assert [queries(ask) for ask in asked] == before == [1, 2, 2]
