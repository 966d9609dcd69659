"""
Our own verdict on a PDF, given by a fresh process that a hostile file may break alone.

No pyHanko here: a web process may call it.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from nrc_platform.documents.seals.desk import Desk, DeskSilent
from nrc_platform.documents.seals.keys import stamp_roots, trusted_roots
from nrc_platform.documents.seals.report import Report, Verdict
from nrc_platform.jobs.errors import TryAgain

logger = logging.getLogger(__name__)
_waiting: ContextVar[list[tuple[bytes, str]] | None] = ContextVar("seals_waiting", default=None)

WALL_SECONDS = 20
_COMMAND = [
    sys.executable,
    "-E",
    "-s",
    "-W",
    "ignore",
    "-m",
    "nrc_platform.documents.seals.checker",
]
_DESK = Desk([*_COMMAND, "--stay"], str(settings.BASE_DIR))
DOUBTFUL = (
    "Le cachet posé sur le document n’a pas passé notre propre vérification\u00a0: rien n’est "
    "délivré et le travail reprendra seul. Si cela dure, vérifiez la clé du cachet, SEAL_ROOTS, "
    "SEAL_REVOKED et TSA_ROOTS."
)


class SealDoubtful(TryAgain):
    """A seal that we just made is not one that we would accept."""

    code = "seal_doubtful"


def check(content: bytes) -> Report:
    """
    Return the verdict on a file; whatever goes wrong with it is `unreadable`.

    The registry of hashes is asked first by the caller: a hash that we know needs no verdict, and
    a seal alone tells neither an older version from the newest nor one file of ours from another.
    """
    return check_all([content])[0]


def check_all(contents: Sequence[bytes]) -> list[Report]:
    """Return the verdict on each file, from one process that gives each file one of its own."""
    given = _order(contents)
    try:
        done = subprocess.run(  # noqa: S603
            _COMMAND,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing of ours goes in: neither the passphrase of the key nor any other secret.
            env={"LC_ALL": "C.UTF-8"},
            cwd=settings.BASE_DIR,
            timeout=WALL_SECONDS * max(1, len(contents)),
            check=False,
        )
        lines = done.stdout.splitlines()
        reports = [Report.from_dict(json.loads(line)) for line in lines]
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        logger.warning("a file was not verified within its limits")
        reports = []
    missing = len(contents) - len(reports)
    return reports + [Report(Verdict.UNREADABLE)] * missing


def validate_own(sealed: bytes, *, field: str) -> None:
    """
    Refuse to go on unless a fresh process finds our seal, of that field, on the file.

    Where time-stamps are asked for, one that can be believed must be found too. Within
    `checked_later`, the answer waits for `check_together`.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((sealed, field))
        return
    _require_sealed(_check_at_desk(sealed), field)


def _check_at_desk(sealed: bytes) -> Report:
    """Return the verdict on a file of our own, from the verifier that is kept loaded."""
    try:
        return Report.from_dict(json.loads(_DESK.ask(_order([sealed]), seconds=WALL_SECONDS)))
    except (DeskSilent, ValueError, KeyError, TypeError):
        logger.warning("our own file was not verified within its limits")
        return Report(Verdict.UNREADABLE)


def _order(contents: Sequence[bytes]) -> bytes:
    """Return what the verifier reads: a line of JSON, then the files."""
    order = {
        "roots": _pem(trusted_roots()),
        "stamp_roots": _pem(stamp_roots()),
        "revoked": [one.lower().replace(":", "") for one in settings.SEAL_REVOKED],
        "sizes": [len(content) for content in contents],
    }
    return b"".join((json.dumps(order).encode(), b"\n", *contents))


@contextmanager
def checked_later() -> Iterator[list[tuple[bytes, str]]]:
    """
    Leave the check of what is sealed meanwhile to `check_together`: for building a past.

    Real work never waits: nothing may be complete before its own seal is checked.
    """
    waiting: list[tuple[bytes, str]] = []
    token = _waiting.set(waiting)
    try:
        yield waiting
    finally:
        _waiting.reset(token)


def check_together(sealed: Sequence[tuple[bytes, str]]) -> None:
    """Refuse unless each file bears our seal in its field; one process for all."""
    reports = check_all([content for content, _field in sealed])
    for report, (_content, field) in zip(reports, sealed, strict=True):
        _require_sealed(report, field)


def _require_sealed(report: Report, field: str) -> None:
    stamped = report.stamped_at is not None or not settings.TSA_URL
    if report.verdict is not Verdict.SEALED or report.field != field or not stamped:
        logger.error("own seal refused: %s, field %s", report.verdict, report.field)
        raise SealDoubtful(DOUBTFUL)


def _pem(certificates: Sequence[x509.Certificate]) -> str:
    return "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in certificates)
