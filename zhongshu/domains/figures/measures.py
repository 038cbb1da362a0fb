"""Numbers with their units as documents write them, and whether two of them say the same: pure rules."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_SAME_UNITS = {"℅": "%", "％": "%", "百分点": "个百分点", "平方千米": "平方公里", "公顷": "公顷", "户次": "户"}
# Words that soften a number: the quoted one then stands near the registered one, not at it.
_SOFT_BEFORE = re.compile(r"(约|近|接近|将近|大约|超|超过|突破|逾|达到近)$")
_SOFT_AFTER = re.compile(r"^(多|余|左右|以上)")
SOFT_DISTANCE = Decimal("0.03")
NUMBER = re.compile(
    r"(?P<number>-?\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*(?P<soft>多|余)?\s*(?P<unit>[亿万千百]{0,2}[a-zA-Z%％℃]*(?:[一-鿿]{0,4})?)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a unit, with the size of its last written digit; both in the base unit (元, 人, 吨)."""

    value: Decimal
    unit: str
    last_digit: Decimal

    @property
    def is_percentage(self) -> bool:
        return self.unit in ("%", "个百分点")


def split_unit(unit: str) -> tuple[int, str]:
    """Return the multiple and the base of a unit: (100000000, "元") for 亿元."""
    unit = unit.strip()
    unit = _SAME_UNITS.get(unit, unit)
    multiple = 1
    while len(unit) > 1 and unit[0] in _SCALES:
        multiple *= _SCALES[unit[0]]
        unit = unit[1:]
    if unit in _SCALES:  # a bare 万 or 亿
        return multiple * _SCALES[unit], ""
    return multiple, _SAME_UNITS.get(unit, unit)


def amount(number: str, unit: str) -> Amount | None:
    """Return what a written number with its unit amounts to; None if it is no number."""
    plain = number.replace(",", "").replace("，", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    multiple, base = split_unit(unit)
    exponent = value.as_tuple().exponent
    last = Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
    return Amount(value * multiple, base, last * multiple)


def same_kind(written_unit: str, unit: str) -> bool:
    """Tell whether two units measure the same thing, so that their numbers can be compared."""
    return split_unit(written_unit)[1] == split_unit(unit)[1]


def agrees(quoted: Amount, registered: Amount, *, soft: bool = False) -> bool:
    """Tell whether a quoted number says what is registered, as exactly as it was written.

    ``soft`` numbers (约, 近, 超, 余) may lie three in a hundred away.
    """
    distance = abs(quoted.value - registered.value)
    if distance < quoted.last_digit and distance <= quoted.last_digit / 2:
        return True
    return soft and distance <= abs(registered.value) * SOFT_DISTANCE


def is_soft(before: str, after: str) -> bool:
    """Tell whether the words around a number soften it."""
    return bool(_SOFT_BEFORE.search(before) or _SOFT_AFTER.search(after))


def written(value: Decimal) -> str:
    """Write a number as documents do, without needless zeros and separators: 1256.34, 12000."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
