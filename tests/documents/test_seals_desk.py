"""The verifier kept at hand: the same verdicts as a fresh one, and another when it falls."""

import os
import signal
import sys
import threading

import pytest

from nrc_platform.documents.seals import checking
from nrc_platform.documents.seals.checking import SealDoubtful, check, validate_own
from nrc_platform.documents.seals.desk import Desk, DeskSilent
from nrc_platform.documents.seals.report import FINAL, PRESENTED
from nrc_platform.documents.seals.sealing import Sealed

HERE = os.getcwd()


def test_the_verifier_at_hand_says_what_a_fresh_one_says(presented: Sealed, final: Sealed) -> None:
    changed = bytearray(final.content)
    changed[len(changed) // 3] ^= 1
    files = [presented.content, final.content, final.content + b"\n", bytes(changed), b"PDF"]
    assert [checking._check_at_desk(file) for file in files] == [check(file) for file in files]


def test_one_verifier_serves_file_after_file(presented: Sealed) -> None:
    validate_own(presented.content, field=PRESENTED)
    first = checking._DESK._child
    validate_own(presented.content, field=PRESENTED)
    assert first is not None
    assert checking._DESK._child is first


def test_a_verifier_that_was_killed_is_replaced(presented: Sealed) -> None:
    validate_own(presented.content, field=PRESENTED)
    killed = checking._DESK._child
    assert killed is not None
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    validate_own(presented.content, field=PRESENTED)
    assert checking._DESK._child is not killed


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(3)",
        "import sys; sys.stdin.buffer.readline(); print('pas du JSON', flush=True); input()",
        "import sys; sys.stdin.buffer.readline(); print('{}', flush=True); input()",
        "import time; time.sleep(30)",
    ],
)
def test_nothing_is_delivered_when_the_verifier_dies_or_raves(
    code: str, presented: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk([sys.executable, "-c", code], HERE)
    monkeypatch.setattr(checking, "_DESK", desk)
    monkeypatch.setattr(checking, "WALL_SECONDS", 1)
    with pytest.raises(SealDoubtful, match="notre propre vérification"):
        validate_own(presented.content, field=PRESENTED)
    desk.close()


def test_a_verifier_that_does_not_answer_is_ended() -> None:
    desk = Desk([sys.executable, "-c", "import time; time.sleep(30)"], HERE)
    with pytest.raises(DeskSilent):
        desk.ask(b"ordre\n", seconds=0.3)
    assert desk._child is None


def test_answers_do_not_cross(presented: Sealed, final: Sealed) -> None:
    wrong: list[str | None] = []

    def judge(sealed: Sealed, field: str) -> None:
        for _turn in range(3):
            found = checking._check_at_desk(sealed.content).field
            if found != field:
                wrong.append(found)

    threads = [
        threading.Thread(target=judge, args=pair)
        for pair in ((presented, PRESENTED), (final, FINAL), (presented, PRESENTED))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert wrong == []


def test_the_verifier_ends_with_its_asker(presented: Sealed) -> None:
    validate_own(presented.content, field=PRESENTED)
    child = checking._DESK._child
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=10) == 0
