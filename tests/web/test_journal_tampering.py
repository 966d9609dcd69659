"""Every single-row edit, deletion, swap and insertion in a chain is found, wherever it is."""

import json
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from nrc_platform.journal import selectors as journal
from nrc_platform.journal.models import Entry, PersonalValue
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import School, User
from nrc_platform.signatures import selectors as signatures
from nrc_platform.signatures.models import ConsentText, Evidence, EvidenceValue, SigningRequest
from nrc_platform.signatures.services import circuit
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.states import Event
from tests.journal import flush
from tests.signatures.rounds import open_round

TRIES = 100
Row = Entry | Evidence
Tamper = Callable[[random.Random], None]


@service
def _note(request: SigningRequest, n: int) -> None:
    events = [Event.INVITED, Event.REMINDED, Event.CODE_SENT, Event.OPENED]
    personal = {"email": f"personne{n}@hygial.example"}
    note(request, events[n % 4], machine=True, data={"n": n}, personal=personal)
    record("probe.line", actor=None, about=request, data={"n": n}, personal={"mark": str(n)})


@pytest.fixture
def owner(db: None, school: School, emil: User) -> Iterator[None]:
    """Chains of four rounds, in the hands of whoever can take the triggers away."""
    circuit.consent_text()
    for _ in range(4):
        request = open_round(school, emil)
        for n in range(5):
            _note(request, n)
    # Foreign keys wait for the commit: PostgreSQL would not touch a trigger before them.
    connection.check_constraints()
    off = {"sqlite": flush._sqlite, "postgresql": flush._postgresql}[connection.vendor]
    with off(connection):
        point = transaction.savepoint()
        yield
        # What the test did waits for the commit, too: taken back, the triggers come back.
        transaction.savepoint_rollback(point)


def _breaks() -> list[str]:
    checks = {**journal.chains(), **signatures.chains()}
    return [sentence for check in checks.values() for sentence in check().breaks]


def _any(model: type[Any], dice: random.Random) -> Any:
    return dice.choice(list(model.objects.order_by("pk")))


def _edit_entry(dice: random.Random) -> None:
    row = _any(Entry, dice)
    change: dict[str, Any] = dice.choice(
        [
            {"kind": f"{row.kind}.x"},
            {"data": {**row.data, "n": -1}},
            {"actor_id": uuid.uuid4()},
            {"object_id": uuid.uuid4()},
            {"school_id": uuid.uuid4()},
            {"commitments": {**row.commitments, "x": "0" * 64}},
            {"prev_hash": "1" * 64},
            {"hash": f"{dice.getrandbits(256):064x}"},
        ]
    )
    Entry.objects.filter(pk=row.pk).update(**change)


def _edit_evidence(dice: random.Random) -> None:
    row = _any(Evidence, dice)
    other = Event.SIGNED_BY_ALL if row.event != Event.SIGNED_BY_ALL else Event.VOIDED
    change: dict[str, Any] = dice.choice(
        [
            {"event": other},
            {"data": {**row.data, "n": -1}},
            {"actor_id": uuid.uuid4()},
            {"commitments": {**row.commitments, "x": "0" * 64}},
            {"prev_hash": "1" * 64},
            {"hash": f"{dice.getrandbits(256):064x}"},
        ]
    )
    Evidence.objects.filter(pk=row.pk).update(**change)


def _delete(model: type[Any], value: type[Any], key: str) -> Tamper:
    def tamper(dice: random.Random) -> None:
        row = _any(model, dice)
        values = value.objects.filter(**{key: row.pk})
        values._raw_delete(values.db)
        rows = model.objects.filter(pk=row.pk)
        rows._raw_delete(rows.db)

    return tamper


def _swap(model: type[Any], names: tuple[str, ...]) -> Tamper:
    """Exchange what two rows say, their seals included."""

    def tamper(dice: random.Random) -> None:
        one, two = dice.sample(list(model.objects.order_by("pk")), 2)
        mine = {name: getattr(one, name) for name in names}
        theirs = {name: getattr(two, name) for name in names}
        # A seal is unique: it steps aside while the two change places.
        model.objects.filter(pk=one.pk).update(hash="-")
        model.objects.filter(pk=two.pk).update(**mine)
        model.objects.filter(pk=one.pk).update(**theirs)

    return tamper


def _insert_entry(dice: random.Random) -> None:
    """Add a line that seals itself, at the end: the head knows nothing of it."""
    last = Entry.objects.order_by("-seq")[0]
    row = Entry(seq=last.seq + 1, kind="probe.x", prev_hash=last.hash, data={"n": dice.random()})
    row.hash = row.seal()
    row.save(force_insert=True)


def _insert_evidence(dice: random.Random) -> None:
    """Add a line that follows the last of its round and seals itself."""
    request = _any(SigningRequest, dice)
    last = request.evidence.order_by("-number")[0]
    row = Evidence(
        request=request,
        number=last.number + 1,
        event=Event.REMINDED,
        actor_kind="machine",
        prev_hash=last.hash,
        data={"n": str(dice.random())},
    )
    row.hash = row.seal()
    row.save(force_insert=True)


ENTRY = ("kind", "at", "data", "commitments", "prev_hash", "hash", "object_id", "actor_id")
LINE = ("event", "at", "data", "commitments", "prev_hash", "hash")
TAMPERS: dict[str, Tamper] = {
    "edit a line of the journal": _edit_entry,
    "delete a line of the journal": _delete(Entry, PersonalValue, "entry_id"),
    "swap two lines of the journal": _swap(Entry, ENTRY),
    "insert a line into the journal": _insert_entry,
    "edit a line of evidence": _edit_evidence,
    "delete a line of evidence": _delete(Evidence, EvidenceValue, "evidence_id"),
    "swap two lines of evidence": _swap(Evidence, LINE),
    "insert a line of evidence": _insert_evidence,
}


def test_each_single_row_tampered_with_is_found(owner: None) -> None:
    assert _breaks() == []
    missed = dict.fromkeys(TAMPERS, 0)
    for kind, tamper in TAMPERS.items():
        for number in range(TRIES):
            point = transaction.savepoint()
            tamper(random.Random(f"{kind} {number}"))
            missed[kind] += not _breaks()
            transaction.savepoint_rollback(point)
    assert missed == dict.fromkeys(TAMPERS, 0)
    assert _breaks() == []


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (lambda: EvidenceValue.objects.update(value="x"), "la valeur « email » a changé"),
        (lambda: PersonalValue.objects.update(value="x"), "la valeur « mark » a changé"),
        (lambda: ConsentText.objects.update(body="Autre chose."), "texte sign, version 1"),
        (
            lambda: SigningRequest.objects.update(facts={"hours": "0"}),
            "les faits figés ont changé",
        ),
        (lambda: Evidence.objects.filter(number=6).delete(), "la preuve qu’elle cite est absente"),
    ],
)
def test_what_lies_beside_a_chain_is_held_against_it(
    owner: None,
    tamper: Callable[[], object],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if sentence.startswith("la preuve"):
        EvidenceValue.objects.filter(evidence__number=6).delete()
    tamper()
    assert any(sentence in each for each in _breaks())
    with pytest.raises(SystemExit) as stopped:
        call_command("check_journal", "--json")
    assert stopped.value.code == 1
    found = json.loads(capsys.readouterr().out)["chains"]
    assert [each["name"] for each in found] == ["journal", "preuves", "consentements"]
    assert sentence in json.dumps(found, ensure_ascii=False)


def test_erased_values_leave_every_chain_whole(owner: None) -> None:
    EvidenceValue.objects.all().delete()
    PersonalValue.objects.all().delete()
    assert _breaks() == []


def test_the_walk_asks_as_many_queries_however_long(
    owner: None, school: School, emil: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(9):
        _breaks()
    _note(open_round(school, emil), 1)
    with django_assert_num_queries(9):
        _breaks()
