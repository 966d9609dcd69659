"""Sealing a PDF: an invisible certification signature that forbids every later change."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from nrc_platform.documents.seals.keys import (
    NO_PKCS11,
    KeyMissing,
    SealKey,
    forget_key,
    seal_key,
)
from nrc_platform.documents.seals.report import FIELDS, FINAL, PRESENTED
from nrc_platform.documents.seals.signer import signer
from nrc_platform.documents.seals.stamping import MAX_TOKEN, finish, stamper

__all__ = ["FINAL", "PRESENTED", "Sealed", "seal"]

# What a seal takes beside its certificates: an RSA-4096 signature is 512 bytes, its attributes and
# the names in them a few hundred.
SIGNATURE_ROOM = 2_048


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
    room = _room(seal_key(), stamped=stamping is not None)
    try:
        signed = finish(maker.async_sign_pdf(writer, bytes_reserved=room))
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


def _room(key: SealKey, *, stamped: bool) -> int:
    """
    Return the room for the seal, in signs of hexadecimal.

    Left to itself pyHanko measures it by signing twice, and by asking the authority for a stamp
    that it throws away.
    """
    chain = sum(len(one.public_bytes(Encoding.DER)) for one in (key.certificate, *key.chain))
    return 2 * (chain + SIGNATURE_ROOM + (MAX_TOKEN if stamped else 0))


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
