"""Reminders of conventions: the morning's work, the ball back, the line of a signer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import TestCase
from django.urls import reverse

from internships.models import Convention
from internships.selectors.todo import teacher_todo
from internships.services import send_convention
from nrc_platform.core import clock
from nrc_platform.documents.models import Standing
from nrc_platform.jobs import runner
from nrc_platform.jobs.models import Job
from nrc_platform.notifications.models import Message
from nrc_platform.notifications.services import record_bounce
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.models import Reminder, Signer, SigningRequest
from nrc_platform.signatures.states import SignerState
from tests.documents.factories import DocumentFactory
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]


@pytest.fixture
def travel(freeze: Callable[..., Any]) -> Any:
    """The clock, stopped at noon."""
    return freeze()


@pytest.fixture
def sent(travel: Any, alice: User, promotion: Promotion, bob: User, head: User) -> Convention:
    """Alice's convention, its document presented: its first signer is invited."""
    row = make_convention(alice, promotion, referent=bob, teacher_review=True)
    row = send_convention(row, actor=bob)
    held = SigningRequest.objects.get(subject_id=row.pk)
    if held.document_id is None:
        # By link, whoever they are: a link is what a reminder makes fresh.
        held.signers.update(user=None)
        document = DocumentFactory(
            school=promotion.school,
            promotion=promotion,
            standing=Standing.PRESENTED,
            certificate_sha256="c" * 64,
        )
        signatures.present(held, document)
    return row


def _invited(row: Convention) -> Signer:
    signers = Signer.objects.filter(request__subject_id=row.pk, state=SignerState.INVITED)
    return signers.select_related("request__school").order_by("rank", "pk")[0]


def _morning() -> Job:
    job = Job.objects.create(kind="internships.remind_signers", key=str(uuid4()), label="Rappels")
    with TestCase.captureOnCommitCallbacks(execute=True):
        runner.perform(job.pk)
    job.refresh_from_db()
    return job


def _late_mails() -> list[Message]:
    template = "emails/internships/signature_overdue"
    return list(Message.objects.filter(template=template))


def test_the_morning_reminds_who_is_asked_and_the_night_leaves_them_alone(
    travel: Any, sent: Convention
) -> None:
    signer = _invited(sent)
    travel.shift(timedelta(days=3, hours=9))
    assert (_morning().state, Reminder.objects.count()) == ("done", 0)
    travel.shift(timedelta(hours=12))
    assert _morning().result == {"sent": "1", "overdue": "0"}
    assert Reminder.objects.get().signer == signer
    assert _morning().result == {"sent": "0", "overdue": "0"}


def test_past_the_last_day_the_teacher_is_told_once_who_has_not_signed(
    travel: Any, sent: Convention, bob: User
) -> None:
    signer = _invited(sent)
    due_at = signer.request.due_at
    assert due_at is not None
    assert not [line for line in teacher_todo(bob).lines() if "en retard" in line.phrase]
    travel.shift(due_at - clock.now() + timedelta(hours=16))
    assert _morning().result == {"sent": "0", "overdue": "1"}
    travel.shift(timedelta(days=1))
    _morning()
    (mail,) = _late_mails()
    assert mail.to_user == bob
    assert mail.subject.startswith("Signature en retard : ")
    assert f"- {signer.name}" in mail.body_text
    for choice in ("rappeler", "papier", "autre personne", "reprendre"):
        assert choice in mail.body_text
    lines = teacher_todo(bob).lines()
    assert [line.phrase for line in lines if line.group == "late"] == ["signature en retard"]
    assert not [line for line in lines if "sans toutes" in line.phrase]


def test_a_round_signed_or_ended_meanwhile_is_handed_back_to_nobody(
    travel: Any, sent: Convention, bob: User
) -> None:
    request = _invited(sent).request
    assert request.due_at is not None
    travel.shift(request.due_at - clock.now() + timedelta(hours=16))
    signatures.void_request(request, actor=bob, reason="Les dates changent.")
    job = Job.objects.create(
        kind="internships.tell_overdue", key="late", label="x", payload={"request": request.pk.hex}
    )
    runner.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"told": "0"})
    assert _late_mails() == []


def test_bob_reminds_from_the_page_and_reads_when(
    travel: Any, sent: Convention, bob: User, alice: User, signed_in: Browser
) -> None:
    signer = _invited(sent)
    url = reverse("internships:signer_remind", args=[signer.pk])
    page_url = reverse("internships:convention", args=[sent.pk])
    browser = signed_in(bob)
    assert url in browser.get(page_url).content.decode()
    assert url not in signed_in(alice).get(page_url).content.decode()
    early = browser.post(url, follow=True).content.decode()
    assert "un nouveau rappel sera possible à partir du" in early
    travel.shift(timedelta(days=1))
    page = signed_in(bob).post(url, follow=True).content.decode()
    assert f"Le rappel à {signer.name} est envoyé." in page
    assert "invité le 24/11/2026, rappelé le 25/11/2026" in page
    assert Reminder.objects.get().sent_by == bob


def test_the_line_of_a_signer_whose_mail_came_back_asks_for_the_address(
    travel: Any, sent: Convention, bob: User, signed_in: Browser
) -> None:
    signer = _invited(sent)
    mail = Message.objects.filter(about_id=signer.pk).latest("created_at")
    record_bounce(mail.message_id, "adresse inconnue (5.1.1)")
    page_url = reverse("internships:convention", args=[sent.pk])
    page = signed_in(bob).get(page_url).content.decode()
    assert "courriel revenu le 24/11/2026&nbsp;: corrigez l’adresse" in page
    assert reverse("internships:signer_remind", args=[signer.pk]) not in page
    Signer.objects.filter(pk=signer.pk).update(email="juste@ecole.example")
    assert "courriel revenu" not in signed_in(bob).get(page_url).content.decode()


def test_the_api_says_who_may_be_reminded_and_reminds(
    travel: Any, sent: Convention, bob: User, api_client: Callable[..., HouseClient]
) -> None:
    signer = _invited(sent)
    waiting = Signer.objects.filter(request=signer.request, state=SignerState.WAITING)[0]
    travel.shift(timedelta(days=1))
    client = api_client(bob)
    seen = {
        row.pk: client.get(f"/api/v1/signers/{row.pk}/").json()["abilities"]["remind"]
        for row in (signer, waiting)
    }
    assert seen == {signer.pk: True, waiting.pk: False}
    url = f"/api/v1/signers/{signer.pk}/remind/"
    assert client.post(url).json()["id"] == str(signer.pk)
    refused = client.post(url)
    assert refused.status_code == 409
    assert "à partir du" in refused.json()["errors"][0]["detail"]
    assert Reminder.objects.count() == 1


def test_a_signer_without_address_is_said_to_sign_on_paper_and_never_invited(
    travel: Any, sent: Convention, bob: User, alice: User, signed_in: Browser
) -> None:
    signer = _invited(sent)
    Signer.objects.filter(pk=signer.pk).update(email="")
    page_url = reverse("internships:convention", args=[sent.pk])
    page = signed_in(bob).get(page_url).content.decode()
    assert "Sur papier" in page
    assert "<small>aucun courriel envoyé, faute d’adresse</small>" in page
    assert "Invité" not in page
    assert "invité le" not in page
    alice.email = "alice@ecole.example"
    alice.save()
    Signer.objects.filter(pk=signer.pk).update(user=alice)
    page = signed_in(bob).get(page_url).content.decode()
    assert "faute d’adresse\u00a0: à signer depuis son compte</small>" in page
    assert "Sur papier" not in page
    assert "À vous" in signed_in(alice).get(page_url).content.decode()
