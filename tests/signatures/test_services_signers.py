"""One signer: the paper that comes back, a refusal, another person, another address."""

from datetime import date, timedelta
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.jobs.models import Job
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import Recorded, SignerSpec
from nrc_platform.signatures.models import Evidence, Signer, SigningRequest
from nrc_platform.signatures.states import Capacity
from tests.documents.factories import kept_blob
from tests.signatures.rounds import complete, open_round, signer_of

pytestmark = pytest.mark.django_db
CAPACITIES = ["school_head", "referent", "student", "host_tutor", "host_signatory"]
NEW = SignerSpec(
    Capacity.SCHOOL_HEAD, 9, "Léa Roy", quality="Directrice", email="lea@hygial.example"
)


@pytest.fixture
def opened(school: School, emil: User) -> SigningRequest:
    """A round of five signers, opened three days ago."""
    with clock.at(clock.now() - timedelta(days=3)):
        return open_round(school, emil)


def paper(signer: Signer, actor: User, **fields: Any) -> Recorded:
    """Record a paper signed today."""
    given: dict[str, Any] = {
        "scan": kept_blob(),
        "scan_name": "convention.pdf",
        "signed_on": clock.today(),
    }
    return services.record_paper(signer, actor=actor, **given | fields)


def link_of(signer: Signer, actor: User) -> str:
    """Send the signer a link; return its token."""
    _, token = services.issue_link(
        purpose="tests.sign",
        subject_id=signer.pk,
        school=signer.request.school,
        name=signer.name,
        email=signer.email,
        expires_at=clock.now() + timedelta(days=3),
        actor=actor,
        signer=signer,
    )
    return token


# --- on paper -------------------------------------------------------------------------------


def test_five_papers_in_any_order_complete_the_round(opened: SigningRequest, emil: User) -> None:
    given = [paper(signer_of(opened, capacity), emil) for capacity in CAPACITIES]
    assert [each.remaining for each in given] == [4, 3, 2, 1, 0]
    assert [each.complete for each in given] == [False] * 4 + [True]
    opened.refresh_from_db()
    assert (opened.state, opened.closed_at) == ("completing", None)
    assert Job.objects.get(key=f"seal:{opened.pk}").kind == "tests.seal_paper"
    closed = complete(opened)
    assert (closed.state, closed.closed_at is not None) == ("complete", True)


def test_a_paper_keeps_its_day_its_scan_and_who_vouched(opened: SigningRequest, bob: User) -> None:
    scan, day = kept_blob(), clock.today() - timedelta(days=1)
    row = paper(signer_of(opened, "student"), bob, scan=scan, signed_on=day).signer
    assert (row.state, row.method, row.signed_on) == ("signed", "paper", day)
    assert (row.recorded_by, row.scan, row.scan_name) == (bob, scan, "convention.pdf")
    line = Evidence.objects.get(event="paper_recorded")
    assert line.data == {
        "facts_sha256": opened.facts_sha256,
        "document_sha256": "",
        "scan_sha256": scan.pk,
        "signed_on": day.isoformat(),
    }
    assert (line.actor_kind, line.actor_id) == ("staff", bob.pk)


def test_a_paper_is_recorded_once(opened: SigningRequest, emil: User) -> None:
    signer = signer_of(opened, "student")
    first = paper(signer, emil).signer
    with pytest.raises(DomainError, match="La signature de Alice Aubry est déjà enregistrée"):
        paper(signer, emil)
    signer.refresh_from_db()
    assert (signer.signed_at, signer.version) == (first.signed_at, first.version)


def test_the_last_signature_too_is_recorded_once(school: School, emil: User) -> None:
    request = open_round(school, emil, [NEW])
    signer = signer_of(request, "school_head")
    assert paper(signer, emil).complete
    with pytest.raises(DomainError, match="déjà enregistrée"):
        paper(signer, emil)


@pytest.mark.parametrize(
    ("days", "sentence"), [(1, "Cette date est dans le futur"), (-4, "est à signer depuis le")]
)
def test_a_paper_is_signed_between_opening_and_today(
    opened: SigningRequest, emil: User, days: int, sentence: str
) -> None:
    signer = signer_of(opened, "student")
    with pytest.raises(Invalid, match=sentence) as refusal:
        paper(signer, emil, signed_on=clock.today() + timedelta(days=days))
    assert list(refusal.value.errors) == ["signed_on"]
    signer.refresh_from_db()
    assert signer.state == "waiting"


@pytest.mark.parametrize("days", [0, -3])
def test_the_first_and_the_last_day_do(opened: SigningRequest, emil: User, days: int) -> None:
    day: date = clock.today() + timedelta(days=days)
    assert paper(signer_of(opened, "student"), emil, signed_on=day).signer.signed_on == day


def test_no_paper_enters_a_closed_round(opened: SigningRequest, emil: User) -> None:
    signer = signer_of(opened, "student")
    services.void_request(opened, actor=emil, reason="Les dates changent.")
    with pytest.raises(DomainError, match="Ce tour de signature est clos"):
        paper(signer, emil)


def test_a_replaced_signer_signs_nothing(opened: SigningRequest, emil: User) -> None:
    old = signer_of(opened, "host_signatory")
    services.replace_signer(old, spec=NEW, reason="Parti.", actor=emil)
    with pytest.raises(DomainError, match="Marc Tessier ne signe plus"):
        paper(old, emil)


def test_who_asked_for_a_correction_may_still_sign(opened: SigningRequest, emil: User) -> None:
    signer = signer_of(opened, "host_tutor")
    Signer.objects.filter(pk=signer.pk).update(
        state="change_requested", reason_given="L’adresse est fausse."
    )
    assert paper(signer, emil).signer.state == "signed"


@pytest.mark.req(58, rule="nrc_platform.signatures.access.can_run_request")
@pytest.mark.parametrize("who", ["alice", "juror", "admin", "other_teacher", "nobody"])
def test_who_is_not_of_the_team_vouches_for_nothing(
    opened: SigningRequest, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        paper(signer_of(opened, "student"), request.getfixturevalue(who))


def test_a_paper_ends_the_link_of_its_signer(opened: SigningRequest, emil: User) -> None:
    signer = signer_of(opened, "host_tutor")
    token = link_of(signer, emil)
    paper(signer, emil)
    assert services.find_link(token) is None


# --- refusal, replacement, address ----------------------------------------------------------


def test_a_refusal_ends_the_round(opened: SigningRequest, emil: User) -> None:
    paper(signer_of(opened, "student"), emil)
    signer = signer_of(opened, "host_signatory")
    row = services.decline(signer, reason="L’entreprise ferme.", actor=None)
    assert (row.state, row.reason_given) == ("declined", "L’entreprise ferme.")
    opened.refresh_from_db()
    assert (opened.state, opened.closed_reason) == ("declined", "L’entreprise ferme.")
    others = {row.state for row in opened.signers.exclude(pk=signer.pk)}
    assert others == {"signed", "cancelled"}


def test_a_refusal_says_why(opened: SigningRequest, emil: User) -> None:
    with pytest.raises(Invalid, match="Dites pourquoi"):
        services.decline(signer_of(opened, "student"), reason=" ", actor=emil)


def test_who_has_signed_refuses_no_more(opened: SigningRequest, emil: User) -> None:
    signer = paper(signer_of(opened, "student"), emil).signer
    with pytest.raises(DomainError, match="déjà enregistrée"):
        services.decline(signer, reason="Non.", actor=emil)


def test_somebody_else_takes_over_rank_and_capacities(opened: SigningRequest, emil: User) -> None:
    old = signer_of(opened, "host_signatory")
    token = link_of(old, emil)
    new = services.replace_signer(old, spec=NEW, reason="Parti.", actor=emil)
    old.refresh_from_db()
    assert (old.state, old.reason_given, old.replaced_by) == ("replaced", "Parti.", new)
    assert (new.rank, new.capacities, new.name) == (2, ["host_signatory"], "Léa Roy")
    assert services.find_link(token) is None
    assert opened.signers.standing().count() == 5


def test_who_has_signed_is_not_replaced(opened: SigningRequest, emil: User) -> None:
    signer = paper(signer_of(opened, "host_signatory"), emil).signer
    with pytest.raises(DomainError, match="déjà enregistrée"):
        services.replace_signer(signer, spec=NEW, reason="Parti.", actor=emil)


def test_a_replacement_takes_nobody_s_address(opened: SigningRequest, emil: User) -> None:
    old = signer_of(opened, "host_signatory")
    spec = SignerSpec(Capacity.HOST_SIGNATORY, 2, "Léa Roy", email="nadia@hygial.example")
    with pytest.raises(Invalid, match="ont la même adresse"):
        services.replace_signer(old, spec=spec, reason="Parti.", actor=emil)
    old.refresh_from_db()
    assert old.state == "waiting"


def test_an_address_is_mended_and_no_signature_undone(opened: SigningRequest, emil: User) -> None:
    paper(signer_of(opened, "student"), emil)
    signer = signer_of(opened, "host_signatory")
    token = link_of(signer, emil)
    row = services.correct_signer_address(
        signer, email="m.tessier@hygial.example", phone="", actor=emil
    )
    assert (row.email, row.address_source) == ("m.tessier@hygial.example", "corrigée par le lycée")
    assert signer_of(opened, "student").state == "signed"
    assert services.find_link(token) is None
    entry = Entry.objects.get(kind="signatures.signer.correct_address")
    assert entry.data == {"fields": ["email"]}


def test_the_same_address_again_changes_nothing(opened: SigningRequest, emil: User) -> None:
    signer = signer_of(opened, "host_signatory")
    token = link_of(signer, emil)
    row = services.correct_signer_address(signer, email=signer.email, phone="", actor=emil)
    assert (row.version, services.find_link(token) is not None) == (signer.version, True)


def test_a_mended_address_is_nobody_else_s(opened: SigningRequest, emil: User) -> None:
    with pytest.raises(Invalid, match="ont la même adresse"):
        services.correct_signer_address(
            signer_of(opened, "host_signatory"),
            email="Nadia@hygial.example",
            phone="",
            actor=emil,
        )


def test_student_mends_and_replaces_nobody(
    opened: SigningRequest, alice: User, school: School
) -> None:
    signer = signer_of(opened, "host_signatory")
    with pytest.raises(NotAllowed):
        services.correct_signer_address(signer, email="a@b.example", phone="", actor=alice)
    with pytest.raises(NotAllowed):
        services.replace_signer(signer, spec=NEW, reason="Parti.", actor=alice)
    with pytest.raises(NotAllowed):
        services.decline(signer, reason="Non.", actor=alice)
    assert signer_of(opened, "host_signatory").version == signer.version
