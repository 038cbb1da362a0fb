"""办理时限 in a sentence: 年底前, 9月上旬, 第三季度末, 即日起5个工作日内, 长期坚持 — and the day where it can be computed."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.tree import Deadline, DeadlineKind

AfterWorkingDays = Callable[[dt.date, int], dt.date | None]

_DIGITS = "〇零一二三四五六七八九"
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = r"(?:(?P<year>20\d\d|二[〇零][一二三四五六七八九〇零]{2})年度?|(?P<that>今|本|当|明|次|后)年度?)"
_UNTIL = r"(?P<until>以前|之前|前|底前|止)?"
_HOUR = r"(?:(?:上午|下午|中午|晚上?)?\d{0,2}(?:[:时点]\d{0,2}分?)?(?:下班)?)?"

# One alternative for each way of naming a day; groups are read by the function of the same name below.
_FORMS: tuple[tuple[str, str], ...] = (
    ("recurring", r"每(?:个|半)?(?:工作日|日|天|周|星期|月|季度|季|年)(?:[一二三四五六日]|末|初|"
        r"底)?(?:首月|末月|第[一二三]个月|初|底|前|\d{1,2}月(?:份|上旬|中旬|下旬|初)?)?(?:\d{1,2}[日号])?(?:下班)?(?:以前|"
        r"之前|前|底前|底|末)"),
    (
        "regular",
        r"(?:每(?:半年|季度|月|周|年|日|天)|[按逐](?:月|季度?|周|半年)|一[月周季]一)(?:度)?"
        r"(?=[^，。；]{0,14}(?:一次|1次|两次|[23]次|报告|通报|调度|报送|上报|汇总))",
    ),
    ("dotted", rf"(?P<year>20\d\d)[./—-](?P<month>1[0-2]|0?[1-9])[./—-](?P<day>3[01]|[12]\d|0?[1-9])(?!\d){_UNTIL}"),
    ("day", rf"{_YEAR}?(?<!\d)(?P<month>{_MONTH})月(?:份)?(?P<day>{_DAY})[日号]{_HOUR}(?:\([^)]*\)|（(?:星期|"
        rf"周)[一二三四五六日]）)?{_UNTIL}"),
    ("part", rf"{_YEAR}?(?<!\d)(?P<month>{_MONTH})月(?:份)?(?P<part>上中旬|中下旬|上旬|中旬|下旬|初|中|底|末|内){_UNTIL}"),
    ("month", rf"{_YEAR}?(?<!\d)(?P<month>{_MONTH})月(?:份)?(?P<until>以前|之前|前|止)?"),
    ("quarter", rf"{_YEAR}?第?(?P<quarter>[一二三四1-4])季度(?P<part>末|底|内|结束|初)?{_UNTIL}"),
    ("half", rf"{_YEAR}?(?P<half>上半年|下半年)(?P<part>末|底|内)?{_UNTIL}"),
    ("end_of_year", rf"(?:{_YEAR}|(?<!\d)(?<!一)(?<!两)(?<!三)年)(?P<part>年底|年末|年内|底|末|内|中|初|年中)(?:以前|之前|"
        rf"前)?"),
    ("year", r"(?P<to>到|至|截至)?(?P<year>20\d\d)年(?P<until>以前|之前|前)?(?![\d底末内中初度上下第春元国“清年]|"
        r"[一二三四十]{1,2}[月季])"),
    ("plan", r"(?:到|至)?[“\"]?十(?P<plan>[三四五六])五[”\"]?(?:规划)?(?P<part>末|期末|时期|期间|期内|结束)(?:以前|之前|前)?"),
    ("working_days", rf"(?P<number>{_NUMBER})个?工作日(?:之内|以内|内)"),
    ("span", rf"(?P<number>{_NUMBER}|半)(?P<unit>个月|个季度|季度|日|天|周|个?星期|年|小时)(?:之内|以内|内|左右内|时间内)"),
    ("years_long", rf"(?:用|力争用?|利用|通过){_NUMBER}(?:至|到|—)?{_NUMBER}?年(?:左右)?(?:的)?时间"),
    ("this_month", r"(?P<which>本|当|下个?|次)月(?P<part>上旬|中旬|下旬|初|中|底|末|内)(?:以前|之前|前)?"),
    ("month_end", r"(?<!\d)(?<!每)(?<![一二三四五六七八九十])月底(?:以前|之前|前)"),
    ("week", r"(?P<which>本|这|下)(?:个)?(?:周|星期)(?P<weekday>[一二三四五六日天末内])(?:下班)?(?:以前|之前|前)?"),
    ("weekday", r"(?:星期|周)(?P<weekday>[一二三四五六日天])(?:下班)?(?:以前|之前|前)"),
    ("tomorrow", r"(?P<which>今天|今日|明天|明日|后天)(?:上午|下午|中午|晚上?)?\d{0,2}(?:[:点时]\d{0,2})?(?:下班)?(?:以前|"
        r"之前|前|内)"),
    ("day_only", rf"(?<![\d月])(?P<day>3[01]|[12]\d|0?[1-9])[日号]{_HOUR}(?:以前|之前|前)"),
    ("feast", rf"{_YEAR}?(?P<feast>春节|元旦|国庆节?|五一|“五一”|劳动节|中秋节?|清明节?|“十一”|“七一”|“八一”)(?:以前|之前|"
        rf"前|假期前|节前)"),
    ("standing", r"长期(?:坚持|任务|推进|实施|开展|执行|有效|工作)|(?:持续|常态化|常年|全年|动态)(?:推进|实施|坚持|开展|"
        r"进行|落实|抓好|办理|更新)(?=$|[，。；）、\n])|(?<![一-龥])(?:常态化|长期|持续|常年|全年|全年持续)(?![一-龥\d])|"
        r"贯穿全年"),
    ("vague", r"(?P<vague>汛期前|入汛前|暑假结束前|暑假前|暑假期间|寒假结束前|入冬前|主汛期前|供暖前|供暖季前|开学前|两会前|"
        r"节前|高考前|近期|尽快|限期|按期|按时|"
        r"早日|适时|第一时间|及时)"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _FORMS)
_ANY = re.compile(
    r"20\d\d|[今本当明次后下这每周]|[月年日号内前周]|季度|半年|十[三四五六]五|工作日|节|元旦|国庆|五一|长期|持续|常年|常态|"
    r"全年|贯穿|"
    r"近期|尽快|限期|按期|按时|早日|适时|及时|时间|汛期|入冬|暑假|寒假"
)
_RANGE = re.compile(r"^(?:—{1,2}|-|～|至|到)$")
# Spring Festival and Mid-Autumn by the lunar calendar.
_SPRING = {
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
_AUTUMN = {
    2018: (9, 24), 2019: (9, 13), 2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6), 2026: (9, 25),
    2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12),
}  # fmt: skip
_FEASTS = {
    "元旦": (1, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "清明": (4, 4),
}
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Times:
    """From when dates are counted.

    Args:
        written_on: the day of the document, from which 年底前 or 5个工作日内 are counted.
        plan_year: the year that the whole document is about (2027年工作要点), 0 if none.
        after_working_days: the n-th working day after a day, None where the year's calendar is not published.
    """

    written_on: dt.date
    plan_year: int = 0
    after_working_days: AfterWorkingDays = lambda start, count: None


def deadlines(reading: Reading, begin: int, end: int, times: Times, *, bare: bool = False) -> list[Deadline]:
    """Return the deadlines between two places of the reading, in order.

    With ``bare``, a date without 前 or 底 counts too: the place is a field such as 完成时限.
    """
    text = reading.text
    if not _ANY.search(text, begin, end):
        return []
    found: list[tuple[int, int, str, re.Match[str]]] = []
    taken = begin
    candidates = sorted(
        (
            (match.start(), rank, name, match)
            for rank, (name, pattern) in enumerate(_PATTERNS)
            for match in pattern.finditer(text, begin, end)
        ),
        key=lambda item: item[:2],
    )
    for start, _, name, match in candidates:
        if start >= taken and match.end() > start:
            found.append((start, match.end(), name, match))
            taken = match.end()
    return list(_deadlines(reading, begin, end, times, found, bare=bare))


def _deadlines(
    reading: Reading, begin: int, end: int, times: Times, found: list[tuple[int, int, str, re.Match[str]]], *, bare: bool
) -> Iterator[Deadline]:
    text = reading.text
    said_year = 0
    for index, (start, stop, name, match) in enumerate(found):
        year = _year_said(match, times)
        ranged = index > 0 and bool(_RANGE.match(text[found[index - 1][1] : start]))
        opens_range = index + 1 < len(found) and bool(_RANGE.match(text[stop : found[index + 1][0]]))
        # A year that has passed is told of, and says nothing about the months that follow.
        said_year = year or (said_year if said_year >= times.written_on.year else 0)
        if opens_range:
            continue  # 2026年3月至6月 ends with June
        bound = bare or ranged or _binds(name, match, text, begin, start, stop, end)
        ahead = not bound and name in _PLANNED and _PLAN_VERB.match(text, stop, min(end, stop + 12))
        if not (bound or ahead):
            continue
        day, explanation, question = _DAYS[name](match, said_year, times)
        if ahead and (day is None or day < times.written_on):
            continue  # 5月18日召开 was
        kind = _KINDS.get(name, DeadlineKind.FIXED)
        if kind is DeadlineKind.FIXED and day is None:
            kind = DeadlineKind.VAGUE
        yield Deadline(kind, text[start:stop], reading.anchor(start, stop), day, explanation, question)


_KINDS = {
    "recurring": DeadlineKind.RECURRING,
    "regular": DeadlineKind.RECURRING,
    "standing": DeadlineKind.STANDING,
    "vague": DeadlineKind.VAGUE,
}
# 7月上线试运行, 第四季度举办: a plan where the day lies ahead, a report where it has passed.
_PLANNED = frozenset({"day", "dotted", "month", "quarter", "half"})
_PLAN_VERB = re.compile(
    r"(?:份)?(?:正式|全面|全部|基本|主体|如期|集中)?(?:完成|建成|开工|启动|投用|竣工|实现|出台|印发|上线|启用|投入|交付|"
    r"通车|举办|召开|开展|试运行|投产|完工|开园|组织)(?!了|的)"
)


def _binds(name: str, match: re.Match[str], text: str, begin: int, start: int, stop: int, end: int) -> bool:
    """Tell whether a date in running text limits what is to be done, or only says when something was."""
    before, after = text[max(begin, start - 6) : start], text[stop : min(end, stop + 24)]
    if re.search(r"(?:自|从|对|凡|凡是|截至|原定于?|原|于)$", before) and not re.search(r"[前底末内]$", match.group()):
        return False
    if re.search(r"(?:对|凡|凡是|自|从|比|较|与)$", before) and re.match(
        r"[^，。；]{0,12}(?:的|起|开始|以来|相比|增长|下降)", after
    ):
        return False
    if re.match(r"(?:起|开始|以来|，?已|完成了|的?[^，。；]{0,6}基础上)", after):
        return False
    if name == "vague":
        return match["vague"] not in {"及时", "适时", "按时", "第一时间", "早日"}
    if name == "year":
        return bool(match["to"] and not after.startswith(("的", "起"))) or bool(match["until"])
    if name in {"day", "dotted", "month"}:
        return bool(match["until"]) or (bool(re.search(r"(?:至|到|截止|截至|不晚于|不迟于)$", before)) and name != "month")
    if name == "part":
        return bool(match["until"]) or match["part"] in {"底", "末", "上旬", "中旬", "下旬", "内"}
    if name in {"quarter", "half"}:
        return bool(match["until"] or match["part"])
    if name == "end_of_year":
        return match["part"] not in {"中", "初"} or match.group().endswith("前")
    return True


# ------------------------------------------------------------------ the day of each form

_Answer = tuple[dt.date | None, str, str]


def _fixed(day: dt.date | None, why: str = "", question: str = "") -> _Answer:
    return day, why, question if day is not None else question or "办理时限无法推算，请写明具体日期"


def _recurring(match, year, times) -> _Answer:
    return None, "按周期办理", ""


def _standing(match, year, times) -> _Answer:
    return None, "长期任务，没有截止日期", ""


def _vague(match, year, times) -> _Answer:
    return None, "", f"“{match.group()}”没有具体日期，请明确办理时限"


def _dotted(match, year, times) -> _Answer:
    return _fixed(_date(int(match["year"]), int(match["month"]), int(match["day"])), "原文写明的日期")


def _day(match, year, times) -> _Answer:
    month, number = _integer(match["month"]), _integer(match["day"])
    day, question = _settle(year, times, lambda y: _date(y, month, number))
    return _fixed(day, _why_year(year, times, "原文写明的日期"), question)


def _part(match, year, times) -> _Answer:
    month, part = _integer(match["month"]), match["part"]
    # 6月初前 and 6月中旬前 end with the days named, 6月底 with the month.
    day, question = _settle(year, times, lambda y: _part_of_month(y, month, part))
    return _fixed(day, _why_year(year, times, f"{part}按{_part_words(part)}计"), question)


def _month(match, year, times) -> _Answer:
    month = _integer(match["month"])
    if match["until"] in {"前", "以前", "之前"}:
        day, question = _settle(year, times, lambda y: dt.date(y, month, 1) - _ONE_DAY)
        return _fixed(day, f"{month}月前按{month}月1日以前计", question or f"“{match.group()}”可能指{month}月底，请确认")
    day, question = _settle(year, times, lambda y: _month_end(y, month))
    return _fixed(day, _why_year(year, times, "按当月最后一日计"), question)


def _quarter(match, year, times) -> _Answer:
    quarter = _integer(match["quarter"])
    if match["part"] is None and match["until"]:
        day, question = _settle(year, times, lambda y: dt.date(y, quarter * 3 - 2, 1) - _ONE_DAY)
        return _fixed(day, "季度前按季度开始以前计", question or f"“{match.group()}”可能指季度末，请确认")
    day, question = _settle(year, times, lambda y: _month_end(y, quarter * 3))
    return _fixed(day, _why_year(year, times, "按季度最后一日计"), question)


def _half(match, year, times) -> _Answer:
    month = 6 if match["half"] == "上半年" else 12
    day, question = _settle(year, times, lambda y: _month_end(y, month))
    return _fixed(day, _why_year(year, times, "按半年最后一日计"), question)


def _end_of_year(match, year, times) -> _Answer:
    part = match["part"]
    month = 6 if part in {"中", "年中"} else 1 if part == "初" else 12
    own = _year_said(match, times)
    day, question = _settle(own or year, times, lambda y: _month_end(y, month))
    return _fixed(day, _why_year(own or year, times, "按12月31日计" if month == 12 else "按月末计"), question)


def _whole_year(match, year, times) -> _Answer:
    said = int(match["year"])
    if match["until"]:
        return dt.date(said - 1, 12, 31), f"{said}年前按{said}年1月1日以前计", f"“{match.group()}”可能指{said}年底，请确认"
    return dt.date(said, 12, 31), "按当年12月31日计", ""


def _plan(match, year, times) -> _Answer:
    ends = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}[match["plan"]]
    return dt.date(ends, 12, 31), "按规划期最后一日计", ""


def _working_days(match, year, times) -> _Answer:
    count = _integer(match["number"])
    day = times.after_working_days(times.written_on, count)
    if day is None:
        return None, "", f"“{match.group()}”要按放假安排推算，但相应年度的安排尚未公布或未导入，请填写具体日期"
    return day, f"自{_long(times.written_on)}的次日起第{count}个工作日", _start_question(match)


def _span(match, year, times) -> _Answer:
    start, unit = times.written_on, match["unit"].removeprefix("个")
    number = 0 if match["number"] == "半" else _integer(match["number"])
    if unit in {"日", "天"}:
        day = start + dt.timedelta(days=number)
    elif unit in {"周", "星期"}:
        day = start + dt.timedelta(days=7 * number)
    elif unit == "小时":
        day = start + dt.timedelta(days=-(-number // 24))
    else:
        months = {"月": 1, "季度": 3, "年": 12}[unit]
        day = _after_months(start, number * months or months // 2)
    return _fixed(day, f"自{_long(start)}起算", _start_question(match))


def _years_long(match, year, times) -> _Answer:
    numbers = [_integer(number) for number in re.findall(_NUMBER, match.group()) if number != "年"]
    day = _after_months(times.written_on, 12 * max(numbers)) if numbers else None
    return _fixed(day, f"自{_long(times.written_on)}起算", "没有写明从何时起算，请确认时限")


def _this_month(match, year, times) -> _Answer:
    base = times.written_on if match["which"] in {"本", "当"} else _after_months(times.written_on.replace(day=1), 1)
    return _fixed(_part_of_month(base.year, base.month, match["part"]), f"自{_long(times.written_on)}推算")


def _month_end_only(match, year, times) -> _Answer:
    return _fixed(_month_end(times.written_on.year, times.written_on.month), f"按{times.written_on.month}月最后一日计")


def _week(match, year, times) -> _Answer:
    monday = times.written_on - dt.timedelta(days=times.written_on.weekday())
    if match["which"] == "下":
        monday += dt.timedelta(days=7)
    # 本周末 and 本周内 end on Sunday.
    number = {"天": 6, "末": 6, "内": 6}.get(match["weekday"], "一二三四五六日".find(match["weekday"]))
    return _fixed(monday + dt.timedelta(days=number), f"自{_long(times.written_on)}推算")


def _weekday(match, year, times) -> _Answer:
    number = 6 if match["weekday"] == "天" else "一二三四五六日".index(match["weekday"])
    ahead = (number - times.written_on.weekday()) % 7
    return _fixed(times.written_on + dt.timedelta(days=ahead), f"自{_long(times.written_on)}推算")


def _tomorrow(match, year, times) -> _Answer:
    days = {"今": 0, "明": 1, "后": 2}[match["which"][0]]
    return _fixed(times.written_on + dt.timedelta(days=days), f"自{_long(times.written_on)}推算")


def _day_only(match, year, times) -> _Answer:
    number, start = int(match["day"]), times.written_on
    day = _date(start.year, start.month, number)
    if day is None or day < start:
        later = _after_months(start.replace(day=1), 1)
        day = _date(later.year, later.month, number)
    return _fixed(day, "原文只写日，按其后最近的该日计")


def _feast(match, year, times) -> _Answer:
    feast = match["feast"].strip("“”").removesuffix("节") if match["feast"] not in {"春节", "劳动节"} else match["feast"]

    def on(y: int) -> dt.date | None:
        table = {"春节": _SPRING, "中秋": _AUTUMN}.get(feast)
        month_day = table.get(y) if table else _FEASTS.get(feast)
        return dt.date(y, *month_day) - _ONE_DAY if month_day else None

    if not year:
        ahead = (on(y) for y in (times.written_on.year, times.written_on.year + 1))
        return _fixed(next((day for day in ahead if day and day >= times.written_on), None), f"按{feast}前一日计")
    return _fixed(on(year), f"按{feast}前一日计")


_DAYS: dict[str, Callable[[re.Match[str], int, Times], _Answer]] = {
    "recurring": _recurring,
    "regular": _recurring,
    "dotted": _dotted,
    "day": _day,
    "part": _part,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "end_of_year": _end_of_year,
    "year": _whole_year,
    "plan": _plan,
    "working_days": _working_days,
    "span": _span,
    "years_long": _years_long,
    "this_month": _this_month,
    "month_end": _month_end_only,
    "week": _week,
    "weekday": _weekday,
    "tomorrow": _tomorrow,
    "day_only": _day_only,
    "feast": _feast,
    "standing": _standing,
    "vague": _vague,
}


# ------------------------------------------------------------------ small arithmetic


def _settle(year: int, times: Times, on: Callable[[int], dt.date | None]) -> tuple[dt.date | None, str]:
    """Return the day in the year said, or else in the plan's year, or the first such day not before the document."""
    if year:
        return on(year), ""
    if times.plan_year:
        return on(times.plan_year), ""
    day = on(times.written_on.year)
    if day is not None and day < times.written_on:
        return on(times.written_on.year + 1), "原文没有写年份，按文件日期之后最近的一年推算，请确认"
    return day, ""


def _why_year(year: int, times: Times, rule: str) -> str:
    if year:
        return rule
    return f"{rule}，年份按{'规划年度' if times.plan_year else '文件日期'}推定"


def _year_said(match: re.Match[str], times: Times) -> int:
    groups = match.groupdict()
    if said := groups.get("year"):
        return (
            int(said)
            if said.isascii()
            else int("".join(str("〇一二三四五六七八九".index(char.replace("零", "〇"))) for char in said))
        )
    if that := groups.get("that"):
        base = times.written_on.year
        return {"今": base, "本": base, "当": times.plan_year or base, "明": base + 1, "次": base + 1, "后": base + 2}[that]
    return 0


def _integer(text: str) -> int:
    if text.isdigit():
        return int(text)
    text = text.replace("两", "二").replace("零", "")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return max(_DIGITS.find(text[-1]) - 1, 0)
    high = (_DIGITS.find(tens) - 1) if tens else 1
    return 10 * high + (_DIGITS.find(ones) - 1 if ones else 0)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def _part_of_month(year: int, month: int, part: str) -> dt.date:
    last = monthrange(year, month)[1]
    return dt.date(year, month, {"上旬": 10, "初": 10, "中旬": 20, "上中旬": 20, "中": 20}.get(part, last))


def _part_words(part: str) -> str:
    return {"上旬": "10日", "初": "10日", "中旬": "20日", "上中旬": "20日", "中": "20日"}.get(part, "月末最后一日")


def _after_months(start: dt.date, months: int) -> dt.date:
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(start.day, monthrange(year, month)[1]))


def _start_question(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 16) : match.start()]
    started = re.search(r"(?:即日|印发之日|文件下发之日|发布之日|本通知[^，。]{0,6}之日|会后|会议结束)", before)
    return "" if started or "之日" not in before else "起算日不是文件日期，请确认"


def _long(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
