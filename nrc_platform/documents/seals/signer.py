"""The key as pyHanko signs with it."""

from functools import lru_cache
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from nrc_platform.documents.seals.keys import SealKey, seal_key

_HASHES: dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class LoadedSigner(Signer):
    """
    Signs with a key that is already loaded.

    `SimpleSigner` loads and checks the key anew at each signature: three quarters of the cost of
    an RSA-2048 seal, nine tenths of an RSA-3072 one.
    """

    def __init__(self, key: SealKey) -> None:
        registry = SimpleCertificateStore()
        registry.register_multiple([as_asn1(one) for one in key.chain])
        super().__init__(signing_cert=as_asn1(key.certificate), cert_registry=registry)
        self._private = key.private

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Return the bare signature of the data."""
        digest = _HASHES[digest_algorithm]()
        if isinstance(self._private, rsa.RSAPrivateKey):
            return self._private.sign(data, padding.PKCS1v15(), digest)
        if isinstance(self._private, ec.EllipticCurvePrivateKey):
            return self._private.sign(data, ec.ECDSA(digest))
        raise TypeError("The seal key is neither RSA nor on an elliptic curve.")


def as_asn1(certificate: x509.Certificate) -> Any:
    """Return the certificate as pyHanko reads it."""
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def signer() -> Signer:
    """Return what signs with the key of the settings, made once for each key loaded."""
    return _signer(seal_key())


@lru_cache(maxsize=4)
def _signer(key: SealKey) -> Signer:
    if key.session is None:
        return LoadedSigner(key)
    return PKCS11Signer(
        key.session,
        signing_cert=as_asn1(key.certificate),
        ca_chain=[as_asn1(one) for one in key.chain],
        key_label=key.label,
        # Tokens hash by themselves for RSA; few do for a curve.
        use_raw_mechanism=isinstance(key.certificate.public_key(), ec.EllipticCurvePublicKey),
    )
