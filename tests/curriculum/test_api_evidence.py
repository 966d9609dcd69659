"""Evidence in the REST API: who reads it, who adds it, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from curriculum.models import Competence, Evidence
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.curriculum.acquis import competences, seen
from tests.curriculum.factories import EvidenceNoteFactory

pytestmark = pytest.mark.django_db
Open = Callable[..., Any]
Codes = dict[str, Competence]
URL = "/api/v1/evidence/"


@pytest.fixture
def codes(db: None) -> Codes:
    """The competences of the delivered référentiel."""
    return competences()


def _post(client: Any, **body: Any) -> Any:
    return client.post(URL, body, content_type="application/json")


def test_program_reads_an_evidence_in_its_shape(
    alice: User, bob: User, promotion: Promotion, codes: Codes, api_client: Open
) -> None:
    row = seen(alice, promotion, codes["C31"], bob, level=3)
    EvidenceNoteFactory(evidence=row)
    answer = api_client(bob, scope="read").get(f"{URL}{row.pk}/").json()
    created = answer.pop("created_at")
    assert created
    assert answer == {
        "id": str(row.pk),
        "student": str(alice.pk),
        "promotion": str(promotion.pk),
        "competence": "C31",
        "level": {"value": 3, "of": 4, "label": "en autonomie"},
        "by": str(bob.pk),
        "by_role": "teacher",
        "source_kind": "observation",
        "source_id": None,
        "source_label": "Observation du professeur",
        "on": clock.today().isoformat(),
        "note": "A conduit l’entretien seul.",
        "replaces": None,
        "withdrawn": False,
        "standing": True,
        "abilities": {"correct": True},
    }


def test_filters_name_the_student_the_class_and_the_competence(
    alice: User, classmate: User, bob: User, promotion: Promotion, codes: Codes, api_client: Open
) -> None:
    mine = seen(alice, promotion, codes["C31"], bob)
    seen(alice, promotion, codes["C32"], bob)
    seen(classmate, promotion, codes["C31"], bob)
    client = api_client(bob, scope="read")

    def ids(**query: Any) -> set[str]:
        return {row["id"] for row in client.get(URL, query).json()["results"]}

    assert ids(student=alice.pk, promotion=promotion.pk, competence="C31") == {str(mine.pk)}
    assert len(ids(competence="C31")) == 2
    assert len(ids(student=alice.pk)) == 2
    assert ids(by_role="tutor") == set()


def test_student_says_where_they_stand(alice: User, codes: Codes, api_client: Open) -> None:
    answer = _post(api_client(alice), student=str(alice.pk), competence="C31", level=2)
    assert answer.status_code == 201
    assert (answer.json()["by_role"], answer.json()["source_kind"]) == ("student", "self")
    assert answer.json()["level"]["label"] == "avec de l’aide"


def test_teacher_adds_an_observation_of_a_day(
    alice: User, bob: User, promotion: Promotion, codes: Codes, api_client: Open
) -> None:
    body = {
        "student": str(alice.pk),
        "promotion": str(promotion.pk),
        "competence": "C222",
        "on": clock.today().isoformat(),
        "note": "Planning tenu.",
    }
    answer = _post(api_client(bob), **body).json()
    assert (answer["by_role"], answer["level"], answer["note"]) == (
        "teacher",
        None,
        "Planning tenu.",
    )


def test_author_corrects_their_word_by_another(
    alice: User, bob: User, promotion: Promotion, codes: Codes, api_client: Open
) -> None:
    client, row = api_client(bob), seen(alice, promotion, codes["C31"], bob, level=3)
    body = {"student": str(alice.pk), "level": 2, "replaces": str(row.pk)}
    wrong = _post(client, **body, competence="C32")
    assert wrong.json()["errors"][0]["attr"] == "replaces"
    answer = _post(client, **body, competence="C31").json()
    assert (answer["replaces"], answer["level"]["value"]) == (str(row.pk), 2)
    assert client.get(f"{URL}{row.pk}/").json()["standing"] is False
    again = _post(client, **body, competence="C31")
    assert again.status_code == 403


@pytest.mark.parametrize(
    ("more", "attr"),
    [
        ({"competence": "C9"}, "competence"),
        ({"competence": "C2"}, "competence"),
        ({"level": 9}, "level"),
        ({"on": "2099-01-01"}, "on"),
        ({"promotion": "00000000-0000-0000-0000-000000000000"}, "promotion"),
    ],
    ids=["unknown", "too wide", "off the scale", "to come", "no such class"],
)
def test_wrong_field_is_named(
    alice: User, bob: User, codes: Codes, api_client: Open, more: dict[str, Any], attr: str
) -> None:
    body = {"student": str(alice.pk), "competence": "C31", "level": 2, **more}
    answer = _post(api_client(bob), **body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr
    assert not Evidence.objects.exists()


def test_stranger_learns_nothing(
    alice: User, bob: User, charlie: User, promotion: Promotion, codes: Codes, api_client: Open
) -> None:
    row, client = seen(alice, promotion, codes["C31"], bob), api_client(charlie)
    assert client.get(URL).json()["results"] == []
    assert client.get(f"{URL}{row.pk}/").status_code == 404
    assert _post(client, student=str(alice.pk), competence="C31", level=2).status_code == 400


def test_evidence_is_neither_changed_nor_deleted(
    alice: User, bob: User, promotion: Promotion, codes: Codes, api_client: Open
) -> None:
    row, client = seen(alice, promotion, codes["C31"], bob), api_client(bob)
    for verb in ("put", "patch", "delete"):
        assert getattr(client, verb)(f"{URL}{row.pk}/").status_code == 405


def test_list_asks_the_same_queries_for_one_evidence_and_for_ten(
    alice: User,
    bob: User,
    promotion: Promotion,
    codes: Codes,
    api_client: Open,
    assert_same_queries: Callable[..., int],
) -> None:
    assert_same_queries(
        URL,
        lambda: EvidenceNoteFactory(evidence=seen(alice, promotion, codes["C31"], bob)),
        client=api_client(bob, scope="read"),
    )
