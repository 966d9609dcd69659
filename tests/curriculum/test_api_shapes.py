"""The référentiel in the API: the shapes of the contract, who reads them, and bad questions."""

from collections.abc import Callable
from typing import Any

import pytest

from curriculum.models import Savoir
from nrc_platform.people.models import User
from tests.curriculum.nrc2003 import load

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
RESOURCES = ["referentiels", "fonctions", "savoirs", "competences", "epreuves", "criteres"]


@pytest.fixture
def loaded(db: None) -> None:
    """The delivered référentiel."""
    load()


@pytest.fixture
def get(loaded: None, bob: User, api_client: Callable[..., Any]) -> Get:
    """Ask the API as a teacher: `get("savoirs", code="S423")` answers status and body."""
    client = api_client(bob, scope="read")

    def ask(resource: str, **query: Any) -> Any:
        return client.get(f"/api/v1/{resource}/", query)

    return ask


def _one(get: Get, resource: str, code: str) -> dict[str, Any]:
    (row,) = get(resource, code=code).json()["results"]
    return dict(row)


@pytest.mark.req(8)
def test_program_reads_s423_in_the_fixed_shape(get: Get) -> None:
    row = _one(get, "savoirs", "S423")
    assert row["label"] == "La demande"
    assert (row["level"], row["parent"], row["referentiel"]) == (3, "S42", "NRC-2003")
    assert len(row["knowledge"]) == 6
    assert row["knowledge"][0] == {
        "text": "Typologie de clientèle (particuliers, entreprises)",
        "items": [],
    }
    assert row["limits"] == []
    assert row["epreuves"] == ["E4", "E5", "E6"]
    assert set(row) >= {"id", "abilities"}


@pytest.mark.req(7)
def test_program_reads_nested_limits_on_their_node(get: Get) -> None:
    row = _one(get, "savoirs", "S53")
    assert row["limits"][0]["text"] == "L’étude des probabilités sera limitée à :"
    assert len(row["limits"][0]["items"]) == 3
    assert row["parent"] == "S5"
    assert _one(get, "savoirs", "S4")["parent"] is None


@pytest.mark.req(9)
def test_program_reads_c222_under_c22_in_e6_alone(get: Get) -> None:
    row = _one(get, "competences", "C222")
    assert (row["parent"], row["epreuves"]) == ("C22", ["E6"])
    assert row["label"] == "Construire une organisation individuelle ou collective cohérente"


@pytest.mark.req(130)
@pytest.mark.req(139)
@pytest.mark.req(140)
@pytest.mark.req(142)
def test_program_reads_e4_in_the_fixed_shape(get: Get) -> None:
    row = _one(get, "epreuves", "E4")
    terms = ("unite", "label", "coefficient", "duration_minutes", "preparation_minutes")
    assert [row[name] for name in terms] == ["U4", "Communication commerciale", 4, 40, 40]
    assert row["ccf_situations"] == 3
    assert row["competences"] == ["C31", "C32", "C33"]
    assert row["savoirs"][:3] == ["S423", "S43", "S44"]
    assert len(row["savoirs"]) == 10
    assert [critere["rank"] for critere in row["criteres"]] == list(range(1, 11))
    assert row["criteres"][7]["label"] == "La proposition d’une solution adaptée"
    assert row["aims"][0]["text"].startswith("L’objectif visé est d’apprécier")


@pytest.mark.req(133)
@pytest.mark.req(134)
@pytest.mark.req(155)
def test_program_reads_how_each_route_takes_a_test(get: Get) -> None:
    modes = {line["route"]: line["mode"] for line in _one(get, "epreuves", "E4")["regimes"]}
    assert modes.pop("continuing_authorised") == "ccf"
    assert set(modes.values()) == {"ponctuel"}
    assert len(modes) == 5
    assert {line["mode"] for line in _one(get, "epreuves", "E5")["regimes"]} == {"ponctuel"}


@pytest.mark.req(135)
def test_program_reads_the_optional_test_without_coefficient(get: Get) -> None:
    row = _one(get, "epreuves", "UF1")
    assert (row["coefficient"], row["optional"], row["duration_minutes"]) == (None, True, 20)
    assert (row["criteres"], row["savoirs"]) == ([], [])


@pytest.mark.req(1)
def test_program_reads_four_functions_and_their_activities(get: Get) -> None:
    rows = get("fonctions").json()["results"]
    assert [row["code"] for row in rows] == ["F1", "F2", "F3", "F4"]
    assert [len(row["activites"]) for row in rows] == [3, 3, 3, 3]


@pytest.mark.req(173)
def test_program_reads_the_seventeen_criteria_of_e6(get: Get) -> None:
    rows = get("criteres", epreuve="E6").json()["results"]
    assert [row["rank"] for row in rows] == list(range(1, 18))
    assert {row["epreuve"] for row in rows} == {"E6"}


def test_program_reads_sessions_as_information(get: Get) -> None:
    (row,) = get("referentiels").json()["results"]
    assert (row["first_session"], row["last_session"]) == (2005, 2019)
    assert row["first_session_confirmed"] is False
    assert [phase["rank"] for phase in row["project_phases"]] == list(range(1, 8))


def test_program_walks_every_savoir_once(get: Get) -> None:
    seen: list[str] = []
    answer = get("savoirs", page_size=30)
    while True:
        body = answer.json()
        seen += [row["code"] for row in body["results"]]
        if body["next"] is None:
            break
        answer = answer.client.get(body["next"])
    assert sorted(seen) == sorted(Savoir.objects.values_list("code", flat=True))
    assert seen.index("S4") < seen.index("S41") < seen.index("S42") < seen.index("S421")


def test_program_filters_by_parent_level_and_words(get: Get) -> None:
    children = [row["code"] for row in get("savoirs", parent="S42").json()["results"]]
    assert children == ["S421", "S422", "S423", "S424", "S425"]
    tops = [row["code"] for row in get("savoirs", level=1).json()["results"]]
    assert tops == ["S4", "S5", "S6", "S7", "S8"]
    found = [row["code"] for row in get("savoirs", search="CLIENTELE typologie").json()["results"]]
    assert found == ["S423"]
    assert get("savoirs", referentiel="NDRC-2018").json()["results"] == []


def test_program_reads_one_object_by_its_id(get: Get) -> None:
    row = _one(get, "savoirs", "S423")
    client = get("savoirs").client
    assert client.get(f"/api/v1/savoirs/{row['id']}/").json() == row


@pytest.mark.parametrize("resource", RESOURCES)
def test_stranger_reads_nothing(resource: str, loaded: None, client: Any) -> None:
    assert client.get(f"/api/v1/{resource}/").status_code in {401, 403}


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("person", ["alice", "emil", "head", "juror", "admin", "other_student"])
def test_every_signed_in_person_reads_every_resource(
    resource: str,
    person: str,
    loaded: None,
    api_client: Callable[..., Any],
    request: pytest.FixtureRequest,
) -> None:
    answer = api_client(request.getfixturevalue(person)).get(f"/api/v1/{resource}/")
    assert answer.json()["results"][0]["code"]


@pytest.mark.parametrize("resource", RESOURCES)
def test_nobody_writes_the_referentiel_by_the_api(
    resource: str, loaded: None, api_client: Callable[..., Any], admin: User
) -> None:
    client = api_client(admin)
    answer = client.post(f"/api/v1/{resource}/", {"code": "S9"}, content_type="application/json")
    assert answer.status_code == 405


@pytest.mark.parametrize(
    ("query", "attr"),
    [({"ordering": "colour"}, "ordering"), ({"page_size": "0"}, "page_size"),
     ({"page_size": "many"}, "page_size"), ({"cursor": "xyz"}, "cursor")],
)  # fmt: skip
def test_bad_question_is_answered_with_a_sentence(
    get: Get, query: dict[str, str], attr: str
) -> None:
    answer = get("savoirs", **query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr


@pytest.mark.parametrize("resource", RESOURCES)
def test_list_asks_the_same_number_of_queries_for_one_row_and_many(
    resource: str, get: Get, django_assert_max_num_queries: Any
) -> None:
    get(resource)
    with django_assert_max_num_queries(12) as few:
        get(resource, page_size=1)
    with django_assert_max_num_queries(12) as many:
        get(resource, page_size=200)
    assert len(many) == len(few)
