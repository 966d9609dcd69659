"""
The seal key behind one door: a PKCS#12 file or a PKCS#11 token, loaded once per process.

No pyHanko here: a web process may ask for the roots and for the dates of the certificate.
"""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from nrc_platform.jobs.errors import TryAgain

NOT_SET = (
    "Le cachet des documents n’est pas réglé\u00a0: indiquez SEAL_P12 et SEAL_PASSPHRASE, ou "
    "SEAL_PKCS11 et SEAL_PASSPHRASE, puis redémarrez."
)
NO_FILE = (
    "Le fichier de la clé du cachet (SEAL_P12) est introuvable ou illisible par le serveur. "
    "Remettez-le à sa place avec les bons droits\u00a0; le travail reprendra seul."
)
DOES_NOT_OPEN = (
    "La clé du cachet ne s’ouvre pas\u00a0: SEAL_PASSPHRASE n’est pas la bonne phrase de passe, "
    "ou le fichier SEAL_P12 est abîmé. Corrigez, puis redémarrez."
)
INCOMPLETE = (
    "Le fichier SEAL_P12 doit contenir une clé RSA ou à courbe elliptique et son certificat. "
    "Exportez-le de nouveau avec les deux."
)
BAD_PKCS11 = (
    "SEAL_PKCS11 ne se lit pas\u00a0: écrivez module=CHEMIN;token=NOM;key=NOM, puis redémarrez."
)
NO_PKCS11 = (
    "Le support de la clé du cachet (SEAL_PKCS11) ne répond pas\u00a0: vérifiez le module, le nom "
    "du jeton, celui de la clé et de son certificat, et le code PIN (SEAL_PASSPHRASE)."
)
NO_ROOT = (
    "L’autorité qui a signé le certificat du cachet manque\u00a0: ajoutez-la au fichier SEAL_P12, "
    "ou indiquez un fichier PEM dans SEAL_ROOTS."
)
NO_TSA_ROOT = (
    "Le fichier des autorités d’horodatage (TSA_ROOTS) est introuvable ou ne contient pas de "
    "certificat PEM. Remettez-le à sa place\u00a0; le travail reprendra seul."
)
DEMO_DAYS = 730

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class KeyMissing(TryAgain):
    """No key to seal with, or no root to check against; tried again once somebody mended it."""

    code = "seal_key"


@dataclass(frozen=True, eq=False)
class SealKey:
    """The key and its certificates; a key that stays in its token has a session instead."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    private: PrivateKey | None
    session: Any = None
    label: str = ""


@dataclass(frozen=True)
class CertificateFacts:
    """What is shown of the seal certificate."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime


def seal_key() -> SealKey:
    """
    Return the key that seals, loaded on first use.

    A renewed file is loaded anew without a restart, and a session of a token is never shared with
    a forked process.
    """
    if settings.SEAL_PKCS11:
        return _token(settings.SEAL_PKCS11, settings.SEAL_PASSPHRASE)
    path, passphrase = _archive()
    return _open_archive(path, passphrase, _changed_at(path, NO_FILE))


def forget_key() -> None:
    """Have the key loaded again next time: the session of a token may have died."""
    _close_tokens()
    _open_archive.cache_clear()


def trusted_roots() -> tuple[x509.Certificate, ...]:
    """
    Return the roots that a seal of ours must chain to.

    Those of `SEAL_ROOTS` when it is set: it lists the present root and the older ones, and the
    key itself is then not needed to check. Else the root that lies beside the key.
    """
    if settings.SEAL_ROOTS:
        path = str(settings.SEAL_ROOTS)
        return _read_roots(path, _changed_at(path, NO_ROOT), NO_ROOT)
    if settings.SEAL_PKCS11:
        raise KeyMissing(NO_ROOT)
    roots = tuple(one for one in seal_key().chain if one.subject == one.issuer)
    if not roots:
        raise KeyMissing(NO_ROOT)
    return roots


def stamp_roots() -> tuple[x509.Certificate, ...]:
    """Return the roots of the time-stamp authorities, or none when `TSA_ROOTS` is not set."""
    if not settings.TSA_ROOTS:
        return ()
    path = str(settings.TSA_ROOTS)
    return _read_roots(path, _changed_at(path, NO_TSA_ROOT), NO_TSA_ROOT)


def certificate_facts() -> CertificateFacts:
    """Return who the seal certificate names, who issued it, and until when it holds."""
    certificate = seal_key().certificate
    return CertificateFacts(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def _archive() -> tuple[str, str]:
    if settings.SEAL_P12:
        return str(settings.SEAL_P12), settings.SEAL_PASSPHRASE
    if not settings.SEAL_DEMO:
        raise KeyMissing(NOT_SET)
    path, passphrase = make_demo_key(**settings.SEAL_DEMO)
    return str(path), passphrase


def _changed_at(path: str, sentence: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError as error:
        raise KeyMissing(sentence) from error


@lru_cache(maxsize=4)
def _open_archive(path: str, passphrase: str, changed_at: int) -> SealKey:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise KeyMissing(NO_FILE) from error
    try:
        found = pkcs12.load_pkcs12(content, passphrase.encode() or None)
    except ValueError as error:
        raise KeyMissing(DOES_NOT_OPEN) from error
    private, certificate = found.key, found.cert
    if certificate is None or not isinstance(
        private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        raise KeyMissing(INCOMPLETE)
    chain = tuple(one.certificate for one in found.additional_certs)
    return SealKey(certificate.certificate, chain, private)


# One at a time: to log in twice is refused. A forked process has a session of its own.
_open_tokens: dict[tuple[str, str, int], SealKey] = {}


def _token(text: str, pin: str) -> SealKey:
    named = (text, pin, os.getpid())
    if named not in _open_tokens:
        _close_tokens()
        _open_tokens[named] = _open_token(text, pin)
    return _open_tokens[named]


def _close_tokens() -> None:
    for (_, _, process), key in _open_tokens.items():
        if process == os.getpid():
            with suppress(pkcs11.PKCS11Error):
                key.session.close()
    _open_tokens.clear()


def _open_token(text: str, pin: str) -> SealKey:
    parts = dict(part.strip().partition("=")[::2] for part in text.split(";"))
    if not all(parts.get(name) for name in ("module", "token", "key")):
        raise KeyMissing(BAD_PKCS11)
    label = parts["key"]
    roots = trusted_roots()
    try:
        token = pkcs11.lib(parts["module"]).get_token(token_label=parts["token"])
        session = token.open(user_pin=pin)
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        # A module that does not load is a RuntimeError.
        raise KeyMissing(NO_PKCS11) from error
    try:
        session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
        certificate = x509.load_der_x509_certificate(_certificate_of(session, label))
    except (pkcs11.PKCS11Error, ValueError) as error:
        session.close()
        raise KeyMissing(NO_PKCS11) from error
    return SealKey(certificate, roots, None, session=session, label=label)


def _certificate_of(session: Any, label: str) -> bytes:
    """Return the one certificate of that label; none, or two, is a ValueError."""
    named = {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.LABEL: label,
    }
    (found,) = session.get_objects(named)
    return bytes(found[pkcs11.Attribute.VALUE])


@lru_cache(maxsize=4)
def _read_roots(path: str, changed_at: int, sentence: str) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    except (OSError, ValueError) as error:
        raise KeyMissing(sentence) from error


def make_demo_key(
    folder: Path, *, since: datetime | None = None, days: int = DEMO_DAYS
) -> tuple[Path, str]:
    """
    Return the key of the demo and its passphrase, made on first use.

    - two processes that start at once make one key: the second waits for the first;
    - the passphrase is written before the archive that it opens, and both are renamed into place:
      an archive that exists is whole and opens.
    """
    archive, secret = folder / "seal.p12", folder / "seal_passphrase"
    if not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder / ".seal.lock"):
            if not archive.exists():
                passphrase = secrets.token_urlsafe(32)
                _write_private(secret, passphrase.encode())
                starts = since or datetime.now(UTC) - timedelta(hours=1)
                _write_private(archive, _demo_archive(passphrase, starts, days))
    return archive, secret.read_text(encoding="ascii")


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let one process at a time go on; the others wait."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _write_private(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    os.replace(name, target)


def _demo_archive(passphrase: str, starts: datetime, days: int) -> bytes:
    """Return a seal certificate under a root of its own, whose private key is not kept."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ends = starts + timedelta(days=days)
    root = issue(
        "BTS NRC, autorité de démonstration", root_key, None, root_key, starts, ends, ca=True
    )
    certificate = issue("BTS NRC, cachet de démonstration", key, root, root_key, starts, ends)
    return pkcs12.serialize_key_and_certificates(
        b"cachet",
        key,
        certificate,
        [root],
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def issue(
    name: str,
    key: PrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: PrivateKey,
    starts: datetime,
    ends: datetime,
    *,
    ca: bool = False,
) -> x509.Certificate:
    """Return a certificate for the demo, the tests and the bench: a root, or one that seals."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca,
                key_encipherment=False, data_encipherment=False, key_agreement=False,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, hashes.SHA256())
    )  # fmt: skip
