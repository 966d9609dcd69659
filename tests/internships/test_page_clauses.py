"""The editor of the school's clauses: versions, unknown variables, two tabs, preview."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from internships.models import SchoolClauses
from nrc_platform.jobs.models import Job
from nrc_platform.people.models import Promotion, School, User
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention

pytestmark = pytest.mark.django_db
Browser = Callable[[User], HouseClient]


@pytest.fixture
def office(emil: User, signed_in: Browser) -> HouseClient:
    """Emil's browser."""
    return signed_in(emil)


@pytest.fixture
def url(school: School) -> str:
    """The page of the school's clauses."""
    return reverse("internships:clauses", args=[school.pk])


def test_each_edit_is_a_version_with_its_author(
    office: HouseClient, url: str, school: School, emil: User
) -> None:
    for number, body in enumerate(["## Absences", "## Absences et retards"]):
        sent = {"body": body, "number": number, "action": "save"}
        assert office.post(url, sent).url == url
    rows = SchoolClauses.objects.filter(school=school).order_by("number")
    assert [(row.number, row.body, row.author) for row in rows] == [
        (1, "## Absences", emil),
        (2, "## Absences et retards", emil),
    ]
    page = office.get(url).content.decode()
    assert "Version 1" in page
    assert "Emil Esteve" in page
    assert "Absences et retards</h" in page


def test_an_unknown_variable_is_refused_with_those_that_are_known(
    office: HouseClient, url: str
) -> None:
    sent = {"body": "Bonjour {patron}.", "number": 0, "action": "save"}
    page = office.post(url, sent).content.decode()
    assert "{patron}" in page
    assert "{entreprise}" in page
    assert not SchoolClauses.objects.exists()


def test_the_preview_shows_a_real_case_and_keeps_nothing(
    office: HouseClient, url: str, alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion)
    assert row.company is not None
    sent = {"body": "**{entreprise}** accueille {etudiant}.", "number": 0, "action": "preview"}
    page = office.post(url, sent).content.decode()
    assert "accueille Alice Aubry." in page
    assert f"<strong>{row.company.legal_name}" in page
    assert not SchoolClauses.objects.exists()


def test_markup_is_text(office: HouseClient, url: str) -> None:
    sent = {"body": "<script>alert(1)</script>", "number": 0, "action": "preview"}
    assert "<script>alert" not in office.post(url, sent).content.decode()


def test_two_tabs_lose_nothing(office: HouseClient, url: str) -> None:
    office.post(url, {"body": "Première", "number": 0, "action": "save"})
    answer = office.post(url, {"body": "Seconde", "number": 0, "action": "save"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Seconde" in page
    assert 'name="number" value="1"' in page
    assert SchoolClauses.objects.count() == 1


def test_a_preview_in_pdf_is_a_job(
    office: HouseClient, url: str, school: School, alice: User, promotion: Promotion
) -> None:
    pdf = reverse("internships:clauses_pdf", args=[school.pk])
    assert office.post(pdf).status_code == 409
    make_convention(alice, promotion)
    office.post(url, {"body": "Une clause.", "number": 0, "action": "save"})
    answer = office.post(pdf)
    job = Job.objects.get(kind="internships.preview_clauses")
    assert answer.url == reverse("web:job", args=[job.pk])


def test_teacher_reads_and_does_not_write(url: str, bob: User, signed_in: Browser) -> None:
    teacher = signed_in(bob)
    assert "Enregistrer une version" not in teacher.get(url).content.decode()
    assert teacher.post(url, {"body": "X", "number": 0, "action": "save"}).status_code == 403
    assert teacher.post(url, {"body": "X", "number": 0, "action": "preview"}).status_code == 403


def test_student_does_not_open_it(url: str, alice: User, signed_in: Browser) -> None:
    assert signed_in(alice).get(url).status_code == 404
