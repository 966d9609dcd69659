"""Reminders: three, seven days, two before the last; never two mails a day; stopped in time."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import TestCase
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.notifications import services as notifications
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.models import AccessLink, Reminder, Signer
from nrc_platform.signatures.rules import due_step
from nrc_platform.signatures.selectors import overdue_requests, signer_traces
from nrc_platform.signatures.services.links import find_link
from nrc_platform.signatures.states import Event
from tests.documents.factories import kept_blob
from tests.signatures.asked import MARC, NADIA, ask_to_sign, morning, only_signer, subjects

pytestmark = pytest.mark.django_db
Freeze = Callable[..., Any]
# Eight in the morning in Paris.
EIGHT = datetime.fromisoformat("2026-11-24T07:00:00+00:00")


@pytest.fixture
def walk(freeze: Freeze) -> Callable[[int], Counter[tuple[str, date]]]:
    """Forty days walked one by one, each with its morning; returns mails by address and day."""
    travel = freeze(EIGHT)

    def go(days: int) -> Counter[tuple[str, date]]:
        for _ in range(days):
            travel.shift(timedelta(days=1))
            morning(clock.now())
            morning(clock.now() + timedelta(hours=1))
        return Counter(
            (row.to_email, timezone.localdate(row.created_at)) for row in Message.objects.all()
        )

    return go


def _steps(signer: Signer) -> list[tuple[str, int]]:
    """Return each reminder with the day since the invitation."""
    rows = signer.reminders.order_by("sent_at")
    return [(row.step, (row.sent_at - EIGHT).days) for row in rows]


def _token() -> str:
    found = re.search(r"/s/([\w-]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_forty_days_bring_three_reminders_on_their_days_and_one_mail_a_day(
    walk: Any, school: School, bob: User
) -> None:
    row = ask_to_sign(school, bob, due_in=30)
    counted = walk(40)
    assert _steps(only_signer(row)) == [("d3", 3), ("d7", 7), ("d_2", 28)]
    assert max(counted.values()) == 1
    assert sum(counted.values()) == 4
    assert list(overdue_requests(clock.now())) == [row]


def test_a_round_without_last_day_is_reminded_twice_and_never_overdue(
    walk: Any, school: School, bob: User
) -> None:
    row = ask_to_sign(school, bob, due_in=None)
    walk(40)
    assert _steps(only_signer(row)) == [("d3", 3), ("d7", 7)]
    assert not overdue_requests(clock.now()).exists()


def test_several_documents_of_one_person_make_one_mail_that_lists_them(
    walk: Any, school: School, bob: User
) -> None:
    rows = [
        ask_to_sign(school, bob, label=f"convention de stage n° {number}", due_in=30)
        for number in (1, 2, 3)
    ]
    mail.outbox.clear()
    counted = walk(3)
    assert counted[MARC.email, timezone.localdate()] == 1
    (body,) = [str(each.body) for each in mail.outbox]
    assert all(f"convention de stage n° {number}" in body for number in (1, 2, 3))
    assert subjects() == ["Rappel, à signer avant le 24 décembre : 3 documents"]
    assert [_steps(only_signer(row)) for row in rows] == [[("d3", 3)]] * 3
    assert Reminder.objects.values("message").distinct().count() == 1


@pytest.mark.parametrize("way", ["paper", "declined", "void", "bounced", "no address"])
def test_reminders_stop_as_soon_as_it_is_done_or_useless(
    walk: Any, school: School, bob: User, way: str
) -> None:
    row = ask_to_sign(school, bob, MARC, NADIA, due_in=30)
    marc = row.signers.get(name=MARC.name)
    if way == "paper":
        services.record_paper(
            marc, scan=kept_blob(), scan_name="page.pdf", signed_on=clock.today(), actor=bob
        )
    elif way == "declined":
        services.decline(marc, reason="Pas de place.", actor=bob)
    elif way == "void":
        services.void_request(row, actor=bob, reason="Les dates changent.")
    elif way == "bounced":
        sent = Message.objects.get(to_email=MARC.email)
        notifications.record_bounce(sent.message_id, "adresse inconnue (5.1.1)")
    else:
        Signer.objects.filter(pk=marc.pk).update(email="")
    walk(40)
    assert _steps(marc) == []
    others = [] if way in ("declined", "void") else [("d3", 3), ("d7", 7), ("d_2", 28)]
    assert _steps(row.signers.get(name=NADIA.name)) == others


def test_a_mail_of_the_same_day_puts_the_reminder_off_to_the_next(
    freeze: Freeze, school: School, bob: User
) -> None:
    travel = freeze(EIGHT)
    row = ask_to_sign(school, bob, due_in=30)
    travel.shift(timedelta(days=3))
    Message.objects.create(
        template="emails/web/account", subject="Autre", to_email=MARC.email.upper()
    )
    assert morning(clock.now()) == 0
    travel.shift(timedelta(days=1))
    assert morning(clock.now()) == 1
    assert _steps(only_signer(row)) == [("d3", 4)]


def test_each_reminder_brings_a_fresh_link_and_the_former_opens_nothing(
    freeze: Freeze, school: School, bob: User
) -> None:
    travel = freeze(EIGHT)
    row = ask_to_sign(school, bob, due_in=30)
    tokens = [_token()]
    for days in (3, 4):
        travel.shift(timedelta(days=days))
        morning(clock.now())
        tokens.append(_token())
    assert [find_link(token) is not None for token in tokens] == [False, False, True]
    assert AccessLink.objects.filter(signer=only_signer(row)).count() == 3
    lines = row.evidence.filter(event=Event.REMINDED)
    assert [(line.data, line.actor_kind) for line in lines] == [
        ({"step": "d3"}, "machine"),
        ({"step": "d7"}, "machine"),
    ]
    stored = "".join(Message.objects.values_list("body_text", flat=True))
    assert not any(token in stored for token in tokens)


def test_bob_reminds_by_hand_once_a_day_and_is_told_from_when(
    freeze: Freeze, school: School, bob: User
) -> None:
    travel = freeze(EIGHT)
    signer = only_signer(ask_to_sign(school, bob, due_in=30))
    with pytest.raises(DomainError, match=r"à partir du mercredi 25.novembre 2026, 8.h.00"):
        services.remind_signer(signer, actor=bob)
    travel.shift(timedelta(hours=24))
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = services.remind_signer(signer, actor=bob)
    assert (made.step, made.sent_by, made.message) == ("manual", bob, Message.objects.first())
    assert subjects()[-1].startswith("Rappel, à signer avant le 24")
    travel.shift(timedelta(hours=23, minutes=59))
    with pytest.raises(DomainError, match="un nouveau rappel sera possible"):
        services.remind_signer(signer, actor=bob)
    travel.shift(timedelta(minutes=1))
    services.remind_signer(signer, actor=bob)
    assert Reminder.objects.filter(step="manual").count() == 2


def test_a_reminder_by_hand_is_refused_with_what_to_do(
    freeze: Freeze, school: School, bob: User, alice: User
) -> None:
    travel = freeze(EIGHT)
    row = ask_to_sign(school, bob, MARC, NADIA, due_in=30)
    later = open_ranks(school, bob)
    travel.shift(timedelta(days=2))
    marc = row.signers.get(name=MARC.name)
    with pytest.raises(NotAllowed):
        services.remind_signer(marc, actor=alice)
    with pytest.raises(DomainError, match="pas encore le tour de Nadia"):
        services.remind_signer(later, actor=bob)
    # Two documents wrote to Marc at the same instant; one of the two mails came back.
    sent = Message.objects.get(about_id=marc.pk)
    assert Message.objects.filter(to_email=MARC.email, created_at=sent.created_at).count() == 2
    notifications.record_bounce(sent.message_id, "boîte pleine (5.2.2)")
    with pytest.raises(DomainError, match="revenu non distribué"):
        services.remind_signer(marc, actor=bob)
    assert signer_traces([marc])[marc.pk].bounced_at == clock.now()
    Signer.objects.filter(pk=marc.pk).update(email="")
    with pytest.raises(DomainError, match="pas d’adresse"):
        services.remind_signer(marc, actor=bob)
    assert not Reminder.objects.exists()


def open_ranks(school: School, bob: User) -> Signer:
    """Return a signer whose turn comes after Marc's."""
    second = type(NADIA)(**{**NADIA.__dict__, "rank": 2, "email": "autre@hygial.example"})
    row = ask_to_sign(school, bob, MARC, second)
    return row.signers.get(name=NADIA.name)


@given(span=st.integers(1, 60), skipped=st.sets(st.integers(0, 60)))
def test_whatever_days_the_machine_misses_no_step_comes_twice_nor_late(
    span: int, skipped: set[int]
) -> None:
    first = date(2026, 11, 24)
    due, sent = first + timedelta(days=span), []
    for day in sorted(set(range(61)) - skipped):
        step = due_step(
            invited_on=first, due_on=due, today=first + timedelta(days=day), sent=set(sent)
        )
        if step is None:
            continue
        assert 2 <= day <= span
        assert (step == "d_2") == (span - day <= 2)
        assert step == "d_2" or day >= {"d3": 3, "d7": 7}[step]
        sent.append(step.value)
    assert sent == [step for step in ("d3", "d7", "d_2") if step in sent]
