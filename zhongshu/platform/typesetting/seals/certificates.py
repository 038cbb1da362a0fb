"""Certificates of the test authority: SM2 ones for seals, elliptic-curve ones for PDF signatures."""

from datetime import datetime

from asn1crypto import core, x509
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from . import asn1, sm2

TEST_AUTHORITY = "中枢测试印章签发机构（测试）"

Validity = tuple[datetime, datetime]


def sm2_certificate(name: str, public: bytes, *, issuer: tuple[str, bytes, bytes], valid: Validity, authority: bool) -> bytes:
    """Return an X.509 certificate with an SM2 key; ``issuer`` is (name, private key, public key)."""
    issuer_name, private, issuer_public = issuer
    algorithm = {"algorithm": asn1.SM2_WITH_SM3}
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": int.from_bytes(sm2.sm3(public)[:15], "big"),
            "signature": algorithm,
            "issuer": x509.Name.build({"country_name": "CN", "common_name": issuer_name}),
            "validity": {"not_before": _time(valid[0]), "not_after": _time(valid[1])},
            "subject": x509.Name.build({"country_name": "CN", "common_name": name}),
            "subject_public_key_info": _public_key_info(public),
            "extensions": [
                {"extn_id": "basic_constraints", "critical": True, "extn_value": x509.BasicConstraints({"ca": authority})},
                {
                    "extn_id": "key_usage",
                    "critical": True,
                    "extn_value": x509.KeyUsage({"key_cert_sign"} if authority else {"digital_signature", "non_repudiation"}),
                },
            ],
        }
    )
    signature = sm2.sign(private, issuer_public, body.dump())
    return _Certificate(
        {"body": body, "algorithm": x509.SignedDigestAlgorithm(algorithm), "signature": asn1.bits(signature)}
    ).dump()


class _Certificate(core.Sequence):
    _fields = [("body", x509.TbsCertificate), ("algorithm", x509.SignedDigestAlgorithm), ("signature", core.BitString)]


def certificate_signed_by(certificate: bytes, issuer: bytes) -> bool:
    """Tell whether an SM2 certificate carries its issuer's signature."""
    try:
        loaded = _Certificate.load(certificate)
        return sm2.verify(asn1.public_key_of(issuer), loaded["body"].dump(), asn1.octets(loaded["signature"]))
    except (ValueError, TypeError, KeyError):
        return False


def _time(moment: datetime) -> x509.Time:
    return x509.Time({"utc_time": moment.replace(microsecond=0)})


def _public_key_info(public: bytes) -> x509.PublicKeyInfo:
    class Parameters(core.Sequence):
        _fields = [("algorithm", core.ObjectIdentifier), ("curve", core.ObjectIdentifier)]

    class Info(core.Sequence):
        _fields = [("algorithm", Parameters), ("key", core.BitString)]

    info = Info({"algorithm": {"algorithm": "1.2.840.10045.2.1", "curve": asn1.SM2_CURVE}, "key": asn1.bits(b"\x04" + public)})
    return x509.PublicKeyInfo.load(info.dump())


def pdf_certificate(name: str, *, issuer: tuple[bytes, bytes] | None, valid: Validity) -> tuple[bytes, bytes]:
    """Return (private key, certificate) in DER for PDF signatures; ``issuer`` is the authority's pair, None for itself.

    PDF readers outside the country do not know SM2, so these are on the curve P-256.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = crypto_x509.Name(
        [crypto_x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), crypto_x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]
    )
    signing_key, issuer_name = key, subject
    if issuer:
        loaded = serialization.load_der_private_key(issuer[0], password=None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)
        signing_key, issuer_name = loaded, crypto_x509.load_der_x509_certificate(issuer[1]).subject
    usage = crypto_x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuer is None,
        crl_sign=issuer is None,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        crypto_x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(crypto_x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(crypto_x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(signing_key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private, certificate.public_bytes(serialization.Encoding.DER)
