"""One cell of a ledger made into a value: dates in every way that offices write them, states, grades. Pure rules."""

import datetime as dt
import math
import re
import unicodedata

from zhongshu.domains.supervision.choices import Grade, SourceKind, State
from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.reading import read
from zhongshu.domains.supervision.decomposition.tree import DeadlineKind
from zhongshu.kernel.text import forbidden_characters, normalise_newlines

EMPTY = frozenset({"", "-", "--", "/", "\\", "无", "—", "——", "暂无", "N/A", "n/a", "无。"})
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# Serial numbers of spreadsheets: 2000-01-01 to 2099-12-31.
_SERIALS = range(36526, 73051)
_FIRST_DAY = dt.date(1899, 12, 30)
_PLAIN = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?)?")
_COMPACT = re.compile(r"(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
_YEAR_MONTH = re.compile(r"(20\d\d)[-./年](\d{1,2})月?(?:份)?")
_MONTH_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})(?:日|号)?")


class CellProblem(ValueError):
    """What is wrong with a cell, as a Chinese sentence for the person who made the sheet."""


def text_of(value: object) -> str:
    """Return a cell as text: whole numbers without .0, dates as 2026-09-30, without characters that no record may hold."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if not isinstance(value, str):
        return str(value)
    text = value.strip()
    if not text.isprintable():
        text = normalise_newlines(text)
        bad = forbidden_characters(text)
        text = "".join(char for char in text if char not in bad) if bad else text
    if text in _ERRORS:
        raise CellProblem(f"公式出错（{text}），请改正后另存")
    return "" if text in EMPTY else text


def date_of(value: object, times: Times) -> tuple[dt.date | None, str]:
    """Return the day of a date cell and a remark: what was concluded, or why there is no day (长期坚持).

    Raises:
        CellProblem: the cell holds something else than a date.
    """
    if isinstance(value, dt.datetime):
        return value.date(), ""
    if isinstance(value, dt.date):
        return value, ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(float(value))
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    if not text:
        return None, ""
    for pattern in (_PLAIN, _COMPACT):
        if match := pattern.fullmatch(text.replace(" ", "") if pattern is _COMPACT else text):
            return _day(text, *map(int, match.groups())), ""
    if re.fullmatch(r"\d{5}(?:\.0+)?", text):
        return _of_number(float(text))
    return _of_words(text, times)


def _of_number(number: float) -> tuple[dt.date, str]:
    if math.isfinite(number) and int(number) in _SERIALS:
        day = _FIRST_DAY + dt.timedelta(days=int(number))
        return day, f"数字{int(number)}按日期{day.isoformat()}读取"
    shown = f"{number:.0f}" if number.is_integer() else f"{number:g}"
    if match := _COMPACT.fullmatch(shown):
        return _day(shown, *map(int, match.groups())), ""
    # 9.30 and 2026.9 lose their zeros in a number cell: nobody can tell 9.3 from 9.30.
    raise CellProblem(f"“{shown}”不像日期，请写成2026-09-30的形式")


def _of_words(text: str, times: Times) -> tuple[dt.date | None, str]:
    if match := _MONTH_DAY.fullmatch(text):
        text = f"{match[1]}月{match[2]}日"
        _day(text, times.written_on.year, int(match[1]), int(match[2]))
    elif match := _YEAR_MONTH.fullmatch(text):
        text = f"{match[1]}年{match[2]}月"
    reading = read(text)
    found = deadlines(reading, 0, len(reading.text), times, bare=True)
    fixed = [deadline for deadline in found if deadline.kind is DeadlineKind.FIXED and deadline.day]
    if fixed:
        last = max(fixed, key=lambda deadline: deadline.day or dt.date.min)
        return last.day, last.question or f"“{text}”按{last.day}读取"
    if found and not any(char.isdigit() for char in found[0].text):
        return None, found[0].explanation or f"“{text}”没有具体日期"
    raise CellProblem(f"“{text[:20]}”不像日期，请写成2026-09-30或9月底的形式")


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise CellProblem(f"没有“{text[:20]}”这一天，请核对") from error


_STATES: tuple[tuple[re.Pattern[str], State], ...] = (
    (re.compile(r"销号"), State.CLOSED_OUT),
    (re.compile(r"中止|暂停|暂缓|挂起"), State.SUSPENDED),
    (re.compile(r"撤销|撤项|取消|终止"), State.VOIDED),
    (re.compile(r"未(?:启动|开始|办理)|待(?:办|交办|启动)|尚未"), State.ASSIGNED),
    (re.compile(r"未(?:办结|完成)|办理中|在办|推进中|进行中|正在|正常推进|持续|滞后|超期|逾期|否"), State.IN_PROGRESS),
    (re.compile(r"办结|完成|已办|是|100%|√"), State.COMPLETED),
    (re.compile(r"办理|推进|进行|承办|时序|序时|基本"), State.IN_PROGRESS),
)
_SOURCES: tuple[tuple[str, SourceKind], ...] = (
    ("政府工作报告", SourceKind.WORK_REPORT), ("工作报告", SourceKind.WORK_REPORT), ("常务会", SourceKind.EXECUTIVE_MEETING),
    ("常委会", SourceKind.STANDING_COMMITTEE), ("全会", SourceKind.PLENARY_DECISION), ("全委会", SourceKind.PLENARY_DECISION),
    ("批示", SourceKind.INSTRUCTION), ("提案", SourceKind.PROPOSAL), ("建议", SourceKind.PROPOSAL), ("审计", SourceKind.AUDIT_FINDING),
    ("目标", SourceKind.ANNUAL_TARGET), ("专项", SourceKind.CAMPAIGN), ("督查", SourceKind.INSPECTION), ("省", SourceKind.SUPERIOR),
    ("国务院", SourceKind.SUPERIOR), ("上级", SourceKind.SUPERIOR), ("中央", SourceKind.SUPERIOR),
)  # fmt: skip


def state_of(text: str) -> State | None:
    """Return the state that a word in the ledger means, None for a word that means none."""
    return next((state for pattern, state in _STATES if pattern.search(text)), None)


def source_of(text: str) -> SourceKind:
    """Return the kind of 立项依据 that a text speaks of."""
    return next((kind for word, kind in _SOURCES if word in text), SourceKind.OTHER)


def grade_of(text: str) -> Grade:
    """Return the grade that a word means; 日常 for anything else."""
    if re.search(r"急", text):
        return Grade.URGENT
    return Grade.MAJOR if re.search(r"重点|重要|重大|一级|A", text) else Grade.ROUTINE
