"""A seal made by a key that never leaves its PKCS#11 token: SoftHSM stands for the hardware."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11.util.ec import encode_named_curve_parameters
from pkcs11.util.rsa import decode_rsa_private_key

from nrc_platform.documents.seals import health
from nrc_platform.documents.seals.checking import check
from nrc_platform.documents.seals.keys import (
    KeyMissing,
    PrivateKey,
    certificate_facts,
    forget_key,
    issue,
    seal_key,
)
from nrc_platform.documents.seals.report import Verdict
from nrc_platform.documents.seals.sealing import FINAL, seal
from tests.documents.sealed import END, START, curve, pdfsig, pem

MODULE, PIN = "/usr/lib/softhsm/libsofthsm2.so", "271828"

# Under CI nothing is skipped: without SoftHSM the tests fail and say so.
pytestmark = [
    pytest.mark.skipif(
        shutil.which("softhsm2-util") is None and os.environ.get("CI") != "true",
        reason="softhsm2 is not installed",
    ),
    # The module reads its configuration once for a process.
    pytest.mark.xdist_group("softhsm"),
]


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A token that holds two keys and their certificates."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(config))
        command = ["softhsm2-util", "--init-token", "--free", "--label", "nrc"]
        command += ["--pin", PIN, "--so-pin", "314159"]
        subprocess.run(command, check=True, capture_output=True)
        root_key = curve()
        root = issue("Racine d’essai", root_key, None, root_key, START, END, ca=True)
        keys: dict[str, PrivateKey] = {
            "courbe": curve(),
            "rsa": rsa.generate_private_key(65537, 2048),
        }
        held = pkcs11.lib(MODULE).get_token(token_label="nrc")
        with held.open(rw=True, user_pin=PIN) as session:
            for label, key in keys.items():
                keep(session, label, key, issue(f"Cachet {label}", key, root, root_key, START, END))
        (folder / "roots.pem").write_bytes(pem(root))
        yield folder / "roots.pem"
        forget_key()


def keep(session: Any, label: str, key: PrivateKey, certificate: x509.Certificate) -> None:
    kind = (
        serialization.PrivateFormat.TraditionalOpenSSL
        if isinstance(key, rsa.RSAPrivateKey)
        else serialization.PrivateFormat.PKCS8
    )
    der = key.private_bytes(serialization.Encoding.DER, kind, serialization.NoEncryption())
    if isinstance(key, rsa.RSAPrivateKey):
        attributes = decode_rsa_private_key(der)
    else:
        attributes = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
            pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.EC,
            pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1"),
            pkcs11.Attribute.VALUE: key.private_numbers().private_value.to_bytes(32, "big"),
            pkcs11.Attribute.SIGN: True,
        }
    common = {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True}
    session.create_object({**attributes, **common, pkcs11.Attribute.SENSITIVE: True})
    session.create_object(
        {
            **common,
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
            pkcs11.Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
        }
    )


@pytest.fixture
def _set(token: Path, settings: Any) -> None:
    settings.SEAL_ROOTS, settings.SEAL_PASSPHRASE = str(token), PIN
    settings.SEAL_DEMO = {}
    forget_key()


@pytest.mark.usefixtures("_set")
@pytest.mark.parametrize("label", ["courbe", "rsa"])
def test_a_key_in_a_token_seals(label: str, settings: Any, bare: bytes, tmp_path: Path) -> None:
    settings.SEAL_PKCS11 = f"module={MODULE};token=nrc;key={label}"
    sealed = seal(bare, field=FINAL, reason="Essai")
    assert seal_key().private is None
    report = check(sealed.content)
    assert report.verdict is Verdict.SEALED
    assert report.certificate_sha256 == sealed.certificate_sha256
    assert certificate_facts().subject == f"CN=Cachet {label}"
    assert "Signature is Valid" in pdfsig(sealed.content, tmp_path)
    assert seal(bare, field=FINAL, reason="Encore").content != sealed.content


@pytest.mark.usefixtures("_set")
@pytest.mark.parametrize(
    ("text", "pin", "said"),
    [
        (f"module={MODULE};token=nrc", PIN, "module=CHEMIN;token=NOM;key=NOM"),
        ("n’importe quoi", PIN, "module=CHEMIN;token=NOM;key=NOM"),
        (f"module={MODULE};token=autre;key=rsa", PIN, "ne répond pas"),
        (f"module={MODULE};token=nrc;key=autre", PIN, "ne répond pas"),
        (f"module={MODULE};token=nrc;key=rsa", "0000", "code PIN"),
        ("module=/nulle/part.so;token=nrc;key=rsa", PIN, "ne répond pas"),
    ],
)
def test_a_token_that_does_not_answer_is_told(
    text: str, pin: str, said: str, settings: Any
) -> None:
    settings.SEAL_PKCS11, settings.SEAL_PASSPHRASE = text, pin
    with pytest.raises(KeyMissing, match=said):
        seal(health.PROBE, field=FINAL, reason="Essai")


@pytest.mark.usefixtures("_set")
def test_a_token_without_a_file_of_roots_is_told(settings: Any) -> None:
    settings.SEAL_PKCS11, settings.SEAL_ROOTS = f"module={MODULE};token=nrc;key=rsa", ""
    with pytest.raises(KeyMissing, match="SEAL_ROOTS"):
        seal(health.PROBE, field=FINAL, reason="Essai")


@pytest.mark.usefixtures("_set")
def test_a_session_that_died_is_opened_again(settings: Any) -> None:
    settings.SEAL_PKCS11 = f"module={MODULE};token=nrc;key=rsa"
    seal(health.PROBE, field=FINAL, reason="Essai")
    seal_key().session.close()
    with pytest.raises(KeyMissing, match="ne répond pas"):
        seal(health.PROBE, field=FINAL, reason="Essai")
    again = seal(health.PROBE, field=FINAL, reason="Essai")
    assert check(again.content).verdict is Verdict.SEALED
