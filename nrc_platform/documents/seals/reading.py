"""Judging a PDF: whether it bears our seal, whole, and what happened to it otherwise."""

import asyncio
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from nrc_platform.documents.seals.report import FIELDS, Embedded, Report, Verdict

_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_STRUCTURE = re.compile(rb"\bxref\b|startxref|\d\s+obj\b|/ByteRange")
MAX_RANGES, MAX_ATTACHMENTS, MAX_DEPTH, MAX_NAME = 8, 50, 8, 255


@dataclass(frozen=True)
class Trust:
    """What a seal is held against: certificates as pyHanko reads them, revoked fingerprints."""

    roots: tuple[Any, ...]
    stamp_roots: tuple[Any, ...] = ()
    revoked: frozenset[str] = frozenset()

    def chain(self, moment: datetime | None) -> ValidationContext:
        """Return the context of a seal: our roots only, no fetching, at that moment."""
        return ValidationContext(trust_roots=self.roots, allow_fetching=False, moment=moment)

    def stamps(self, moment: datetime | None) -> ValidationContext:
        """Return the context of a time-stamp."""
        return ValidationContext(trust_roots=self.stamp_roots, allow_fetching=False, moment=moment)


def judge(content: bytes, trust: Trust, loop: asyncio.AbstractEventLoop) -> Report:
    """
    Return the verdict on a file.

    When the whole file is not sealed, the part before what may have been added is judged alone:
    if that is a seal of ours, the file was changed after it, whatever the addition hides.
    """
    try:
        whole = loop.run_until_complete(_whole(content, trust))
    except Exception:  # noqa: BLE001
        # Whatever breaks the reader, in whatever way, is a file that cannot be verified.
        whole = Report(Verdict.UNREADABLE)
    if whole.verdict is Verdict.SEALED:
        return whole
    for end in _ends(content):
        try:
            start = loop.run_until_complete(_whole(content[:end], trust))
        except Exception:  # noqa: BLE001, S112
            # Not a seal that ends there; the next one may.
            continue
        if start.verdict is Verdict.SEALED:
            tail = content[end:]
            edited = _STRUCTURE.search(tail)
            verdict = Verdict.REVISION_ADDED if edited else Verdict.BYTES_ADDED
            return replace(start, verdict=verdict, added=len(tail))
    return whole


def _ends(content: bytes) -> list[int]:
    """Return where signed parts shorter than the file end, the longest first."""
    ends = set()
    for found in list(_RANGE.finditer(content))[:MAX_RANGES]:
        ends.add(int(found[2]) + int(found[3]))
    return sorted((end for end in ends if end < len(content)), reverse=True)


async def _whole(content: bytes, trust: Trust) -> Report:
    try:
        reader = PdfFileReader(BytesIO(content), strict=True)
        signatures = reader.embedded_regular_signatures
        if signatures:
            return await _signed(content, reader, signatures, trust)
        return _unsealed(reader)
    except Exception:
        # Files of other makers break rules of the format that ours never do: read without a
        # seal they are merely unsealed.
        lenient = PdfFileReader(BytesIO(content), strict=False)
        if lenient.embedded_signatures:
            raise
        return _unsealed(lenient)


def _unsealed(reader: PdfFileReader) -> Report:
    if reader.encrypted:
        raise ValueError("What it holds cannot be read.")
    if not isinstance(reader.root["/Pages"]["/Count"], int):
        raise ValueError("No pages.")
    return Report(Verdict.UNSEALED, attachments=_attachments(reader))


@dataclass(frozen=True)
class _Seen:
    """What the first signature of the file shows."""

    signature: EmbeddedPdfSignature
    status: PdfSignatureStatus
    report: Report
    chains: bool
    in_time: bool


async def _signed(
    content: bytes, reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], trust: Trust
) -> Report:
    seen = await _see(reader, signatures[0], trust)
    end = sum(int(part) for part in list(seen.signature.byte_range)[2:4])
    if not (seen.status.intact and seen.status.valid):
        verdict = Verdict.CONTENT_CHANGED
    elif not seen.chains or seen.report.field not in FIELDS:
        verdict = Verdict.OTHER_ISSUER
    elif seen.report.certificate_sha256 in trust.revoked:
        verdict = Verdict.CERTIFICATE_REVOKED
    elif len(signatures) > 1 or not await _covered(content, reader, seen, trust):
        return replace(seen.report, verdict=Verdict.REVISION_ADDED, added=len(content) - end)
    elif not _as_we_seal(content, seen):
        verdict = Verdict.CONTENT_CHANGED
    elif not seen.in_time:
        verdict = Verdict.CERTIFICATE_EXPIRED
    else:
        verdict = Verdict.SEALED
    return replace(seen.report, verdict=verdict)


async def _see(reader: PdfFileReader, signature: EmbeddedPdfSignature, trust: Trust) -> _Seen:
    """
    Validate a signature at the moment it was made.

    A certificate that has expired since does not undo a seal made while it held. The moment is
    the time-stamp's when it can be believed, else the one that the seal claims: the hash kept in
    the registry, not the claim, is what proves the date then.
    """
    claimed = signature.self_reported_timestamp
    status = await _validate(signature, trust, claimed)
    stamp = status.timestamp_validity
    holds = stamp is not None and stamp.intact and stamp.valid
    if stamp is not None and holds and stamp.timestamp != claimed:
        status = await _validate(signature, trust, stamp.timestamp)
        stamp = status.timestamp_validity
    believed = bool(holds and stamp and (stamp.trusted or not trust.stamp_roots))
    certificate = signature.signer_cert
    in_time = bool(status.trusted)
    chains = in_time
    if not in_time:
        early = certificate.not_valid_before + timedelta(seconds=1)
        chains = bool((await _validate(signature, trust, early)).trusted)
    report = Report(
        Verdict.UNREADABLE,
        field=str(signature.field_name)[:MAX_NAME],
        signed_at=claimed,
        stamped_at=stamp.timestamp if stamp and believed else None,
        stamp_trusted=bool(stamp and holds and stamp.trusted),
        certificate_sha256=hashlib.sha256(certificate.dump()).hexdigest(),
        # What a changed file carries proves nothing, and may not even unpack.
        attachments=_attachments(reader) if status.intact else (),
    )
    return _Seen(signature, status, report, chains, in_time)


async def _validate(
    signature: EmbeddedPdfSignature, trust: Trust, moment: datetime | None
) -> PdfSignatureStatus:
    return await async_validate_pdf_signature(signature, trust.chain(moment), trust.stamps(moment))


async def _covered(content: bytes, reader: PdfFileReader, seen: _Seen, trust: Trust) -> bool:
    """Say whether nothing follows the seal but time-stamps of an authority that we trust."""
    stamps = reader.embedded_timestamp_signatures
    last: Any = seen.status
    for signature in stamps:
        moment = signature.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        last = await async_validate_pdf_timestamp(signature, trust.stamps(moment))
        if not (last.intact and last.valid and last.trusted):
            return False
    allowed = seen.status.modification_level in (
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
    )
    ending = stamps[-1] if stamps else seen.signature
    return bool(
        allowed
        and seen.status.docmdp_ok
        and last.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and all(_contiguous(content, one) for one in (seen.signature, *stamps))
        and sum(int(part) for part in list(ending.byte_range)[2:4]) == len(content)
    )


def _contiguous(content: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Say whether the signature skips its own hexadecimal signs and nothing else."""
    start, before, after, _ = (int(part) for part in signature.byte_range)
    return (
        start == 0
        and content[before : before + 1] == b"<"
        and content[after - 1 : after] == b">"
        and after - before == 2 * len(signature.pkcs7_content) + 2
    )


def _as_we_seal(content: bytes, seen: _Seen) -> bool:
    """
    Say whether the seal is of the shape that we make.

    It allows no change, and what it does not cover, the room left after it, is empty.
    """
    held = seen.signature.pkcs7_content
    room = held[_size(held) :]
    return (
        seen.signature.docmdp_level == MDPPerm.NO_CHANGES
        and bool(seen.status.seed_value_ok)
        and not room.strip(b"\x00")
        and (seen.status.timestamp_validity is None or _stamp_holds(seen.status))
    )


def _stamp_holds(status: PdfSignatureStatus) -> bool:
    stamp = status.timestamp_validity
    return bool(stamp and stamp.intact and stamp.valid)


def _size(held: bytes) -> int:
    """Return how many bytes the outermost DER value takes."""
    first = held[1]
    if first < 0x80:
        return 2 + first
    count = first & 0x7F
    return 2 + count + int.from_bytes(held[2 : 2 + count], "big")


def _attachments(reader: PdfFileReader) -> tuple[Embedded, ...]:
    try:
        tree = reader.root["/Names"]["/EmbeddedFiles"]
    except KeyError:
        return ()
    found = []
    for name, described in _named(tree, 0):
        stream = described["/EF"]["/F"]
        shown = str(described.get("/UF", name))[:MAX_NAME]
        found.append(Embedded(shown, hashlib.sha256(stream.data).hexdigest()))
        if len(found) == MAX_ATTACHMENTS:
            break
    return tuple(found)


def _named(node: Any, depth: int) -> Iterator[tuple[Any, generic.DictionaryObject]]:
    if depth > MAX_DEPTH:
        raise ValueError("A tree of names too deep.")
    names = node.get("/Names", ())
    for at in range(0, len(names) - 1, 2):
        yield names[at], names[at + 1]
    for child in node.get("/Kids", ()):
        yield from _named(child, depth + 1)
