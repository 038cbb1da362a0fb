"""Periods as people write them (2026年前三季度, 2026Q3, 2026年1—9月) and as the registry keeps them: pure rules.

A key says what it is by its shape: 2026, 2026H1, 2026Q3, 2026-09, 2026-09-30.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from zhongshu.domains.figures.choices import Frequency

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?P<year>(?:19|20)\d\d)\s*年?\s*"
_SHAPES = (
    (Frequency.MOMENT, re.compile(_YEAR + r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")),
    (Frequency.MOMENT, re.compile(r"(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")),
    (Frequency.MOMENT, re.compile(_YEAR + r"(?P<month>\d{1,2})\s*月\s*(?P<last>底|末)")),
    (Frequency.MOMENT, re.compile(_YEAR.replace("年?", "") + r"年\s*(?P<yearend>底|末)")),
    (Frequency.MONTH, re.compile(_YEAR + r"1\s*(?:月)?\s*(?:-|—|–|~|～|至|到)+\s*(?P<month>\d{1,2})\s*月份?")),
    (Frequency.QUARTER, re.compile(_YEAR + r"(?:第|前)?\s*(?P<quarter>[一二三四1-4])\s*个?季度?")),
    (Frequency.QUARTER, re.compile(_YEAR + r"[-]?Q(?P<quarter>[1-4])", re.I)),
    (Frequency.HALF, re.compile(_YEAR + r"(?:(?P<first>上半年|H1)|(?P<second>下半年|H2))", re.I)),
    (Frequency.MONTH, re.compile(_YEAR + r"[-/.]?\s*(?P<month>\d{1,2})(?:\s*月份?|(?![\d年%.．]))")),
    (Frequency.YEAR, re.compile(r"(?P<year>(?:19|20)\d\d)\s*(?:年(?:度|全年)?)")),
)
_BARE_YEAR = re.compile(r"\s*(?P<year>(?:19|20)\d\d)\s*")
_NUMERALS = ("", "一", "二", "三", "四")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period; ``end`` comes first so that periods sort by what is newest."""

    end: dt.date
    start: dt.date
    key: str
    frequency: str

    def label(self, *, cumulative: bool = False) -> str:
        """Write the period as documents do; ``cumulative`` figures count from the year's first day (1—9月, 前三季度)."""
        year, month = self.end.year, self.end.month
        if self.frequency == Frequency.YEAR:
            return f"{year}年"
        if self.frequency == Frequency.HALF:
            return f"{year}年{'上' if month == 6 else '下'}半年"
        if self.frequency == Frequency.QUARTER:
            number = month // 3
            if not cumulative:
                return f"{year}年第{_NUMERALS[number]}季度"
            return f"{year}年" + ("一季度", "上半年", "前三季度", "")[number - 1]
        if self.frequency == Frequency.MONTH:
            return f"{year}年1—{month}月" if cumulative and month > 1 else f"{year}年{month}月"
        return f"{year}年{month}月{self.end.day}日"


def of_year(year: int) -> Period:
    return Period(dt.date(year, 12, 31), dt.date(year, 1, 1), str(year), Frequency.YEAR)


def of_half(year: int, half: int) -> Period:
    return Period(_last(year, half * 6), dt.date(year, half * 6 - 5, 1), f"{year}H{half}", Frequency.HALF)


def of_quarter(year: int, quarter: int) -> Period:
    return Period(_last(year, quarter * 3), dt.date(year, quarter * 3 - 2, 1), f"{year}Q{quarter}", Frequency.QUARTER)


def of_month(year: int, month: int) -> Period:
    return Period(_last(year, month), dt.date(year, month, 1), f"{year}-{month:02d}", Frequency.MONTH)


def of_day(day: dt.date) -> Period:
    return Period(day, day, day.isoformat(), Frequency.MOMENT)


def parse(text: str, frequency: str) -> Period | None:
    """Return the period that the text names for a figure of this frequency; None if it names none or one of another kind.

    上半年 is the second quarter of a cumulative quarterly figure, 前三季度 its third, 全年 its fourth.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    bare = _BARE_YEAR.fullmatch(text)
    found = [of_year(int(bare["year"]))] if bare else [period for period, start, end in find(text) if end - start == len(text)]
    return next((fitting for period in found if (fitting := fit(period, frequency))), None)


def fit(period: Period, frequency: str) -> Period | None:
    """Return the period as a figure of another frequency keeps it, where both end on the same day; None otherwise."""
    if period.frequency == frequency:
        return period
    year, month = period.end.year, period.end.month
    if frequency == Frequency.QUARTER and period.frequency in (Frequency.HALF, Frequency.YEAR):
        return of_quarter(year, month // 3)
    if frequency == Frequency.HALF and period.frequency == Frequency.YEAR:
        return of_half(year, 2)
    if frequency == Frequency.MONTH and period.frequency in (Frequency.QUARTER, Frequency.HALF, Frequency.YEAR):
        return of_month(year, month)
    if frequency == Frequency.MOMENT and period.frequency == Frequency.MONTH:
        return of_day(period.end)
    return None


def find(text: str) -> list[tuple[Period, int, int]]:
    """Return the periods named in a text with where each stands, longest reading first; the text keeps its length."""
    found: list[tuple[Period, int, int]] = []
    taken: list[tuple[int, int]] = []
    for frequency, shape in _SHAPES:
        for match in shape.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            period = _period(frequency, match)
            if period is not None:
                found.append((period, match.start(), match.end()))
                taken.append(match.span())
    return sorted(found, key=lambda one: one[1])


def _period(frequency: str, match: re.Match) -> Period | None:
    groups = match.groupdict()
    year = int(groups["year"])
    try:
        if groups.get("yearend"):
            return of_day(dt.date(year, 12, 31))
        if groups.get("last"):
            return of_day(_last(year, int(groups["month"])))
        if frequency == Frequency.MOMENT:
            return of_day(dt.date(year, int(groups["month"]), int(groups["day"])))
        if frequency == Frequency.QUARTER:
            return of_quarter(year, _DIGITS[groups["quarter"]])
        if frequency == Frequency.HALF:
            return of_half(year, 1 if groups["first"] else 2)
        return of_month(year, int(groups["month"])) if frequency == Frequency.MONTH else of_year(year)
    except ValueError:
        return None  # a thirteenth month


def _last(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
