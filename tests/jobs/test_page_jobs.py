"""The pages of jobs: progress read from the row, the file, a retry."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from nrc_platform.people.models import Promotion, School, User
from tests.documents.factories import DocumentFactory
from tests.harness.client import HouseClient
from tests.jobs.factories import JobFactory

SignedIn = Callable[[User], HouseClient]


def _url(job: Job, name: str = "web:job") -> str:
    return reverse(name, args=[job.pk])


def test_bob_reads_how_far_his_job_is(bob: User, signed_in: SignedIn) -> None:
    job = JobFactory(leased=True, owner_id=bob.pk, done=7, total=18, label="Dossiers de NRC2")
    page = signed_in(bob).get(_url(job)).content.decode()
    assert "7 sur 18" in page
    assert "En préparation" in page
    assert "Vous pouvez quitter cette page" in page
    assert 'hx-trigger="every 2s"' in page
    assert f'href="{_url(job)}"' in page


def test_htmx_gets_the_sheet_alone(bob: User, signed_in: SignedIn) -> None:
    job = JobFactory(leased=True, owner_id=bob.pk, done=1, total=2)
    page = signed_in(bob).get(_url(job), headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<section")
    assert "<html" not in page
    assert "1 sur 2" in page


def test_a_finished_job_stops_asking_and_gives_its_file(
    alice: User, bob: User, promotion: Promotion, signed_in: SignedIn
) -> None:
    document = DocumentFactory(student=alice, promotion=promotion, school=promotion.school)
    job = JobFactory(done_well=True, owner_id=bob.pk, result={"document": str(document.pk)})
    page = signed_in(bob).get(_url(job)).content.decode()
    assert reverse("documents:file", args=[document.pk]) in page
    assert "hx-trigger" not in page


def test_the_office_sees_the_state_and_not_the_file(
    alice: User, emil: User, promotion: Promotion, signed_in: SignedIn
) -> None:
    document = DocumentFactory(student=alice, promotion=promotion, school=promotion.school)
    job = JobFactory(
        done_well=True, school_id=promotion.school_id, result={"document": str(document.pk)}
    )
    browser = signed_in(emil)
    for url in (_url(job), reverse("web:jobs")):
        page = browser.get(url).content.decode()
        assert job.label in page
        assert reverse("documents:file", args=[document.pk]) not in page


def test_bob_retries_a_failed_job_from_its_page(bob: User, signed_in: SignedIn) -> None:
    job = JobFactory(dead=True, owner_id=bob.pk, kind="nowhere.note")
    browser = signed_in(bob)
    page = browser.get(_url(job)).content.decode()
    assert "L’annexe est illisible. Joignez-la à nouveau." in page
    assert _url(job, "web:job_retry") in page
    after = browser.post(_url(job, "web:job_retry"), follow=True).content.decode()
    assert "Le travail est relancé" in after
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.PENDING, 1)


def test_a_double_click_on_retry_is_refused_in_french(bob: User, signed_in: SignedIn) -> None:
    job = JobFactory(dead=True, owner_id=bob.pk, kind="nowhere.note")
    browser = signed_in(bob)
    browser.post(_url(job, "web:job_retry"))
    again = browser.post(_url(job, "web:job_retry"))
    assert again.status_code == 409
    assert "n’est plus en échec" in again.content.decode()


def test_the_head_sees_a_failure_and_no_button(
    head: User, school: School, signed_in: SignedIn
) -> None:
    job = JobFactory(dead=True, school_id=school.pk)
    browser = signed_in(head)
    assert _url(job, "web:job_retry") not in browser.get(_url(job)).content.decode()
    assert browser.post(_url(job, "web:job_retry")).status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.DEAD


def test_a_stranger_is_told_the_job_does_not_exist(
    bob: User, charlie: User, signed_in: SignedIn
) -> None:
    job = JobFactory(dead=True, owner_id=bob.pk)
    browser = signed_in(charlie)
    assert browser.get(_url(job)).status_code == 404
    assert browser.post(_url(job, "web:job_retry")).status_code == 404


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("", {"en attente", "tenu", "fini", "raté"}),
        ("en-cours", {"en attente", "tenu"}),
        ("en-echec", {"raté"}),
        ("finis", {"fini"}),
    ],
)
def test_each_saved_view_lists_its_jobs(
    bob: User, signed_in: SignedIn, view: str, shown: set[str]
) -> None:
    JobFactory(owner_id=bob.pk, label="Travail en attente")
    JobFactory(owner_id=bob.pk, label="Travail tenu", leased=True)
    JobFactory(owner_id=bob.pk, label="Travail fini", done_well=True)
    JobFactory(owner_id=bob.pk, label="Travail raté", dead=True)
    page = signed_in(bob).get(reverse("web:jobs"), {"vue": view}).content.decode()
    found = {name for name in ("en attente", "tenu", "fini", "raté") if f"Travail {name}" in page}
    assert found == shown


def test_an_empty_list_says_why(alice: User, signed_in: SignedIn) -> None:
    page = signed_in(alice).get(reverse("web:jobs")).content.decode()
    assert "Aucun travail dans cette vue" in page


def test_the_list_asks_as_many_queries_for_ten(
    alice: User,
    bob: User,
    promotion: Promotion,
    signed_in: SignedIn,
    assert_same_queries: Callable[..., int],
) -> None:
    def make() -> Any:
        document = DocumentFactory(student=alice, promotion=promotion, school=promotion.school)
        JobFactory(done_well=True, owner_id=bob.pk, result={"document": str(document.pk)})

    assert_same_queries(reverse("web:jobs"), make, client=signed_in(bob))
