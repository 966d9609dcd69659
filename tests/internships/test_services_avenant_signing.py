"""Avenants sent, signed by the original parties, in force from their day; or given up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from internships.models import Avenant, Convention, Terms
from internships.services import avenants, signing
from internships.services.avenant_signers import signers_of_avenant
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed
from nrc_platform.jobs.models import Job
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, RoleGrant, User
from tests.companies.factories import ContactFactory
from tests.internships.acts import make_convention
from tests.internships.factories import FRIDAY, MONDAY
from tests.internships.signed import (
    AVENANT,
    record,
    round_of,
    seal_round,
    sent_convention,
    sign_all,
    signed_convention,
    signer_in,
)
from tests.people.factories import LegalRepresentativeFactory, RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
DAY = MONDAY + 2 * WEEK


@pytest.fixture
def row(alice: User, bob: User, head: User, promotion: Promotion) -> Convention:
    """Alice's convention, signed on paper by all."""
    signed = signed_convention(alice, promotion, actor=bob)
    Message.objects.all().delete()
    return signed


def sent(row: Convention, actor: User, kind: str = "dates", **more: Any) -> Avenant:
    """Write an avenant that adds a week, or what is asked, and send it."""
    given: dict[str, Any] = {
        "reason": "L’entreprise le demande.",
        "applies_on": DAY,
        "changes": {"ends_on": FRIDAY + WEEK},
        **more,
    }
    avenant = avenants.draft_avenant(row, actor=actor, kind=kind, **given)
    return avenants.send_avenant(avenant, actor=actor)


def ends_on(row: Convention, day: date) -> date | None:
    """Return the last day of the stage as it is true on that day."""
    return Terms.objects.effective(day).get(convention=row).ends_on


def stored(row: Convention) -> Convention:
    """Return the convention as it is stored."""
    return Convention.objects.get(pk=row.pk)


def told(template: str) -> set[str]:
    """Return the addresses of the mails of that kind."""
    rows = Message.objects.filter(template=f"emails/internships/{template}")
    return set(rows.values_list("to_email", flat=True))


@pytest.mark.req(58, rule="internships.services.avenants.signers_of_avenant")
def test_the_parties_of_the_convention_are_asked(row: Convention, bob: User) -> None:
    avenant = sent(row, bob)
    assert avenant.state == "ready_to_sign"
    lines = [(each.rank, each.capacities, each.name) for each in round_of(row).signers.all()]
    asked = round_of(avenant, AVENANT)
    assert [(e.rank, e.capacities, e.name) for e in asked.signers.all()] == lines
    assert asked.facts["number"] == 1
    assert {change["label"] for change in asked.facts["changes"]} == {"Dernier jour"}
    assert asked.template == asked.facts["template"]
    assert Job.objects.get(kind="internships.render_avenant").payload == {"request": str(asked.pk)}


@pytest.mark.req(57, rule="internships.jobs.concluding._sign_avenant")
def test_signed_by_all_it_holds_from_its_day(row: Convention, bob: User, emil: User) -> None:
    avenant = sent(row, bob)
    states = []
    for signer in round_of(avenant, AVENANT).signers.awaited():
        assert ends_on(row, FRIDAY) == FRIDAY
        record(signer, actor=emil)
        states.append(Avenant.objects.get(pk=avenant.pk).state)
    assert states == ["partly_signed"] * 5
    assert ends_on(row, DAY) == FRIDAY
    seal_round(avenant, AVENANT)
    assert ends_on(row, DAY - timedelta(days=1)) == FRIDAY
    assert ends_on(row, DAY) == FRIDAY + WEEK
    assert Terms.objects.agreed().get(convention=row).ends_on == FRIDAY + WEEK
    assert stored(row).state == "signed"
    copies = Message.objects.filter(
        template="emails/signatures/copy_ready", subject__icontains="avenant"
    )
    assert {mail.to_email for mail in copies} >= {"alice@ecole.example", row.signatory.email}


def test_it_names_the_day_written_on_the_last_paper(
    alice: User, bob: User, head: User, promotion: Promotion, freeze: Callable[..., Any]
) -> None:
    travel = freeze()
    row = sent_convention(alice, promotion, actor=bob)
    written = clock.today()
    travel.shift(3 * WEEK)
    sign_all(row, actor=bob, signed_on=written)
    asked = round_of(sent(row, bob), AVENANT)
    assert asked.facts["convention_signed_on"] == written.isoformat()


def test_the_next_one_starts_from_what_was_agreed(row: Convention, bob: User) -> None:
    sign_all(sent(row, bob), AVENANT, actor=bob)
    second = sent(row, bob, "subject", changes={"subject": "Salon des artisans"})
    terms = Terms.objects.get(avenant=second)
    assert (second.number, terms.ends_on) == (2, FRIDAY + WEEK)


def test_papers_of_an_avenant_come_back_in_any_order(row: Convention, bob: User) -> None:
    avenant = sent(row, bob)
    for signer in reversed(round_of(avenant, AVENANT).signers.all()):
        record(signer, actor=bob)
    assert round_of(avenant, AVENANT).state == "completing"


# --- who signs --------------------------------------------------------------------------------


def test_the_replaced_tutor_signs_and_the_new_one_is_told(row: Convention, bob: User) -> None:
    new = ContactFactory(company=row.company, first_name="Julie", last_name="Armand")
    avenant = sent(row, bob, "tutor", changes={"tutor": new})
    assert signer_in(avenant, "host_tutor", AVENANT).name == "Dora Delmas"
    assert new.email not in {each.email for each in round_of(avenant, AVENANT).signers.all()}
    sign_all(avenant, AVENANT, actor=bob)
    assert told("tutor_named") == {new.email}
    assert Terms.objects.agreed().get(convention=row).tutor == new


def test_the_replaced_referent_signs(row: Convention, bob: User, charlie: User) -> None:
    avenant = sent(row, bob, "referent", changes={"referent": charlie})
    assert signer_in(avenant, "referent", AVENANT).user == bob


def test_the_head_of_the_day_follows_the_one_who_left(
    row: Convention, bob: User, head: User
) -> None:
    RoleGrant.objects.filter(user=head).update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(DomainError, match="pas de chef enregistré aujourd’hui"):
        sent(row, bob)
    Avenant.objects.all().delete()
    new = UserFactory(first_name="Ève", last_name="Neuf", email="eve@ecole.example")
    RoleGrantFactory(user=new, school=row.school, head=True)
    signer = signer_in(sent(row, bob), "school_head", AVENANT)
    assert (signer.name, signer.user) == ("Ève Neuf", new)
    assert signer.address_source == "compte de la plateforme, à la suite de Hélène Huguet"


def test_the_student_signs_once_of_age(
    row: Convention, alice: User, bob: User, freeze: Callable[..., Any]
) -> None:
    today = clock.today()
    alice.birth_date = today.replace(year=today.year - 17)
    alice.save()
    LegalRepresentativeFactory(student=alice, first_name="Anne", last_name="Aubry")
    row.internships.get().student.refresh_from_db()
    minor = {each.capacity for each in signers_of_avenant(row, on=today)}
    later = {each.capacity for each in signers_of_avenant(row, on=today + 53 * WEEK)}
    assert ("legal_rep" in minor, "legal_rep" in later) == (True, False)
    assert "student" in later


def test_a_deputy_of_the_convention_signs_the_avenant_too(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = signed_convention(alice, promotion, actor=bob)
    asked = round_of(row)
    asked.signers.filter(capacities=["host_signatory"]).update(name="Claudine Roche")
    assert signer_in(sent(row, bob), "host_signatory", AVENANT).name == "Claudine Roche"


def test_in_an_avenant_a_tutor_who_left_may_be_replaced(row: Convention, bob: User) -> None:
    avenant = sent(row, bob)
    new = signing.replace_convention_signer(
        signer_in(avenant, "host_tutor", AVENANT), actor=bob, name="Luc Rey", reason="Parti."
    )
    assert new.capacities == ["host_tutor"]
    with pytest.raises(DomainError, match="L’étudiant signe lui-même"):
        signing.replace_convention_signer(
            signer_in(avenant, "student", AVENANT), actor=bob, name="X", reason="Y"
        )


def test_a_convention_without_its_round_cannot_be_changed(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, signed=True, referent=bob)
    with pytest.raises(DomainError, match="Les signatures de la convention ne se retrouvent pas"):
        sent(row, bob)


# --- given up ---------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["refuse_avenant", "cancel_avenant"])
def test_given_up_it_leaves_all_as_it_was(verb: str, row: Convention, bob: User) -> None:
    avenant = sent(row, bob)
    record(signer_in(avenant, "student", AVENANT), actor=bob)
    before = stored(row).version
    ended = getattr(avenants, verb)(avenant, actor=bob, reason="L’étudiante garde ses dates.")
    assert ended.state in {"refused", "cancelled"}
    assert ended.end_reason == "L’étudiante garde ses dates."
    asked = round_of(avenant, AVENANT)
    assert (asked.state, asked.closed_reason) == ("void", "L’étudiante garde ses dates.")
    assert asked.signers.filter(state="signed").count() == 1
    assert Terms.objects.agreed().get(convention=row).ends_on == FRIDAY
    assert (stored(row).state, stored(row).version) == ("signed", before)
    assert "alice@ecole.example" in told("avenant_dropped")
    with pytest.raises(DomainError, match="Ce tour de signature est clos"):
        record(signer_in(avenant, "referent", AVENANT), actor=bob)


def test_a_reason_and_a_right_are_needed(row: Convention, bob: User, charlie: User) -> None:
    avenant = sent(row, bob)
    with pytest.raises(Invalid, match="Écrivez le motif"):
        avenants.refuse_avenant(avenant, actor=bob, reason=" ")
    with pytest.raises(NotAllowed):
        avenants.cancel_avenant(avenant, actor=charlie, reason="Non.")
    with pytest.raises(DomainError, match="il ne se modifie plus"):
        avenants.send_avenant(avenant, actor=bob)


def test_what_would_have_stopped_the_convention_stops_its_avenant(
    row: Convention, bob: User
) -> None:
    """Twelve weeks are more than 308 h: the stage is paid then (L124-6), and it was not."""
    row.terms.update(gratification="none")
    with pytest.raises(Incomplete, match="ne peut pas être signé") as refused:
        sent(row, bob, changes={"ends_on": FRIDAY + 6 * WEEK})
    assert [each.rule for each in refused.value.findings] == ["convention.gratification"]
    assert Avenant.objects.get().state == "draft"


def test_what_was_already_broken_does_not_stop_an_avenant(row: Convention, bob: User) -> None:
    row.terms.update(tutor=None)
    assert sent(row, bob).state == "ready_to_sign"


def test_a_draft_is_cancelled_and_not_refused(row: Convention, bob: User) -> None:
    avenant = avenants.draft_avenant(
        row,
        actor=bob,
        kind="dates",
        reason="Une semaine de plus.",
        applies_on=DAY,
        changes={"ends_on": FRIDAY + WEEK},
    )
    with pytest.raises(DomainError, match="dans l’état «\u00a0Brouillon\u00a0»"):
        avenants.refuse_avenant(avenant, actor=bob, reason="Non.")
    assert avenants.cancel_avenant(avenant, actor=bob, reason="Non.").state == "cancelled"
    assert told("avenant_dropped") == set()


# --- rupture ----------------------------------------------------------------------------------


def test_a_termination_signed_by_all_ends_the_convention(
    row: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    freeze(datetime(2027, 1, 20, 9, tzinfo=UTC))
    last = FRIDAY - 2 * WEEK
    avenant = sent(row, bob, "termination", changes={"ends_on": last}, applies_on=clock.today())
    assert stored(row).state == "signed"
    sign_all(avenant, AVENANT, actor=bob)
    after = stored(row)
    assert (after.state, after.ended_on) == ("terminated", last)
    assert after.end_reason == "L’entreprise le demande."
    assert told("terminated") >= {"alice@ecole.example", row.signatory.email}
    assert told("avenant_signed") == set()
