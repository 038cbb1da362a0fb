"""The register of series: each module announces what it numbers."""

from dataclasses import dataclass

from zhongshu.platform.numbering.patterns import DOCUMENT_NUMBER, Pattern


@dataclass(frozen=True)
class Series:
    """A kind of number: 发文字号, 收文号. Within it every scope (such as an organ's code) counts by itself, each year anew."""

    key: str
    label: str
    pattern: Pattern
    yearly: bool


_series: dict[str, Series] = {}


def define(key: str, label: str = "", *, pattern: str = DOCUMENT_NUMBER, yearly: bool = True) -> Series:
    """Announce a series; called in the module's ``apps.ready``.

    Raises:
        BadPattern: the pattern cannot number anything.
    """
    _series[key] = Series(key, label or key, Pattern(pattern), yearly)
    return _series[key]


def get(key: str) -> Series:
    """Return a series that some module announced; KeyError names one that nobody did."""
    return _series[key]


def label(key: str) -> str:
    return _series[key].label if key in _series else key


def all_series() -> list[Series]:
    return sorted(_series.values(), key=lambda series: series.label)
