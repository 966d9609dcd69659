"""Between the student, the company and the school: hand on, remind, send back."""

from datetime import timedelta

import pytest
import time_machine

from internships.models import Convention
from internships.services import (
    edit_convention,
    remind_company,
    send_back_convention,
    submit_convention,
)
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.secrets import unseal
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import AccessLink
from tests.internships.acts import BLANK, make_convention, terms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(alice: User, bob: User, promotion: Promotion) -> Convention:
    """Alice's draft, complete, followed by Bob."""
    return make_convention(alice, promotion, referent=bob)


@pytest.fixture
def asked(row: Convention, alice: User) -> Convention:
    """Alice's convention, at the company."""
    return submit_convention(row, actor=alice)


def mails(template: str) -> list[Message]:
    """Return the mails of that kind, in order."""
    rows = Message.objects.filter(template=f"emails/internships/{template}")
    return list(rows.order_by("created_at"))


def test_handed_on_the_company_gets_a_link_and_the_clock_starts(
    row: Convention, alice: User
) -> None:
    before = clock.now()
    after = submit_convention(row, actor=alice)
    [mail] = mails("company_asked")
    link = AccessLink.objects.get()
    assert after.state == "company_check"
    assert after.state_since >= before
    assert mail.to_email == link.email == row.signatory.email
    token = unseal(mail.sealed_secrets)["link"].split("/")[2]
    assert signatures.find_link(token) == link
    assert (link.purpose, link.subject_id) == ("internships.company_check", row.pk)
    assert token not in mail.body_text + mail.body_html
    assert "{secret:link}" in mail.body_html


def test_without_address_of_who_signs_the_tutor_is_asked(row: Convention, alice: User) -> None:
    signatory = row.signatory
    signatory.email, signatory.phone = "", "0241000000"
    signatory.save()
    submit_convention(row, actor=alice)
    assert AccessLink.objects.get().email == terms_of(row).tutor.email


def test_without_company_nothing_leaves_and_the_list_says_why(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, complete=False)
    with pytest.raises(Incomplete) as refused:
        submit_convention(row, actor=alice)
    [finding] = refused.value.findings
    assert finding.message.startswith("Choisissez l’entreprise")
    assert finding.url.endswith("#id_company")
    assert not Message.objects.exists()


def test_without_any_address_nothing_leaves(row: Convention, alice: User) -> None:
    for contact in (row.signatory, terms_of(row).tutor):
        contact.email, contact.phone = "", "0241000000"
        contact.save()
    with pytest.raises(Incomplete) as refused:
        submit_convention(row, actor=alice)
    assert "avec une adresse" in refused.value.findings[0].message
    row.refresh_from_db()
    assert row.state == "draft"


def test_once_checked_a_corrected_convention_goes_back_to_the_teacher(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, returned=True, referent=bob)
    after = submit_convention(row, actor=alice)
    assert (after.state, after.return_message) == ("teacher_review", "")
    [mail] = mails("to_review")
    assert (mail.to_user, mail.subject) == (
        bob,
        "À relire : convention de stage d’Alice Aubry",
    )
    assert not AccessLink.objects.exists()


def test_another_company_checks_again(alice: User, bob: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion, returned=True, referent=bob)
    other = make_convention(bob, promotion)
    row = edit_convention(
        row,
        actor=alice,
        version=row.version,
        **{**BLANK, "values": {"company": other.company, "signatory": other.signatory}},
    )
    assert submit_convention(row, actor=alice).state == "company_check"


def test_handed_on_twice_is_refused_in_words(asked: Convention, alice: User) -> None:
    with pytest.raises(DomainError, match="dans l’état «\u00a0Chez l’entreprise\u00a0»"):
        submit_convention(asked, actor=alice)
    assert len(mails("company_asked")) == 1


def test_nobody_hands_on_the_convention_of_somebody_else(row: Convention, classmate: User) -> None:
    with pytest.raises(NotAllowed):
        submit_convention(row, actor=classmate)


def test_the_company_is_reminded_once_a_day_with_a_fresh_link(
    asked: Convention, alice: User
) -> None:
    first = AccessLink.objects.get()
    with pytest.raises(DomainError, match="attendez demain"):
        remind_company(asked, actor=alice)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        link = remind_company(asked, actor=alice)
    first.refresh_from_db()
    assert (first.revoked_at is not None, link.generation) == (True, 2)
    assert len(mails("company_reminded")) == 1


def test_only_a_company_that_was_asked_is_reminded(row: Convention, alice: User) -> None:
    with pytest.raises(DomainError, match="Brouillon"):
        remind_company(row, actor=alice)


@pytest.mark.parametrize("state", ["company_check", "teacher_review"])
def test_sent_back_the_student_is_told_and_the_link_dies(
    alice: User, bob: User, promotion: Promotion, state: str
) -> None:
    row = make_convention(alice, promotion, referent=bob)
    if state == "company_check":
        row = submit_convention(row, actor=alice)
    else:
        row = make_convention(alice, promotion, teacher_review=True)
    after = send_back_convention(row, actor=bob, message="  Le vendredi manque. ")
    assert (after.state, after.return_message) == ("returned", "Le vendredi manque.")
    assert [mail.to_user for mail in mails("returned")] == [alice]
    assert not AccessLink.objects.filter(revoked_at__isnull=True).exists()


def test_a_correction_is_asked_in_words(alice: User, bob: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion, teacher_review=True)
    with pytest.raises(Invalid, match="Écrivez ce qu’il faut corriger"):
        send_back_convention(row, actor=bob, message="  ")
    with pytest.raises(NotAllowed):
        send_back_convention(row, actor=alice, message="Moi-même")


def test_every_mail_is_written_whole(asked: Convention, bob: User, alice: User) -> None:
    send_back_convention(asked, actor=bob, message="Les heures.")
    for mail in Message.objects.all():
        assert "Lycée Marie-Curie" in mail.body_text or "lycée" in mail.body_text
        assert "{{" not in mail.body_text
        assert "{%" not in mail.body_text
        assert "Alice Aubry" in mail.body_text
