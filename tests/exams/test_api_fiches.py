"""Fiches in the REST API: the same rights, services and sentences as the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exams.models import Fiche
from exams.states import FicheState
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import FicheFactory
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db
LIST = "/api/v1/fiches/"
Open = Callable[..., HouseClient]


def _url(fiche: Fiche, move: str = "") -> str:
    return f"{LIST}{fiche.pk}/{move}"


def _patch(client: HouseClient, fiche: Fiche, data: Any, **headers: str) -> Any:
    return client.patch(_url(fiche), data, content_type="application/json", headers=headers)


def _post(client: HouseClient, fiche: Fiche, move: str, data: Any = None) -> Any:
    return client.post(_url(fiche, move), data or {}, content_type="application/json")


def test_student_lists_their_own_fiches_without_their_text(
    draft: Fiche, alice: User, classmate: User, promotion: Promotion, api_client: Open
) -> None:
    FicheFactory(student=classmate, promotion=promotion)
    page = api_client(alice).get(LIST).json()
    assert [row["id"] for row in page["results"]] == [str(draft.pk)]
    (row,) = page["results"]
    assert row["abilities"]["edit"] is True
    assert "written" not in row


def test_teacher_sees_that_a_draft_exists_and_not_its_words(
    draft: Fiche, bob: User, api_client: Open
) -> None:
    shown = api_client(bob).get(_url(draft)).json()
    assert (shown["state"], shown["written"], shown["title"]) == ("draft", None, None)
    assert not any(shown["abilities"].values())
    assert "Hygial" not in str(shown)


def test_teacher_reads_a_submitted_fiche_whole(
    submitted: Fiche, bob: User, api_client: Open
) -> None:
    written = api_client(bob).get(_url(submitted)).json()["written"]
    assert written["place"] == "Le Quai, Angers"
    assert written["competences"] == ["C32"]
    assert written["actors"][0]["name"] == "Karim Belkacem"


@pytest.mark.parametrize("who", ["classmate", "charlie", "emil", "admin", "juror", "other_head"])
def test_others_find_no_fiche(
    submitted: Fiche, who: str, api_client: Open, request: pytest.FixtureRequest
) -> None:
    client = api_client(request.getfixturevalue(who))
    assert client.get(_url(submitted)).status_code == 404
    assert _post(client, submitted, "grant-visa/").status_code == 404
    assert client.get(LIST).json()["results"] == []


def test_student_begins_a_fiche(alice: User, e4: Any, api_client: Open) -> None:
    answer = api_client(alice).post(
        LIST,
        {"title": "Vendre", "kind": "managerial", "competences": ["C31"]},
        content_type="application/json",
    )
    assert answer.status_code == 201
    fiche = Fiche.objects.get(pk=answer.json()["id"])
    assert (fiche.slot, fiche.kind, fiche.student) == (1, "managerial", alice)


def test_teacher_cannot_begin_a_fiche(bob: User, e4: Any, api_client: Open) -> None:
    answer = api_client(bob).post(LIST, {"title": "Vendre"}, content_type="application/json")
    assert answer.status_code == 400
    assert not Fiche.objects.exists()


def test_student_writes_with_the_version_they_read(
    draft: Fiche, alice: User, api_client: Open
) -> None:
    client = api_client(alice)
    answer = _patch(client, draft, {"place": "Nantes"}, if_match='"1"')
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    stale = _patch(client, draft, {"place": "Brest"}, if_match='"1"')
    assert stale.status_code == 412
    assert "version 2" in stale.json()["errors"][0]["detail"]
    draft.refresh_from_db()
    assert draft.place == "Nantes"


def test_code_outside_e4_is_refused(draft: Fiche, alice: User, api_client: Open) -> None:
    answer = _patch(api_client(alice), draft, {"savoirs": ["S52"]})
    assert answer.status_code == 400
    assert answer.json()["errors"][0] == {
        "code": "invalid",
        "detail": "Hors de l’épreuve E4\u00a0: S52.",
        "attr": "savoirs",
    }


def test_too_long_a_rubric_is_refused(draft: Fiche, alice: User, api_client: Open) -> None:
    answer = _patch(api_client(alice), draft, {"goals_text": "a" * 20_001})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "goals_text"


def test_read_key_writes_nothing(draft: Fiche, alice: User, api_client: Open) -> None:
    answer = _patch(api_client(alice, scope="read"), draft, {"place": "Nantes"})
    assert answer.status_code == 403


def test_student_submits_and_cannot_submit_twice(
    draft: Fiche, alice: User, api_client: Open
) -> None:
    client = api_client(alice)
    answer = _post(client, draft, "submit/")
    assert (answer.status_code, answer.json()["state"]) == (200, "submitted")
    assert answer.json()["abilities"]["submit"] is False
    again = _post(client, draft, "submit/")
    assert again.status_code == 409
    assert "déjà remise" in again.json()["errors"][0]["detail"]


def test_incomplete_fiche_is_a_409_that_says_what_is_missing(
    draft: Fiche, alice: User, api_client: Open
) -> None:
    Fiche.objects.filter(pk=draft.pk).update(results_text="")
    answer = _post(api_client(alice), draft, "submit/")
    assert answer.status_code == 409
    assert "Il manque 1 élément" in str(answer.json())


def test_teacher_returns_then_grants_the_visa(
    submitted: Fiche, alice: User, bob: User, api_client: Open
) -> None:
    teacher = api_client(bob)
    empty = _post(teacher, submitted, "return/")
    assert empty.status_code == 400
    answer = _post(teacher, submitted, "return/", {"message": "À revoir."})
    assert answer.json()["state"] == "returned"
    assert _post(teacher, submitted, "grant-visa/").status_code == 409
    _post(api_client(alice), submitted, "submit/")
    answer = _post(teacher, submitted, "grant-visa/", {"remarks": "Bien."})
    assert (answer.json()["state"], answer.json()["visa_by"]) == ("visaed", str(bob.pk))


def test_student_grants_no_visa(submitted: Fiche, alice: User, api_client: Open) -> None:
    assert _post(api_client(alice), submitted, "grant-visa/").status_code == 403
    submitted.refresh_from_db()
    assert submitted.state == FicheState.SUBMITTED


def test_filters_are_named(submitted: Fiche, bob: User, api_client: Open) -> None:
    client = api_client(bob)
    assert len(client.get(f"{LIST}?state=submitted").json()["results"]) == 1
    assert client.get(f"{LIST}?state=visaed").json()["results"] == []
    assert client.get(f"{LIST}?state=inconnu").status_code == 400
    assert client.get(f"{LIST}?ordering=title").status_code == 400


def test_list_costs_the_same_queries_for_one_row_or_twenty(
    promotion: Promotion, alice: User, bob: User, api_client: Open
) -> None:
    client = api_client(bob)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        return len(seen)

    FicheFactory(student=alice, promotion=promotion, submitted=True)
    count()
    one = count()
    for _ in range(19):
        FicheFactory(student=alice, promotion=promotion, submitted=True)
    assert count() == one
