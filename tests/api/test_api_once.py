"""A POST sent twice with the same key acts once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from nrc_platform.api import services
from nrc_platform.api.models import ApiKey, IdempotencyRecord
from nrc_platform.core import clock
from nrc_platform.people.models import School, User
from tests.api.toy import rename_url
from tests.harness.client import HouseClient
from tests.people.factories import SchoolFactory
from tests.people.fixtures import make_person

pytestmark = pytest.mark.urls("tests.api.toy")
ApiClient = Callable[..., HouseClient]
ONCE = {"idempotency-key": "k-1"}


def test_the_same_request_acts_once_and_answers_the_same(
    head: User, school: School, api_client: ApiClient
) -> None:
    browser = api_client(head)
    first = browser.post(rename_url(school), headers=ONCE)
    again = browser.post(rename_url(school), headers=ONCE)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    school.refresh_from_db()
    assert school.name == "Lycée Marie-Curie!"


def test_without_a_key_each_request_acts(
    head: User, school: School, api_client: ApiClient
) -> None:
    browser = api_client(head)
    browser.post(rename_url(school))
    browser.post(rename_url(school))
    school.refresh_from_db()
    assert school.name == "Lycée Marie-Curie!!"
    assert not IdempotencyRecord.objects.exists()


def test_the_key_cannot_serve_another_request(
    head: User, school: School, api_client: ApiClient
) -> None:
    browser = api_client(head)
    browser.post(rename_url(school), headers=ONCE)
    other = browser.post(
        rename_url(school), {"note": "autre"}, content_type="application/json", headers=ONCE
    )
    assert other.status_code == 409
    assert other.json()["errors"][0]["code"] == "idempotency_key_reused"
    school.refresh_from_db()
    assert school.name == "Lycée Marie-Curie!"


def test_the_same_file_is_the_same_request(
    head: User, school: School, api_client: ApiClient
) -> None:
    browser = api_client(head)

    def send(content: bytes) -> int:
        file = SimpleUploadedFile("annexe.pdf", content)
        return browser.post(rename_url(school), {"file": file}, headers=ONCE).status_code

    assert [send(b"a" * 70_000), send(b"a" * 70_000), send(b"b")] == [201, 201, 409]


def test_a_key_is_each_person_s_own(
    head: User, emil: User, school: School, api_client: ApiClient
) -> None:
    api_client(head).post(rename_url(school), headers=ONCE)
    api_client(emil).post(rename_url(school), headers=ONCE)
    school.refresh_from_db()
    assert school.name == "Lycée Marie-Curie!!"


def test_a_refusal_leaves_nothing_and_may_be_tried_again(
    head: User, school: School, api_client: ApiClient
) -> None:
    browser = api_client(head)
    refused = browser.post(
        rename_url(school), {"refuse": "late"}, content_type="application/json", headers=ONCE
    )
    assert refused.status_code == 409
    school.refresh_from_db()
    assert school.city == "Angers"
    assert not IdempotencyRecord.objects.exists()
    assert browser.post(rename_url(school), headers=ONCE).status_code == 201


def test_a_key_too_long_is_refused(head: User, school: School, api_client: ApiClient) -> None:
    response = api_client(head).post(rename_url(school), headers={"idempotency-key": "x" * 201})
    assert response.status_code == 400
    assert "200 signes" in response.json()["errors"][0]["detail"]


def test_old_answers_are_forgotten(head: User, school: School, api_client: ApiClient) -> None:
    api_client(head).post(rename_url(school), headers=ONCE)
    assert services.forget_answers(clock.now() - timedelta(days=1)) == 0
    assert services.forget_answers(clock.now()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_act_once() -> None:
    school = SchoolFactory(name="Lycée")
    head = make_person(school, "head")
    _, secret = ApiKey.objects.create(user=head, expiry=timedelta(days=1), scope="write")
    gate = threading.Barrier(4)
    seen: list[int] = []

    def send() -> None:
        browser = HouseClient(headers={"authorization": f"Bearer {secret}"})
        gate.wait()
        seen.append(browser.post(rename_url(school), headers=ONCE).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    school.refresh_from_db()
    assert school.name == "Lycée!"
    assert seen == [201] * 4
