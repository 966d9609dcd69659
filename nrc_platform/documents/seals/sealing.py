"""Sealing a PDF: an invisible certification signature that forbids every later change."""

import asyncio
import hashlib
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import hashes
from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from nrc_platform.documents.seals.keys import NO_PKCS11, KeyMissing, forget_key, seal_key
from nrc_platform.documents.seals.report import FIELDS, FINAL, PRESENTED
from nrc_platform.documents.seals.signer import signer
from nrc_platform.documents.seals.stamping import stamper

__all__ = ["FINAL", "PRESENTED", "Sealed", "seal"]

# In signs of hexadecimal, as pyHanko counts: room for the chain and for any token we accept.
# Measuring it would ask the authority for a stamp thrown away at each seal.
ROOM_WITH_STAMP = 2 * 16_384


@dataclass(frozen=True)
class Sealed:
    """A sealed file; no two seals of the same content have the same bytes."""

    content: bytes
    sha256: str
    certificate_sha256: str
    stamped_at: datetime | None


def seal(content: bytes, *, field: str, reason: str) -> Sealed:
    """
    Return the PDF sealed in a field of that name, which must be one of ours.

    - PAdES, SHA-256, certified with no change allowed: a form filled or a note added breaks it;
    - with `TSA_URL` the seal bears a time-stamp or there is no seal (`NoStamp`); without, none.
    """
    if field not in FIELDS:
        raise ValueError(f"{field} is not the name of a seal of ours.")
    stamping = stamper()
    maker = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=field,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            reason=reason,
        ),
        signer=signer(),
        timestamper=stamping,
        new_field_spec=_field(field),
    )
    writer = IncrementalPdfFileWriter(BytesIO(content))
    room = ROOM_WITH_STAMP if stamping else None
    try:
        signed = _finish(maker.async_sign_pdf(writer, bytes_reserved=room))
    except PKCS11Error as error:
        forget_key()
        raise KeyMissing(NO_PKCS11) from error
    sealed = signed.getvalue()
    return Sealed(
        content=sealed,
        sha256=hashlib.sha256(sealed).hexdigest(),
        certificate_sha256=seal_key().certificate.fingerprint(hashes.SHA256()).hex(),
        stamped_at=stamping.stamped_at if stamping else None,
    )


def _field(name: str) -> fields.SigFieldSpec:
    # Printed, not hidden, off the page: what PDF/A and PDF/UA both accept of a seal not shown.
    invisible = fields.InvisSigSettings(
        set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
    )
    return fields.SigFieldSpec(
        sig_field_name=name,
        on_page=0,
        box=None,
        invis_sig_settings=invisible,
        readable_field_name="Cachet de la plateforme",
    )


def _finish(signing: Coroutine[Any, Any, BytesIO]) -> BytesIO:
    """Run the coroutine to its end, in a thread of its own where a loop already runs."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(signing)
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, signing).result()
