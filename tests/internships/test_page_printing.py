"""The blank forms and the calendar, asked from their pages."""

from typing import Any

import pytest
from django.urls import reverse

from internships.models import Internship
from internships.selectors.blank_forms import BLANK_FORMS, blank_lines
from nrc_platform.documents.models import Document
from nrc_platform.jobs.models import Job
from nrc_platform.people.models import School, User
from tests.harness.client import HouseClient
from tests.internships.factories import InternshipFactory, TermsFactory

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> HouseClient:
    client = HouseClient()
    client.force_login(person)
    return client


def ask(client: HouseClient, school: School, form: str) -> Any:
    return client.post(reverse("internships:blank_form_ask", args=[school.pk, form]))


def test_each_form_is_listed_then_prepared_and_downloaded(school: School, alice: User) -> None:
    client = signed_in(alice)
    url = reverse("internships:blank_forms")
    before = client.get(url).content.decode()
    for title, use in BLANK_FORMS.values():
        assert title in before
        assert use in before
    assert before.count("Préparer le PDF") == len(BLANK_FORMS)
    answer = ask(client, school, "visite")
    job = Job.objects.get(kind="internships.render_blank")
    assert answer.headers["Location"] == reverse("web:job", args=[job.pk])
    document = Document.objects.get(kind="internships.blank")
    after = client.get(url).content.decode()
    assert reverse("documents:file", args=[document.pk]) in after
    assert "Préparer à nouveau" in after
    held = client.get(reverse("documents:file", args=[document.pk]))
    assert b"".join(held.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_unknown_form_and_other_school_are_no_page(
    school: School, alice: User, other_school: School
) -> None:
    client = signed_in(alice)
    assert ask(client, school, "inconnu").status_code == 404
    assert ask(client, other_school, "visite").status_code == 404
    assert not Job.objects.exists()


def test_platform_admin_has_no_form(school: School, admin: User) -> None:
    assert blank_lines(admin) == []
    page = signed_in(admin).get(reverse("internships:blank_forms"))
    assert "Aucun formulaire" in page.content.decode()


def test_list_asks_two_queries(
    school: School, alice: User, django_assert_num_queries: Any
) -> None:
    ask(signed_in(alice), school, "visite")
    with django_assert_num_queries(2):
        lines = blank_lines(alice)
    assert [line.document is not None for line in lines].count(True) == 1


def test_student_asks_for_the_calendar_of_their_convention(
    promotion: Any, alice: User, classmate: User
) -> None:
    row: Internship = InternshipFactory(
        convention__complete=True,
        convention__school=promotion.school,
        promotion=promotion,
        student=alice,
    )
    TermsFactory(convention=row.convention, staffed=True)
    url = reverse("internships:calendar_ask", args=[row.convention_id])
    assert signed_in(classmate).post(url).status_code == 404
    assert signed_in(alice).post(url).status_code == 302
    document = Document.objects.get()
    assert document.title == "Calendrier du stage"
    assert document.student == alice
