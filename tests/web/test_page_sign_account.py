"""Whoever has an account signs with it and a code: one document, or several at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures import services
from nrc_platform.signatures.models import AccessLink, Challenge, Evidence, Signer
from nrc_platform.signatures.states import Assurance, Event, SignerState
from tests.harness.client import HouseClient
from tests.internships.signed import record, signer_in
from tests.people.fixtures import make_student
from tests.signatures.factories import ChallengeFactory
from tests.web.link_walk import last_code, words
from tests.web.sign_walk import hidden, presented, to_company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("head")]
LIST = "/signatures/"


def page_of(signer: Signer) -> str:
    return reverse("web:sign", args=[signer.pk])


@pytest.fixture
def student_row(alice: User, promotion: Promotion, bob: User, head: User) -> Signer:
    """Alice's own signature, awaited."""
    return signer_in(presented(alice, promotion, actor=bob), "student")


def to_head(count: int, promotion: Promotion, actor: User) -> list[Signer]:
    """Make conventions that await the head alone."""
    rows = []
    for number in range(count):
        student = make_student(promotion, first_name="Élève", last_name=f"N{number}")
        row = to_company(student, promotion, actor=actor)
        for capacity in ("host_signatory", "host_tutor", "referent"):
            record(signer_in(row, capacity), actor=actor)
        rows.append(signer_in(row, "school_head"))
    return rows


def give_code(client: HouseClient, url: str) -> None:
    """Ask for a code and give it back."""
    client.get(url)
    assert "Saisir le code" in words(client.post(url, {"action": "code"}))
    answer = client.post(url, {"action": "verify", "code": last_code()})
    assert answer.status_code == 302


def test_student_reads_then_signs_with_a_code(
    alice: User, student_row: Signer, signed_in: Callable[[User], HouseClient]
) -> None:
    client, url = signed_in(alice), page_of(student_row)
    assert url in client.get("/").content.decode()
    convention = reverse("internships:convention", args=[student_row.request.subject_id])
    assert url in client.get(convention).content.decode()
    first = client.get(url)
    assert "Recevoir un code pour signer" in words(first)
    assert 'name="typed_name"' not in first.content.decode()
    give_code(client, url)
    assert mail.outbox[-1].to == [alice.email]
    filled = {**hidden(client.get(url)), "consent": "on", "typed_name": "Alice Aubry"}
    answer = client.post(url, filled | {"action": "signer"})
    assert answer.status_code == 302
    signed = Signer.objects.get(pk=student_row.pk)
    assert (signed.state, signed.assurance) == (SignerState.SIGNED, Assurance.ACCOUNT_EMAIL)
    assert "C’est signé, merci" in words(client.get(url))
    assert "Rien à signer" in words(client.get(LIST))


def test_an_account_without_its_code_signs_nothing(
    alice: User, student_row: Signer, signed_in: Callable[[User], HouseClient]
) -> None:
    client, url = signed_in(alice), page_of(student_row)
    for filled in (
        {"action": "signer", "consent": "on", "typed_name": "Alice Aubry"},
        {"action": "refus", "reason": "Non."},
    ):
        answer = client.post(url, filled)
        assert "Recevoir un code" in words(answer)
        assert 'name="garde-action"' in answer.content.decode()
    assert "Recevoir un code" in words(client.get(f"{url}?etape=refus"))
    assert Signer.objects.get(pk=student_row.pk).state == SignerState.INVITED


def test_a_look_at_the_page_writes_no_link(
    alice: User, student_row: Signer, signed_in: Callable[[User], HouseClient]
) -> None:
    client = signed_in(alice)
    for step in ("", "?etape=lecture", "?etape=papier", "?etape=refus"):
        assert client.get(page_of(student_row) + step).status_code == 200
    assert not AccessLink.objects.filter(purpose=services.ACCOUNT).exists()


def test_nobody_opens_the_page_of_another_signer(
    student_row: Signer,
    classmate: User,
    bob: User,
    emil: User,
    signed_in: Callable[[User], HouseClient],
) -> None:
    for person in (classmate, bob, emil):
        client = signed_in(person)
        for path in ("", "?etape=lecture", "?fichier=presente"):
            assert client.get(page_of(student_row) + path).status_code == 404
        assert client.post(page_of(student_row), {"action": "code"}).status_code == 404
        assert "Rien à signer" in words(client.get(f"{LIST}?d={student_row.pk}"))


def test_the_code_of_one_account_opens_nothing_of_another(
    alice: User,
    bob: User,
    student_row: Signer,
    promotion: Promotion,
    classmate: User,
    signed_in: Callable[[User], HouseClient],
) -> None:
    other = signer_in(presented(classmate, promotion, actor=bob), "student")
    client = signed_in(alice)
    give_code(client, page_of(student_row))
    assert client.get(page_of(other)).status_code == 404
    assert client.post(page_of(other), {"action": "signer"}).status_code == 404


def test_head_signs_seven_at_once(
    head: User, promotion: Promotion, bob: User, signed_in: Callable[[User], HouseClient]
) -> None:
    rows, client = to_head(7, promotion, bob), signed_in(head)
    assert "7 documents à signer" in words(client.get("/")).replace("\u00a0", " ")
    shown = client.get(LIST).content.decode()
    assert all(page_of(row) in shown for row in rows)
    url = f"{LIST}?{'&'.join(f'd={row.pk}' for row in rows)}"
    assert "Recevoir un code" in words(client.get(url))
    give_code(client, url)
    page = client.get(url)
    assert "Signer 7 documents" in words(page).replace("\u00a0", " ")
    filled = {**hidden(page), "typed_name": str(head), "action": "signer"}
    assert client.post(url, filled).status_code == 400
    answer = client.post(url, filled | {"consent": "on"})
    assert "7 documents signés" in words(answer).replace("\u00a0", " ")
    assert Evidence.objects.filter(event=Event.SIGNED).count() == 7
    assert Challenge.objects.count() == 1
    again = client.post(url, filled | {"consent": "on"})
    assert "7 documents signés" in words(again).replace("\u00a0", " ")
    assert Evidence.objects.filter(event=Event.SIGNED).count() == 7


def test_one_refused_among_several_leaves_the_others_signed(
    head: User, promotion: Promotion, bob: User, signed_in: Callable[[User], HouseClient]
) -> None:
    first, second = to_head(2, promotion, bob)
    client = signed_in(head)
    url = f"{LIST}?d={first.pk}&d={second.pk}&d=x"
    give_code(client, url)
    filled = {**hidden(client.get(url)), "typed_name": str(head), "consent": "on"}
    changed = {f"document-{second.pk}": "0" * 64, "action": "signer"}
    said = words(client.post(url, filled | changed)).replace("\u00a0", " ")
    assert "1 document signé, 1 à revoir" in said
    assert "n’est plus celui que vous avez lu" in said
    states = [Signer.objects.get(pk=row.pk).state for row in (first, second)]
    assert states[0] == SignerState.SIGNED != states[1]


def test_the_list_asks_as_many_queries_for_ten_rows_as_for_one(
    head: User,
    promotion: Promotion,
    bob: User,
    signed_in: Callable[[User], HouseClient],
    assert_same_queries: Callable[..., int],
) -> None:
    assert_same_queries(LIST, lambda: to_head(1, promotion, bob), client=signed_in(head))


def test_codes_to_one_address_are_counted_whatever_the_link(
    alice: User, student_row: Signer
) -> None:
    first = services.account_link(alice)
    assert services.account_link(alice) == first
    ChallengeFactory.create_batch(30, link=first, consumed=True)
    with clock.at(clock.now() + timedelta(hours=13)):
        second = services.account_link(alice)
        assert second != first
        with pytest.raises(DomainError, match="Trop de codes ont été demandés aujourd’hui"):
            services.request_code(second, nonce="n", ip="192.0.2.7")


def test_a_new_address_gets_a_new_link_and_the_former_is_dead(
    alice: User, student_row: Signer
) -> None:
    first = services.account_link(alice)
    alice.email = "nouvelle@ecole.example"
    alice.save()
    second = services.account_link(alice)
    first.refresh_from_db()
    assert (second.email, first.is_live) == ("nouvelle@ecole.example", False)
