"""Keys, authorities and sealed files for the tests of seals."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from nrc_platform.documents import engine
from nrc_platform.documents.seals.keys import PrivateKey, issue
from nrc_platform.documents.seals.signer import as_asn1

PASSPHRASE = "phrase de passe d’essai"
START, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
PAGE = """<html lang="fr"><head><title>Convention</title></head><body><main><h1>Convention</h1>
<p>{text}</p></main></body></html>"""


def page(text: str, *attachments: engine.Attached) -> bytes:
    """Print a page that says the text."""
    html = PAGE.replace("{text}", text)
    return engine.render_pdf(html, identifier=b"essai", attachments=attachments).content


def curve() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def make_p12(
    path: Path,
    *,
    key: PrivateKey | None = None,
    starts: datetime = START,
    ends: datetime = END,
    alone: bool = False,
) -> x509.Certificate:
    """Write a key and its certificate under a root of its own; return the certificate."""
    key, root_key = key or curve(), curve()
    root = issue("Racine d’essai", root_key, None, root_key, START, END, ca=True)
    certificate = issue("Cachet d’essai", key, root, root_key, starts, ends)
    secret = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", key, certificate, [] if alone else [root], secret
        )
    )
    return certificate


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


class Authority:
    """A time-stamp authority: its certificate, its key, and what stamps as it does."""

    def __init__(
        self,
        *,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING,
        ends: datetime = END,
        key: rsa.RSAPrivateKey | None = None,
    ) -> None:
        self.key = key or rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horodatage d’essai")])
        self.root_key = curve()
        self.root = issue("Racine des heures", self.root_key, None, self.root_key, START, END,
                          ca=True)  # fmt: skip
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.root.subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(START)
            .not_valid_after(ends)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
            .sign(self.root_key, hashes.SHA256())
        )

    def stamper(self, kind: type[DummyTimeStamper] = DummyTimeStamper, **options: Any) -> Any:
        """Return pyHanko's authority for tests, signing as this one."""
        private = asn1_keys.PrivateKeyInfo.load(
            self.key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return kind(as_asn1(self.certificate), private, **options)


def pdfsig(content: bytes, folder: Path) -> str:
    """Return what another verifier, poppler's, says of the signatures."""
    store, file = folder / "nss", folder / "sealed.pdf"
    if not store.exists():
        # Without a store of certificates, even an empty one, poppler verifies nothing.
        store.mkdir()
        code = "import ctypes, sys; nss = ctypes.CDLL('libnss3.so'); "
        code += "sys.exit(nss.NSS_InitReadWrite(sys.argv[1].encode()) or nss.NSS_Shutdown())"
        subprocess.run([sys.executable, "-c", code, f"sql:{store}"], check=True)
    file.write_bytes(content)
    command = ["pdfsig", "-nocert", "-nssdir", str(store), str(file)]
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False).stdout


def in_an_hour() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)
