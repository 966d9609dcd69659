"""Links: what opens, what never does, and what is written where."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase, override_settings
from hypothesis import given
from hypothesis import strategies as st

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.models import Entry
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import LinkCode, mask_address
from nrc_platform.signatures.mails import LinkCodeMail
from nrc_platform.signatures.models import AccessLink
from nrc_platform.signatures.services import tokens
from tests.signatures.links import IP, NONCE, ask, make_link, visit, wrong

pytestmark = pytest.mark.django_db


# --- links ----------------------------------------------------------------------------------


def test_a_token_opens_its_own_link(school: School) -> None:
    (one, first), (two, second) = make_link(school), make_link(school)
    assert (services.find_link(first), services.find_link(second)) == (one, two)
    assert first != second
    assert services.link_path(first) == f"/s/{first}/"


@pytest.mark.parametrize("token", ["", "x" * 43, "é€", "../../etc", "x" * 5000, "\ud800"])
def test_an_unknown_token_opens_nothing(link: AccessLink, token: str) -> None:
    assert services.find_link(token) is None


def test_a_newer_link_ends_the_former_its_code_and_its_visit(school: School) -> None:
    old, token = make_link(school)
    code = ask(old)
    session, cookie = visit(old, code)
    new, _ = make_link(school, subject_id=old.subject_id)
    assert (new.generation, services.find_link(token)) == (2, None)
    assert services.live_session(old, cookie) is None
    session.refresh_from_db()
    old.refresh_from_db()
    assert session.ended_at is not None
    assert old.revoked_reason == "Un lien plus récent le remplace."


def test_a_revoked_link_takes_no_code(school: School) -> None:
    link, token = make_link(school)
    code = ask(link)
    assert services.revoke_links("tests.act", link.subject_id, reason="Annulé.", actor=None) == 1
    assert services.revoke_links("tests.act", link.subject_id, reason="Annulé.", actor=None) == 0
    assert services.find_link(token) is None
    assert services.verify_code(link, nonce=NONCE, code=code).session is None
    with pytest.raises(DomainError, match="plus valable"):
        services.request_code(link, nonce=NONCE, ip=IP)


def test_an_expired_link_is_dead_with_its_visits(
    school: School, stopped: Callable[[timedelta], None]
) -> None:
    link, token = make_link(school, expires_at=clock.now() + timedelta(minutes=5))
    code = ask(link)
    _, cookie = visit(link, code)
    stopped(timedelta(minutes=6))
    assert services.find_link(token) is None
    assert services.live_session(link, cookie) is None
    with pytest.raises(DomainError, match="plus valable"):
        services.request_code(link, nonce=NONCE, ip=IP)


def test_a_link_goes_to_an_address_and_to_a_day_to_come(school: School) -> None:
    with pytest.raises(Invalid, match="adresse électronique"):
        make_link(school, email="")
    with pytest.raises(Invalid, match="une date à venir"):
        make_link(school, expires_at=clock.now() - timedelta(seconds=1))
    assert not AccessLink.objects.exists()


def test_stranger_has_no_link_sent(school: School, other_teacher: User, juror: User) -> None:
    for person in (other_teacher, juror):
        with pytest.raises(NotAllowed):
            make_link(school, actor=person)


def test_student_has_the_company_s_link_sent(school: School, alice: User) -> None:
    assert make_link(school, actor=alice)[0].is_live


def test_another_key_finds_no_link_and_has_another_name(school: School) -> None:
    link, token = make_link(school)
    with override_settings(LINK_KEY="another key of the same length " + "z" * 20):
        assert services.find_link(token) is None
        assert tokens.key_id() != link.key_id
    assert tokens.key_id() == link.key_id


# --- what is written ------------------------------------------------------------------------


def everything() -> str:
    """Return every value of every table, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(f"{table} {cursor.fetchall()}")
    return "\n".join(found)


def test_no_row_holds_a_token_a_code_nor_a_cookie(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    link, token = make_link(school)
    services.request_code(link, nonce=NONCE, ip=IP)
    before = everything()
    with TestCase.captureOnCommitCallbacks(execute=True):
        code = ask(make_link(school)[0])
    wrong_cookie = services.verify_code(link, nonce=NONCE, code=wrong(code))
    assert wrong_cookie.session is None
    other, other_token = make_link(school)
    code = ask(other)
    _, cookie = visit(other, code)
    written = before + everything() + caplog.text
    for secret in (token, other_token, cookie, NONCE, IP):
        assert secret not in written
    # Six digits alone may occur in a hash or a time: nowhere as a value.
    assert not re.search(rf"['\"\s>]{code}['\"\s<]", written)


def test_each_step_is_one_journal_line_without_code_nor_address(link: AccessLink) -> None:
    code = ask(link)
    services.verify_code(link, nonce=NONCE, code=wrong(code))
    visit(link, code)
    lines = Entry.objects.filter(object_id=link.pk).order_by("seq")
    assert [line.kind.rpartition(".")[2] for line in lines] == [
        "issue",
        "request_code",
        "refuse_code",
        "verify_code",
    ]
    assert not any("@" in str(line.data) or code in str(line.data) for line in lines)
    assert not any(line.commitments for line in lines)


def test_the_mail_of_a_code_keeps_no_secret_once_sent(link: AccessLink) -> None:
    code = ask(link)
    message = Message.objects.get()
    assert (message.state, message.sealed_secrets) == ("sent", "")
    assert "{secret:code}" in message.body_text
    assert code not in message.body_text + message.body_html + message.subject


def test_a_code_says_nothing_of_itself(school: School) -> None:
    mailed = LinkCodeMail(LinkCode("Dora", school.name), "418302")
    assert "418302" not in repr(mailed) + str(mailed)


@given(st.emails())
def test_a_masked_address_never_gives_the_address(email: str) -> None:
    local, _, domain = email.partition("@")
    masked = mask_address(email)
    assert masked != email
    assert masked.endswith(f"@{domain}")
    assert len(masked.removesuffix(f"@{domain}")) <= 3


def test_an_address_is_masked_between_its_ends() -> None:
    assert mask_address("m.tessier@hygial.example") == "m…r@hygial.example"
