"""One-time passwords by time (TOTP, RFC 6238) and recovery codes: computation only, no rows."""

import base64
import hmac
import io
import secrets

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac

STEP_SECONDS = 30
RECOVERY_CODES = 8
_ISSUER = "Zhongshu"
_CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """Return a new shared secret as authenticator applications take it (base 32)."""
    return pyotp.random_base32()


def seal(secret: str) -> str:
    """Encrypt a secret for the database, so that a copy of the database alone opens no account."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the secret again; empty if the installation's key has changed since, and the second factor must be set up anew."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def matching_step(secret: str, code: str, *, at: float) -> int | None:
    """Return the time step to which the code belongs (the present one, or one beside it for clocks that differ), or None."""
    if not secret or not code.isdigit():
        return None
    generator = pyotp.TOTP(secret)
    present = int(at) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(generator.generate_otp(step), code):
            return step
    return None


def picture(secret: str, username: str) -> bytes:
    """Return the QR code that an authenticator application reads, as an SVG file."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=_ISSUER)
    file = io.BytesIO()
    segno.make(address, error="m").save(file, kind="svg", scale=5, border=3, xmldecl=True)
    return file.getvalue()


def new_recovery_codes() -> list[str]:
    """Return fresh recovery codes, such as "k7mp2-x9qrt", each good for one log-in."""
    halves = ["".join(secrets.choice(_CODE_LETTERS) for _ in range(5)) for _ in range(2 * RECOVERY_CODES)]
    return [f"{first}-{second}" for first, second in zip(halves[::2], halves[1::2], strict=True)]


def recovery_digest(code: str) -> str:
    """Return the digest under which a recovery code is kept; the code itself is shown once and never stored."""
    typed = "".join(char for char in code.lower() if char.isalnum())
    return salted_hmac("zhongshu.accounts.recovery", typed, algorithm="sha256").hexdigest()


def _box() -> Fernet:
    key = salted_hmac("zhongshu.accounts.totp", "seal", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
