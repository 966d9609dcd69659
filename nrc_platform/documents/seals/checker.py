"""
The verifier as a process of its own: `python -m nrc_platform.documents.seals.checker`.

It knows neither Django nor our keys. A first line of JSON gives the roots, the revoked
certificates and the size of each file; the files follow. One line of JSON comes back for each.
With `--stay` orders follow one another until the asker is gone.
"""

import asyncio
import json
import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509

from nrc_platform.documents.seals.reading import Trust, judge
from nrc_platform.documents.seals.report import Report, Verdict

CPU_SECONDS, MEMORY_BYTES, WALL_SECONDS = 10, 512 << 20, 20
_SHUT = ("socket.", "subprocess.", "os.exec", "os.system", "os.posix_spawn", "os.fork", "ctypes.")


def main() -> None:
    """Answer one order; with `--stay`, each order until the asker closes its end."""
    logging.disable(logging.CRITICAL)
    stays = "--stay" in sys.argv[1:]
    source = sys.stdin.buffer
    while line := source.readline():
        _answer_order(json.loads(line), apart=stays)
        if not stays:
            break


def _answer_order(order: dict[str, Any], *, apart: bool) -> None:
    """Judge each file within its limits, in a process of its own unless this one is for it."""
    trust = Trust(
        roots=_certificates(order["roots"]),
        stamp_roots=_certificates(order["stamp_roots"]),
        revoked=frozenset(order["revoked"]),
    )
    sizes = order["sizes"]
    for size in sizes:
        content = sys.stdin.buffer.read(size)
        if apart or len(sizes) > 1:
            _judge_apart(content, trust)
        else:
            _answer(sys.stdout.fileno(), _judged(content, trust))


def _certificates(text: str) -> tuple[Any, ...]:
    if not text:
        return ()
    found = pem.unarmor(text.encode("ascii"), multiple=True)
    return tuple(x509.Certificate.load(der) for _, _, der in found)


def _judged(content: bytes, trust: Trust) -> Report:
    # The loop opens a pair of sockets for itself: made before the doors are shut.
    loop = asyncio.new_event_loop()
    _bound()
    sys.addaudithook(_refuse)
    try:
        return judge(content, trust, loop)
    except BaseException:  # noqa: BLE001
        # Not even an exit or an interrupt asked for by a file may pass for another answer.
        return Report(Verdict.UNREADABLE)


def _bound() -> None:
    """Let the process use so much more than it does now, write no file and leave no core."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + MEMORY_BYTES
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    cpu = int(spent) + 1 + CPU_SECONDS
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    signal.alarm(WALL_SECONDS)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse the network and other programs; what is hooked so cannot be unhooked."""
    if event.startswith(_SHUT):
        raise PermissionError(event)


def _judge_apart(content: bytes, trust: Trust) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _answer(writing, _judged(content, trust))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        line = pipe.read()
    os.waitpid(child, 0)
    if line.endswith(b"\n"):
        os.write(sys.stdout.fileno(), line)
    else:
        _answer(sys.stdout.fileno(), Report(Verdict.UNREADABLE))


def _answer(descriptor: int, report: Report) -> None:
    line = json.dumps(report.as_dict()).encode() + b"\n"
    while line:
        line = line[os.write(descriptor, line) :]


if __name__ == "__main__":
    main()
    # No clean-up: nothing that a file left behind may still run.
    os._exit(0)
