"""Sending a convention to be signed: number, freeze, signers; and taking it up again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from internships.models import Convention, Terms
from internships.selectors.signers import signers_of
from internships.services import reopen_convention, send_convention
from internships.services.sending import due_at
from internships.states import HOURS_FIELDS
from nrc_platform.companies.models import Contact
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed
from nrc_platform.jobs.models import Job
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, RoleGrant, User
from nrc_platform.signatures.models import Signer, SigningRequest
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import MONDAY
from tests.internships.signed import record
from tests.people.factories import LegalRepresentativeFactory, RoleGrantFactory
from tests.people.fixtures import make_student
from tests.people.together import refusals, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("head")]


@pytest.fixture
def row(alice: User, bob: User, head: User, promotion: Promotion) -> Convention:
    """Alice's convention, checked by the company, to be sent by Bob."""
    alice.birth_date = date(2006, 3, 14)
    alice.save()
    return make_convention(alice, promotion, teacher_review=True, referent=bob)


def round_of(row: Convention) -> SigningRequest:
    """Return the last round of the convention."""
    found = SigningRequest.objects.about("internships.convention", row.pk).first()
    assert found is not None
    return found


def lines(row: Convention) -> list[tuple[int, list[str], str]]:
    """Return rank, capacities and name of each signer, in order."""
    return [(each.rank, each.capacities, each.name) for each in round_of(row).signers.all()]


@pytest.mark.req(58, rule="internships.selectors.signers._for_host")
def test_every_party_has_its_line_in_the_order_of_signature(
    row: Convention, alice: User, bob: User, head: User
) -> None:
    send_convention(row, actor=bob)
    found = lines(row)
    assert found[0] == (1, ["student"], "Alice Aubry")
    assert sorted(found[1:3]) == [
        (2, ["host_signatory"], "Denis Tessier"),
        (2, ["host_tutor"], "Dora Delmas"),
    ]
    assert found[3:] == [
        (3, ["referent"], "Bob Besson"),
        (4, ["school_head"], "Hélène Huguet"),
    ]


def test_the_state_the_day_and_the_job_follow(row: Convention, bob: User) -> None:
    before = clock.now()
    after = send_convention(row, actor=bob)
    assert after.state == "ready_to_sign"
    assert after.sent_at == after.state_since
    assert after.state_since >= before
    job = Job.objects.get(kind="internships.render_convention")
    assert job.payload == {"request": str(round_of(row).pk)}
    assert job.owner_id == bob.pk


def test_numbers_follow_each_other_in_the_school_year(
    bob: User,
    alice: User,
    classmate: User,
    head: User,
    promotion: Promotion,
    freeze: Callable[..., Any],
) -> None:
    freeze()
    numbers = [
        send_convention(
            make_convention(student, promotion, teacher_review=True, referent=bob), actor=bob
        ).number
        for student in (alice, classmate)
    ]
    assert numbers == ["CV-26-0001", "CV-26-0002"]
    freeze(datetime(2027, 9, 1, 8, tzinfo=UTC))
    third = make_student(promotion)
    later = make_convention(third, promotion, teacher_review=True, referent=bob)
    assert send_convention(later, actor=bob).number == "CV-27-0001"


def test_each_school_counts_its_own(
    row: Convention,
    bob: User,
    other_teacher: User,
    other_head: User,
    other_student: User,
    other_promotion: Promotion,
    freeze: Callable[..., Any],
) -> None:
    freeze()
    elsewhere = make_convention(
        other_student, other_promotion, teacher_review=True, referent=other_teacher
    )
    assert send_convention(row, actor=bob).number == "CV-26-0001"
    assert send_convention(elsewhere, actor=other_teacher).number == "CV-26-0001"


def test_what_is_sent_is_frozen_under_the_head_of_that_day(
    row: Convention, bob: User, head: User
) -> None:
    send_convention(row, actor=bob)
    company = row.company
    name = company.legal_name
    company.legal_name = "Autre nom"
    company.save()
    head.last_name = "Autre"
    head.save()
    facts = round_of(row).facts
    assert facts["host"]["name"] == name
    assert facts["school"]["head"] == "Hélène Huguet"
    assert facts["number"] == Convention.objects.get(pk=row.pk).number
    assert round_of(row).template == facts["template"]


def test_the_head_is_the_one_of_the_day(row: Convention, bob: User, head: User) -> None:
    RoleGrant.objects.filter(user=head).update(ends_on=clock.today() - timedelta(days=1))
    RoleGrantFactory(user__last_name="Neuf", user__first_name="Ève", school=row.school, head=True)
    send_convention(row, actor=bob)
    assert lines(row)[-1] == (4, ["school_head"], "Ève Neuf")


def test_one_person_in_two_capacities_signs_once(row: Convention, bob: User) -> None:
    terms = terms_of(row)
    terms.tutor = row.signatory
    terms.save()
    send_convention(row, actor=bob)
    assert (2, ["host_signatory", "host_tutor"], "Denis Tessier") in lines(row)
    assert len(lines(row)) == 4


def test_two_people_never_share_an_address(row: Convention, bob: User) -> None:
    Contact.objects.filter(pk=row.signatory_id).update(email="helene@ecole.example")
    with pytest.raises(Invalid, match="ont la même adresse électronique"):
        send_convention(row, actor=bob)
    row.refresh_from_db()
    assert (row.state, row.number) == ("teacher_review", "")
    assert not SigningRequest.objects.exists()


def test_every_representative_signs_for_a_minor(row: Convention, alice: User, bob: User) -> None:
    alice.birth_date = MONDAY.replace(year=MONDAY.year - 17)
    alice.save()
    for name in ("Anne", "Paul"):
        LegalRepresentativeFactory(student=alice, first_name=name, last_name="Aubry")
    send_convention(row, actor=bob)
    first = [line for line in lines(row) if line[0] == 1]
    assert first == [(1, ["legal_rep"], "Anne Aubry"), (1, ["legal_rep"], "Paul Aubry")]


def test_a_minor_who_comes_of_age_before_the_stage_signs_too(
    row: Convention, alice: User, bob: User, freeze: Callable[..., Any]
) -> None:
    freeze()
    alice.birth_date = date(MONDAY.year - 18, 1, 2)
    alice.save()
    LegalRepresentativeFactory(student=alice, first_name="Anne", last_name="Aubry")
    found = {(each.capacity, each.name) for each in signers_of(row, on=clock.today())}
    assert {("legal_rep", "Anne Aubry"), ("student", "Alice Aubry")} < found


@pytest.mark.req(57, rule="internships.facts.parts.duration_fact")
def test_a_project_binds_every_student_and_states_its_duration(
    alice: User, classmate: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, kind="project", teacher_review=True, referent=bob)
    row.internships.create(student=classmate, promotion=promotion)
    send_convention(row, actor=bob)
    names = [name for _rank, capacities, name in lines(row) if capacities == ["student"]]
    assert sorted(names) == ["Alice Aubry", "Amir Belkacem"]
    assert float(round_of(row).facts["duration"]["hours"]) == 210


def test_nobody_is_asked_before_the_document_is_sealed(row: Convention, bob: User) -> None:
    send_convention(row, actor=bob)
    assert not Message.objects.filter(template="emails/signatures/invited").exists()
    assert {each.state for each in round_of(row).signers.all()} == {"waiting"}


def test_it_is_to_be_signed_before_the_stage(
    row: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    starts_on = terms_of(row).starts_on or MONDAY
    freeze(datetime.combine(starts_on - timedelta(days=12), time(9), tzinfo=UTC))
    send_convention(row, actor=bob)
    due = timezone.localtime(round_of(row).due_at)
    assert (due.date(), due.hour) == (starts_on - timedelta(days=1), 18)


@pytest.mark.parametrize(("days", "expected"), [(90, 30), (31, 30), (12, 11), (1, 7), (-3, 7)])
def test_a_document_is_to_be_signed_within_a_month_or_the_eve(days: int, expected: int) -> None:
    due = timezone.localtime(due_at(clock.today() + timedelta(days=days)))
    assert (due.date() - clock.today()).days == expected


def stops(row: Convention, actor: User) -> dict[str, str]:
    """Return what a refused sending lists: rule and sentence; nothing of it is done."""
    with pytest.raises(Incomplete) as refused:
        send_convention(row, actor=actor)
    row.refresh_from_db()
    assert (row.state, row.number) == ("teacher_review", "")
    assert not SigningRequest.objects.exists()
    assert {each.blocks for each in refused.value.findings} == {"send"}
    return {each.rule: each.message for each in refused.value.findings}


@pytest.mark.req(61, rule="convention.item_6")
def test_a_missing_item_stops_the_sending_with_the_list(row: Convention, bob: User) -> None:
    hours = dict.fromkeys(HOURS_FIELDS, 0)
    Terms.objects.filter(convention=row).update(**hours)
    assert "heures de présence" in stops(row, bob)["convention.item_6"]


@pytest.mark.req(61, rule="convention.signers")
def test_a_missing_party_stops_the_sending(row: Convention, bob: User, head: User) -> None:
    RoleGrant.objects.filter(user=head).delete()
    assert list(stops(row, bob)) == ["convention.signers"]


@pytest.mark.req(20, 62, rule="convention.host_sells")
def test_a_host_that_sells_nothing_stops_the_sending(row: Convention, bob: User) -> None:
    type(row.company).objects.filter(pk=row.company_id).update(sells_goods_or_services=False)
    assert list(stops(row, bob)) == ["convention.host_sells"]


def test_a_warning_stops_nothing(row: Convention, bob: User) -> None:
    type(row.company).objects.filter(pk=row.company_id).update(serves_users=False)
    Convention.objects.filter(pk=row.pk).update(interns_present=30)
    assert send_convention(row, actor=bob).state == "ready_to_sign"


def test_it_is_sent_once_from_the_review(row: Convention, bob: User, alice: User) -> None:
    with pytest.raises(NotAllowed, match="par l’équipe de la classe"):
        send_convention(row, actor=alice)
    send_convention(row, actor=bob)
    with pytest.raises(DomainError, match="dans l’état «\u00a0En signature\u00a0»"):
        send_convention(row, actor=bob)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_send_at_once_one_succeeds(row: Convention, bob: User) -> None:
    given = together(*[lambda: send_convention(row, actor=bob) for _click in range(20)])
    assert len(refusals(given)) == 19
    assert SigningRequest.objects.count() == 1
    assert Signer.objects.count() == 5


def test_taken_up_again_the_round_is_void_and_those_who_signed_are_told(
    row: Convention, alice: User, bob: User
) -> None:
    sent = send_convention(row, actor=bob)
    held = round_of(row)
    record(held.signers.get(user=alice), actor=bob)
    after = reopen_convention(sent, actor=bob, reason="Les dates changent.")
    assert (after.state, after.return_message) == ("returned", "Les dates changent.")
    assert (after.number, after.checked_at) == (sent.number, sent.checked_at)
    held.refresh_from_db()
    assert held.state == "void"
    assert sorted(held.signers.values_list("state", flat=True)) == ["cancelled"] * 4 + ["signed"]
    told = Message.objects.filter(template="emails/internships/reopened")
    assert [mail.to_user for mail in told] == [alice]
    assert "Les dates changent." in told[0].body_text


def test_sent_again_the_number_stays_and_the_round_follows(row: Convention, bob: User) -> None:
    first = send_convention(row, actor=bob)
    back = reopen_convention(first, actor=bob, reason="Les dates changent.")
    Convention.objects.filter(pk=back.pk).update(state="teacher_review")
    again = send_convention(back, actor=bob)
    assert again.number == first.number
    assert (round_of(row).round, round_of(row).facts["round"]) == (2, 2)
    assert Job.objects.filter(kind="internships.render_convention").count() == 2


def test_a_reason_is_asked_before_signatures_are_undone(row: Convention, bob: User) -> None:
    sent = send_convention(row, actor=bob)
    with pytest.raises(Invalid, match="Écrivez ce qui change"):
        reopen_convention(sent, actor=bob, reason=" ")
    assert round_of(row).state == "open"
