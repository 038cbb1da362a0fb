"""The ASN.1 structures of electronic seals and their signatures (GB/T 38540-2020, version 4)."""

from asn1crypto import core, x509

SM2_WITH_SM3 = "1.2.156.10197.1.501"
SM3 = "1.2.156.10197.1.401"
SM2_CURVE = "1.2.156.10197.1.301"


class Header(core.Sequence):
    _fields = [("id", core.IA5String), ("version", core.Integer), ("vid", core.IA5String)]


class Certificates(core.SequenceOf):
    _child_spec = core.OctetString


class Property(core.Sequence):
    _fields = [
        ("type", core.Integer),
        ("name", core.UTF8String),
        ("cert_list_type", core.Integer),
        ("cert_list", core.Any),
        ("created_at", core.GeneralizedTime),
        ("valid_from", core.GeneralizedTime),
        ("valid_until", core.GeneralizedTime),
    ]


class PictureInfo(core.Sequence):
    _fields = [("type", core.IA5String), ("data", core.OctetString), ("width", core.Integer), ("height", core.Integer)]


class SealInfo(core.Sequence):
    _fields = [
        ("header", Header),
        ("es_id", core.IA5String),
        ("property", Property),
        ("picture", PictureInfo),
        ("extensions", core.Any, {"optional": True}),
    ]


class Seal(core.Sequence):
    """SESeal: what a seal maker issued. The maker's signature covers ``info`` alone."""

    _fields = [
        ("info", SealInfo),
        ("certificate", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.BitString),
    ]


class ToSign(core.Sequence):
    """TBS_Sign: what pressing a seal signs, the digest of Signature.xml among it."""

    _fields = [
        ("version", core.Integer),
        ("seal", Seal),
        ("time", core.GeneralizedTime),
        ("digest", core.BitString),
        ("property_info", core.IA5String),
        ("extensions", core.Any, {"optional": True, "explicit": 0}),
    ]


class Signature(core.Sequence):
    """SES_Signature: the contents of SignedValue.dat."""

    _fields = [
        ("to_sign", ToSign),
        ("certificate", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.BitString),
        ("timestamp", core.BitString, {"optional": True, "explicit": 0}),
    ]


def bits(data: bytes) -> core.BitString:
    """Return a bit string of whole octets."""
    return core.BitString.load(b"\x03" + _length(len(data) + 1) + b"\x00" + data)


def _length(size: int) -> bytes:
    if size < 128:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def octets(string: core.BitString) -> bytes:
    """Return the octets of a bit string."""
    return string.contents[1:]


def public_key_of(certificate: bytes) -> bytes:
    """Return the 64 octets of an SM2 public key in a certificate; empty when it holds none."""
    try:
        key = x509.Certificate.load(certificate)["tbs_certificate"]["subject_public_key_info"]["public_key"]
        point = key.contents[1:]
    except (ValueError, KeyError, TypeError):
        return b""
    return point[-64:] if len(point) in (64, 65) else b""


def name_of(certificate: bytes) -> str:
    """Return whom a certificate was issued to."""
    try:
        return str(x509.Certificate.load(certificate).subject.native.get("common_name", ""))
    except (ValueError, KeyError, TypeError):
        return ""
