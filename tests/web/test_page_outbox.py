"""The outbox of a school: states and returns, never a text; reminders and what they bring."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.signatures.models import Reminder
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention
from tests.notifications.factories import MessageFactory
from tests.signatures.factories import SignerFactory, SigningRequestFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], HouseClient]
URL = reverse("web:outbox")


def _mail(school: School, **fields: Any) -> Any:
    return MessageFactory(school=school, **fields)


def test_the_office_reads_states_and_returns_and_never_a_text(
    emil: User, school: School, signed_in: SignedIn
) -> None:
    secret = "https://lycee.example/s/CANARI/"
    _mail(school, subject="À signer", to_email="marc@hygial.example", sent=True, body_text=secret)
    _mail(
        school,
        subject="Rappel",
        state="bounced",
        bounced_at=clock.now(),
        bounce_reason="adresse inconnue (5.1.1)",
        body_html=secret,
    )
    page = signed_in(emil).get(URL).content.decode()
    assert "À signer" in page
    assert "m…@hygial.example" in page
    assert "Revenu" in page
    assert "adresse inconnue (5.1.1)" in page
    assert "CANARI" not in page
    assert "marc@" not in page


def test_each_view_keeps_its_states(emil: User, school: School, signed_in: SignedIn) -> None:
    _mail(school, subject="Attend")
    _mail(school, subject="Parti", sent=True)
    _mail(school, subject="Raté", state="failed", answer="pas de réponse")
    browser = signed_in(emil)
    seen = {
        view: {word for word in ("Attend", "Parti", "Raté") if f"<b>{word}</b>" in page}
        for view in ("", "en-attente", "envoyes", "non-remis")
        if (page := browser.get(f"{URL}?vue={view}").content.decode())
    }
    assert seen == {
        "": {"Attend", "Parti", "Raté"},
        "en-attente": {"Attend"},
        "envoyes": {"Parti"},
        "non-remis": {"Raté"},
    }


def test_a_teacher_reads_the_mails_of_the_signers_they_follow_only(
    alice: User,
    bob: User,
    charlie: User,
    promotion: Promotion,
    signed_in: SignedIn,
) -> None:
    convention = make_convention(alice, promotion, teacher_review=True)
    request = SigningRequestFactory(
        school=promotion.school, kind="internships.convention", subject_id=convention.pk
    )
    signer = SignerFactory(request=request)
    _mail(
        promotion.school,
        subject="À signer par Marc",
        about_kind="signatures.signer",
        about_id=signer.pk,
    )
    _mail(promotion.school, subject="Un autre courrier")
    page = signed_in(bob).get(URL).content.decode()
    assert "À signer par Marc" in page
    assert "Un autre courrier" not in page
    assert "À signer par Marc" not in signed_in(charlie).get(URL).content.decode()


def test_the_office_reads_no_mail_of_exam_files_nor_of_another_school(
    emil: User, head: User, school: School, signed_in: SignedIn
) -> None:
    _mail(school, subject="Fiche à reprendre", about_kind="exams.fiche")
    other = SigningRequestFactory().school
    _mail(other, subject="Ailleurs")
    page = signed_in(emil).get(URL).content.decode()
    assert "Fiche à reprendre" not in page
    assert "Ailleurs" not in page
    assert "Fiche à reprendre" in signed_in(head).get(URL).content.decode()


def test_a_student_has_no_outbox(alice: User, signed_in: SignedIn) -> None:
    assert signed_in(alice).get(URL).status_code == 404


def test_the_outbox_asks_as_many_queries_for_ten_mails_as_for_one(
    emil: User, school: School, signed_in: SignedIn, assert_same_queries: Callable[..., int]
) -> None:
    assert_same_queries(
        URL, lambda: _mail(school, to_user=emil, sent=True), client=signed_in(emil)
    )


def test_the_effect_of_reminders_counts_signatures_within_48_hours(
    alice: User, emil: User, promotion: Promotion, signed_in: SignedIn
) -> None:
    convention = make_convention(alice, promotion, teacher_review=True)
    request = SigningRequestFactory(
        school=promotion.school, kind="internships.convention", subject_id=convention.pk
    )
    sent_at = clock.now() - timedelta(days=4)
    for hours in (1, 47, 49):
        signer = SignerFactory(
            request=request, on_paper=True, signed_at=sent_at + timedelta(hours=hours)
        )
        Reminder.objects.create(signer=signer, step="d3", sent_at=sent_at)
    Reminder.objects.create(signer=SignerFactory(request=request), step="d7", sent_at=sent_at)
    page = " ".join(signed_in(emil).get(URL).content.decode().split())
    assert "trois jours après l’invitation</th><td>3</td><td>2</td>" in page
    assert "sept jours après l’invitation</th><td>1</td><td>0</td>" in page
