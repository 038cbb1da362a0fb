"""Text as the office keeps it: normalised, free of control characters, with a digest."""

import hashlib
import unicodedata

_ALLOWED_CONTROLS = {"\n", "\t"}
_BIDIRECTIONAL = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def digest(text: str | bytes) -> str:
    """Return the SM3 digest of the text (GB/T 32905-2016) as 64 hexadecimal digits."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return hashlib.new("sm3", data).hexdigest()


def normalise_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def forbidden_characters(text: str) -> set[str]:
    """Return the characters that no record may hold: controls, bidirectional marks, lone surrogates."""
    return {
        char
        for char in text
        if (unicodedata.category(char) in {"Cc", "Cs"} and char not in _ALLOWED_CONTROLS) or char in _BIDIRECTIONAL
    }
