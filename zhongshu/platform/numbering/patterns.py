"""The written form of a number, such as ``{code}〔{year}〕{n}号``. Pure."""

import re
import string
import unicodedata
from dataclasses import dataclass
from functools import cached_property

DOCUMENT_NUMBER = "{code}〔{year}〕{n}号"
_FIELDS = {"code", "year", "n"}
_GROUPS = {"code": r".{1,40}?", "year": r"(?:19|20)\d{2}", "n": r"\d{1,9}"}


class BadPattern(ValueError):
    """A pattern that cannot number anything: no ``{n}``, or an unknown field."""


@dataclass(frozen=True)
class Pattern:
    """How a series writes its numbers. Fields: ``code`` (the scope), ``year``, ``n``, which may be padded: ``{n:04d}``."""

    text: str

    def __post_init__(self) -> None:
        names = [name for _, name, _, _ in string.Formatter().parse(self.text) if name is not None]
        if names.count("n") != 1:
            raise BadPattern("the pattern needs {n} once")
        if set(names) - _FIELDS:
            raise BadPattern(f"unknown field {sorted(set(names) - _FIELDS)[0]!r}")

    def write(self, *, code: str, year: int | None, value: int) -> str:
        """Write one number."""
        return self.text.format(code=code, year=year or "", n=value)

    def read(self, text: str, *, code: str, year: int | None) -> int | None:
        """Return the value of a typed number; None if it is not written as this series writes, for this code and year."""
        match = self._expression.fullmatch(tidy(text))
        if not match:
            return None
        found = match.groupdict()
        if found.get("code", code) != code or found.get("year", str(year)) != str(year):
            return None
        value = int(found["n"])
        return value if value and self.write(code=code, year=year, value=value) == tidy(text) else None

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        parts = []
        seen: set[str] = set()
        for literal, name, _, _ in string.Formatter().parse(self.text):
            parts.append(re.escape(literal))
            if name is not None:
                parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{_GROUPS[name]})")
                seen.add(name)
        return re.compile("".join(parts))


def tidy(text: str) -> str:
    """Bring digits to half width and drop the spaces that people type into numbers."""
    return "".join(unicodedata.normalize("NFKC", text).split())
