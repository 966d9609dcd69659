"""The head of the journal, stamped each day: what a rewritten journal cannot get round."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from nrc_platform.core import clock
from nrc_platform.documents.jobs import STAMP_HEAD
from nrc_platform.documents.seals import heads, stamping
from nrc_platform.documents.seals.heads import check_heads, stamp_today
from nrc_platform.jobs.handlers import is_tireless
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.runner import perform
from nrc_platform.jobs.states import JobState
from nrc_platform.journal.models import GENESIS, ChainHead, Entry
from nrc_platform.journal.moves import service
from nrc_platform.journal.selectors import check_chain
from nrc_platform.journal.services import record
from tests.conftest import NOON
from tests.documents.sealed import Authority, pem
from tests.documents.stamps import TIMEOUT, Desk
from tests.jobs.factories import JobFactory
from tests.jobs.sealed import stamp_desk
from tests.journal import flush

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def known(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The settings that name an authority, asked by all the tests."""
    with stamp_desk(tmp_path_factory.mktemp("authority"), authority) as found:
        yield found


@pytest.fixture(autouse=True)
def desk(
    known: dict[str, str], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The address of the authority, to which the name of a script is added."""
    monkeypatch.setattr(stamping, "TIMEOUT_SECONDS", TIMEOUT)
    settings.HEADS_DIR = tmp_path / "heads"
    settings.TSA_URL, settings.TSA_ROOTS = known["NRC_TEST_TSA"], known["NRC_TEST_TSA_ROOTS"]
    Desk.asked.clear()
    return known["NRC_TEST_TSA"].removesuffix("right")


@service
def write(count: int = 3) -> None:
    for n in range(count):
        record("probe.line", actor=None, about=None, data={"n": n})


@contextmanager
def owner() -> Iterator[None]:
    """Hold the database as whoever can take its triggers away."""
    off = {"sqlite": flush._sqlite, "postgresql": flush._postgresql}[connection.vendor]
    # Foreign keys wait for the commit: PostgreSQL would not touch a trigger before them.
    connection.check_constraints()
    with off(connection):
        yield
        connection.check_constraints()


def rewrite(seq: int) -> None:
    """Change a line, and make every hash again."""
    off = {"sqlite": flush._sqlite, "postgresql": flush._postgresql}[connection.vendor]
    connection.check_constraints()
    with off(connection):
        Entry.objects.filter(seq=seq).update(data={"n": "autre"})
        previous = GENESIS
        for entry in Entry.objects.order_by("seq"):
            entry.prev_hash, entry.hash = previous, ""
            previous = entry.hash = entry.seal()
            entry.save(update_fields=["prev_hash", "hash"])
        ChainHead.objects.update(hash=previous)
    assert check_chain().breaks == []


def files() -> list[Path]:
    return sorted(Path(settings.HEADS_DIR).glob("*.json"))


def work(job: Job) -> Job:
    Job.objects.filter(pk=job.pk).update(run_at=clock.now())
    perform(job.pk)
    job.refresh_from_db()
    return job


def test_a_job_stamps_the_head_and_the_file_proves_it(
    freeze: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    freeze()
    write()
    job = work(JobFactory(kind=STAMP_HEAD, payload={}))
    assert (job.state, job.result) == (JobState.DONE, {"head": "2026-11-24-3.json"})
    [path] = files()
    held = json.loads(path.read_bytes())
    assert (held["day"], held["seq"]) == ("2026-11-24", 3)
    assert held["hash"] == Entry.objects.get(seq=3).hash
    write()
    report = check_heads()
    assert (report.stamped, report.vouched, report.breaks) == (1, True, [])
    call_command("check_journal")
    said = capsys.readouterr().out
    assert "1 tête du journal, la dernière le 24/11/2026 à 12:00 (ligne 3)." in said


def test_without_an_authority_nothing_is_stamped_filed_nor_claimed(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TSA_URL = settings.TSA_ROOTS = ""
    write()
    job = work(JobFactory(kind=STAMP_HEAD, payload={}))
    assert (job.state, job.result, files()) == (JobState.DONE, None, [])
    call_command("check_journal")
    assert "aucune tête du journal n’est prouvée" in capsys.readouterr().out


@pytest.mark.parametrize(("address", "filed"), [("", False), ("https://tsa.example/", True)])
def test_it_is_filed_each_night_where_an_authority_is_set(address: str, *, filed: bool) -> None:
    code = "from nrc_platform.settings import base; print(*base.NIGHTLY_JOBS)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TSA_URL": address},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (STAMP_HEAD in told.stdout.split()) is filed


@pytest.mark.parametrize("seq", [1, 3])
def test_a_rewritten_journal_is_told_though_its_hashes_were_made_again(
    seq: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    stamp_today()
    write()
    rewrite(seq)
    with pytest.raises(SystemExit, match="1"):
        call_command("check_journal", "--json")
    found = json.loads(capsys.readouterr().out)
    assert [each["breaks"] for each in found["chains"]] == [[], [], []]
    [sentence] = found["heads"]["breaks"]
    assert "la ligne 3, horodatée le" in sentence
    assert (found["heads"]["stamped"], found["heads"]["last_at"]) == (0, None)


def test_a_line_written_after_the_stamp_is_not_what_it_proves() -> None:
    write()
    stamp_today()
    write()
    rewrite(4)
    assert check_heads().breaks == []


def test_a_journal_put_back_to_before_its_stamp_is_told(settings: Any) -> None:
    write(2)
    stamp_today()
    [path] = files()
    settings.HEADS_DIR = path.parent.parent / "later"
    write(1)
    stamp_today()
    [later] = files()
    with owner():
        Entry.objects.filter(seq=3).delete()
        ChainHead.objects.update(seq=2, hash=Entry.objects.get(seq=2).hash)
    assert check_chain().breaks == []
    assert check_heads().breaks[0].startswith(f"{later.name}\u00a0: la ligne 3")


TAMPERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "token": lambda held: held.update(token=held["token"][:-40] + "AAAA" + held["token"][-36:]),
    "token cut short": lambda held: held.update(
        token=held["token"][: len(held["token"]) // 8 * 4]
    ),
    "token of nothing": lambda held: held.update(token=""),
    "hash": lambda held: held.update(hash="0" * 64),
    "rank": lambda held: held.update(seq=2),
    "day": lambda held: held.update(day="2020-01-01"),
    "no day": lambda held: held.pop("day"),
}


@pytest.mark.parametrize("name", TAMPERS)
def test_a_file_tampered_with_proves_nothing_and_is_told(name: str) -> None:
    write()
    stamp_today()
    [path] = files()
    held = json.loads(path.read_bytes())
    TAMPERS[name](held)
    path.write_text(json.dumps(held))
    report = check_heads()
    [sentence] = report.breaks
    assert (report.stamped, sentence.startswith(path.name)) == (0, True)


def test_a_file_that_is_not_ours_or_bears_another_name_is_told() -> None:
    write()
    stamp_today()
    [path] = files()
    path.rename(path.with_name("2019-05-02-3.json"))
    (path.parent / "x.json").write_text("[]")
    report = check_heads()
    assert report.stamped == 0
    assert ["n’est pas celui de la tête" in each for each in report.breaks] == [True, False]
    assert report.breaks[1] == "x.json\u00a0: ce fichier ne se lit pas"


def test_a_head_stamped_by_another_authority_is_refused_once_ours_are_known(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    stamp_today()
    settings.TSA_ROOTS = ""
    call_command("check_journal")
    assert "Autorité non vérifiée\u00a0: TSA_ROOTS" in capsys.readouterr().out
    (tmp_path / "others.pem").write_bytes(pem(Authority().root))
    settings.TSA_ROOTS = str(tmp_path / "others.pem")
    assert "autorité absente de TSA_ROOTS" in check_heads().breaks[0]
    settings.TSA_ROOTS = "/nulle/part.pem"
    assert "TSA_ROOTS" in check_heads().breaks[0]


def test_an_authority_that_is_down_is_asked_until_it_answers(desk: str, settings: Any) -> None:
    write()
    assert is_tireless(STAMP_HEAD)
    job = JobFactory(kind=STAMP_HEAD, payload={})
    settings.TSA_URL = f"{desk}500 {desk}closed"
    for tries in (1, 2):
        work(job)
        assert (job.state, job.attempts, files()) == (JobState.PENDING, tries, [])
        assert "la tête du journal n’est pas horodatée" in job.last_error
    settings.TSA_URL = f"{desk}500 {desk}right"
    assert work(job).state == JobState.DONE
    assert Desk.asked[-2:] == ["/500", "/right"]
    assert check_heads().stamped == 1


def test_of_several_days_that_wait_the_last_one_alone_asks(desk: str, settings: Any) -> None:
    settings.TSA_URL = f"{desk}500"
    with time_machine.travel(NOON - DAY):
        write()
        before = work(JobFactory(kind=STAMP_HEAD, payload={}))
    with time_machine.travel(NOON):
        today = work(JobFactory(kind=STAMP_HEAD, payload={}))
        assert (before.state, today.state) == (JobState.PENDING, JobState.PENDING)
        settings.TSA_URL = f"{desk}right"
        Desk.asked.clear()
        assert (work(before).state, before.result) == (JobState.DONE, None)
        assert Desk.asked == []
        assert work(today).result == {"head": "2026-11-24-3.json"}


def test_a_second_run_on_the_same_day_keeps_the_first_file() -> None:
    assert (stamp_today(), files(), Desk.asked) == ("", [], []), "an empty journal has no head"
    write()
    name = stamp_today()
    [path] = files()
    content = path.read_bytes()
    write()
    assert stamp_today() == name
    assert (files(), path.read_bytes(), Desk.asked) == ([path], content, ["/right"])
    with time_machine.travel(clock.now() + DAY):
        assert stamp_today().endswith("-6.json")
    assert (check_heads().stamped, len(files())) == (2, 2)


def test_of_two_workers_at_once_the_second_keeps_the_first_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write()
    asked = stamping.Stamper.async_timestamp
    other: list[str] = []

    async def slowly(self: Any, *given: Any) -> Any:
        token = await asked(self, *given)
        name = heads.Head(clock.today(), 2, "a" * 64).name
        Path(settings.HEADS_DIR, name).parent.mkdir()
        Path(settings.HEADS_DIR, name).write_text("{}")
        other.append(name)
        return token

    monkeypatch.setattr(stamping.Stamper, "async_timestamp", slowly)
    assert [stamp_today()] == other == [path.name for path in files()]
