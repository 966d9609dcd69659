"""Signing online: in turn, on the very document shown, once; and saying something else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.jobs.models import Job
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import AccessLink, Evidence, Signer, SigningRequest
from nrc_platform.signatures.rules import consent_of, is_name_of
from nrc_platform.signatures.states import Capacity
from tests.documents.factories import kept_blob
from tests.signatures.online import ORIGIN, account_visit, given_by, sign, visit_of
from tests.signatures.rounds import PARTIES, open_round, present, signer_of

pytestmark = pytest.mark.django_db
IN_TURN = ("student", "host_signatory", "host_tutor", "referent", "school_head")


@pytest.fixture
def asked(school: School, emil: User) -> SigningRequest:
    """A round of five whose document is sealed: the student is asked."""
    return present(open_round(school, emil))


def states(request: SigningRequest) -> list[str]:
    """Return the states of the five, in the order of the relay."""
    return [signer_of(request, capacity).state for capacity in IN_TURN]


def events(request: SigningRequest) -> list[str]:
    """Return what evidence says, in order."""
    return list(request.evidence.order_by("number").values_list("event", flat=True))


# --- in turn ----------------------------------------------------------------------------------


def test_each_is_asked_when_those_before_have_signed(asked: SigningRequest) -> None:
    assert states(asked) == ["invited", *["waiting"] * 4]
    sign(signer_of(asked, "student"))
    assert states(asked) == ["signed", "invited", "invited", "waiting", "waiting"]
    sign(signer_of(asked, "host_tutor"))
    assert states(asked) == ["signed", "invited", "signed", "waiting", "waiting"]
    sign(signer_of(asked, "host_signatory"))
    assert states(asked) == ["signed", "signed", "signed", "invited", "waiting"]
    sign(signer_of(asked, "referent"))
    last = sign(signer_of(asked, "school_head"))
    assert (last.complete, last.remaining) == (True, 0)
    asked.refresh_from_db()
    assert asked.state == "completing"
    assert Job.objects.filter(key=f"seal:{asked.pk}").count() == 1


def test_nobody_signs_before_their_turn(asked: SigningRequest) -> None:
    with pytest.raises(DomainError, match="Ce n’est pas encore votre tour"):
        sign(signer_of(asked, "school_head"))
    assert states(asked) == ["invited", *["waiting"] * 4]


def test_nobody_is_asked_nor_signs_before_the_document_is_sealed(
    school: School, emil: User
) -> None:
    request = open_round(school, emil)
    assert states(request) == ["waiting"] * 5
    with pytest.raises(DomainError, match="Le document est en préparation"):
        sign(signer_of(request, "student"), document_sha256="a" * 64)


def test_a_paper_moves_the_relay_on(asked: SigningRequest, emil: User) -> None:
    services.record_paper(
        signer_of(asked, "student"),
        scan=kept_blob(),
        scan_name="page.pdf",
        signed_on=clock.today(),
        actor=emil,
    )
    assert states(asked)[:3] == ["signed", "invited", "invited"]


def test_an_optional_signature_holds_nobody_up(school: School, emil: User) -> None:
    optional = SignerSpec(
        Capacity.HOST_TUTOR, 2, "Nadia Lambert", email="nadia@hygial.example", required=False
    )
    request = present(open_round(school, emil, [PARTIES[0], PARTIES[1], optional]))
    sign(signer_of(request, "student"))
    assert sign(signer_of(request, "host_signatory")).complete
    tutor = signer_of(request, "host_tutor")
    assert tutor.state == "cancelled"
    assert not AccessLink.objects.live().filter(signer=tutor).exists()


# --- the link and its mail --------------------------------------------------------------------


def test_who_has_no_account_gets_a_link_and_who_has_one_does_not(
    school: School, emil: User, alice: User
) -> None:
    student = SignerSpec(Capacity.STUDENT, 1, "Alice Aubry", email=alice.email or "", user=alice)
    request = present(open_round(school, emil, [student, PARTIES[1]]))
    row = signer_of(request, "student")
    assert not AccessLink.objects.filter(signer=row).exists()
    mail = Message.objects.get(template="emails/signatures/invited")
    assert mail.to_user == alice
    assert f"/signatures/{row.pk}/" in mail.body_text
    sign(row, account_visit(alice, school))
    host = signer_of(request, "host_signatory")
    assert AccessLink.objects.live().get(signer=host).purpose == "signatures.sign"
    mail = Message.objects.get(template="emails/signatures/invited", to_email=host.email)
    assert "/signatures/" not in mail.body_text
    assert "/s/" not in mail.body_text + mail.body_html


def test_a_new_address_gets_a_new_link_and_the_former_dies(
    asked: SigningRequest, emil: User
) -> None:
    row = signer_of(asked, "student")
    former = AccessLink.objects.live().get(signer=row)
    services.correct_signer_address(row, email="neuve@ecole.example", phone="", actor=emil)
    live = AccessLink.objects.live().get(signer=row)
    assert (live.email, live.generation) == ("neuve@ecole.example", former.generation + 1)
    assert Message.objects.filter(to_email="neuve@ecole.example").count() == 1


def test_who_replaces_somebody_asked_is_asked(asked: SigningRequest, emil: User) -> None:
    spec = SignerSpec(Capacity.STUDENT, 1, "Anne Aubry", email="anne@ecole.example")
    new = services.replace_signer(
        signer_of(asked, "student"), spec=spec, reason="Elle est mineure.", actor=emil
    )
    assert Signer.objects.get(pk=new.pk).state == "invited"


# --- the act ----------------------------------------------------------------------------------


def test_evidence_keeps_what_was_shown_accepted_and_typed(asked: SigningRequest) -> None:
    row = signer_of(asked, "student")
    session = visit_of(row)
    signed = sign(row, session, typed_name=" alice  AUBRY").signer
    assert (signed.method, signed.assurance, signed.typed_name) == (
        "online",
        "link_email",
        "alice  AUBRY",
    )
    line = Evidence.objects.get(event="signed")
    assert asked.document is not None
    assert line.data["document_sha256"] == asked.document.blob_id
    assert line.data["session"] == str(session.pk)
    assert line.data["consent"][:2] == ["sign", 1]
    kept = {each.name: each.value for each in line.values.all()}
    assert kept["ip"] == "192.0.2.7"
    assert kept["typed_name"] == "alice  AUBRY"
    assert not {"192.0.2.7", "alice  AUBRY", row.email} & set(map(str, line.data.values()))
    assert set(line.commitments) == set(kept)


def test_a_double_click_gets_the_same_answer_and_one_signature(asked: SigningRequest) -> None:
    row = signer_of(asked, "student")
    session = visit_of(row)
    first, second = sign(row, session), sign(row, session)
    assert (first.signer, first.remaining) == (second.signer, second.remaining)
    assert Evidence.objects.filter(event="signed").count() == 1
    with pytest.raises(DomainError, match="déjà enregistrée"):
        sign(row, visit_of(row))


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "another document": ({"document_sha256": "e" * 64}, "n’est plus celui que vous avez lu"),
    "no consent": ({"consent_sha256": ""}, "Cochez la case"),
    "another consent": ({"consent_sha256": "e" * 64}, "Cochez la case"),
    "no name": ({"typed_name": "  "}, "Écrivez vos prénom et nom"),
    "somebody else": ({"typed_name": "Marc Tessier"}, "attend la signature de Alice Aubry"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_not_right_is_refused_and_nothing_is_signed(
    name: str, asked: SigningRequest
) -> None:
    changes, said = REFUSED[name]
    with pytest.raises(DomainError, match=said):
        sign(signer_of(asked, "student"), **changes)
    assert signer_of(asked, "student").state == "invited"
    assert "signed" not in events(asked)


@pytest.mark.parametrize(
    ("typed", "name", "same"),
    [
        ("Marc TESSIER", "Marc Tessier", True),
        ("tessier", "Marc Tessier", True),
        ("Élodie N’Diaye", "Elodie N'Diaye", True),
        ("Anne-Lise Roy", "Anne Lise Roy", True),
        ("M. T.", "Marc Tessier", False),
        ("Nadia Lambert", "Marc Tessier", False),
    ],
)
def test_a_typed_name_is_compared_without_case_nor_accents(
    typed: str, name: str, same: bool
) -> None:
    assert is_name_of(typed, name) is same


def test_an_old_code_signs_nothing(
    asked: SigningRequest, stopped: Callable[[timedelta], None]
) -> None:
    row = signer_of(asked, "student")
    session = visit_of(row)
    stopped(timedelta(minutes=30))
    with pytest.raises(DomainError, match="plus d’une demi-heure") as refusal:
        sign(row, session)
    assert refusal.value.code == "code_too_old"


def test_the_consent_names_the_document_and_for_whom(asked: SigningRequest) -> None:
    said = {
        capacity: consent_of(signer_of(asked, capacity), asked, "Lycée Marie-Curie").text
        for capacity in IN_TURN
    }
    assert "«\u00a0Convention CV-27-0001, version 1\u00a0»" in said["student"]
    assert said["student"].endswith("en qualité d’étudiant.")
    assert said["school_head"].endswith("au nom de l’établissement Lycée Marie-Curie.")
    assert said["referent"].endswith("en qualité d’enseignant référent.")


# --- no open door -----------------------------------------------------------------------------


def _acts(signer: Signer, session: Any) -> list[Callable[[], Any]]:
    common = {"session": session, "origin": ORIGIN}
    return [
        lambda: services.sign_online(signer, given=given_by(signer), **common),
        lambda: services.open_act(signer, **common),
        lambda: services.ask_change(signer, comment="Non.", **common),
        lambda: services.decline_online(signer, reason="Non.", **common),
        lambda: services.propose_delegate(
            signer, name="X", quality="", email="x@y.example", **common
        ),
    ]


def test_a_visit_of_one_signer_opens_nothing_of_another(
    asked: SigningRequest, school: School, emil: User, alice: User, bob: User
) -> None:
    sign(signer_of(asked, "student"))
    host, tutor = signer_of(asked, "host_signatory"), signer_of(asked, "host_tutor")
    other = present(open_round(school, emil, [PARTIES[0]]))
    mine = SignerSpec(Capacity.REFERENT, 1, "Bob Besson", email=bob.email or "", user=bob)
    account = present(open_round(school, emil, [mine]))
    before = Evidence.objects.count()
    for signer, session in (
        (host, visit_of(tutor)),
        (host, visit_of(signer_of(other, "student"))),
        (signer_of(account, "referent"), account_visit(alice, school)),
        (signer_of(account, "referent"), visit_of(tutor)),
        (host, account_visit(bob, school)),
        (host, visit_of(host, ended=True)),
    ):
        for act in _acts(signer, session):
            with pytest.raises(NotAllowed):
                act()
    assert Evidence.objects.count() == before


def test_one_code_opens_the_other_documents_of_the_same_person(school: School, emil: User) -> None:
    first, second = (present(open_round(school, emil, [PARTIES[1]])) for _ in range(2))
    session = visit_of(signer_of(first, "host_signatory"))
    assert sign(signer_of(first, "host_signatory"), session).complete
    assert sign(signer_of(second, "host_signatory"), session).complete
