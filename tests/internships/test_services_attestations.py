"""The attestation: once the stage is over, with the hours done and the sum they give right to."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from internships.facts.attestation import AttestationFacts
from internships.models import Attestation, Convention, Internship
from internships.services import attestations, avenants, outcomes, terminate_convention
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.jobs.models import Job
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from tests.internships.factories import (
    FRIDAY,
    MONDAY,
    AbsenceFactory,
    InternshipFactory,
)
from tests.internships.signed import ATTESTATION, round_of, sign_all, signed_convention
from tests.people.together import refusals, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(freeze: Callable[..., Any]) -> Callable[[date], Any]:
    """Stop the clock on the morning of a day."""
    return lambda day: freeze(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


@pytest.fixture
def row(alice: User, bob: User, head: User, promotion: Promotion) -> Convention:
    """Alice's convention, signed on paper by all."""
    signed = signed_convention(alice, promotion, actor=bob)
    Message.objects.all().delete()
    return signed


def make(row: Convention, actor: User) -> Attestation:
    """Establish the attestation of the one student of a convention."""
    return attestations.make_attestation(row.internships.get(), actor=actor)


@pytest.mark.req(57, rule="internships.services.attestations._over")
def test_impossible_before_the_end(row: Convention, bob: User, on: Callable[..., Any]) -> None:
    on(FRIDAY - timedelta(days=1))
    with pytest.raises(DomainError, match="Le stage finit le"):
        make(row, bob)
    on(FRIDAY)
    made = make(row, bob)
    assert (made.state, made.hours, made.paid_cents) == ("ready_to_sign", 210, 0)


def test_its_figures_are_frozen_with_the_round_the_host_signs(
    row: Convention, bob: User, on: Callable[..., Any]
) -> None:
    on(FRIDAY)
    made = make(row, bob)
    asked = round_of(made, ATTESTATION)
    [signer] = asked.signers.all()
    assert (signer.name, signer.capacities) == ("Denis Tessier", ["host_signatory"])
    facts = AttestationFacts.from_dict(asked.facts)
    assert (facts.duration.hours, facts.duration.run_days, facts.paid_cents) == (210, 30, 0)
    assert (facts.starts_on, facts.ends_on, facts.ended_early) == (MONDAY, FRIDAY, False)
    job = Job.objects.get(kind="internships.render_attestation")
    assert job.payload == {"request": str(asked.pk)}


def test_signed_by_the_host_the_stage_is_attested_and_the_convention_closes(
    row: Convention, bob: User, on: Callable[..., Any]
) -> None:
    on(FRIDAY)
    made = make(row, bob)
    sign_all(made, ATTESTATION, actor=bob)
    made.refresh_from_db()
    assert (made.state, made.signed_on) == ("signed", FRIDAY)
    assert Convention.objects.get(pk=row.pk).state == "closed"
    [mail] = Message.objects.filter(template="emails/internships/attestation_signed")
    assert mail.to_email == "alice@ecole.example"


@pytest.mark.req(58, rule="internships.jobs.concluding._sign_attestation")
def test_a_project_closes_with_the_last_student(
    row: Convention, classmate: User, bob: User, promotion: Promotion, on: Callable[..., Any]
) -> None:
    InternshipFactory(convention=row, student=classmate, promotion=promotion, settled=True)
    on(FRIDAY)
    states = []
    for stage in Internship.objects.filter(convention=row):
        made = attestations.make_attestation(stage, actor=bob)
        sign_all(made, ATTESTATION, actor=bob)
        states.append(Convention.objects.get(pk=row.pk).state)
    assert states == ["signed", "closed"]


def test_after_a_rupture_the_hours_stop_on_its_day(
    row: Convention, bob: User, on: Callable[..., Any]
) -> None:
    last = MONDAY + timedelta(days=11)
    on(last)
    terminate_convention(row, actor=bob, ended_on=last, reason="L’entreprise ferme.")
    made = make(row, bob)
    assert made.hours == 70
    facts = AttestationFacts.from_dict(round_of(made, ATTESTATION).facts)
    assert (facts.ends_on, facts.ended_early) == (last, True)
    sign_all(made, ATTESTATION, actor=bob)
    assert Convention.objects.get(pk=row.pk).state == "terminated"


# --- refusals ---------------------------------------------------------------------------------


def test_who_may_and_on_what(
    row: Convention, alice: User, charlie: User, bob: User, on: Callable[..., Any]
) -> None:
    on(FRIDAY)
    for person in (alice, charlie):
        with pytest.raises(NotAllowed, match="par l’équipe de la classe ou le bureau"):
            make(row, person)
    Convention.objects.filter(pk=row.pk).update(state="partly_signed")
    with pytest.raises(DomainError, match="dont la convention est signée par tous"):
        make(row, bob)


def test_not_while_an_avenant_may_change_it(
    row: Convention, bob: User, on: Callable[..., Any]
) -> None:
    avenant = avenants.draft_avenant(
        row,
        actor=bob,
        kind="subject",
        reason="Autre mission.",
        applies_on=MONDAY,
        changes={"subject": "Salon des artisans"},
    )
    on(FRIDAY)
    with pytest.raises(DomainError, match="Un avenant est en cours"):
        make(row, bob)
    avenants.cancel_avenant(avenant, actor=bob, reason="Sans objet.")
    assert make(row, bob).hours == 210


def test_nothing_to_attest_of_a_stage_nobody_did(
    row: Convention, bob: User, on: Callable[..., Any]
) -> None:
    stage = row.internships.get()
    whole = AbsenceFactory(internship=stage, starts_on=MONDAY, ends_on=FRIDAY)
    on(FRIDAY)
    with pytest.raises(DomainError, match="aucune heure de présence"):
        make(row, bob)
    whole.delete()
    outcomes.set_outcome(stage, actor=bob, outcome="no_show", party="student")
    with pytest.raises(DomainError, match="il n’y a rien à attester"):
        make(row, bob)


@pytest.mark.django_db(transaction=True)
def test_of_five_made_at_once_one_stays(
    row: Convention, bob: User, on: Callable[..., Any]
) -> None:
    on(FRIDAY)
    stage = Internship.objects.get(convention=row)
    made = together(
        *[lambda: attestations.make_attestation(stage, actor=bob) for _click in range(5)]
    )
    assert len(refusals(made)) == 4
    assert all("déjà son attestation" in sentence for sentence in refusals(made))


# --- taken back -------------------------------------------------------------------------------


def test_taken_back_its_round_is_void_and_another_is_made(
    row: Convention, bob: User, charlie: User, on: Callable[..., Any]
) -> None:
    on(FRIDAY)
    wrong = make(row, bob)
    with pytest.raises(Invalid, match="Dites pourquoi l’attestation est annulée"):
        attestations.cancel_attestation(wrong, actor=bob, reason=" ")
    with pytest.raises(NotAllowed):
        attestations.cancel_attestation(wrong, actor=charlie, reason="Non.")
    back = attestations.cancel_attestation(wrong, actor=bob, reason="Une absence manque.")
    assert (back.state, back.cancel_reason) == ("cancelled", "Une absence manque.")
    assert round_of(wrong, ATTESTATION).state == "void"
    with pytest.raises(DomainError, match="Cette attestation est déjà annulée"):
        attestations.cancel_attestation(back, actor=bob, reason="Encore.")
    again = make(row, bob)
    assert (again.pk != wrong.pk, again.state) == (True, "ready_to_sign")


def test_a_signed_one_may_be_taken_back_too(
    row: Convention, bob: User, on: Callable[..., Any]
) -> None:
    on(FRIDAY)
    made = make(row, bob)
    sign_all(made, ATTESTATION, actor=bob)
    attestations.cancel_attestation(made, actor=bob, reason="Une absence manque.")
    assert round_of(made, ATTESTATION).state == "complete"
    assert make(row, bob).hours == 210
