"""How a convention ends: refused, given up, broken off, closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from internships.models import Convention
from internships.services import (
    cancel_convention,
    close_convention,
    draft_convention,
    refuse_convention,
    send_convention,
    submit_convention,
    terminate_convention,
)
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink, SigningRequest
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import (
    FRIDAY,
    MONDAY,
    AssessmentFactory,
    AttestationFactory,
    AvenantFactory,
    TermsFactory,
)

pytestmark = pytest.mark.django_db


def during(freeze: Callable[..., Any], day: date = MONDAY + timedelta(days=10)) -> None:
    """Stop the clock on a day of the stage."""
    freeze(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


@pytest.fixture
def signed(alice: User, bob: User, head: User, promotion: Promotion) -> Convention:
    """Alice's signed convention: its round of signatures is there, complete."""
    row = make_convention(alice, promotion, teacher_review=True, referent=bob)
    row = send_convention(row, actor=bob)
    SigningRequest.objects.filter(subject_id=row.pk).update(
        state="complete", closed_at=clock.now()
    )
    Convention.objects.filter(pk=row.pk).update(state="signed", signed_at=clock.now())
    row.internships.update(settled_at=clock.now())
    Message.objects.all().delete()
    return Convention.objects.get(pk=row.pk)


def told(template: str) -> set[str]:
    """Return the addresses of the mails of that kind."""
    rows = Message.objects.filter(template=f"emails/internships/{template}")
    return set(rows.values_list("to_email", flat=True))


# --- refused --------------------------------------------------------------------------------


def test_a_refusal_voids_the_round_and_frees_the_student(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, teacher_review=True, referent=bob)
    row = send_convention(row, actor=bob)
    after = refuse_convention(row, actor=bob, reason="L’entreprise ferme.")
    assert (after.state, after.end_reason) == ("refused", "L’entreprise ferme.")
    assert SigningRequest.objects.get().state == "void"
    assert told("refused") == {
        alice.email,
        head.email,
        row.signatory.email,
        terms_of(row).tutor.email,
    }
    one = row.internships.get()
    again = draft_convention(actor=bob, student=alice, promotion=promotion, period=one.period)
    assert again.state == "draft"


def test_a_refusal_has_its_reason_and_its_time(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, teacher_review=True)
    with pytest.raises(Invalid, match="Écrivez le motif"):
        refuse_convention(row, actor=bob, reason=" ")
    with pytest.raises(NotAllowed):
        refuse_convention(row, actor=alice, reason="Non.")
    draft = make_convention(alice, promotion)
    with pytest.raises(DomainError, match="dans l’état «\u00a0Brouillon\u00a0»"):
        refuse_convention(draft, actor=bob, reason="Non.")


# --- given up -------------------------------------------------------------------------------


def test_a_student_gives_up_their_draft(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    after = cancel_convention(row, actor=alice, reason="J’ai une autre place.")
    assert after.state == "cancelled"
    assert row.internships.get().settled_at is not None


def test_given_up_at_the_company_its_link_is_dead_and_it_is_told(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = submit_convention(make_convention(alice, promotion, referent=bob), actor=alice)
    cancel_convention(row, actor=bob, reason="Autre place.")
    assert not AccessLink.objects.get().is_live
    assert told("cancelled") == {alice.email, row.signatory.email}


def test_a_signed_one_is_given_up_until_the_eve(
    signed: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    during(freeze, MONDAY)
    with pytest.raises(DomainError, match="Le stage a commencé le 04/01/2027.*une rupture"):
        cancel_convention(signed, actor=bob, reason="Trop tard.")
    during(freeze, MONDAY - timedelta(days=1))
    assert cancel_convention(signed, actor=bob, reason="À temps.").state == "cancelled"


def test_an_assessed_stage_is_not_given_up(
    signed: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    freeze()
    AssessmentFactory(internship=signed.internships.get(), submitted=True)
    with pytest.raises(DomainError, match="Un bilan de ce stage est déjà remis"):
        cancel_convention(signed, actor=bob, reason="Autre place.")


def test_its_open_avenant_ends_with_it(
    signed: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    freeze()
    avenant = AvenantFactory(convention=signed)
    cancel_convention(signed, actor=bob, reason="Autre place.")
    avenant.refresh_from_db()
    assert (avenant.state, avenant.end_reason) == ("cancelled", "Autre place.")


def test_the_dates_are_those_after_the_avenants(
    signed: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    later = AvenantFactory(convention=signed, signed=True, applies_on=date(2026, 12, 1))
    TermsFactory(convention=signed, avenant=later, starts_on=MONDAY + timedelta(days=28))
    during(freeze)
    assert cancel_convention(signed, actor=bob, reason="Reporté deux fois.").state == "cancelled"


# --- broken off -----------------------------------------------------------------------------


def test_broken_off_every_signer_is_told(
    signed: Convention, alice: User, bob: User, head: User, freeze: Callable[..., Any]
) -> None:
    during(freeze)
    day = MONDAY + timedelta(days=8)
    after = terminate_convention(signed, actor=bob, ended_on=day, reason="L’entreprise ferme.")
    assert (after.state, after.ended_on, after.end_reason) == (
        "terminated",
        day,
        "L’entreprise ferme.",
    )
    assert told("terminated") == {
        alice.email,
        head.email,
        signed.signatory.email,
        terms_of(signed).tutor.email,
    }
    mail = Message.objects.filter(template="emails/internships/terminated").first()
    assert mail is not None
    assert "le dernier jour est le mardi 12\u00a0janvier 2027" in mail.body_text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (MONDAY - timedelta(days=1), "va du 04/01/2027 au 12/02/2027"),
        (MONDAY + timedelta(days=11), "Cette date est à venir"),
        (FRIDAY + timedelta(days=60), "Cette date est à venir"),
    ],
)
def test_the_last_day_is_one_of_the_stage(
    signed: Convention, bob: User, freeze: Callable[..., Any], day: date, sentence: str
) -> None:
    during(freeze)
    with pytest.raises(Invalid, match=sentence) as refused:
        terminate_convention(signed, actor=bob, ended_on=day, reason="Fin.")
    assert list(refused.value.errors) == ["ended_on"]


def test_after_the_stage_its_last_day_is_not_past_its_end(
    signed: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    during(freeze, FRIDAY + timedelta(days=30))
    with pytest.raises(Invalid, match="va du 04/01/2027"):
        terminate_convention(signed, actor=bob, ended_on=FRIDAY + timedelta(days=3), reason="Fin.")


def test_before_its_first_day_it_is_given_up_instead(
    signed: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    freeze()
    with pytest.raises(DomainError, match="annulez la convention"):
        terminate_convention(signed, actor=bob, ended_on=MONDAY, reason="Fin.")


def test_a_student_breaks_nothing_off(
    signed: Convention, alice: User, freeze: Callable[..., Any]
) -> None:
    during(freeze)
    with pytest.raises(NotAllowed):
        terminate_convention(signed, actor=alice, ended_on=MONDAY, reason="Fin.")


# --- closed ---------------------------------------------------------------------------------


def test_it_closes_once_every_stage_is_attested(
    signed: Convention, classmate: User, bob: User, promotion: Promotion
) -> None:
    signed.internships.create(student=classmate, promotion=promotion)
    first, second = signed.internships.order_by("created_at")
    AttestationFactory(internship=first, signed=True)
    AttestationFactory(internship=second)
    with pytest.raises(DomainError, match="pas encore signée pour Amir Belkacem"):
        close_convention(signed, actor=bob)
    second.attestations.update(state="signed", signed_on=FRIDAY)
    assert close_convention(signed, actor=bob).state == "closed"


def test_a_student_closes_nothing(signed: Convention, alice: User) -> None:
    AttestationFactory(internship=signed.internships.get(), signed=True)
    with pytest.raises(NotAllowed):
        close_convention(signed, actor=alice)
