"""The life of a stage, end to end and without script: from the class grid to the attestation."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from curriculum.models import Activite, Competence
from internships.models import Attestation, Avenant, Convention, Internship, Terms
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Signer
from tests.companies.factories import CompanyFactory, ContactFactory
from tests.curriculum.nrc2003 import load
from tests.harness.client import HouseClient
from tests.internships.factories import InternshipPeriodFactory
from tests.internships.life import PDF
from tests.internships.signed import ATTESTATION, AVENANT, CONVENTION
from tests.people.fixtures import make_student
from tests.web.link_walk import enter

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]
# What the company answers, and what its student sends again with the rest of the form.
OF_COMPANY = {
    "gives_meals": "yes",
    "gives_transport": "yes",
    "gives_activities": "no",
    "host_insurer": "Groupama",
    "host_policy": "RC-204817",
    "headcount": "40",
    "interns_present": "1",
}
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


def post(client: HouseClient, name: str, key: Any, **data: Any) -> str:
    """Send a page, follow it, and return its words."""
    answer = client.post(reverse(f"internships:{name}", args=[key]), data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def printed(client: HouseClient, name: str, key: Any) -> str:
    """Return the words of a printed document, downloaded."""
    answer = client.get(reverse(f"internships:{name}", args=[key]))
    content = b"".join(answer.streaming_content)
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sign_all(client: HouseClient, kind: str, subject: Any) -> int:
    """Record the paper of each signer who is awaited; return how many there were."""
    signers = Signer.objects.filter(request__kind=kind, request__subject_id=subject.pk)
    awaited = signers.awaited().order_by("rank", "id")
    for signer in awaited:
        paper = SimpleUploadedFile("page.pdf", PDF, "application/pdf")
        page = post(
            client,
            "signer_paper",
            signer.pk,
            file=paper,
            signed_on=f"{clock.today():%d/%m/%Y}",
            vouch="on",
        )
        assert "La signature est enregistrée." in page
    return len(awaited)


def token_of_last_link() -> str:
    """Return the token of the last link mailed."""
    found = [re.search(r"https?://\S+/s/\S+", str(sent.body)) for sent in mail.outbox]
    addresses = [match[0] for match in found if match]
    return urlsplit(addresses[-1]).path.split("/")[2]


def complete_form(row: Convention, **fields: Any) -> dict[str, Any]:
    """Return all the fields of a convention as its student fills them."""
    terms = Terms.objects.get(convention=row, avenant__isnull=True)
    company = terms.tutor.company if terms.tutor else None
    assert company is not None
    kept = {
        name: getattr(row, name)
        for name in (
            "course_title",
            "course_hours",
            "supervision",
            "social_protection",
            "leave_terms",
            "termination_terms",
            "validation_terms",
            "house_rules",
            "attestation_terms",
        )
    }
    return {
        **kept,
        "version": row.version,
        "company": company.pk,
        "signatory": company.contacts.get(kind="signatory").pk,
        "tutor": terms.tutor_id,
        "referent": terms.referent_id,
        "starts_on": "04/01/2027",
        "ends_on": "12/02/2027",
        **{f"{day}_hours": "7" for day in WEEK},
        "timetable": "9 h à 12 h 30 et 13 h 30 à 17 h",
        "subject": "Relance des clients dormants",
        "activities": "Prospection téléphonique, devis, suivi de 40 clients",
        "competences": [each.pk for each in Competence.objects.filter(code__in=("C31", "C32"))],
        "functions": [each.pk for each in Activite.objects.order_by("rank", "id")[:2]],
        "gratification": "rate",
        "hourly_cents": "4,50",
        "payment": "Chaque mois, par virement",
        "health_office": "CPAM de Maine-et-Loire",
        "address": "3 allée des Lilas, 49100 Angers",
        "liability_insurer": "MAIF",
        "liability_policy": "A-1234",
        "breaks-TOTAL_FORMS": "1",
        "breaks-INITIAL_FORMS": "0",
        **fields,
    }


@pytest.fixture
def class_of_18(alice: User, promotion: Promotion) -> list[User]:
    """Alice's class."""
    alice.birth_date = date(2006, 3, 14)
    alice.save()
    return [alice, *(make_student(promotion) for _rank in range(17))]


def test_from_the_class_grid_to_the_attestation(
    class_of_18: list[User],
    alice: User,
    bob: User,
    emil: User,
    head: User,
    promotion: Promotion,
    signed_in: Browser,
    client: HouseClient,
    freeze: Callable[..., Any],
) -> None:
    freeze()
    load()
    period = InternshipPeriodFactory(promotion=promotion)
    company = CompanyFactory(school=promotion.school, legal_name="Hygial Services", verified=True)
    ContactFactory(
        company=company,
        signatory=True,
        first_name="Denis",
        last_name="Tessier",
        email="tessier@hygial.example",
    )
    ContactFactory(
        company=company, first_name="Nadia", last_name="Lambert", email="lambert@hygial.example"
    )

    # The teacher begins the conventions of the class, tutors known or not.
    teacher = signed_in(bob)
    lines = {f"r-{student.pk}-chosen": "on" for student in class_of_18}
    lines |= {f"r-{alice.pk}-tutor": "Nadia Lambert", f"r-{alice.pk}-hours": "7"}
    lines |= {f"r-{alice.pk}-referent": str(bob.pk)}
    assert "18\u00a0conventions commencées" in post(teacher, "class_grid", period.pk, **lines)
    row = Convention.objects.get(internships__student=alice)

    # The student writes it and hands it to the company.
    student = signed_in(alice)
    post(student, "convention_edit", row.pk, **complete_form(row))
    post(student, "convention_submit", row.pk)
    assert Convention.objects.get(pk=row.pk).state == "company_check"

    # The company checks it by its link, without an account; the act is closed afterwards.
    token = token_of_last_link()
    enter(client, token)
    answer = client.post(
        f"/s/{token}/",
        {
            "action": "check",
            "signatory_email": "tessier@hygial.example",
            "tutor_email": "lambert@hygial.example",
            "activities": "Prospection téléphonique, devis, suivi de 40 clients",
            **{f"{day}_hours": "7" for day in WEEK},
            "timetable": "9 h à 12 h 30 et 13 h 30 à 17 h",
            "gratification": "rate",
            "hourly_cents": "4,50",
            "payment": "Chaque mois, par virement",
            **OF_COMPANY,
            "not_a_job": "on",
            "by_name": "Denis Tessier",
        },
    )
    assert "C’est vérifié, merci" in answer.content.decode()

    # The teacher returns it, the student corrects, the teacher sends it to be signed.
    post(teacher, "convention_send_back", row.pk, message="Précisez le sujet.")
    row.refresh_from_db()
    assert row.state == "returned"
    subject = "Relance des clients dormants de la Loire"
    post(student, "convention_edit", row.pk, **complete_form(row, subject=subject, **OF_COMPANY))
    post(student, "convention_submit", row.pk)
    page = post(teacher, "convention_send", row.pk)
    row.refresh_from_db()
    assert row.state == "ready_to_sign", page
    assert re.fullmatch(r"CV-26-\d{4}", row.number)
    text = printed(student, "convention_file", row.pk)
    for words in (row.number, subject, "Denis Tessier", "Nadia Lambert", "210", "945,00"):
        assert words in text

    # Five papers come back; the office vouches for them.
    office = signed_in(emil)
    assert sign_all(office, CONVENTION, row) == 5
    row.refresh_from_db()
    assert row.state == "signed"

    # An avenant, signed by the same five, adds a week.
    freeze(datetime(2027, 1, 18, 9, tzinfo=UTC))
    teacher, office = signed_in(bob), signed_in(emil)
    answer = teacher.post(
        f"{reverse('internships:avenant_new', args=[row.pk])}?objet=dates",
        {
            "starts_on": "04/01/2027",
            "ends_on": "19/02/2027",
            "applies_on": "18/01/2027",
            "reason": "Un salon de plus.",
        },
    )
    avenant = Avenant.objects.get(convention=row)
    assert answer.url == reverse("internships:avenant", args=[avenant.pk])
    post(teacher, "avenant_send", avenant.pk)
    assert sign_all(office, AVENANT, avenant) == 5
    effective = Terms.objects.effective(clock.today()).get(convention=row)
    assert effective.ends_on == date(2027, 2, 19)
    assert "19 février 2027" in printed(teacher, "avenant_file", avenant.pk)

    # A day of illness is noted; the attestation comes after the last day, and not before.
    stage = Internship.objects.get(convention=row)
    post(
        teacher,
        "absence_new",
        stage.pk,
        starts_on="20/01/2027",
        ends_on="20/01/2027",
        reason="illness",
    )
    assert "Le stage finit le 19/02/2027" in post(teacher, "attestation_make", stage.pk)
    assert not Attestation.objects.exists()
    freeze(datetime(2027, 2, 19, 17, tzinfo=UTC))
    teacher, office = signed_in(bob), signed_in(emil)
    post(teacher, "attestation_make", stage.pk)
    made = Attestation.objects.get(internship=stage)
    # Seven weeks of 35 hours less one day, at 4.50 €.
    assert (made.hours, made.paid_cents) == (238, 107_100)
    text = printed(teacher, "attestation_file", made.pk)
    for words in ("Alice Aubry", "Hygial Services", "238 h", "1 071,00 €", "19 février 2027"):
        assert words in text

    # The host signs it, and the convention closes.
    assert sign_all(office, ATTESTATION, made) == 1
    row.refresh_from_db()
    made.refresh_from_db()
    assert (made.state, row.state) == ("signed", "closed")
