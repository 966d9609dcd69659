"""Documents, jobs and verifications in the REST API."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nrc_platform.documents import reference, storage
from nrc_platform.jobs.models import Job
from nrc_platform.people.models import Promotion, User
from tests.documents.factories import DocumentFactory
from tests.harness.client import HouseClient
from tests.jobs.factories import JobFactory

ApiClient = Callable[..., HouseClient]


def _of(student: User, promotion: Promotion) -> Any:
    return DocumentFactory(student=student, promotion=promotion, school=promotion.school)


def test_alice_lists_her_documents(
    alice: User, classmate: User, promotion: Promotion, api_client: ApiClient
) -> None:
    mine, _ = _of(alice, promotion), _of(classmate, promotion)
    answer = api_client(alice).get("/api/v1/documents/").json()
    assert [row["id"] for row in answer["results"]] == [str(mine.pk)]
    row = answer["results"][0]
    assert row["reference"] == mine.printed_reference
    assert (row["sha256"], row["state"], row["abilities"]) == (mine.blob_id, "ready", {})


def test_a_foreign_document_is_a_404(
    classmate: User, alice: User, promotion: Promotion, api_client: ApiClient
) -> None:
    document = _of(alice, promotion)
    for path in ("", "file/"):
        response = api_client(classmate).get(f"/api/v1/documents/{document.pk}/{path}")
        assert response.status_code == 404
        assert response.json()["errors"][0]["code"] == "not_found"


def test_a_program_downloads_the_bytes(
    alice: User, promotion: Promotion, api_client: ApiClient
) -> None:
    document = _of(alice, promotion)
    response = api_client(alice, scope="read").get(f"/api/v1/documents/{document.pk}/file/")
    assert storage.digest(b"".join(response.streaming_content)) == document.blob_id


def test_the_lists_ask_as_many_queries_for_ten(
    alice: User,
    promotion: Promotion,
    api_client: ApiClient,
    assert_same_queries: Callable[..., int],
) -> None:
    caller = api_client(alice)
    assert_same_queries("/api/v1/documents/", lambda: _of(alice, promotion), client=caller)
    assert_same_queries("/api/v1/jobs/", lambda: JobFactory(owner_id=alice.pk), client=caller)


def test_bob_retries_his_failed_job(bob: User, api_client: ApiClient) -> None:
    job = JobFactory(dead=True, owner_id=bob.pk, kind="nowhere.note")
    caller = api_client(bob)
    shown = caller.get(f"/api/v1/jobs/{job.pk}/").json()
    assert (shown["state"], shown["abilities"]) == ("dead", {"retry": True})
    answer = caller.post(f"/api/v1/jobs/{job.pk}/retry/")
    assert answer.status_code == 200
    assert answer.json()["state"] == "pending"
    assert Job.objects.get().attempts == 1
    again = caller.post(f"/api/v1/jobs/{job.pk}/retry/")
    assert again.status_code == 409
    assert again.json()["errors"][0]["code"] == "not_dead"


def test_a_head_sees_a_job_and_may_not_retry_it(
    head: User, school: Any, api_client: ApiClient
) -> None:
    job = JobFactory(dead=True, school_id=school.pk)
    response = api_client(head).post(f"/api/v1/jobs/{job.pk}/retry/")
    assert response.status_code == 403


def test_a_key_for_reading_retries_nothing(bob: User, api_client: ApiClient) -> None:
    job = JobFactory(dead=True, owner_id=bob.pk)
    response = api_client(bob, scope="read").post(f"/api/v1/jobs/{job.pk}/retry/")
    assert response.status_code == 403
    assert Job.objects.get().state == "dead"


def test_a_program_checks_a_document_without_its_name(
    alice: User, bob: User, promotion: Promotion, api_client: ApiClient
) -> None:
    document = _of(alice, promotion)
    caller = api_client(bob)
    content = storage.path_of(document.blob_id).read_bytes()
    for body, kind in (
        ({"reference": document.printed_reference}, "application/json"),
        ({"sha256": document.blob_id}, "application/json"),
        ({"file": SimpleUploadedFile("x.pdf", content)}, None),
    ):
        options = {"content_type": kind} if kind else {}
        answer = caller.post("/api/v1/verifications/", body, **options).json()
        assert (answer["state"], answer["sha256"]) == ("known", document.blob_id)
        assert "title" not in answer
    unknown = caller.post(
        "/api/v1/verifications/", {"reference": reference.draw()}, content_type="application/json"
    )
    assert unknown.json()["state"] == "unknown"


def test_a_bad_check_is_a_400_with_a_sentence(bob: User, api_client: ApiClient) -> None:
    caller = api_client(bob)
    for body, attr in (({}, "non_field_errors"), ({"reference": "x"}, "reference")):
        answer = caller.post("/api/v1/verifications/", body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == attr
