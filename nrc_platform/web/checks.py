"""The check of a file or a reference: registry, rounds, avenants and seal put together."""

import fcntl
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches

from internships.selectors.amended import last_signed_avenant
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document, Standing
from nrc_platform.documents.seals.checking import check
from nrc_platform.documents.seals.report import Report
from nrc_platform.documents.verdicts import (
    NOWHERE,
    Around,
    Change,
    Decision,
    Round,
    bears_our_name,
    decide,
    decide_reference,
)
from nrc_platform.signatures.selectors import standing_of
from nrc_platform.signatures.services import tokens

logger = logging.getLogger(__name__)

PER_MINUTE = 10
CHILDREN = 2
TOO_MANY = (
    "Trop de vérifications viennent d’être demandées depuis votre connexion. Attendez une minute, "
    "puis recommencez."
)
BUSY = "Deux fichiers sont déjà en cours d’examen. Attendez quelques secondes, puis recommencez."


class TooManyChecks(DomainError):
    """Too many requests from one place, or too many files being read at once; 429."""

    status = 429


@dataclass(frozen=True)
class Found:
    """What was asked, the registry's answer, and the decision."""

    sha256: str
    answer: documents.Answer
    decision: Decision
    examined: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as a program reads it; never a name."""
        document = self.answer.document
        return {
            "state": self.answer.state,
            "verdict": str(self.decision.code),
            "title": self.decision.title,
            "sentence": self.decision.text,
            "sha256": self.sha256,
            "reference": document.printed_reference if document else None,
            "version": document.version if document else None,
        }


def _around(document: Document | None) -> Around:
    """Return what stands around a document. At most three queries."""
    if document is None or document.standing == Standing.ISSUED:
        return NOWHERE
    fact = standing_of(document)
    change = None
    if document.standing == Standing.FINAL:
        last = last_signed_avenant(document.source_kind, document.source_id)
        change = Change(*last) if last else None
    if fact is None:
        return Around(change=change)
    return Around(
        round=Round(fact.state, fact.signed, fact.total, fact.last_at),
        change=change,
        presented_sha256=fact.presented_sha256,
    )


def by_reference(reference: str) -> Found:
    """Look a printed reference up. At most five queries."""
    answer = documents.verify_reference(reference)
    found = Found("", answer, decide_reference(answer, _around(answer.document)))
    return _logged("reference", found)


def by_sha256(sha256: str) -> Found:
    """Look a hash up. At most five queries."""
    answer = documents.verify_sha256(sha256)
    return _logged("sha256", Found(sha256, answer, decide(answer, _around(answer.document))))


def examine(content: bytes) -> Found:
    """
    Look the hash of a file up; read its seal in a process apart when the registry is not enough.

    A signed file is read even when its hash is known: what it carries must be what was shown.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    answer = documents.verify_sha256(sha256)
    around = _around(answer.document)
    known = answer.document
    report: Report | None = None
    if known is None or (known.standing == Standing.FINAL and around.presented_sha256):
        report = check(content)
    decision = decide(answer, around, report, named=bears_our_name(content))
    return _logged("file", Found(sha256, answer, decision, examined=report is not None))


def _logged(how: str, found: Found) -> Found:
    """Write down that a check was made: the head of the hash and the verdict, never the file."""
    shown = found.sha256[:12] or "-"
    logger.info("verification by=%s sha256=%s verdict=%s", how, shown, found.decision.code)
    return found


def upload(content: bytes, ip: str) -> Found:
    """
    Check a file given on the page, within the limits of its origin and of this machine.

    A hash that the registry knows is enough there: no process starts for it.
    """
    count_request("upload", ip)
    found = by_sha256(hashlib.sha256(content).hexdigest())
    if found.answer.known:
        return found
    with one_child():
        return examine(content)


def count_request(kind: str, ip: str) -> None:
    """Count a request of that origin, and refuse the eleventh of one minute."""
    minute = int(clock.now().timestamp()) // 60
    key = f"verification:{kind}:{tokens.hashed('origin', ip)}:{minute}"
    counts = caches["throttle"]
    counts.add(key, 0, 120)
    if counts.incr(key) > PER_MINUTE:
        raise TooManyChecks(TOO_MANY, code="too_many")


@contextmanager
def one_child() -> Iterator[None]:
    """
    Hold one of the two places where a file may be read, on this machine, or refuse.

    A lock of the system, that a killed process gives back: a counter would stay up.
    """
    folder = Path(settings.VAR_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    for rank in range(CHILDREN):
        descriptor = os.open(folder / f"verification-{rank}", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        try:
            yield
        finally:
            os.close(descriptor)
        return
    raise TooManyChecks(BUSY, code="busy")
