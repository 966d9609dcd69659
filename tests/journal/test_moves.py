"""The one door for state changes."""

import threading
import uuid

import pytest
from django.db import connection, transaction

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.journal import moves
from nrc_platform.journal.models import Entry
from nrc_platform.journal.selectors import check_chain, history
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from tests.journal.letters import Letter, draft

send = moves.service(moves.apply)


def test_bob_sends_a_letter_and_the_journal_says_so(letters: None, bob: User) -> None:
    school = uuid.uuid4()
    letter = draft(school_id=school)
    sent = send(letter, "send", actor=bob, reason="demande d’Alice", sent_at=clock.now())
    assert (sent.state, sent.version) == ("sent", 2)
    assert Letter.objects.get(pk=letter.pk).state == "sent"
    assert sent.updated_at > letter.updated_at
    fact = history(letter)[0]
    assert fact.kind == "letters.letter.send"
    assert fact.actor_id == bob.pk
    assert (fact.data["from"], fact.data["to"]) == ("draft", "sent")
    assert fact.data["reason"] == "demande d’Alice"
    assert Entry.objects.get().school_id == school
    assert "reason" not in Entry.objects.get().data


def test_a_letter_is_not_sent_twice(letters: None, bob: User) -> None:
    letter = send(draft(), "send", actor=bob, sent_at=clock.now())
    with pytest.raises(DomainError, match="n’est plus possible.*Envoyée"):
        send(letter, "send", actor=bob, sent_at=clock.now())
    assert Entry.objects.count() == 1


def test_a_condition_refuses_a_move(letters: None, bob: User) -> None:
    letter = send(draft(title=""), "send", actor=bob, title="x", sent_at=clock.now())
    Letter.objects.filter(pk=letter.pk).update(title="")
    with pytest.raises(DomainError, match="n’est plus possible"):
        send(letter, "put_away", actor=bob)


def test_a_constraint_that_names_the_state_speaks_french(letters: None, bob: User) -> None:
    letter = draft()
    with pytest.raises(Invalid, match="Une lettre envoyée porte sa date"):
        send(letter, "send", actor=bob)
    assert Letter.objects.get(pk=letter.pk).state == "draft"
    assert not Entry.objects.exists()


def test_a_unique_constraint_that_names_the_state_is_checked(letters: None, bob: User) -> None:
    send(draft(), "send", actor=bob, sent_at=clock.now())
    with pytest.raises(Invalid, match="déjà partie"):
        send(draft(), "send", actor=bob, sent_at=clock.now())


def test_fields_and_the_whole_row_are_checked(letters: None, bob: User) -> None:
    with pytest.raises(Invalid) as caught:
        send(draft(), "send", actor=bob, title="x" * 41, sent_at=clock.now())
    assert list(caught.value.errors) == ["title"]
    with pytest.raises(Invalid, match="Ce titre est interdit"):
        send(draft(), "send", actor=bob, title="interdit", sent_at=clock.now())


def test_a_letter_that_is_gone_is_said_so(letters: None, bob: User) -> None:
    letter = draft()
    Letter.objects.filter(pk=letter.pk).delete()
    with pytest.raises(DomainError, match="n’existe plus"):
        send(letter, "send", actor=bob)


def test_a_move_outside_a_service_is_refused(letters: None, bob: User) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a service"):
        moves.apply(draft(), "send", actor=bob, sent_at=clock.now())


def test_lines_of_a_failed_inner_service_are_forgotten(letters: None, bob: User) -> None:
    @moves.service
    def fails() -> None:
        record("probe.inner", actor=bob, about=None)
        raise DomainError("non")

    @moves.service
    def outer() -> None:
        record("probe.before", actor=bob, about=None)
        with pytest.raises(DomainError):
            fails()
        record("probe.after", actor=bob, about=None)
        assert not Entry.objects.exists()

    outer()
    assert list(Entry.objects.values_list("kind", flat=True)) == ["probe.before", "probe.after"]
    assert check_chain().breaks == []


def test_a_failed_service_leaves_no_line(letters: None, bob: User) -> None:
    @moves.service
    def fails() -> None:
        record("probe.lost", actor=bob, about=None)
        raise DomainError("non")

    with pytest.raises(DomainError):
        fails()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("attempt", range(3))
def test_of_many_teachers_at_once_exactly_one_wins(
    shared_letters: None, bob: User, attempt: int
) -> None:
    letter = draft(title=f"course {attempt}")
    gate = threading.Barrier(8)
    outcomes: list[str] = []

    def race() -> None:
        try:
            gate.wait()
            send(letter, "send", actor=bob, sent_at=clock.now())
            outcomes.append("sent")
        except DomainError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["sent"]
    assert len(history(letter)) == 1
    assert Letter.objects.get(pk=letter.pk).version == 2


def test_many_writers_make_one_unbroken_chain(shared_letters: None, bob: User) -> None:
    @moves.service
    def write(number: int) -> None:
        record("probe.first", actor=bob, about=None, data={"n": number})
        record("probe.second", actor=bob, about=None, data={"n": number})

    def work(number: int) -> None:
        try:
            write(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = check_chain()
    assert (report.lines, report.breaks) == (20, [])
    pairs = list(Entry.objects.values_list("data__n", flat=True))
    assert pairs[::2] == pairs[1::2]
