"""Rounds: opened on frozen facts, taken up again, over in time."""

import hashlib
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.models import Entry, canonical
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import Capacity
from tests.documents.factories import DocumentFactory, kept_blob
from tests.signatures.factories import SigningRequestFactory
from tests.signatures.rounds import FACTS, PARTIES, open_round, signer_of

pytestmark = pytest.mark.django_db


def test_office_opens_a_round_on_frozen_facts(school: School, emil: User) -> None:
    request = open_round(school, emil)
    assert (request.state, request.round, request.facts) == ("open", 1, FACTS)
    assert request.facts_sha256 == hashlib.sha256(canonical(FACTS)).hexdigest()
    rows = [(row.rank, row.name, row.capacities, row.state) for row in request.signers.all()]
    assert rows == [(p.rank, p.name, [p.capacity], "waiting") for p in PARTIES]


def test_opening_is_one_journal_line_without_name_nor_address(school: School, emil: User) -> None:
    request = open_round(school, emil)
    entry = Entry.objects.get(kind="signatures.signingrequest.open")
    assert (entry.object_id, entry.actor_id) == (request.pk, emil.pk)
    assert entry.data["facts_sha256"] == request.facts_sha256
    assert "Marc" not in str(entry.data)
    assert "hygial.example" not in str(entry.data)


def test_student_opens_no_round(school: School, alice: User) -> None:
    with pytest.raises(NotAllowed):
        open_round(school, alice)


def test_nobody_opens_a_round_in_another_school(school: School, other_teacher: User) -> None:
    with pytest.raises(NotAllowed):
        open_round(school, other_teacher)


def test_one_person_in_two_capacities_signs_once_at_the_later_rank(
    school: School, emil: User
) -> None:
    both = [
        SignerSpec(Capacity.HOST_SIGNATORY, 2, "Marc Tessier", email="marc@hygial.example"),
        SignerSpec(Capacity.STUDENT, 1, "Alice Aubry", email="alice@ecole.example"),
        SignerSpec(
            Capacity.HOST_TUTOR,
            3,
            "marc  TESSIER",
            email="Marc@hygial.example",
            phone="0241000000",
        ),
    ]
    request = open_round(school, emil, both)
    alice, marc = request.signers.all()
    assert (marc.capacities, marc.rank) == (["host_signatory", "host_tutor"], 3)
    assert (marc.name, marc.phone, alice.rank) == ("Marc Tessier", "0241000000", 1)


def test_one_account_is_one_person_whatever_the_name(
    school: School, emil: User, head: User
) -> None:
    both = [
        SignerSpec(Capacity.REFERENT, 3, "H. Huguet", email="helene@ecole.example", user=head),
        SignerSpec(Capacity.SCHOOL_HEAD, 4, "Hélène Huguet", user=head),
    ]
    (row,) = open_round(school, emil, both).signers.all()
    assert (row.user, row.rank) == (head, 4)
    assert row.capacity_labels == ["enseignant référent", "chef d’établissement"]


def test_two_accounts_of_one_name_are_two_people(
    school: School, emil: User, alice: User, bob: User
) -> None:
    both = [
        SignerSpec(Capacity.STUDENT, 1, "Camille Martin", user=alice),
        SignerSpec(Capacity.REFERENT, 3, "Camille Martin", user=bob),
    ]
    assert open_round(school, emil, both).signers.count() == 2


@pytest.mark.parametrize("other", PARTIES[1:])
def test_two_people_never_share_an_address(school: School, emil: User, other: SignerSpec) -> None:
    parent = SignerSpec(Capacity.LEGAL_REP, 1, "Dominique Aubry", email=other.email.upper())
    with pytest.raises(Invalid, match="ont la même adresse électronique") as refusal:
        open_round(school, emil, [parent, *PARTIES])
    assert other.name in refusal.value.errors["signers"][0]
    assert not SigningRequest.objects.exists()


def test_people_without_address_sign_on_paper(school: School, emil: User) -> None:
    nobody_has_one = [replace(spec, email="") for spec in PARTIES]
    assert open_round(school, emil, nobody_has_one).signers.count() == 5


def test_a_round_has_a_signer(school: School, emil: User) -> None:
    with pytest.raises(Invalid, match="nommez au moins un signataire"):
        open_round(school, emil, [])


@pytest.mark.parametrize(("name", "field"), [("", "name"), ("Marc", "email")])
def test_a_signer_badly_written_opens_nothing(
    school: School, emil: User, name: str, field: str
) -> None:
    wrong = SignerSpec(Capacity.HOST_TUTOR, 2, name, email="pas une adresse" if name else "")
    with pytest.raises(Invalid) as refusal:
        open_round(school, emil, [PARTIES[0], wrong])
    assert list(refusal.value.errors) == [field]
    assert not SigningRequest.objects.exists()


def test_a_second_open_round_is_refused(school: School, emil: User) -> None:
    first = open_round(school, emil)
    with pytest.raises(DomainError, match="déjà en cours"):
        open_round(school, emil, subject_id=first.subject_id)
    assert SigningRequest.objects.count() == 1


def test_a_round_taken_up_again_is_kept_and_the_next_one_numbered(
    school: School, emil: User, bob: User
) -> None:
    first = open_round(school, emil)
    services.record_paper(
        signer_of(first, "student"),
        scan=kept_blob(),
        scan_name="convention.pdf",
        signed_on=clock.today(),
        actor=emil,
    )
    void = services.void_request(first, actor=bob, reason="Les dates changent.")
    assert (void.state, void.closed_reason) == ("void", "Les dates changent.")
    assert [row.state for row in void.signers.all()] == ["signed"] + ["cancelled"] * 4
    second = open_round(school, emil, subject_id=first.subject_id)
    assert second.round == 2
    assert list(SigningRequest.objects.about(first.kind, first.subject_id)) == [second, void]


def test_taking_up_again_needs_a_reason_and_an_open_round(school: School, emil: User) -> None:
    request = open_round(school, emil)
    with pytest.raises(Invalid, match="Dites pourquoi"):
        services.void_request(request, actor=emil, reason="  ")
    services.void_request(request, actor=emil, reason="Les dates changent.")
    with pytest.raises(DomainError, match="clos"):
        services.void_request(request, actor=emil, reason="Encore.")


def test_student_takes_up_nothing(school: School, emil: User, alice: User) -> None:
    with pytest.raises(NotAllowed):
        services.void_request(open_round(school, emil), actor=alice, reason="Non.")


def test_the_sealed_document_is_attached_once(school: School, emil: User) -> None:
    request = open_round(school, emil)
    document, other = DocumentFactory(presented=True), DocumentFactory(presented=True)
    held = services.present(request, document)
    assert held.document == document
    assert held.facts == FACTS
    assert services.present(request, other).document == document
    assert Entry.objects.filter(kind="signatures.signingrequest.attach_document").count() == 1


def test_rounds_end_when_their_time_is_over(school: School, emil: User) -> None:
    now = clock.now()
    late = open_round(school, emil, expires_at=now - timedelta(minutes=1))
    soon = open_round(school, emil, expires_at=now + timedelta(days=3))
    whenever = open_round(school, emil)
    closed = SigningRequestFactory(complete=True, expires_at=now - timedelta(days=1))
    assert services.expire_requests() == [late]
    late.refresh_from_db()
    assert (late.state, {row.state for row in late.signers.all()}) == ("expired", {"expired"})
    assert services.expire_requests() == []
    assert services.expire_requests(clock.today() + timedelta(days=4)) == [soon]
    for row, state in ((whenever, "open"), (closed, "complete")):
        row.refresh_from_db()
        assert row.state == state


def test_links_of_a_round_end_with_it(school: School, emil: User) -> None:
    request = open_round(school, emil)
    link, token = services.issue_link(
        purpose="tests.sign",
        subject_id=uuid.uuid4(),
        school=school,
        name="Marc Tessier",
        email="marc@hygial.example",
        expires_at=clock.now() + timedelta(days=3),
        actor=emil,
        signer=signer_of(request, "host_signatory"),
    )
    assert services.find_link(token) == link
    services.void_request(request, actor=emil, reason="Les dates changent.")
    assert services.find_link(token) is None
