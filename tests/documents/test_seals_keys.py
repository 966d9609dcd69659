"""The seal key: where it comes from, what is said when it is missing, and the one of the demo."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from nrc_platform.documents.seals import health
from nrc_platform.documents.seals.checking import check
from nrc_platform.documents.seals.keys import (
    KeyMissing,
    certificate_facts,
    make_demo_key,
    seal_key,
    trusted_roots,
)
from nrc_platform.documents.seals.report import Verdict
from nrc_platform.documents.seals.sealing import FINAL, seal
from nrc_platform.documents.seals.signer import LoadedSigner, signer
from nrc_platform.jobs.errors import TryAgain
from tests.documents.sealed import PASSPHRASE, curve, make_p12, pem

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def p12(settings: Any, tmp_path: Path) -> Path:
    """A key of its own, named by the settings."""
    path = tmp_path / "seal.p12"
    make_p12(path)
    settings.SEAL_P12, settings.SEAL_PASSPHRASE = str(path), PASSPHRASE
    return path


def refused(match: str) -> None:
    with pytest.raises(KeyMissing, match=match) as error:
        seal(health.PROBE, field=FINAL, reason="Essai")
    assert isinstance(error.value, TryAgain)
    assert error.value.retry


def test_a_wrong_passphrase_is_told(p12: Path, settings: Any) -> None:
    settings.SEAL_PASSPHRASE = "autre"
    refused("SEAL_PASSPHRASE n’est pas la bonne")
    settings.SEAL_PASSPHRASE = ""
    refused("SEAL_PASSPHRASE n’est pas la bonne")


def test_a_missing_file_is_told_and_the_work_goes_on_once_it_is_back(
    p12: Path, settings: Any
) -> None:
    p12.rename(p12.with_suffix(".away"))
    refused("SEAL_P12.* est introuvable")
    p12.with_suffix(".away").rename(p12)
    assert seal(health.PROBE, field=FINAL, reason="Essai").content


def test_a_file_that_is_no_archive_is_told(p12: Path) -> None:
    p12.write_bytes(b"bonjour")
    refused("SEAL_P12 est abîmé")


def test_an_archive_without_its_key_is_told(p12: Path, settings: Any) -> None:
    certificate = make_p12(p12)
    archive = pkcs12.serialize_key_and_certificates(b"x", None, certificate, None, NoEncryption())
    p12.write_bytes(archive)
    settings.SEAL_PASSPHRASE = ""
    refused("une clé RSA ou à courbe elliptique")


def test_nothing_set_is_told(settings: Any) -> None:
    settings.SEAL_DEMO = {}
    refused("indiquez SEAL_P12 et SEAL_PASSPHRASE")


def test_a_key_without_its_root_is_told_and_a_file_of_roots_mends_it(
    p12: Path, settings: Any, tmp_path: Path
) -> None:
    root = trusted_roots()[0]
    sealed = seal(health.PROBE, field=FINAL, reason="Essai").content
    make_p12(p12, alone=True)
    with pytest.raises(KeyMissing, match="SEAL_ROOTS"):
        check(sealed)
    (tmp_path / "roots.pem").write_bytes(pem(root))
    settings.SEAL_ROOTS = str(tmp_path / "roots.pem")
    assert check(sealed).verdict is Verdict.SEALED
    (tmp_path / "roots.pem").write_bytes(b"rien")
    with pytest.raises(KeyMissing, match="SEAL_ROOTS"):
        check(sealed)


def test_a_file_sealed_under_an_older_root_stays_verifiable(
    p12: Path, settings: Any, tmp_path: Path
) -> None:
    older = trusted_roots()[0]
    sealed = seal(health.PROBE, field=FINAL, reason="Essai").content
    make_p12(p12)
    newer = trusted_roots()[0]
    assert newer != older, "a renewed file is read without a restart"
    assert check(sealed).verdict is Verdict.OTHER_ISSUER
    (tmp_path / "roots.pem").write_bytes(pem(newer, older))
    settings.SEAL_ROOTS = str(tmp_path / "roots.pem")
    assert check(sealed).verdict is Verdict.SEALED
    fresh = seal(health.PROBE, field=FINAL, reason="Essai").content
    assert check(fresh).verdict is Verdict.SEALED


def test_a_check_needs_roots_and_no_key(presented: Any, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_bytes(pem(*trusted_roots()))
    settings.SEAL_ROOTS, settings.SEAL_DEMO = str(tmp_path / "roots.pem"), {}
    assert check(presented.content).verdict is Verdict.SEALED


def test_the_key_is_loaded_once(p12: Path) -> None:
    assert seal_key() is seal_key()
    assert signer() is signer()
    assert isinstance(signer(), LoadedSigner)


@pytest.mark.parametrize("kind", ["ec256", "ec384", "rsa2048"])
def test_every_kind_of_key_seals(kind: str, p12: Path, bare: bytes) -> None:
    makers: dict[str, Any] = {
        "ec256": curve,
        "ec384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
    }
    make_p12(p12, key=makers[kind]())
    assert check(seal(bare, field=FINAL, reason="x").content).verdict is Verdict.SEALED


def test_the_facts_of_the_certificate_are_told(p12: Path) -> None:
    starts = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = make_p12(p12, starts=starts, ends=starts + timedelta(days=700))
    facts = certificate_facts()
    assert facts.subject == "CN=Cachet d’essai"
    assert facts.issuer == "CN=Racine d’essai"
    assert int(facts.serial, 16) == certificate.serial_number
    assert len(facts.fingerprint) == 64
    assert (facts.not_before, facts.not_after) == (starts, starts + timedelta(days=700))


def test_the_demo_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    path, passphrase = make_demo_key(folder)
    assert path == folder / "seal.p12"
    for name in ("seal.p12", "seal_passphrase"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    found = pkcs12.load_pkcs12(path.read_bytes(), passphrase.encode())
    assert found.cert is not None
    certificate = found.cert.certificate
    assert "cachet de démonstration" in certificate.subject.rfc4514_string()
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    life = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert life == timedelta(days=730)
    root = found.additional_certs[0].certificate
    certificate.verify_directly_issued_by(root)
    assert root.public_key() != certificate.public_key(), "the key of the root is not kept"
    assert {one.name for one in folder.iterdir()} == {
        "seal.p12", "seal_passphrase", ".seal.lock",
    }  # fmt: skip


def test_the_demo_makes_its_key_once(tmp_path: Path) -> None:
    first, passphrase = make_demo_key(tmp_path)
    kept = first.read_bytes()
    assert make_demo_key(tmp_path) == (first, passphrase)
    assert first.read_bytes() == kept


def test_a_first_start_cut_short_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "seal_passphrase").write_text("d’un essai coupé", encoding="utf-8")
    path, passphrase = make_demo_key(tmp_path)
    assert pkcs12.load_pkcs12(path.read_bytes(), passphrase.encode()).key is not None


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from cryptography.hazmat.primitives.serialization import pkcs12\n"
        "from nrc_platform.documents.seals.keys import make_demo_key\n"
        "sys.stdin.readline()\n"
        "path, passphrase = make_demo_key(Path(sys.argv[1]))\n"
        "found = pkcs12.load_pkcs12(path.read_bytes(), passphrase.encode())\n"
        "print(found.cert.certificate.serial_number)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "keys")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=env) for _ in range(6)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert len({process.communicate()[0] for process in started}) == 1
    assert {process.returncode for process in started} == {0}
