"""Dates as documents write them: 2018年12月21日, 二〇〇四年八月十二日, and what recognition makes of them."""

import datetime as dt
import re

_ZERO = "〇○Oo0零◯Ｏ０"
_ONE = "一—―－\\-ー"
_DIGITS = dict.fromkeys(_ZERO, 0) | dict.fromkeys("一—―－-ー1", 1)
_DIGITS |= {character: value for value, character in enumerate("二三四五六七八九", start=2)}
_DIGITS |= {str(value): value for value in range(2, 10)}
_YEAR_DIGIT = rf"[{_ZERO}{_ONE}二三四五六七八九\d]"
_SMALL = rf"[元正{_ONE}二三四五六七八九十廿卅]{{1,4}}"

ARABIC = r"(?P<year>(?:19|20)\d{2}) ?[年./\-] ?(?P<month>\d{1,2}) ?[月./\-] ?(?P<day>\d{1,2}) ?日?"
HANZI = rf"(?P<hanzi_year>{_YEAR_DIGIT}{{4}}) ?年 ?(?P<hanzi_month>{_SMALL}|\d{{1,2}}) ?月 ?(?P<hanzi_day>{_SMALL}|\d{{1,2}}) ?日"
DATE = re.compile(rf"(?:{ARABIC}|{HANZI})")
_DAYLESS_ARABIC = re.compile(r"(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}")


def _small(text: str) -> int | None:
    """Read 一 to 三十一, also 廿 and 卅."""
    text = re.sub(rf"[{_ONE}ー]", "一", text).replace("元", "一").replace("正", "一")
    text = text.replace("廿", "二十").replace("卅", "三十")
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return _DIGITS.get(text) if len(text) == 1 else None
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def value_of(match: re.Match[str]) -> dt.date | None:
    """Return the day that a match of ``DATE`` names; None if there is no such day."""
    parts = match.groupdict()
    if parts["year"]:
        year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
    else:
        year = int("".join(str(_DIGITS[character]) for character in parts["hanzi_year"]))
        small = _small(parts["hanzi_month"]), _small(parts["hanzi_day"])
        if None in small:
            return None
        month, day = small[0] or 0, small[1] or 0
    if not 1900 <= year <= 2100:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def find(text: str) -> tuple[dt.date, int, int] | None:
    """Return the first date in a text with its beginning and end."""
    for match in DATE.finditer(text):
        value = value_of(match)
        if value:
            return value, match.start(), match.end()
    return None
