"""Read the State Council's yearly notice on holidays (部分节假日安排的通知). Pure: text in, days out.

The wording has changed little since 2007: ``1月28日（农历除夕）至2月4日放假调休，共8天。1月26日（星期日）、
2月8日（星期六）上班``. Years before 2009 also say ``两个公休日调至2月11日``.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

OFF, WORK = "off", "work"
WEEKDAY_LETTERS = "一二三四五六日"

_BRACKETED = re.compile(r"\([^()]*\)")
_DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
_DAYS = re.compile(_DAY.format("a") + r"(?:\s*(?:至|到|—+|–|-|~|～)\s*(?P<next>次年|翌年)?" + _DAY.format("b") + r")?")
_WEEKDAY_CLAIM = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日\s*\([^()]*?(?:星期|周)([一二三四五六日天])[^()]*\)")
_OFF_WORDS = ("放假", "公休", "休息", "补休", "调休", "法定")
_MOVED_TO = re.compile(r"(?:调整?|改)(?:至|到|为|在)")
_SECTION = re.compile(r"(?m)^\s*[一二三四五六七八九十]+、\s*([^:\n。]{1,20}):")
_TITLE_YEAR = re.compile(r"关于\s*(\d{4})\s*年[\s\S]{0,16}节假日")
_NUMBER = re.compile(r"国办发(?:明电)?〔\d{4}〕\d+号")
_TOTAL = re.compile(r"共(\d{1,2})天")


@dataclass(frozen=True, order=True)
class NoticeDay:
    """One day that the notice names: ``kind`` is ``off`` or ``work``."""

    day: date
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Notice:
    """What a notice says. ``doubts`` are sentences for the person who checks the preview."""

    year: int | None
    number: str
    days: tuple[NoticeDay, ...]
    doubts: tuple[str, ...] = ()


def read_notice(text: str, year: int | None = None) -> Notice:
    """Read a whole notice, or some paragraphs of it.

    Args:
        text: as pasted; full-width digits and either kind of bracket are fine.
        year: used for dates that name no year; taken from the title when left out.

    Returns:
        ``year`` is None when neither the title nor the caller names it; then there are no days.
    """
    text = _flatten(text)
    titled = _TITLE_YEAR.search(text)
    number = _NUMBER.search(text)
    year = year or (int(titled.group(1)) if titled else None)
    if year is None:
        return Notice(None, number.group() if number else "", ())
    found: dict[date, NoticeDay] = {}
    doubts: list[str] = []
    for name, body in _sections(text):
        days = read_days(body, year)
        doubts += _wrong_totals(name, body, days)
        doubts += _wrong_weekdays(body, year)
        for notice_day in days:
            known = found.get(notice_day.day)
            if known and known.kind != notice_day.kind:
                doubts.append(f"{notice_day.day:%Y-%m-%d} 既写放假又写上班，请核对原文")
            found[notice_day.day] = replace(notice_day, name=name)
    return Notice(year, number.group() if number else "", tuple(sorted(found.values())), tuple(doubts))


def read_days(text: str, year: int) -> list[NoticeDay]:
    """Read one paragraph of a notice into days, sorted; a working day goes before a day off on the same date."""
    text = _BRACKETED.sub("", _flatten(text))
    days: dict[date, str] = {}
    reader = _DateReader(year)
    for sentence in re.split(r"[。\r\n]", text):
        waiting: list[date] = []
        for clause in re.split(r"[,;:]", sentence):
            dates, kind = _read_clause(clause, reader)
            waiting += dates
            if kind is None:
                continue
            for day in waiting:
                if kind == WORK or days.get(day) != WORK:
                    days[day] = kind
            waiting = []
    return [NoticeDay(day, days[day]) for day in sorted(days)]


def _read_clause(clause: str, reader: "_DateReader") -> tuple[list[date], str | None]:
    """Return the dates of a clause and what it orders for them; None where a later clause says it."""
    moved = _MOVED_TO.search(clause)
    dates: list[date] = []
    for match in _DAYS.finditer(clause):
        read = reader.read(match)
        # In “公休日调至2月11日” the days before the word are only where the rest comes from.
        if not moved or match.start() >= moved.end():
            dates += read
    if moved:
        return dates, OFF
    if "上班" in clause:
        return dates, WORK
    return dates, OFF if any(word in clause for word in _OFF_WORDS) else None


class _DateReader:
    """Turns written dates into days, remembering the year and month that a short date leaves out."""

    def __init__(self, year: int):
        self.notice_year = self.year = year
        self.month = 1

    def read(self, match: re.Match[str]) -> list[date]:
        first = self._one(match["ay"], match["am"], match["ad"])
        if first is None or match["bd"] is None:
            return [first] if first else []
        if match["next"]:
            self.year = first.year + 1
        last = self._one(match["by"], match["bm"], match["bd"], stay=True)
        if last and last < first and match["by"] is None:
            self.year = first.year + 1
            last = self._one(str(self.year), match["bm"], match["bd"])
        if last is None or not 0 <= (last - first).days <= 31:
            return [first]
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def _one(self, year: str | None, month: str | None, day: str, *, stay: bool = False) -> date | None:
        if year:
            self.year = int(year)
        elif month and not stay:
            # A date with its own month stands alone: it means the year of the notice.
            self.year = self.notice_year
        if month:
            self.month = int(month)
        try:
            return date(self.year, self.month, int(day))
        except ValueError:
            return None


def _flatten(text: str) -> str:
    """Bring digits and brackets to one form; keep line breaks."""
    return unicodedata.normalize("NFKC", text)


def _sections(text: str) -> list[tuple[str, str]]:
    marks = list(_SECTION.finditer(text))
    if not marks:
        return [("", text)]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [(mark.group(1).strip(), text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _wrong_totals(name: str, body: str, days: list[NoticeDay]) -> list[str]:
    said = _TOTAL.search(body)
    counted = sum(day.kind == OFF for day in days)
    if said and int(said.group(1)) != counted:
        return [f"{name or '这一段'}写明共{said.group(1)}天，读出{counted}天，请核对原文"]
    return []


def _wrong_weekdays(body: str, year: int) -> list[str]:
    doubts, month = [], 1
    for match in _WEEKDAY_CLAIM.finditer(body):
        month = int(match.group(2) or month)
        try:
            day = date(int(match.group(1) or year), month, int(match.group(3)))
        except ValueError:
            doubts.append(f"“{match.group()}”不是一个日期，请核对原文")
            continue
        if WEEKDAY_LETTERS[day.weekday()] != match.group(4).replace("天", "日"):
            doubts.append(f"“{match.group()}”与日历不符，当日是星期{WEEKDAY_LETTERS[day.weekday()]}")
    return doubts
