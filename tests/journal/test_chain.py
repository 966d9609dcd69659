"""The database refuses to rewrite the journal, and the chain shows who did it all the same."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from nrc_platform.journal.models import ChainHead, Entry, PersonalValue
from nrc_platform.journal.moves import service
from nrc_platform.journal.selectors import check_chain, history
from nrc_platform.journal.services import erase_personal_values, record
from nrc_platform.people.models import User
from tests.journal import flush


@service
def write(bob: User, about: User, *, mark: str = "12,5") -> None:
    record("probe.first", actor=bob, about=about, data={"n": 1}, personal={"mark": mark})
    record("probe.second", actor=bob, about=about, data={"n": 2})
    record("probe.third", actor=None, about=None)


def test_update_and_delete_are_refused_by_the_database(bob: User, alice: User) -> None:
    write(bob, alice)
    # Foreign keys wait for the commit: an emptying would stumble on them before the trigger.
    connection.check_constraints()
    attempts: list[Callable[[], object]] = [
        lambda: Entry.objects.update(kind="x"),
        lambda: Entry.objects.filter(seq=3).delete(),
        lambda: connection.cursor().execute("UPDATE journal_entry SET kind = 'x'"),
        lambda: connection.cursor().execute("DELETE FROM journal_entry"),
    ]
    if connection.vendor == "postgresql":
        attempts.append(lambda: connection.cursor().execute("TRUNCATE journal_entry CASCADE"))
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert list(Entry.objects.values_list("kind", flat=True)) == [
        "probe.first",
        "probe.second",
        "probe.third",
    ]


def test_a_line_keeps_no_personal_value(bob: User, alice: User) -> None:
    write(bob, alice, mark="canari-17")
    first = Entry.objects.get(seq=1)
    assert "canari-17" not in json.dumps([first.data, first.commitments])
    assert history(alice)[1].data == {"n": 1, "mark": "canari-17"}


def test_two_equal_personal_values_have_different_commitments(bob: User, alice: User) -> None:
    write(bob, alice)
    write(bob, alice)
    kept = {entry.commitments["mark"] for entry in Entry.objects.filter(kind="probe.first")}
    assert len(kept) == 2


def test_erasing_personal_values_leaves_the_chain_whole(bob: User, alice: User) -> None:
    write(bob, alice)
    assert erase_personal_values(about=alice) == 1
    assert history(alice)[1].data == {"n": 1}
    assert check_chain().breaks == []


@contextmanager
def triggers_off() -> Iterator[None]:
    """Act as the owner of the database, who can take the triggers away."""
    off = {"sqlite": flush._sqlite, "postgresql": flush._postgresql}[connection.vendor]
    with off(connection):
        yield


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (lambda: Entry.objects.filter(seq=2).update(data={"n": 9}), "son contenu a changé"),
        (lambda: Entry.objects.filter(seq=2).delete(), "ligne 2 absente"),
        (lambda: Entry.objects.filter(seq=3).delete(), "ne désigne pas la dernière ligne"),
        (lambda: PersonalValue.objects.update(value="20"), "« mark » a changé"),
        (lambda: ChainHead.objects.all().delete(), "ne désigne pas la dernière ligne"),
    ],
)
def test_whoever_rewrites_the_journal_is_seen(
    transactional_db: None,
    bob: User,
    alice: User,
    tamper: Callable[[], object],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(bob, alice)
    call_command("check_journal")
    assert "3 lignes" in capsys.readouterr().out
    with triggers_off():
        tamper()
    assert any(sentence in each for each in check_chain().breaks)
    with pytest.raises(SystemExit) as stopped:
        call_command("check_journal", "--json")
    assert stopped.value.code == 1
    answer = json.loads(capsys.readouterr().out)
    assert sentence in " ".join(answer["chains"][0]["breaks"])


def test_history_asks_two_queries_however_long(
    bob: User, alice: User, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(5):
        write(bob, alice)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(history(alice)) == 10


def test_the_triggers_come_off_and_back_on_by_migration(
    transactional_db: None, bob: User, alice: User
) -> None:
    write(bob, alice)
    MigrationExecutor(connection).migrate([("journal", "0001_initial")])
    try:
        assert Entry.objects.filter(seq=3).update(kind="probe.third") == 1
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("journal"))
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.update(kind="x")
