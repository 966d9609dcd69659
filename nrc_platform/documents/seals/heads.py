"""
The head of the journal, time-stamped once a day and kept in a file outside the database.

Whoever rewrites the journal, hashes included, cannot rewrite what an authority said of its head.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import cms
from django.conf import settings
from django.utils import timezone

from nrc_platform.core import clock
from nrc_platform.documents.seals.keys import KeyMissing, alone, stamp_roots
from nrc_platform.documents.seals.signer import as_asn1
from nrc_platform.documents.seals.stamping import NoStamp, finish, read_token, stamper
from nrc_platform.documents.storage import write_whole
from nrc_platform.jobs.errors import TryAgain
from nrc_platform.journal import selectors as journal

ALGORITHM = "sha256"
ENDING = ".json"
# The day is that of our clock; near midnight, the authority's may be a day apart.
NEIGHBOUR = timedelta(days=1)
NO_STAMP = (
    "Aucun service d’horodatage (TSA_URL) n’a donné de réponse valable\u00a0: la tête du journal "
    "n’est pas horodatée aujourd’hui. Vérifiez l’adresse, le réseau et l’heure du serveur\u00a0; "
    "le travail reprendra seul."
)


@dataclass(frozen=True)
class Head:
    """The last line of the journal as it was on a day: its rank and its hash (64 hexadecimals)."""

    day: date
    seq: int
    hash: str

    @property
    def name(self) -> str:
        """Return the name of its file: « 2026-11-24-2725.json »."""
        return f"{self.day.isoformat()}-{self.seq}{ENDING}"

    def digest(self) -> bytes:
        """Return what is stamped: the SHA-256 of « 2026-11-24 2725 <hash> »."""
        return hashlib.sha256(f"{self.day.isoformat()} {self.seq} {self.hash}".encode()).digest()


@dataclass
class HeadsReport:
    """What the files of stamped heads prove of the journal; no break means that all hold."""

    stamped: int = 0
    last: Head | None = None
    last_at: datetime | None = None
    # Whether the authorities are known by `TSA_ROOTS`.
    vouched: bool = False
    breaks: list[str] = field(default_factory=list)


def stamp_today() -> str:
    """
    Have the present head stamped unless this day has its file; return the name of the file.

    - an empty journal has no head: nothing is asked, and the name is empty;
    - no file is ever written over; of two workers, the second keeps the first's.
    """
    seq, line_hash = journal.head()
    head = Head(clock.today(), seq, line_hash)
    kept = _name_of_day(head.day)
    asks = stamper()
    if kept or not seq or asks is None:
        return kept
    try:
        token = finish(asks.async_timestamp(head.digest(), ALGORITHM))
    except NoStamp as error:
        raise TryAgain(NO_STAMP, code=error.code) from error
    folder = Path(settings.HEADS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / ".lock"):
        kept = _name_of_day(head.day)
        if not kept:
            write_whole(folder / head.name, _written(head, token.dump()))
    return kept or head.name


def check_heads() -> HeadsReport:
    """Hold each stamped head against its stamp and against the journal. One query."""
    report = HeadsReport(vouched=bool(settings.TSA_ROOTS))
    try:
        trusted = [as_asn1(one) for one in stamp_roots()]
    except KeyMissing as error:
        report.breaks.append(error.message)
        return report
    proven = list(_proven(trusted, report))
    lines = journal.hashes({head.seq for head, _moment in proven})
    for head, moment in proven:
        if lines.get(head.seq) != head.hash:
            report.breaks.append(
                f"{head.name}\u00a0: la ligne {head.seq}, horodatée le "
                f"{timezone.localtime(moment):%d/%m/%Y à %H:%M}, n’est plus celle du journal"
            )
            continue
        report.stamped += 1
        report.last, report.last_at = head, moment
    return report


def _proven(trusted: list[Any], report: HeadsReport) -> Iterator[tuple[Head, datetime]]:
    """Give the heads whose stamp holds, by day, with its moment; tell of the others."""
    for path in sorted(Path(settings.HEADS_DIR).glob(f"*{ENDING}")):
        try:
            head, token = _read(path)
        except (OSError, ValueError, KeyError, TypeError):
            report.breaks.append(f"{path.name}\u00a0: ce fichier ne se lit pas")
            continue
        try:
            moment = finish(read_token(token, head.digest(), ALGORITHM, trusted))
        except Exception:  # noqa: BLE001
            # A damaged token may break the reader in any way.
            report.breaks.append(
                f"{path.name}\u00a0: son horodatage ne prouve pas cette tête (fichier modifié, ou "
                "autorité absente de TSA_ROOTS)"
            )
            continue
        day = timezone.localtime(moment).date()
        if path.name != head.name or abs(day - head.day) > NEIGHBOUR:
            report.breaks.append(
                f"{path.name}\u00a0: ce nom n’est pas celui de la tête horodatée le {day:%d/%m/%Y}"
            )
            continue
        yield head, moment


def _name_of_day(day: date) -> str:
    found = sorted(Path(settings.HEADS_DIR).glob(f"{day.isoformat()}-*{ENDING}"))
    return found[0].name if found else ""


def _written(head: Head, token: bytes) -> bytes:
    shape = {
        "day": head.day.isoformat(),
        "seq": head.seq,
        "hash": head.hash,
        "token": base64.b64encode(token).decode("ascii"),
    }
    return json.dumps(shape, indent=1).encode() + b"\n"


def _read(path: Path) -> tuple[Head, Any]:
    shape = json.loads(path.read_bytes())
    head = Head(date.fromisoformat(shape["day"]), int(shape["seq"]), str(shape["hash"]))
    token = base64.b64decode(shape["token"], validate=True)
    return head, cms.ContentInfo.load(token, strict=True)
