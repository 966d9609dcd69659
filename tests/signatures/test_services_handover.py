"""Saying something else than yes: a correction, a refusal, a colleague; and how a round ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.models import AccessLink, Delegation, Signer, SigningRequest
from tests.documents.factories import DocumentFactory, kept_blob
from tests.signatures.links import make_link
from tests.signatures.online import ORIGIN, sign, visit_of
from tests.signatures.rounds import PARTIES, complete, open_round, present, signer_of

pytestmark = pytest.mark.django_db
IN_TURN = ("student", "host_signatory", "host_tutor", "referent", "school_head")
COLLEAGUE = {
    "name": "Claudine Roche",
    "quality": "Directrice adjointe",
    "email": "roche@hygial.example",
    "message": "Je pars en congé.",
}


@pytest.fixture
def asked(school: School, emil: User) -> SigningRequest:
    """A round of five whose document is sealed: the student is asked."""
    return present(open_round(school, emil))


@pytest.fixture
def host(asked: SigningRequest) -> Signer:
    """The company, whose turn it is."""
    sign(signer_of(asked, "student"))
    return signer_of(asked, "host_signatory")


def states(request: SigningRequest) -> list[str]:
    """Return the states of the five, in the order of the relay."""
    return [signer_of(request, capacity).state for capacity in IN_TURN]


def events(request: SigningRequest) -> list[str]:
    """Return what evidence says, in order."""
    return list(request.evidence.order_by("number").values_list("event", flat=True))


# --- saying something else --------------------------------------------------------------------


def test_asking_for_a_correction_does_not_take_the_pen_away(asked: SigningRequest) -> None:
    row = signer_of(asked, "student")
    session = visit_of(row)
    common: dict[str, Any] = {"session": session, "origin": ORIGIN}
    with pytest.raises(Invalid, match="Dites pourquoi"):
        services.ask_change(row, comment=" ", **common)
    held = services.ask_change(row, comment="L’adresse est fausse.", **common)
    assert (held.state, held.reason_given) == ("change_requested", "L’adresse est fausse.")
    asked.refresh_from_db()
    assert asked.state == "open"
    assert sign(row, session).signer.state == "signed"
    assert events(asked)[-3:] == ["signed", "invited", "invited"]


def test_a_refusal_ends_the_round_and_every_link(asked: SigningRequest) -> None:
    sign(signer_of(asked, "student"))
    host = signer_of(asked, "host_signatory")
    with pytest.raises(Invalid, match="Dites pourquoi"):
        services.decline_online(host, session=visit_of(host), reason="", origin=ORIGIN)
    services.decline_online(
        host, session=visit_of(host), reason="Nous fermons en janvier.", origin=ORIGIN
    )
    asked.refresh_from_db()
    assert (asked.state, asked.closed_reason) == ("declined", "Nous fermons en janvier.")
    assert states(asked) == ["signed", "declined", "cancelled", "cancelled", "cancelled"]
    assert not AccessLink.objects.live().filter(signer__request=asked).exists()
    assert "declined" in events(asked)


# --- a colleague ------------------------------------------------------------------------------


def propose(host: Signer, **changes: str) -> Delegation:
    """Have the company name a colleague, from its own link."""
    session = visit_of(host)
    return services.propose_delegate(host, session=session, origin=ORIGIN, **COLLEAGUE | changes)


def test_a_proposed_colleague_closes_the_link_until_the_school_answers(host: Signer) -> None:
    proposal = propose(host)
    assert (proposal.state, proposal.email) == ("proposed", "roche@hygial.example")
    assert not AccessLink.objects.live().filter(signer=host).exists()
    with pytest.raises(NotAllowed):
        sign(host, AccessLink.objects.filter(signer=host)[0].sessions.all()[0])
    assert not Message.objects.filter(to_email="roche@hygial.example").exists()


def test_an_accepted_colleague_signs_and_the_former_row_stays(host: Signer, emil: User) -> None:
    new = services.approve_delegate(propose(host), actor=emil)
    host.refresh_from_db()
    assert (host.state, host.replaced_by) == ("replaced", new)
    assert (new.name, new.capacities, new.organisation) == (
        "Claudine Roche",
        host.capacities,
        host.organisation,
    )
    assert Signer.objects.get(pk=new.pk).state == "invited"
    assert Message.objects.filter(to_email="roche@hygial.example").count() == 1
    assert sign(new).signer.state == "signed"
    said = events(host.request)
    assert said.index("delegation_proposed") < said.index("delegation_approved")
    assert said.index("delegation_approved") < said.index("replaced")


def test_a_colleague_the_school_refuses_gives_the_link_back(host: Signer, emil: User) -> None:
    proposal = propose(host)
    with pytest.raises(Invalid, match="Dites pourquoi"):
        services.refuse_delegate(proposal, actor=emil, reason="")
    services.refuse_delegate(proposal, actor=emil, reason="Seule la gérante engage la société.")
    assert AccessLink.objects.live().get(signer=host).email == host.email
    mail = Message.objects.get(template="emails/signatures/delegate_refused")
    assert "Seule la gérante engage la société." in mail.body_text
    assert sign(host).signer.state == "signed"
    with pytest.raises(DomainError, match="déjà enregistrée"):
        services.approve_delegate(proposal, actor=emil)


def test_a_proposal_is_answered_once(host: Signer, emil: User) -> None:
    proposal = propose(host)
    services.refuse_delegate(proposal, actor=emil, reason="Non.")
    with pytest.raises(DomainError, match="Une réponse a déjà été donnée"):
        services.approve_delegate(proposal, actor=emil)


BAD = {
    "no name": ({"name": " "}, "Écrivez le nom du collègue"),
    "no address": ({"email": ""}, "Écrivez l’adresse électronique du collègue"),
    "own address": ({"email": "MARC@hygial.example"}, "Cette adresse est la vôtre"),
    "another signer's": ({"email": "nadia@hygial.example"}, "ont la même adresse"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_proposal_is_refused_and_the_link_lives(name: str, host: Signer) -> None:
    changes, said = BAD[name]
    with pytest.raises(Invalid, match=said):
        propose(host, **changes)
    assert AccessLink.objects.live().filter(signer=host).exists()
    assert not Delegation.objects.exists()


def test_only_the_company_hands_over(asked: SigningRequest) -> None:
    with pytest.raises(DomainError, match="Seule l’entreprise"):
        propose(signer_of(asked, "student"))


def test_a_student_of_the_school_decides_nothing(host: Signer, alice: User) -> None:
    proposal = propose(host)
    with pytest.raises(NotAllowed):
        services.approve_delegate(proposal, actor=alice)
    with pytest.raises(NotAllowed):
        services.refuse_delegate(proposal, actor=alice, reason="Non.")


# --- a dead link ------------------------------------------------------------------------------


def dead_token(host: Signer) -> str:
    """Return the token of a link of the company that another replaced."""
    _link, token = make_link(
        host.request.school,
        purpose=services.SIGN,
        subject_id=host.pk,
        signer=host,
        name=host.name,
        email=host.email,
    )
    services.revoke_links(services.SIGN, host.pk, reason="Expiré.", actor=None)
    return token


def test_a_dead_link_sends_another_to_the_known_address_only(
    host: Signer, freeze: Callable[..., Any]
) -> None:
    token = dead_token(host)
    assert services.renew_link(token) is False
    freeze(clock.now() + timedelta(minutes=11))
    assert services.renew_link(token) is True
    mail = Message.objects.get(template="emails/signatures/link_renewed")
    assert mail.to_email == host.email
    assert AccessLink.objects.live().get(signer=host).email == host.email
    assert services.renew_link(token) is False
    assert events(host.request)[-1] == "link_rotated"


@pytest.mark.parametrize("end", ["unknown", "void", "replaced", "live"])
def test_other_links_send_nothing(
    end: str, host: Signer, emil: User, freeze: Callable[..., Any]
) -> None:
    token = dead_token(host)
    freeze(clock.now() + timedelta(minutes=11))
    if end == "unknown":
        token = "nobody"
    elif end == "void":
        services.void_request(host.request, actor=emil, reason="Repris.")
    elif end == "replaced":
        services.replace_signer(
            host,
            spec=replace(PARTIES[1], name="Léa Roy", email="lea@hygial.example"),
            reason="Parti.",
            actor=emil,
        )
    else:
        _, token = make_link(
            host.request.school, purpose="signatures.sign", subject_id=host.pk, signer=host
        )
    before = Message.objects.count()
    assert services.renew_link(token) is False
    assert Message.objects.count() == before


# --- the end ----------------------------------------------------------------------------------


def test_only_a_sealed_file_completes_a_round(asked: SigningRequest) -> None:
    for capacity in IN_TURN:
        sign(signer_of(asked, capacity))
    with pytest.raises(ValueError, match="sealed file only"):
        services.complete_request(asked, DocumentFactory(presented=True))
    done = complete(asked)
    assert (done.state, events(done)[-1]) == ("complete", "completed")
    with pytest.raises(DomainError, match="n’est plus possible"):
        complete(asked)
    copies = Message.objects.filter(template="emails/signatures/copy_ready")
    assert copies.count() == 5
    assert not any("attachment" in mail.body_html for mail in copies)


@pytest.mark.parametrize("act", ["void", "address", "replace", "paper"])
def test_nothing_moves_while_the_file_is_being_sealed(
    act: str, asked: SigningRequest, emil: User
) -> None:
    for capacity in IN_TURN:
        sign(signer_of(asked, capacity))
    row = signer_of(asked, "student")
    acts: dict[str, Callable[[], Any]] = {
        "void": lambda: services.void_request(asked, actor=emil, reason="Non."),
        "address": lambda: services.correct_signer_address(row, email="", phone="", actor=emil),
        "replace": lambda: services.replace_signer(
            row, spec=PARTIES[0], reason="Non.", actor=emil
        ),
        "paper": lambda: services.record_paper(
            row, scan=kept_blob(), scan_name="a.pdf", signed_on=clock.today(), actor=emil
        ),
    }
    with pytest.raises(DomainError, match="en cours de scellement|déjà enregistrée"):
        acts[act]()
