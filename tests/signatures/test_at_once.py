"""Several at once: one paper is recorded, one code opens, five tries are counted."""

import uuid
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.jobs import tasks
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.models import (
    AccessLink,
    Challenge,
    Evidence,
    LinkSession,
    SigningRequest,
)
from tests.documents.factories import kept_blob
from tests.people.together import refusals, together
from tests.signatures.links import IP, NONCE, make_link, wrong
from tests.signatures.rounds import open_round, signer_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _worker_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the mails in their table: this is about who wins."""
    monkeypatch.setattr(tasks.run, "delay", lambda *args: None)


def paper(request: SigningRequest, capacity: str, actor: User) -> Any:
    """Return the act of recording that signer's paper."""
    signer, scan, day = signer_of(request, capacity), kept_blob(), clock.today()
    return lambda: services.record_paper(
        signer, scan=scan, scan_name="convention.pdf", signed_on=day, actor=actor
    )


def test_two_people_record_one_paper_once(school: School, emil: User, bob: User) -> None:
    request = open_round(school, emil)
    given = together(*[paper(request, "student", actor) for actor in (emil, bob, emil, bob)])
    assert len(refusals(given)) == 3
    assert all("déjà enregistrée" in sentence for sentence in refusals(given))
    assert Evidence.objects.filter(event="paper_recorded").count() == 1


def test_the_last_papers_at_once_complete_the_round_once(school: School, emil: User) -> None:
    request = open_round(school, emil)
    capacities = ("student", "host_signatory", "host_tutor", "referent", "school_head")
    given = together(*[paper(request, capacity, emil) for capacity in capacities])
    assert sorted(each.remaining for each in given) == [0, 1, 2, 3, 4]
    assert [each.complete for each in given].count(True) == 1
    request.refresh_from_db()
    assert request.state == "completing"
    assert Evidence.objects.filter(event="signed_by_all").count() == 1


def test_one_round_is_opened_at_once(school: School, emil: User, bob: User) -> None:
    subject = uuid.uuid4()
    given = together(
        *[
            lambda actor=actor: open_round(school, actor, subject_id=subject)
            for actor in (emil, bob)
        ]  # type: ignore[misc]
    )
    assert len(refusals(given)) == 1
    assert "déjà en cours" in refusals(given)[0]
    assert SigningRequest.objects.count() == 1


def test_two_links_at_once_leave_one_alive(school: School) -> None:
    subject = uuid.uuid4()
    given = together(*[lambda: make_link(school, subject_id=subject) for _ in range(4)])
    live = AccessLink.objects.about("tests.act", subject).live()
    assert live.count() == 1
    assert len(given) - len(refusals(given)) == AccessLink.objects.count()


def drawn_code(monkeypatch: pytest.MonkeyPatch, link: AccessLink) -> str:
    """Send the code 418302."""
    monkeypatch.setattr(services.tokens, "draw_code", lambda: "418302")
    services.request_code(link, nonce=NONCE, ip=IP)
    return "418302"


def test_twenty_wrong_codes_at_once_count_five(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, _ = make_link(school)
    code = drawn_code(monkeypatch, link)
    given = together(
        *[lambda: services.verify_code(link, nonce=NONCE, code=wrong(code)) for _ in range(20)]
    )
    assert not any(each.session for each in given)
    assert Challenge.objects.get().attempts == 5
    assert Entry.objects.filter(kind="signatures.accesslink.refuse_code").count() == 5
    assert services.verify_code(link, nonce=NONCE, code=code).session is None


def test_a_right_code_given_ten_times_at_once_opens_one_visit(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, _ = make_link(school)
    code = drawn_code(monkeypatch, link)
    given = together(
        *[lambda: services.verify_code(link, nonce=NONCE, code=code) for _ in range(10)]
    )
    assert sum(1 for each in given if each.session) == 1
    assert LinkSession.objects.count() == 1


def test_two_clicks_send_one_code(school: School) -> None:
    link, _ = make_link(school)
    given = together(
        *[lambda: services.request_code(link, nonce=NONCE, ip=IP) for _click in range(2)]
    )
    (sentence,) = refusals(given)
    assert "Attendez une minute" in sentence
    assert Challenge.objects.count() == 1
