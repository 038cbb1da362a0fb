"""SM2 signatures and SM3 digests (GB/T 32918, GB/T 32905)."""

import hashlib

import gmssl_pyx
from asn1crypto import core

SIGNER_ID = b"1234567812345678"  # the default of GM/T 0009


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest of some bytes."""
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3", data).digest()
    return gmssl_pyx.sm3_hash(data)


def generate() -> tuple[bytes, bytes]:
    """Return a new key pair: 32 octets private, 64 octets public."""
    public, private = gmssl_pyx.sm2_key_generate()
    return bytes(private), bytes(public)


def sign(private: bytes, public: bytes, message: bytes) -> bytes:
    """Sign a message; the signature is DER."""
    return bytes(gmssl_pyx.sm2_sign(private, public, message))


def verify(public: bytes, message: bytes, signature: bytes, signer_id: bytes = SIGNER_ID) -> bool:
    """Tell whether a DER signature is that of the key's owner; a malformed key or signature is not."""
    if len(public) != 64 or not _well_formed(signature):
        return False
    try:
        return bool(gmssl_pyx.sm2_verify(public, message, signature, signer_id))
    except gmssl_pyx.GmsslInnerError:
        return False


def raw_to_der(r: int, s: int) -> bytes:
    """Return the DER form of a signature given as two numbers."""
    return _Pair({"r": r, "s": s}).dump()


class _Pair(core.Sequence):
    _fields = [("r", core.Integer), ("s", core.Integer)]


def _well_formed(signature: bytes) -> bool:
    try:
        pair = _Pair.load(signature, strict=True)
        return all(0 < pair[name].native < 1 << 256 for name in ("r", "s"))
    except (ValueError, TypeError):
        return False
