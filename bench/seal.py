"""Sealing: a convention of the demo under an RSA-3072 key, against printing it."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.test import override_settings

from bench.conventions import convention_facts
from bench.measure import Measure, at_most, cpu_ratio
from internships.pdf.printing import render_convention as render
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from nrc_platform.documents.seals.checking import check
from nrc_platform.documents.seals.keys import issue
from nrc_platform.documents.seals.report import Verdict
from nrc_platform.documents.seals.sealing import PRESENTED, seal

ROUNDS, PASSPHRASE = 11, "mesure"


def _write_key(path: Path) -> None:
    """Write an RSA-3072 key, the kind that providers of seals sell, under a root of its own."""
    root_key, key = (rsa.generate_private_key(65537, 3072) for _ in range(2))
    starts = clock.now() - timedelta(days=1)
    ends = starts + timedelta(days=30)
    root = issue("Racine de la mesure", root_key, None, root_key, starts, ends, ca=True)
    certificate = issue("Cachet de la mesure", key, root, root_key, starts, ends)
    secret = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"mesure", key, certificate, [root], secret)
    )


def seal_convention() -> list[Measure]:
    """Compare the seal of a printed convention, key loaded once, with its warm tuned render."""
    facts = convention_facts(number=301)
    address = documents.verification_address(facts.reference)
    printed = render(facts, address=address).content
    with TemporaryDirectory() as folder:
        path = Path(folder) / "seal.p12"
        _write_key(path)
        with override_settings(
            SEAL_P12=str(path),
            SEAL_PKCS11="",
            SEAL_PASSPHRASE=PASSPHRASE,
            SEAL_ROOTS="",
            TSA_URL="",
        ):
            sealed = seal(printed, field=PRESENTED, reason="Mesure")
            report = check(sealed.content)
            if report.verdict is not Verdict.SEALED or not sealed.content.startswith(printed):
                raise RuntimeError(f"The file is not sealed: {report.verdict}.")
            value = cpu_ratio(
                lambda: seal(printed, field=PRESENTED, reason="Mesure"),
                lambda: render(facts, address=address),
                rounds=ROUNDS,
            )
    return [
        at_most(
            "seal", value, 0.12, unit="ratio of cpu",
            reference="warm tuned render of the same convention, RSA-3072 key", rounds=ROUNDS,
        )
    ]  # fmt: skip
