"""A time-stamp that does not hold in every way is refused, and the next authority is asked."""

import http.server
import logging
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nrc_platform.documents.seals import health, stamping
from nrc_platform.documents.seals.checking import SealDoubtful, check, validate_own
from nrc_platform.documents.seals.keys import KeyMissing
from nrc_platform.documents.seals.report import Verdict
from nrc_platform.documents.seals.sealing import FINAL, Sealed, seal
from nrc_platform.documents.seals.stamping import NoStamp
from nrc_platform.jobs.errors import TryAgain
from tests.documents.sealed import Authority, pdfsig, pem
from tests.documents.stamps import TIMEOUT, Desk, scripts

# Only the chain is wrong: without TSA_ROOTS, nothing says so.
BY_CHAIN = {"other-root", "not-for-stamps", "expired"}
WRONG = """
500 404 429 moved hang late drip-head drip-body
closed empty garbage text wrong-type too-long token-too-long half
cut-short more-after rejected waiting granted-nothing not-a-statement wrong-imprint wrong-nonce
no-nonce replay other-algorithm yesterday tomorrow broken-signature stolen-name other-root
not-for-stamps expired
""".split()


@pytest.fixture(scope="module")
def desk(authority: Authority) -> Iterator[str]:
    """The address of the authority, to which the name of a script is added."""
    Desk.scripts = scripts(authority)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _quick(
    monkeypatch: pytest.MonkeyPatch, settings: Any, authority: Authority, tmp_path: Path
) -> None:
    monkeypatch.setattr(stamping, "TIMEOUT_SECONDS", TIMEOUT)
    (tmp_path / "tsa.pem").write_bytes(pem(authority.root))
    settings.TSA_ROOTS = str(tmp_path / "tsa.pem")
    Desk.asked.clear()


def sealed() -> Sealed:
    return seal(health.PROBE, field=FINAL, reason="Essai")


def nobody() -> str:
    """Return an address where nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}/refuse"


def test_a_right_stamp_is_kept_in_the_seal(desk: str, settings: Any, tmp_path: Path) -> None:
    settings.TSA_URL = f"{desk}/right"
    file = sealed()
    assert Desk.asked == ["/right"], "one question for each seal"
    assert file.stamped_at is not None
    assert abs(file.stamped_at - datetime.now(UTC)) < timedelta(minutes=1)
    report = check(file.content)
    assert report.verdict is Verdict.SEALED
    assert report.stamped_at == file.stamped_at
    assert report.stamp_trusted
    validate_own(file.content, field=FINAL)
    assert "Signature is Valid" in pdfsig(file.content, tmp_path)


def test_without_an_authority_there_is_no_stamp_and_nobody_is_asked(
    desk: str, settings: Any
) -> None:
    settings.TSA_URL = ""
    file = sealed()
    assert file.stamped_at is None
    assert check(file.content).stamped_at is None
    assert Desk.asked == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_gives_no_seal_and_the_next_authority_is_asked(
    name: str, desk: str, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TSA_URL = f"{desk}/{name}"
    with caplog.at_level(logging.WARNING), pytest.raises(NoStamp, match="horodatage") as refused:
        sealed()
    assert isinstance(refused.value, TryAgain)
    assert Desk.asked == [f"/{name}"]
    assert "time-stamp authority 127.0.0.1" in caplog.text
    settings.TSA_URL = f"{desk}/{name} {desk}/right"
    assert sealed().stamped_at is not None
    assert Desk.asked == [f"/{name}", f"/{name}", "/right"]


def test_every_way_of_answering_wrongly_is_tried(desk: str) -> None:
    assert sorted([*WRONG, "right"]) == sorted(Desk.scripts)
    assert len(WRONG) >= 30


def test_an_authority_that_is_down_is_passed_over(desk: str, settings: Any) -> None:
    settings.TSA_URL = f"{nobody()} {desk}/right"
    assert sealed().stamped_at is not None
    settings.TSA_URL = f"{nobody()} {nobody()}"
    with pytest.raises(NoStamp):
        sealed()
    settings.TSA_URL = f"{nobody()} {desk}/500"
    with pytest.raises(NoStamp):
        sealed()


def test_the_second_authority_rests_while_the_first_answers(desk: str, settings: Any) -> None:
    settings.TSA_URL = f"{desk}/right {desk}/500"
    sealed()
    assert Desk.asked == ["/right"]


@pytest.mark.parametrize("name", sorted(BY_CHAIN))
def test_without_roots_of_authorities_a_stamp_is_told_but_not_vouched_for(
    name: str, desk: str, settings: Any
) -> None:
    settings.TSA_ROOTS = ""
    settings.TSA_URL = f"{desk}/{name}"
    file = sealed()
    report = check(file.content)
    assert report.verdict is Verdict.SEALED
    assert report.stamped_at == file.stamped_at
    assert not report.stamp_trusted


def test_a_seal_whose_stamp_cannot_be_believed_is_not_delivered(
    desk: str, settings: Any, tmp_path: Path
) -> None:
    settings.TSA_URL = f"{desk}/right"
    file = sealed()
    (tmp_path / "later.pem").write_bytes(pem(Authority().root))
    settings.TSA_ROOTS = str(tmp_path / "later.pem")
    assert check(file.content).stamped_at is None
    with pytest.raises(SealDoubtful):
        validate_own(file.content, field=FINAL)


def test_a_seal_that_lost_its_stamp_is_not_delivered(desk: str, settings: Any) -> None:
    file = sealed()
    validate_own(file.content, field=FINAL)
    settings.TSA_URL = f"{desk}/right"
    with pytest.raises(SealDoubtful):
        validate_own(file.content, field=FINAL)


def test_a_lost_file_of_authorities_is_our_fault_and_not_theirs(desk: str, settings: Any) -> None:
    settings.TSA_URL, settings.TSA_ROOTS = f"{desk}/right", "/nulle/part.pem"
    with pytest.raises(KeyMissing, match="TSA_ROOTS"):
        sealed()
    assert Desk.asked == []
