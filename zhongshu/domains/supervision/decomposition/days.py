"""The day that each way of naming a deadline means, and how it was worked out."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

AfterWorkingDays = Callable[[dt.date, int], dt.date | None]

_DIGITS = "〇零一二三四五六七八九"
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
# Spring Festival, Mid-Autumn and Dragon Boat by the lunar calendar.
_SPRING = {
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
_AUTUMN = {
    2018: (9, 24), 2019: (9, 13), 2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6), 2026: (9, 25),
    2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12),
}  # fmt: skip
_DRAGON_BOAT = {
    2018: (6, 18), 2019: (6, 7), 2020: (6, 25), 2021: (6, 14), 2022: (6, 3), 2023: (6, 22), 2024: (6, 10), 2025: (5, 31), 2026: (6, 19),
    2027: (6, 9), 2028: (5, 28), 2029: (6, 16), 2030: (6, 5),
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
    own = year_said(match, times)
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


def _since_elsewhen(match: re.Match[str]) -> _Answer | None:
    """预算批准后20日内 is counted from a day that the text does not tell."""
    before = match.string[max(0, match.start() - 14) : match.start()]
    event = re.search(r"([^，。；：（）\n]{2,14})(?:之日起|之后|后)(?:的)?$", before)
    if not event or re.search(r"会|通知|文件|印发|发文|下发|发布|即日|意见|方案|决定|函|今|此|交办单", event[1]):
        return None
    return None, "", f"“{event[1]}”的日期原文没有写明，请填写办理时限"


def _working_days(match, year, times) -> _Answer:
    if unknown := _since_elsewhen(match):
        return unknown
    count = _integer(match["number"])
    day = times.after_working_days(times.written_on, count)
    if day is None:
        return None, "", f"“{match.group()}”要按放假安排推算，但相应年度的安排尚未公布或未导入，请填写具体日期"
    return day, f"自{_long(times.written_on)}的次日起第{count}个工作日", _start_question(match)


def _span(match, year, times) -> _Answer:
    if unknown := _since_elsewhen(match):
        return unknown
    start, unit = times.written_on, match["unit"].removeprefix("个")
    number = 0 if match["number"] == "半" else _integer(match["number"])
    if match["number"] == "半" and unit == "月":
        day = start + dt.timedelta(days=15)
    elif unit in {"日", "天"}:
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
    if monday + dt.timedelta(days=number) < times.written_on:
        monday += dt.timedelta(days=7)  # 这周五 said on a Sunday
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
        table = {"春节": _SPRING, "中秋": _AUTUMN, "端午": _DRAGON_BOAT}.get(feast)
        month_day = table.get(y) if table else _FEASTS.get(feast)
        return dt.date(y, *month_day) - _ONE_DAY if month_day else None

    if not year:
        ahead = (on(y) for y in (times.written_on.year, times.written_on.year + 1))
        return _fixed(next((day for day in ahead if day and day >= times.written_on), None), f"按{feast}前一日计")
    return _fixed(on(year), f"按{feast}前一日计")


def _eve(match, year, times) -> _Answer:
    """除夕 is the day before Spring Festival, 元宵 the fifteenth of the month that begins with it."""
    after = dt.timedelta(days=-1 if match["eve"] in {"除夕", "大年三十"} else 14)
    feasts = (_SPRING.get(y) for y in ([year] if year else (times.written_on.year, times.written_on.year + 1)))
    years = [year] if year else [times.written_on.year, times.written_on.year + 1]
    days = [dt.date(y, *feast) + after for y, feast in zip(years, feasts, strict=True) if feast]
    return _fixed(next((day for day in days if year or day >= times.written_on), None), "按农历推算")


def _dotted_month(match, year, times) -> _Answer:
    said = _month_end(int(match["year"]), int(match["month"]))
    if match["until"] in {"前", "以前", "之前"}:
        return said.replace(day=1) - _ONE_DAY, "月前按当月1日以前计", f"“{match.group()}”可能指当月底，请确认"
    return said, "按当月最后一日计", ""


DAYS: dict[str, Callable[[re.Match[str], int, Times], _Answer]] = {
    "recurring": _recurring,
    "regular": _recurring,
    "dotted": _dotted,
    "dotted_month": _dotted_month,
    "day_range": _day,
    "dotted_day": _day,
    "eve": _eve,
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


def year_said(match: re.Match[str], times: Times) -> int:
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
