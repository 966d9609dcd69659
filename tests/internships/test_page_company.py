"""What the company does by its link: read, correct, attest; say no; never twice."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from internships.models import Convention
from internships.states import ConventionState
from nrc_platform.companies.models import Contact
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures import services as signatures
from tests.harness.client import HouseClient
from tests.internships.acts import make_convention, terms_of
from tests.web.link_walk import at, enter

pytestmark = pytest.mark.django_db
S = ConventionState


@pytest.fixture
def asked(alice: User, bob: User, promotion: Promotion) -> Convention:
    """Alice's convention, at the company."""
    return make_convention(alice, promotion, referent=bob, company_check=True)


@pytest.fixture
def token(asked: Convention, bob: User) -> str:
    """The company's link."""
    _, secret = signatures.issue_link(
        purpose="internships.company_check",
        subject_id=asked.pk,
        school=asked.school,
        name="Denis Tessier",
        email="denis@entreprise.example",
        expires_at=clock.now() + timedelta(days=9),
        actor=bob,
    )
    return secret


@pytest.fixture
def company(token: str, client: HouseClient) -> HouseClient:
    """The company's browser, past the code."""
    assert enter(client, token).status_code == 302
    return client


def _sent(row: Convention, **fields: Any) -> dict[str, Any]:
    given = {
        "action": "check",
        "signatory_email": "denis@entreprise.example",
        "tutor_email": "dora@entreprise.example",
        "activities": "Relances et devis",
        "monday_hours": "7",
        "friday_hours": "6,5",
        "headcount": "40",
        "gratification": "none",
        "gives_meals": "yes",
        "not_a_job": "on",
        "by_name": "Denis Tessier",
    }
    return given | fields


def _again(row: Convention) -> Convention:
    return Convention.objects.get(pk=row.pk)


def test_company_reads_for_whom_and_how_long_first(
    company: HouseClient, token: str, asked: Convention
) -> None:
    page = company.get(at(token)).content.decode()
    assert "Vérifier la convention de stage de Alice Aubry" in page
    assert "Rien n’est signé ici." in page
    assert "12\u00a0février 2027" in page
    assert 'name="not_a_job"' in page
    assert " checked" not in page.split('name="not_a_job"')[1][:80]
    assert _again(asked).state == S.COMPANY_CHECK


def test_company_corrects_attests_and_hands_back(
    company: HouseClient, token: str, asked: Convention
) -> None:
    tutor = terms_of(asked).tutor
    assert tutor is not None
    sent = _sent(asked, tutor_email="nadia@entreprise.example", tutor_phone="0241000000")
    page = company.post(at(token), sent).content.decode()
    assert "C’est vérifié, merci" in page
    row, terms = _again(asked), terms_of(asked)
    assert row.state == S.TEACHER_REVIEW
    assert row.not_a_job
    assert row.headcount == 40
    assert row.gives_meals is True
    assert terms.friday_hours == Decimal("6.5")
    assert terms.activities == "Relances et devis"
    assert Contact.objects.get(pk=tutor.pk).email == "nadia@entreprise.example"


def test_without_the_word_that_it_is_no_job_nothing_is_kept_and_nothing_is_lost(
    company: HouseClient, token: str, asked: Convention
) -> None:
    sent = _sent(asked)
    del sent["not_a_job"]
    page = company.post(at(token), sent).content.decode()
    assert "L124-7" in page
    assert "sans elle, le stage ne peut pas" in page
    assert "Relances et devis" in page
    assert _again(asked).state == S.COMPANY_CHECK


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"monday_hours": "400"}, "24\u00a0heures au plus"),
        ({"by_name": " "}, "Écrivez vos prénom et nom."),
        ({"activities": ""}, "Écrivez ce que vous confierez"),
        ({"signatory_email": "denis"}, "Cette adresse n’est pas lisible"),
        ({"gratification": "rate"}, "Indiquez le montant par heure."),
    ],
)
def test_bad_input_gets_a_sentence(
    company: HouseClient, token: str, asked: Convention, fields: dict[str, str], sentence: str
) -> None:
    assert sentence in company.post(at(token), _sent(asked, **fields)).content.decode()
    assert _again(asked).state == S.COMPANY_CHECK


def test_company_says_no_with_a_reason(
    company: HouseClient, token: str, asked: Convention
) -> None:
    page = company.get(f"{at(token)}?autre=non").content.decode()
    assert "Ne pas accueillir Alice Aubry" in page
    page = company.post(at(token), {"action": "refuse", "reason": " "}).content.decode()
    assert "le lycée les lira" in page
    page = company.post(at(token), {"action": "refuse", "reason": "Plus de place."})
    assert "Votre réponse est transmise" in page.content.decode()
    row = _again(asked)
    assert (row.state, row.end_reason) == (S.REFUSED, "Plus de place.")


def test_a_second_answer_changes_nothing(
    company: HouseClient, token: str, asked: Convention
) -> None:
    company.post(at(token), _sent(asked))
    answer = company.post(at(token), _sent(asked, activities="Autre chose"))
    assert answer.status_code == 404
    assert "plus valable" in answer.content.decode()
    assert terms_of(asked).activities == "Relances et devis"


def test_a_convention_taken_back_meanwhile_says_so(
    company: HouseClient,
    token: str,
    asked: Convention,
) -> None:
    Convention.objects.filter(pk=asked.pk).update(state=S.RETURNED, return_message="Non.")
    for answer in (company.get(at(token)), company.post(at(token), _sent(asked))):
        assert answer.status_code == 409
        assert "n’attend plus votre réponse" in answer.content.decode()


def test_nobody_reads_it_without_the_code(
    client: HouseClient, token: str, asked: Convention
) -> None:
    for answer in (client.get(at(token)), client.post(at(token), _sent(asked))):
        assert "Alice" not in answer.content.decode()
    assert _again(asked).state == S.COMPANY_CHECK
