"""Who presses a seal: the interface a certified seal system is plugged in by, and a provider of test seals.

A seal with legal effect comes from a seal system whose certificates a government CA issued (国务院令第716号;
商用密码管理条例). The test provider makes its own authority; its seals carry 测试 in picture and name, and verification says so.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import keys, x509

from . import asn1, sm2
from .certificates import TEST_AUTHORITY, pdf_certificate, sm2_certificate
from .picture import TEST_MARK, draw_test_seal

SEAL_DIAMETER = 42
YEARS = 5


class SealProvider(Protocol):
    """A seal system. ``organ`` is the organ's full name as it stands under the document."""

    def seal(self, organ: str) -> bytes:
        """Return the organ's seal (SESeal, DER)."""

    def picture(self, organ: str) -> bytes:
        """Return the seal's picture (PNG)."""

    def certificate(self, organ: str) -> bytes:
        """Return the certificate that signs (DER, SM2)."""

    def sign(self, organ: str, message: bytes) -> bytes:
        """Sign with the organ's SM2 key; the signature is DER."""

    def pdf_signer(self, organ: str) -> Any:
        """Return a pyhanko signer for PDF signatures."""


@dataclass(slots=True)
class _Keys:
    private: bytes
    public: bytes
    certificate: bytes
    pdf_private: bytes = b""
    pdf_certificate: bytes = b""


class TrialSealProvider:
    """Test seals (测试印章): keys and certificates of our own making, kept in a folder only this account can read."""

    def __init__(self, folder: Path, *, now: datetime | None = None) -> None:
        self.folder = folder
        self.now = now or datetime.now(UTC)
        self._authority = self._keys(TEST_AUTHORITY, None)
        self._organs: dict[str, _Keys] = {}
        self._seals: dict[str, bytes] = {}

    def picture(self, organ: str) -> bytes:
        return draw_test_seal(organ)

    def certificate(self, organ: str) -> bytes:
        return self._of(organ).certificate

    def sign(self, organ: str, message: bytes) -> bytes:
        found = self._of(organ)
        return sm2.sign(found.private, found.public, message)

    def seal(self, organ: str) -> bytes:
        if organ not in self._seals:
            self._seals[organ] = self._make_seal(organ)
        return self._seals[organ]

    def pdf_signer(self, organ: str) -> Any:
        from pyhanko.sign import signers
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        found = self._of(organ)
        return signers.SimpleSigner(
            signing_cert=x509.Certificate.load(found.pdf_certificate),
            signing_key=keys.PrivateKeyInfo.load(found.pdf_private),
            cert_registry=SimpleCertificateStore(),
        )

    def pdf_authority(self) -> bytes:
        """Return the certificate that PDF signatures of this provider lead back to."""
        return self._authority.pdf_certificate

    def authority(self) -> bytes:
        """Return the certificate that seals of this provider lead back to."""
        return self._authority.certificate

    # -- keys

    def _of(self, organ: str) -> _Keys:
        if organ not in self._organs:
            self._organs[organ] = self._keys(f"{organ}（{TEST_MARK}）", self._authority)
        return self._organs[organ]

    def _keys(self, name: str, issuer: _Keys | None) -> _Keys:
        path = self.folder / f"{sm2.sm3(name.encode()).hex()[:24]}.json"
        if path.exists():
            stored = json.loads(path.read_text())
            return _Keys(**{key: b64decode(value) for key, value in stored.items()})
        private, public = sm2.generate()
        until = self.now + timedelta(days=365 * YEARS)
        by = (TEST_AUTHORITY, issuer.private, issuer.public) if issuer else (name, private, public)
        certificate = sm2_certificate(
            name, public, issuer=by, valid=(self.now - timedelta(days=1), until), authority=issuer is None
        )
        pdf_private, pdf_cert = pdf_certificate(
            name,
            issuer=(issuer.pdf_private, issuer.pdf_certificate) if issuer else None,
            valid=(self.now - timedelta(days=1), until),
        )
        made = _Keys(private, public, certificate, pdf_private, pdf_cert)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps({key: b64encode(getattr(made, key)).decode() for key in made.__slots__})
        scratch = path.with_suffix(f".{os.getpid()}")
        with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.write(text)
        scratch.replace(path)
        return made

    def _make_seal(self, organ: str) -> bytes:
        found = self._of(organ)
        created = self.now.replace(microsecond=0)
        info = asn1.SealInfo(
            {
                "header": {"id": "ES", "version": 4, "vid": "zhongshu-test"},
                "es_id": sm2.sm3(found.certificate).hex()[:32],
                "property": {
                    "type": 1,
                    "name": f"{organ}（{TEST_MARK}）",
                    "cert_list_type": 1,
                    "cert_list": asn1.Certificates([found.certificate]),
                    "created_at": created,
                    "valid_from": created - timedelta(days=1),
                    "valid_until": created + timedelta(days=365 * YEARS),
                },
                "picture": {"type": "png", "data": self.picture(organ), "width": SEAL_DIAMETER, "height": SEAL_DIAMETER},
            }
        )
        signature = sm2.sign(self._authority.private, self._authority.public, info.dump())
        seal = asn1.Seal(
            {
                "info": info,
                "certificate": self._authority.certificate,
                "algorithm": asn1.SM2_WITH_SM3,
                "signature": asn1.bits(signature),
            }
        )
        return seal.dump()
