"""Rounds of people who act at the very same moment: what is counted once is counted once."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection

from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import tasks
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import Recorded
from nrc_platform.signatures.models import Challenge, Evidence, LinkSession
from tests.people.together import together
from tests.signatures.links import IP, NONCE, make_link, wrong
from tests.signatures.online import sign, visit_of
from tests.signatures.rounds import PARTIES, open_round, present, signer_of

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "418302"


def rounds() -> Iterator[int]:
    """Yield twenty rounds on PostgreSQL; SQLite takes one writer at a time, two rounds say it."""
    yield from range(20 if connection.vendor == "postgresql" else 2)


@pytest.fixture(autouse=True)
def _worker_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the mails in their table: this is about who wins."""
    monkeypatch.setattr(tasks.run, "delay", lambda *args: None)
    monkeypatch.setattr(services.tokens, "draw_code", lambda: CODE)


def test_of_fifty_wrong_codes_at_once_five_are_counted(school: School) -> None:
    for _round in rounds():
        link, _token = make_link(school, email=f"dora{_round}@entreprise.example")
        services.request_code(link, nonce=NONCE, ip=IP)
        given = together(
            *[partial(services.verify_code, link, nonce=NONCE, code=wrong(CODE))] * 50
        )
        assert [each.session for each in given] == [None] * 50
        assert Challenge.objects.get(link=link).attempts == 5
        assert services.verify_code(link, nonce=NONCE, code=CODE).session is None


def test_of_fifty_right_codes_at_once_one_opens(school: School) -> None:
    for _round in rounds():
        link, _token = make_link(school, email=f"dora{_round}@entreprise.example")
        services.request_code(link, nonce=NONCE, ip=IP)
        given = together(*[partial(services.verify_code, link, nonce=NONCE, code=CODE)] * 50)
        assert sum(1 for each in given if each.session) == 1
        assert LinkSession.objects.filter(link=link).count() == 1


def test_of_twenty_signatures_at_once_one_is_kept(school: School, emil: User) -> None:
    for _round in rounds():
        request = present(open_round(school, emil, PARTIES[:1]))
        signer = signer_of(request, "student")
        session = visit_of(signer)
        given = together(*[partial(sign, signer, session)] * 20)
        assert all(isinstance(each, Recorded | DomainError) for each in given)
        assert sum(1 for each in given if isinstance(each, Recorded)) >= 1
        assert Evidence.objects.filter(signer=signer, event="signed").count() == 1
        request.refresh_from_db()
        assert request.state == "completing"


def test_four_who_sign_at_once_all_sign(school: School, emil: User) -> None:
    for _round in rounds():
        parties = [type(each)(**{**each.__dict__, "rank": 1}) for each in PARTIES[:4]]
        request = present(open_round(school, emil, parties))
        visits = [(row, visit_of(row)) for row in request.signers.all()]
        given = together(*[partial(sign, row, visit) for row, visit in visits])
        assert sorted(each.remaining for each in given) == [0, 1, 2, 3]
        assert Evidence.objects.filter(request=request, event="signed").count() == 4
        assert Evidence.objects.filter(request=request, event="signed_by_all").count() == 1
