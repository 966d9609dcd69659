"""The other ways out of the page where one signs, the dead link, and what stays shut."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from internships.models import Convention
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Challenge, Delegation, Evidence, LinkSession, Signer
from nrc_platform.signatures.states import SignerState
from tests.harness.client import HouseClient
from tests.internships.signed import round_of, signer_in
from tests.web.link_walk import at, same, words
from tests.web.sign_walk import form_of, opened, to_company, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("head")]
COLLEAGUE = {
    "action": "collegue",
    "name": "Claudine Roche",
    "quality": "Directrice adjointe",
    "email": "roche@hygial.example",
}


@pytest.fixture
def sent(alice: User, promotion: Promotion, bob: User, head: User) -> Convention:
    """Alice's convention, signed by her: the company is asked."""
    return to_company(alice, promotion, actor=bob)


@pytest.fixture
def host(sent: Convention) -> Signer:
    """Who signs for the company."""
    return signer_in(sent, "host_signatory")


@pytest.fixture
def tutor(sent: Convention) -> Signer:
    """Who follows the student in the company."""
    return signer_in(sent, "host_tutor")


def state_of(signer: Signer) -> str:
    return str(Signer.objects.get(pk=signer.pk).state)


def test_company_asks_for_a_correction_and_may_still_sign(
    client: HouseClient,
    host: Signer,
    sent: Convention,
    bob: User,
    signed_in: Callable[..., Client],
) -> None:
    url = opened(client, host)
    assert "Demander une correction" in words(client.get(f"{url}?etape=correction"))
    assert client.post(url, {"action": "correction", "comment": " "}).status_code == 400
    answer = client.post(url, {"action": "correction", "comment": "Le jeudi manque."})
    assert "Votre demande est transmise" in words(answer)
    assert state_of(host) == SignerState.CHANGE_REQUESTED
    assert "Vous avez demandé une correction : Le jeudi manque." in words(client.get(url))
    page = words(signed_in(bob).get(reverse("internships:convention", args=[sent.pk])))
    assert "Demande : Le jeudi manque." in page
    assert client.post(url, form_of(client, url, host)).status_code == 302
    assert state_of(host) == SignerState.SIGNED


def test_a_refusal_ends_the_round(client: HouseClient, host: Signer, sent: Convention) -> None:
    url = opened(client, host)
    assert client.post(url, {"action": "refus", "reason": ""}).status_code == 400
    answer = client.post(url, {"action": "refus", "reason": "Plus de place."})
    assert "Votre refus est transmis" in words(answer)
    assert round_of(sent).state == "declined"
    assert client.post(url, {"action": "continue"}).status_code == 404


def test_company_names_a_colleague_and_its_link_dies(
    client: HouseClient,
    host: Signer,
    sent: Convention,
    bob: User,
    alice: User,
    signed_in: Callable[[User], HouseClient],
) -> None:
    url = opened(client, host)
    refused = client.post(url, COLLEAGUE | {"email": "roche"})
    assert refused.status_code == 400
    assert "Claudine Roche" in refused.content.decode()
    assert "Merci, le lycée va répondre" in words(client.post(url, COLLEAGUE))
    assert "Continuer" in words(client.get(url))
    assert client.post(url, {"action": "continue"}).status_code == 404
    proposal = Delegation.objects.get()
    decide = reverse("internships:delegate_decide", args=[proposal.pk])
    teacher = signed_in(bob)
    page = teacher.get(reverse("internships:convention", args=[sent.pk]))
    assert "Propose Claudine Roche à sa place" in words(page)
    assert decide in page.content.decode()
    assert "Directrice adjointe" in words(teacher.get(decide))
    assert signed_in(alice).get(decide).status_code == 404
    assert signed_in(alice).post(decide, {"action": "accept"}).status_code == 403
    assert teacher.post(decide, {"action": "accept"}).status_code == 302
    new = Signer.objects.get(name="Claudine Roche")
    assert new.state == SignerState.INVITED
    assert "Signer la convention" in words(client.get(opened(client, new)))


def test_the_school_refuses_a_colleague_with_a_reason(
    client: HouseClient, host: Signer, bob: User, signed_in: Callable[[User], HouseClient]
) -> None:
    former = opened(client, host)
    client.post(former, COLLEAGUE)
    decide = reverse("internships:delegate_decide", args=[Delegation.objects.get().pk])
    teacher = signed_in(bob)
    said = words(teacher.post(decide, {"action": "refuse", "reason": ""}))
    assert "Écrivez pourquoi cette personne ne signera pas" in said
    teacher.post(decide, {"action": "refuse", "reason": "Elle n’engage pas l’entreprise."})
    assert Delegation.objects.get().state == "refused"
    assert at(token_of(host)) != former


@pytest.mark.parametrize("both", [False, True])
def test_whom_the_convention_names_asks_for_a_correction_in_a_message_begun(
    client: HouseClient, tutor: Signer, bob: User, *, both: bool
) -> None:
    named = "tuteur en entreprise"
    if both:
        Signer.objects.filter(pk=tutor.pk).update(capacities=["host_tutor", "host_signatory"])
        named += " et représentant de l’entreprise"
    url = opened(client, tutor)
    page = client.get(f"{url}?etape=collegue")
    assert f"Ce document nomme {tutor.name} comme {named}" in words(page)
    assert "Demandez une correction" in words(page)
    client.post(url, COLLEAGUE)
    assert not Delegation.objects.exists()
    assert 'href="./?etape=correction&amp;motif=personne"' in page.content.decode()
    begun = f"Ce n’est pas à moi de signer comme {named}. La bonne personne est"
    assert begun in words(client.get(f"{url}?etape=correction&motif=personne"))
    assert begun not in words(client.get(f"{url}?etape=correction"))
    client.post(url, {"action": "correction", "comment": f"{begun} Claudine Roche."})
    assert f"{begun} Claudine Roche." in words(client.get(f"{url}?etape=collegue"))
    assert "Rien n’est signé en attendant" not in words(client.get(f"{url}?etape=collegue"))
    assert any(begun in str(each.body) for each in mail.outbox if bob.email in each.to)


@pytest.mark.parametrize(
    ("step", "said"),
    [("papier", "photo bien lisible"), ("lecture", "Article 1."), ("refus", "sans effet")],
)
def test_each_way_out_is_a_page(client: HouseClient, host: Signer, step: str, said: str) -> None:
    url = opened(client, host)
    assert said in words(client.get(f"{url}?etape={step}"))
    stranger = HouseClient().get(f"{url}?etape={step}")
    assert same(stranger.content) == same(HouseClient().get(at("x" * 43)).content)


# --- no open door -----------------------------------------------------------------------------


def test_a_visit_opens_nothing_of_another_signer(
    client: HouseClient, host: Signer, tutor: Signer
) -> None:
    url = opened(client, host)
    filled = form_of(client, url, tutor) | {"signer": str(tutor.pk)}
    asked = [
        client.get(f"{url}?doc={tutor.pk}"),
        client.get(f"{url}?doc={tutor.pk}&fichier=presente"),
        client.get(f"{url}?doc={tutor.pk}&etape=lecture"),
        client.post(url, filled),
        client.post(url, {"action": "refus", "reason": "Non.", "signer": str(tutor.pk)}),
        client.post(f"{url}?doc={host.pk}", filled),
    ]
    assert [answer.status_code for answer in asked] == [404] * len(asked)
    assert tutor.name not in "".join(words(answer) for answer in asked)
    assert state_of(tutor) == SignerState.INVITED


def counts() -> list[object]:
    """Count what a visit would write, and where each signer stands."""
    tables = (Evidence, Challenge, LinkSession, Entry)
    states = Signer.objects.order_by("pk").values_list("pk", "state")
    return [*(table.objects.count() for table in tables), list(states), len(mail.outbox)]


def test_a_thousand_visits_of_scanners_change_nothing(host: Signer, tutor: Signer) -> None:
    links = [at(token_of(host)), at(token_of(tutor))]
    scanner, blind = Client(), Client(enforce_csrf_checks=True)
    before = counts()
    for turn in range(1000):
        url = f"{links[turn % 2]}{('', '?etape=refus', '?fichier=presente')[turn % 3]}"
        if turn % 4 == 3:
            assert blind.post(url, {"action": "refus", "reason": "x"}).status_code == 403
        elif turn % 50 == 2:
            assert scanner.post(url, {"action": "continue"}).status_code == 200
        else:
            method = (scanner.get, scanner.head)[turn % 2]
            assert method(url).status_code == 200
    assert counts() == before


# --- a dead link ------------------------------------------------------------------------------


def test_a_dead_link_sends_another_to_the_known_address_alone(
    client: HouseClient, host: Signer
) -> None:
    dead = token_of(host)
    long_ago = host.request.opened_at - timedelta(days=1)
    host.links.update(created_at=long_ago, revoked_at=long_ago, revoked_reason="Perdu.")
    gone = client.post(at(dead), {"action": "continue"})
    assert gone.status_code == 404
    assert "Recevoir un nouveau lien" in words(gone)
    written = len(mail.outbox)
    answers = [client.post(at(token), {"action": "renew"}) for token in (dead, "x" * 43)]
    assert {answer.status_code for answer in answers} == {200}
    assert same(answers[0].content) == same(answers[1].content)
    assert "Si ce lien était le vôtre" in words(answers[0])
    assert [sent.to for sent in mail.outbox[written:]] == [[host.email]]
    fresh = token_of(host)
    assert fresh != dead
    # A live one says the same, and sends nothing.
    assert same(client.post(at(fresh), {"action": "renew"}).content) == same(answers[1].content)
    assert len(mail.outbox) == written + 1
    assert "Signer" in words(client.get(opened(client, host)))
