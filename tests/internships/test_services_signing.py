"""Signatures on paper of a convention: scan, day, who vouches; the last one signs it."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from internships.models import Convention
from internships.services import reopen_convention, signing
from nrc_platform.companies.models import Contact
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.documents import storage
from nrc_platform.journal.models import Entry
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Evidence, Signer
from tests.internships.acts import terms_of
from tests.internships.factories import MONDAY
from tests.internships.life import HEIC, PDF, image, located_jpeg
from tests.internships.signed import (
    record,
    round_of,
    seal_round,
    sent_convention,
    sign_all,
    signed_convention,
    signer_in,
)
from tests.people.together import refusals, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("head")]
PARTIES = ("student", "host_signatory", "host_tutor", "referent", "school_head")


@pytest.fixture
def sent(alice: User, bob: User, head: User, promotion: Promotion) -> Convention:
    """Alice's convention, sent to be signed."""
    return sent_convention(alice, promotion, actor=bob)


def now_of(row: Convention) -> Convention:
    """Return the convention as it is stored."""
    return Convention.objects.get(pk=row.pk)


@pytest.mark.req(58, rule="internships.jobs.concluding._sign_convention")
def test_five_papers_sign_the_convention(sent: Convention, emil: User) -> None:
    states = []
    for capacity in PARTIES:
        signed = record(signer_in(sent, capacity), actor=emil)
        assert (signed.state, signed.method, signed.recorded_by) == ("signed", "paper", emil)
        states.append(now_of(sent).state)
    assert states == ["partly_signed"] * 5
    assert now_of(sent).internships.get().settled_at is None
    assert round_of(sent).state == "completing"
    seal_round(sent)
    after = now_of(sent)
    last = max(each.signed_at for each in round_of(sent).signers.all())
    assert (after.state, after.signed_at) == ("signed", last)
    assert after.internships.get().settled_at == last
    assert round_of(sent).state == "complete"


def test_papers_come_back_in_any_order(sent: Convention, bob: User) -> None:
    for capacity in reversed(PARTIES):
        record(signer_in(sent, capacity), actor=bob)
    assert round_of(sent).state == "completing"


def test_the_wait_counts_from_the_first_paper(
    sent: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    travel = freeze(clock.now() + timedelta(hours=1))
    record(signer_in(sent, "student"), actor=bob)
    first = now_of(sent).state_since
    assert first == clock.now()
    travel.shift(timedelta(days=2))
    record(signer_in(sent, "referent"), actor=bob)
    assert now_of(sent).state_since == first


def test_one_person_in_two_capacities_signs_once_for_both(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = sent_convention(alice, promotion, actor=bob, terms={"referent": head})
    signed = record(signer_in(row, "school_head"), actor=bob)
    assert signed.capacities == ["referent", "school_head"]
    sign_all(row, actor=bob)
    assert now_of(row).state == "signed"
    assert round_of(row).signers.count() == 4


def test_each_signer_is_told_that_the_sealed_copy_is_ready(
    sent: Convention, bob: User, head: User
) -> None:
    sign_all(sent, actor=bob)
    told = Message.objects.filter(template="emails/signatures/copy_ready")
    tutor = terms_of(sent).tutor
    expected = {"alice@ecole.example", bob.email, head.email, sent.signatory.email, tutor.email}
    assert {mail.to_email for mail in told} == expected
    assert "Le document est scellé" in told[0].body_text
    # Nobody reads twice that everybody signed.
    assert not Message.objects.filter(template="emails/internships/signed").exists()


# --- the paper --------------------------------------------------------------------------------


def test_the_scan_stays_with_the_signature(sent: Convention, bob: User) -> None:
    signed = record(signer_in(sent, "student"), actor=bob, filename="dossier/page 1.PDF")
    assert signed.scan_name.endswith(".pdf")
    with storage.open_file(signed.scan_id) as kept:
        assert kept.read() == PDF


def test_a_photo_is_drawn_again_without_its_place(sent: Convention, bob: User) -> None:
    signed = record(signer_in(sent, "student"), actor=bob, scan=located_jpeg(), filename="a.png")
    assert signed.scan_name == "a.jpg"
    with storage.open_file(signed.scan_id) as kept, Image.open(io.BytesIO(kept.read())) as drawn:
        assert (drawn.format, dict(drawn.getexif())) == ("JPEG", {})


HOSTILE = {
    "empty": (b"", "Ce fichier est vide"),
    "too heavy": (PDF + b" " * (5 * 1024 * 1024), "la limite est de 5"),
    "a page of the web": (b"<html></html>", "Joignez un PDF, un JPEG ou un PNG"),
    "cut pdf": (PDF[:20], "Ce PDF est incomplet"),
    "heic": (HEIC, "Les photos HEIC"),
    "cut image": (image(size=(300, 300))[:200], "pas lisible"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_is_no_paper_is_refused_in_words(name: str, sent: Convention, bob: User) -> None:
    scan, said = HOSTILE[name]
    with pytest.raises(Invalid, match=said):
        record(signer_in(sent, "student"), actor=bob, scan=scan)
    assert now_of(sent).state == "ready_to_sign"


def test_the_day_lies_between_the_sending_and_today(sent: Convention, bob: User) -> None:
    signer = signer_in(sent, "student")
    with pytest.raises(Invalid, match="Cette date est dans le futur"):
        record(signer, actor=bob, signed_on=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid, match="une signature ne peut pas être plus ancienne"):
        record(signer, actor=bob, signed_on=clock.today() - timedelta(days=1))


def test_signed_by_all_after_the_first_day_is_signed_all_the_same(
    sent: Convention, bob: User, freeze: Callable[..., Any]
) -> None:
    day = MONDAY + timedelta(days=9)
    freeze(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    sign_all(sent, actor=bob)
    assert now_of(sent).state == "signed"


def test_the_journal_says_who_vouched_for_which_scan(sent: Convention, emil: User) -> None:
    signed = record(signer_in(sent, "student"), actor=emil)
    line = Evidence.objects.get(event="paper_recorded")
    assert line.actor_id == emil.pk
    assert line.data["scan_sha256"] == signed.scan_id
    assert Entry.objects.filter(data__evidence=line.hash).count() == 1


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.req(58, rule="internships.access.acts.can_record_paper")
def test_only_the_class_and_the_office_vouch(
    sent: Convention, alice: User, charlie: User, head: User
) -> None:
    for person in (alice, charlie, head):
        with pytest.raises(NotAllowed, match="par l’équipe de la classe ou le bureau"):
            record(signer_in(sent, "student"), actor=person)
    assert now_of(sent).state == "ready_to_sign"


def test_nobody_signs_twice(sent: Convention, bob: User) -> None:
    signer = signer_in(sent, "student")
    record(signer, actor=bob)
    with pytest.raises(DomainError, match="La signature de Alice Aubry est déjà enregistrée"):
        record(signer, actor=bob)


def test_a_paper_of_a_round_taken_up_again_is_refused(sent: Convention, bob: User) -> None:
    signer = signer_in(sent, "student")
    reopen_convention(now_of(sent), actor=bob, reason="Le lieu change.")
    with pytest.raises(DomainError, match="Ce tour de signature est clos"):
        record(signer, actor=bob)
    assert now_of(sent).state == "returned"


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_record_at_once_one_succeeds(sent: Convention, bob: User) -> None:
    signer = signer_in(sent, "student")
    given = together(*[lambda: record(signer, actor=bob) for _click in range(10)])
    assert len(refusals(given)) == 9
    assert Signer.objects.filter(state="signed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_papers_at_once_sign_the_convention_once(sent: Convention, bob: User) -> None:
    for capacity in PARTIES[:3]:
        record(signer_in(sent, capacity), actor=bob)
    last = [signer_in(sent, capacity) for capacity in PARTIES[3:]]
    given = together(*[lambda row=row: record(row, actor=bob) for row in last])
    assert refusals(given) == []
    # The worker has sealed it: in this test jobs run at once.
    assert (round_of(sent).state, now_of(sent).state) == ("complete", "signed")


# --- address, replacement ---------------------------------------------------------------------


def test_a_mended_address_undoes_no_signature(sent: Convention, bob: User) -> None:
    record(signer_in(sent, "student"), actor=bob)
    signer = signer_in(sent, "host_tutor")
    mended = signing.correct_signer_address(
        signer, actor=bob, email="autre@entreprise.example", phone="06 12 34 56 78"
    )
    assert (mended.email, mended.phone) == ("autre@entreprise.example", "0612345678")
    assert mended.address_source == "corrigée par le lycée"
    assert signer_in(sent, "student").state == "signed"
    assert now_of(sent).state == "partly_signed"


def test_a_deputy_signs_for_the_company(sent: Convention, bob: User) -> None:
    signer = signer_in(sent, "host_signatory")
    new = signing.replace_convention_signer(
        signer,
        actor=bob,
        name="Claudine Roche",
        quality="Directrice adjointe",
        email="roche@entreprise.example",
        reason="Le directeur est absent.",
    )
    assert (new.capacities, new.organisation) == (signer.capacities, signer.organisation)
    assert new.address_source == "donnée par le lycée"
    signer.refresh_from_db()
    assert (signer.state, signer.replaced_by_id) == ("replaced", new.pk)
    sign_all(sent, actor=bob)
    assert now_of(sent).state == "signed"


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        ("student", "L’étudiant signe lui-même"),
        ("host_tutor", "Le tuteur est nommé par la convention"),
        ("referent", "L’enseignant référent est nommé par la convention"),
    ],
)
def test_whom_the_convention_names_is_not_replaced(
    capacity: str, said: str, sent: Convention, bob: User
) -> None:
    with pytest.raises(DomainError, match=said):
        signing.replace_convention_signer(
            signer_in(sent, capacity), actor=bob, name="Paul Petit", reason="Absent."
        )


def test_who_does_not_follow_the_class_mends_and_replaces_nothing(
    sent: Convention, charlie: User
) -> None:
    signer = signer_in(sent, "host_signatory")
    with pytest.raises(NotAllowed):
        signing.correct_signer_address(signer, actor=charlie, email="", phone="")
    with pytest.raises(NotAllowed):
        signing.replace_convention_signer(signer, actor=charlie, name="X", reason="Y")


def test_a_signed_convention_keeps_the_people_who_signed(
    alice: User, bob: User, head: User, promotion: Promotion
) -> None:
    row = signed_convention(alice, promotion, actor=bob)
    Contact.objects.filter(pk=row.signatory_id).update(last_name="Autre")
    assert signer_in(row, "host_signatory").name == "Denis Tessier"
    with pytest.raises(DomainError, match="Ce tour de signature est clos"):
        signing.correct_signer_address(
            signer_in(row, "host_tutor"), actor=bob, email="", phone="0612345678"
        )
