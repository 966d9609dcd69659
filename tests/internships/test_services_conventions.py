"""Beginning a convention and writing in it."""

from typing import Any

import pytest

from internships.facts.template import convention_template
from internships.models import Convention, Internship
from internships.services import draft_convention, set_team
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import (
    InternshipFactory,
    InternshipPeriodFactory,
    SupportingPaperFactory,
)
from tests.people.together import refusals, together

pytestmark = pytest.mark.django_db


def draft(actor: User, student: User, promotion: Promotion, **more: Any) -> Convention:
    """Begin a convention for that student."""
    return draft_convention(actor=actor, student=student, promotion=promotion, **more)


def test_a_draft_begins_with_the_dates_of_the_period_and_the_texts_of_the_model(
    alice: User, bob: User, promotion: Promotion
) -> None:
    period = InternshipPeriodFactory(promotion=promotion)
    row = draft(bob, alice, promotion, period=period)
    terms, one = terms_of(row), row.internships.get()
    assert (row.state, row.kind, row.school) == ("draft", "internship", promotion.school)
    assert (terms.starts_on, terms.ends_on) == (period.starts_on, period.ends_on)
    assert terms.referent == bob
    assert (one.student, one.promotion, one.period) == (alice, promotion, period)
    for name, text in convention_template().defaults.items():
        assert getattr(row, name) == text


def test_a_student_begins_their_own_with_nothing_but_themselves(
    alice: User, promotion: Promotion
) -> None:
    row = draft(alice, alice, promotion)
    assert terms_of(row).referent is None
    assert row.created_by == alice


def test_a_draft_takes_up_what_the_student_gave_before(alice: User, promotion: Promotion) -> None:
    InternshipFactory(student=alice, promotion=promotion, settled=True, address="1 rue Bleue")
    SupportingPaperFactory(
        student=alice, promotion=promotion, accepted=True, insurer="MAIF", number="77"
    )
    one = draft(alice, alice, promotion).internships.get()
    assert (one.address, one.liability_insurer, one.liability_policy) == (
        "1 rue Bleue",
        "MAIF",
        "77",
    )


def test_a_draft_may_begin_with_values(alice: User, promotion: Promotion) -> None:
    company = CompanyFactory(school=promotion.school)
    tutor = ContactFactory(company=company)
    row = draft(
        alice,
        alice,
        promotion,
        company=company,
        values={"tutor": tutor, "subject": "Relance", "headcount": 12},
    )
    assert (row.company, row.headcount) == (company, 12)
    assert (terms_of(row).tutor, terms_of(row).subject) == (tutor, "Relance")


def test_nobody_begins_a_convention_for_somebody_else(
    alice: User, classmate: User, charlie: User, promotion: Promotion
) -> None:
    for actor in (classmate, charlie):
        with pytest.raises(NotAllowed, match="pour un étudiant que l’on suit"):
            draft(actor, alice, promotion)
    assert not Convention.objects.exists()


def test_a_convention_is_begun_for_a_student_of_the_class(
    bob: User, schoolmate: User, promotion: Promotion
) -> None:
    with pytest.raises(Invalid, match="n’est pas dans la classe NRC2"):
        draft(bob, schoolmate, promotion)


def test_a_period_is_one_of_the_class(
    bob: User, alice: User, promotion: Promotion, charlie_promotion: Promotion
) -> None:
    other = InternshipPeriodFactory(promotion=charlie_promotion)
    with pytest.raises(Invalid, match="Choisissez une période de la classe NRC2"):
        draft(bob, alice, promotion, period=other)


def test_a_company_is_one_of_the_school(
    bob: User, alice: User, promotion: Promotion, other_promotion: Promotion
) -> None:
    with pytest.raises(Invalid, match="n’est pas dans l’annuaire du lycée"):
        draft(bob, alice, promotion, company=CompanyFactory(school=other_promotion.school))
    merged = CompanyFactory(school=promotion.school, merged=True)
    with pytest.raises(Invalid, match=f"fusionnée avec {merged.merged_into.name}"):
        draft(bob, alice, promotion, company=merged)


def test_a_project_binds_a_team_and_a_stage_one_student(
    bob: User, alice: User, classmate: User, promotion: Promotion
) -> None:
    row = draft(bob, alice, promotion, kind="project", students=[alice, classmate])
    assert {each.student for each in row.internships.all()} == {alice, classmate}
    with pytest.raises(Invalid, match="celle d’un seul étudiant"):
        draft(bob, alice, promotion, students=[classmate])


def test_one_convention_under_way_per_student_and_period(
    alice: User, bob: User, promotion: Promotion
) -> None:
    period = InternshipPeriodFactory(promotion=promotion)
    first = draft(alice, alice, promotion, period=period)
    with pytest.raises(Invalid, match="a déjà une convention en préparation"):
        draft(bob, alice, promotion, period=period)
    assert Convention.objects.get() == first
    Internship.objects.update(settled_at=first.created_at)
    assert draft(bob, alice, promotion, period=period).pk != first.pk


@pytest.mark.django_db(transaction=True)
def test_two_people_begin_the_same_convention_once(
    alice: User, bob: User, promotion: Promotion
) -> None:
    period = InternshipPeriodFactory(promotion=promotion)
    given = together(
        *[
            lambda actor=actor: draft(actor, alice, promotion, period=period)  # type: ignore[misc]
            for actor in (alice, bob)
        ]
    )
    [sentence] = refusals(given)
    assert "a déjà une convention en préparation pour cette période" in sentence
    assert Convention.objects.count() == Internship.objects.count() == 1


def test_the_team_of_a_draft_project_is_written_anew(
    alice: User, classmate: User, schoolmate: User, bob: User, promotion: Promotion
) -> None:
    row = draft(alice, alice, promotion, kind="project")
    grown = set_team(row, actor=alice, students=[alice, classmate])
    assert {each.student for each in grown.internships.all()} == {alice, classmate}
    assert grown.version == row.version + 1
    assert set_team(grown, actor=alice, students=[classmate, alice]).version == grown.version
    kept = set_team(grown, actor=bob, students=[classmate])
    assert [each.student for each in kept.internships.all()] == [classmate]
    with pytest.raises(Invalid, match="n’est pas dans la classe"):
        set_team(kept, actor=bob, students=[schoolmate])
    with pytest.raises(NotAllowed):
        set_team(kept, actor=alice, students=[alice])


def test_the_team_of_a_stage_is_one_and_that_of_a_signed_project_stays(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    stage = draft(alice, alice, promotion)
    with pytest.raises(Invalid, match="d’un seul étudiant"):
        set_team(stage, actor=bob, students=[alice, classmate])
    row = make_convention(alice, promotion, kind="project", signed=True)
    with pytest.raises(DomainError, match="signée par tous"):
        set_team(row, actor=bob, students=[alice, classmate])
