"""Companies, contacts and places in the REST API."""

from collections.abc import Callable

import pytest

from nrc_platform.companies.models import Company
from nrc_platform.companies.states import CompanyState
from nrc_platform.people.models import School, User
from tests.companies.factories import CompanyFactory, ContactFactory, SiteFactory
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db
Api = Callable[..., HouseClient]
URL = "/api/v1/companies/"
SIRET = "73282932000074"
JSON = "application/json"


def test_student_lists_the_companies_of_the_school_with_what_they_may_do(
    school: School, other_school: School, alice: User, api_client: Api
) -> None:
    row = CompanyFactory(school=school, created_by=alice, sells_goods_or_services=False)
    CompanyFactory(school=other_school)
    answer = api_client(alice).get(URL).json()
    assert set(answer) == {"next", "previous", "results"}
    (shape,) = answer["results"]
    assert (shape["id"], shape["siret"], shape["siren"]) == (str(row.pk), row.siret, row.siren)
    assert shape["abilities"] == {
        "edit": True,
        "verify": False,
        "merge": False,
        "add_contact": True,
        "add_site": True,
    }
    (finding,) = shape["findings"]
    assert finding["rule"] == "company.main_activity"
    assert set(finding) == {"rule", "severity", "message", "source", "who", "due", "blocks"}


def test_company_of_another_school_is_not_found(
    other_school: School, emil: User, api_client: Api
) -> None:
    row = CompanyFactory(school=other_school)
    client = api_client(emil)
    assert client.get(f"{URL}{row.pk}/").status_code == 404
    answer = client.patch(f"{URL}{row.pk}/", {"city": "Cholet"}, JSON)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "not_found"


def test_company_is_created_once_and_the_known_one_is_named(
    school: School, alice: User, api_client: Api
) -> None:
    client, body = api_client(alice), {"siret": "732 829 320 00074", "legal_name": "Optiloc"}
    made = client.post(URL, body, JSON)
    assert (made.status_code, made.json()["siret"]) == (201, SIRET)
    again = client.post(URL, body, JSON)
    (error,) = again.json()["errors"]
    assert (again.status_code, error["code"]) == (409, "siret_known")
    assert made.json()["id"] in error["detail"]
    assert Company.objects.count() == 1


def test_wrong_siret_is_answered_by_a_sentence(
    school: School, alice: User, api_client: Api
) -> None:
    answer = api_client(alice).post(URL, {"siret": SIRET[:13], "legal_name": "Optiloc"}, JSON)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["attr"]) == (400, "siret")
    assert "vous en avez saisi 13" in error["detail"]


def test_change_over_a_newer_version_is_refused(
    school: School, emil: User, api_client: Api
) -> None:
    row, client = CompanyFactory(school=school, city="Angers"), api_client(emil)
    first = client.patch(f"{URL}{row.pk}/", {"city": "Cholet"}, JSON, headers={"if-match": "1"})
    assert (first.status_code, first.json()["version"]) == (200, 2)
    stale = client.patch(f"{URL}{row.pk}/", {"city": "Saumur"}, JSON, headers={"if-match": "1"})
    assert stale.status_code == 412
    row.refresh_from_db()
    assert row.city == "Cholet"
    odd = client.patch(f"{URL}{row.pk}/", {"city": "X"}, JSON, headers={"if-match": "abc"})
    assert odd.status_code == 400


def test_student_does_not_alter_a_verified_company(
    school: School, alice: User, api_client: Api
) -> None:
    row = CompanyFactory(school=school, created_by=alice, verified=True)
    answer = api_client(alice).patch(f"{URL}{row.pk}/", {"city": "Cholet"}, JSON)
    assert answer.status_code == 403
    assert "bureau des stages" in answer.json()["errors"][0]["detail"]


def test_key_that_only_reads_writes_nothing(school: School, emil: User, api_client: Api) -> None:
    answer = api_client(emil, scope="read").post(
        URL, {"siret": SIRET, "legal_name": "Optiloc"}, JSON
    )
    assert answer.status_code == 403
    assert not Company.objects.exists()


def test_office_merges_by_the_api(school: School, emil: User, api_client: Api) -> None:
    loser, survivor = CompanyFactory.create_batch(2, school=school)
    body = {"into": str(survivor.pk), "reason": "Saisie deux fois"}
    answer = api_client(emil).post(f"{URL}{loser.pk}/merge/", body, JSON)
    assert answer.json()["merged_into"] == str(survivor.pk)
    again = api_client(emil).post(f"{URL}{loser.pk}/merge/", body, JSON)
    assert again.status_code == 409


def test_company_is_not_merged_into_one_the_caller_does_not_see(
    school: School, other_school: School, emil: User, api_client: Api
) -> None:
    loser, other = CompanyFactory(school=school), CompanyFactory(school=other_school)
    answer = api_client(emil).post(f"{URL}{loser.pk}/merge/", {"into": str(other.pk)}, JSON)
    assert answer.status_code == 404
    loser.refresh_from_db()
    assert loser.state == CompanyState.UNVERIFIED


def test_office_verifies_by_the_api(school: School, emil: User, api_client: Api) -> None:
    row = CompanyFactory(school=school)
    shape = api_client(emil).post(f"{URL}{row.pk}/verify/").json()
    assert (shape["state"], shape["abilities"]["verify"]) == ("verified", False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=hygiene", ["Hygiène"]),
        ("state=verified", ["Optiloc"]),
        ("clientele=resellers", ["Optiloc"]),
        (f"siret={SIRET}", ["Hygiène"]),
        ("ordering=-legal_name", ["Optiloc", "Hygiène"]),
    ],
)
def test_list_is_filtered_and_ordered(
    query: str, found: list[str], school: School, emil: User, api_client: Api
) -> None:
    CompanyFactory(school=school, legal_name="Hygiène", siret=SIRET)
    CompanyFactory(school=school, legal_name="Optiloc", verified=True, serves_resellers=True)
    rows = api_client(emil).get(f"{URL}?{query}").json()["results"]
    assert [row["legal_name"] for row in rows] == found


def test_contact_is_written_by_a_student_and_corrected_by_them_only(
    school: School, alice: User, classmate: User, api_client: Api
) -> None:
    company = CompanyFactory(school=school, verified=True)
    body = {
        "company": str(company.pk),
        "kind": "tutor",
        "first_name": "Dora",
        "last_name": "Delmas",
        "email": "Dora@entreprise.example",
    }
    made = api_client(alice).post("/api/v1/contacts/", body, JSON).json()
    assert (made["email"], made["abilities"]) == ("dora@entreprise.example", {"edit": True})
    url = f"/api/v1/contacts/{made['id']}/"
    assert api_client(classmate).patch(url, {"function": "X"}, JSON).status_code == 403
    changed = api_client(alice).patch(url, {"function": "Gérante"}, JSON).json()
    assert (changed["function"], changed["version"]) == ("Gérante", 2)


def test_contact_needs_a_company_the_caller_sees(
    school: School, other_school: School, alice: User, api_client: Api
) -> None:
    client, other = api_client(alice), CompanyFactory(school=other_school)
    assert client.post("/api/v1/contacts/", {"kind": "tutor"}, JSON).status_code == 400
    body = {"company": str(other.pk), "kind": "tutor"}
    assert client.post("/api/v1/contacts/", body, JSON).status_code == 404


def test_place_is_written_and_read(school: School, emil: User, api_client: Api) -> None:
    company, client = CompanyFactory(school=school), api_client(emil)
    body = {
        "company": str(company.pk),
        "label": "Agence",
        "address": "2 rue du Mail",
        "postal_code": "49000",
        "city": "Angers",
    }
    made = client.post("/api/v1/sites/", body, JSON).json()
    url = f"/api/v1/sites/{made['id']}/"
    assert client.patch(url, {"postal_code": "4900"}, JSON).status_code == 400
    assert client.get(url).json()["postal_code"] == "49000"


@pytest.mark.parametrize("name", ["companies", "contacts", "sites"])
def test_list_costs_the_same_for_one_row_and_ten(
    name: str,
    school: School,
    emil: User,
    api_client: Api,
    assert_same_queries: Callable[..., int],
) -> None:
    def make_row() -> None:
        company = CompanyFactory(school=school, created_by=emil)
        ContactFactory(company=company)
        SiteFactory(company=company)

    assert_same_queries(f"/api/v1/{name}/", make_row, client=api_client(emil))
