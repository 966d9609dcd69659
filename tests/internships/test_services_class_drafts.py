"""Beginning the conventions of a class at once."""

from datetime import date

import pytest

from internships.models import Convention, InternshipPeriod
from internships.services import ClassRow, draft_for_class
from nrc_platform.core.errors import NotAllowed
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.internships.acts import terms_of
from tests.internships.factories import InternshipPeriodFactory
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(promotion: Promotion) -> InternshipPeriod:
    """Six weeks in January."""
    return InternshipPeriodFactory(promotion=promotion)


def test_each_line_becomes_a_draft_incomplete_or_not(
    bob: User, alice: User, classmate: User, period: InternshipPeriod, promotion: Promotion
) -> None:
    company = CompanyFactory(school=promotion.school)
    tutor = ContactFactory(company=company)
    results = draft_for_class(
        period,
        actor=bob,
        rows=[
            ClassRow(alice, company, {"tutor": tutor, "subject": "Relance"}),
            ClassRow(classmate),
        ],
    )
    first, second = [result.convention for result in results]
    assert first is not None
    assert second is not None
    assert (first.company, terms_of(first).tutor, terms_of(first).subject) == (
        company,
        tutor,
        "Relance",
    )
    assert (second.company, terms_of(second).starts_on) == (None, period.starts_on)
    assert {row.state for row in Convention.objects.all()} == {"draft"}


def test_nothing_is_sent_by_beginning(bob: User, alice: User, period: InternshipPeriod) -> None:
    draft_for_class(period, actor=bob, rows=[ClassRow(alice)])
    assert not Message.objects.exists()


def test_a_wrong_line_says_why_and_takes_nothing_from_the_others(
    bob: User,
    alice: User,
    classmate: User,
    schoolmate: User,
    period: InternshipPeriod,
    promotion: Promotion,
) -> None:
    stranger = ContactFactory()
    late = {"starts_on": date(2028, 1, 3), "ends_on": date(2028, 1, 28)}
    results = draft_for_class(
        period,
        actor=bob,
        rows=[
            ClassRow(alice, values={"tutor": stranger}),
            ClassRow(schoolmate),
            ClassRow(classmate),
            ClassRow(make_student(promotion), values=late),
        ],
    )
    assert [sorted(result.errors) for result in results] == [
        ["tutor"],
        ["student"],
        [],
        ["starts_on"],
    ]
    assert "n’est pas dans la classe" in results[1].message
    assert [row.internships.get().student for row in Convention.objects.all()] == [classmate]


def test_doing_it_again_makes_no_second_draft(
    bob: User, alice: User, classmate: User, period: InternshipPeriod
) -> None:
    draft_for_class(period, actor=bob, rows=[ClassRow(alice)])
    again = draft_for_class(period, actor=bob, rows=[ClassRow(alice), ClassRow(classmate)])
    assert "a déjà une convention en préparation" in again[0].message
    assert again[1].convention is not None
    assert Convention.objects.count() == 2


def test_a_class_of_18_is_begun_at_once(
    bob: User, period: InternshipPeriod, promotion: Promotion
) -> None:
    students = [make_student(promotion) for _place in range(18)]
    results = draft_for_class(period, actor=bob, rows=[ClassRow(each) for each in students])
    assert all(result.convention for result in results)
    assert Convention.objects.count() == 18


def test_a_class_is_begun_by_who_follows_it(
    alice: User, charlie: User, period: InternshipPeriod
) -> None:
    for actor in (alice, charlie):
        with pytest.raises(NotAllowed, match="par qui suit cette classe"):
            draft_for_class(period, actor=actor, rows=[ClassRow(alice)])
    assert not Convention.objects.exists()
