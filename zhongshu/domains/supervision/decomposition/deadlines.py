"""办理时限 in a sentence: 年底前, 9月上旬, 第三季度末, 即日起5个工作日内, 长期坚持 — and the day where it can be computed."""

import re
from collections.abc import Iterator

from zhongshu.domains.supervision.decomposition.days import DAYS, Times, year_said
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.tree import Deadline, DeadlineKind

_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = r"(?:(?P<year>20\d\d|二[〇零][一二三四五六七八九〇零]{2})年度?|(?P<that>今|本|当|明|次|后)年度?)"
_UNTIL = r"(?P<until>(?:开学|(?:国庆|春|中秋|端午)?节|元旦|汛期|供暖|到期|期满|开业|闭会)前|以前|之前|前|底前|止)?"
_HOUR = r"(?:(?:上午|下午|中午|凌晨|晚上?|傍晚)?\d{0,2}(?:[:时点]\d{0,2}分?)?(?:下班)?)?"

# One alternative for each way of naming a day; groups are read by the function of the same name below.
_FORMS: tuple[tuple[str, str], ...] = (
    ("recurring", r"每(?:个|半)?(?:工作日|日|天|周|星期|月|季度|季|年)(?:[一二三四五六日]|末|初|"
        r"底)?(?:首月|末月|第[一二三]个月|初|底|前|\d{1,2}月(?:份|上旬|中旬|下旬|初)?)?(?:\d{1,2}[日号])?(?:下班)?(?:以前|"
        r"之前|前|底前|底|末)"),
    (
        "regular",
        r"(?:每(?:半年|半月|双月|季度|月|旬|周|年|日|天|\d{1,2}(?:天|日|个?小时|个月)|[两三四五六八十]个?(?:月|周|天|年|小时)|学期)|[按逐](?:月|季度?|周|日|半年)|一[月周季]一|双月)(?:度)?"
        r"(?=[^，。；]{0,20}(?:一次|1次|两次|[23]次|报告|通报|调度|报送|上报|汇总|报))",
    ),
    ("dotted", rf"(?P<year>20\d\d)[./—-](?P<month>1[0-2]|0?[1-9])[./—-](?P<day>3[01]|[12]\d|0?[1-9])(?!\d){_UNTIL}"),
    (
        "day_range",
        rf"{_YEAR}?(?<!\d)(?P<month>{_MONTH})月{_DAY}[日号]?(?:至|到|—{{1,2}}|-|～)(?P<day>{_DAY})[日号]{_UNTIL}",
    ),
    ("dotted_month", r"(?P<year>20\d\d)[./](?P<month>1[0-2]|0?[1-9])(?![\d./%])(?P<until>底前|以前|之前|前|底)?"),
    (
        "dotted_day",
        r"(?<![\d.])(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.%‰]|个|万|亿|元|倍|公里|米|亩|吨)"
        r"(?P<until>以前|之前|前|止)?",
    ),
    ("day", rf"{_YEAR}?(?<!\d)(?P<month>{_MONTH})月(?:份)?(?P<day>{_DAY})[日号](?:（(?:星期|周)[一二三四五六日天]）)?{_HOUR}(?:\([^)]*\)|（(?:星期|"
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
    ("feast", rf"{_YEAR}?(?P<feast>春节|元旦|国庆节?|五一|“五一”|劳动节|端午节?|中秋节?|清明节?|“十一”|“七一”|“八一”)(?:以前|之前|"
        rf"前|假期前|节前)"),
    ("eve", r"(?:到|至)?(?P<eve>除夕|大年三十|元宵节?|正月十五)(?:以前|之前|前)?"),
    ("standing", r"长期(?:坚持|任务|推进|实施|开展|执行|有效|工作)|(?:持续|常态化|常年|全年|动态)(?:推进|实施|坚持|开展|"
        r"进行|落实|抓好|办理|更新)(?=$|[，。；）、\n])|(?<![一-龥])(?:常态化|长期|持续|常年|全年|全年持续)(?![一-龥\d])|"
        r"贯穿全年"),
    ("vague", r"(?P<vague>提前(?:\d{1,2}|[一二两三五十])个?(?:工作日|天|日|周)|"
        r"汛期前|入汛前|暑假结束前|暑假前|暑假期间|寒假结束前|入冬前|主汛期前|供暖前|供暖季前|开学前|两会前|"
        r"节前|高考前|近期|尽快|限期|按期|按时|"
        r"早日|适时|第一时间|及时)"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _FORMS)
_ANY = re.compile(
    r"20\d\d|[今本当明次后下这每周]|[月年日号内前周]|季度|半年|十[三四五六]五|工作日|节|元旦|国庆|五一|长期|持续|常年|常态|"
    r"全年|贯穿|"
    r"近期|尽快|限期|按期|按时|早日|适时|及时|时间|汛期|入冬|暑假|寒假"
)
_LATEST = re.compile(r"(?:至|到|截止|截至|不晚于|不迟于|不超过|不得超过|不得迟于|最迟|最晚|截止时间为|期限为|时限为)$")
_RANGE = re.compile(r"^(?:—{1,2}|-|～|至|到)$")


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
        year = year_said(match, times)
        ranged = index > 0 and bool(_RANGE.match(text[found[index - 1][1] : start]))
        opens_range = index + 1 < len(found) and bool(_RANGE.match(text[stop : found[index + 1][0]]))
        # A year that has passed is told of, and says nothing about the months that follow.
        said_year = year or (said_year if said_year >= times.written_on.year else 0)
        if opens_range:
            continue  # 2026年3月至6月 ends with June
        bound = bare or ranged or _binds(name, match, text, begin, start, stop, end)
        ahead = (
            not bound
            and not text.endswith("定于", begin, start)
            and name in _PLANNED
            and _PLAN_VERB.match(text, stop, min(end, stop + 12))
        )
        if not (bound or ahead):
            continue
        day, explanation, question = DAYS[name](match, said_year, times)
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
_PLANNED = frozenset({"day", "dotted", "dotted_day", "part", "month", "quarter", "half"})
_PLAN_VERB = re.compile(
    r"(?:份)?(?:正式|全面|全部|基本|主体|如期|集中)?(?:完成|建成|开工|启动|投用|竣工|实现|出台|印发|上线|启用|投入|交付|"
    r"通车|公布|发布|实施|推出|签约|动工|见效|达到|形成|拨付|到位|发放|招标|并网|投运|达产|通水|通电|封顶|贯通|挂牌|报送|上报|提交|验收|开放|公示|交付|举办|召开|开展|试运行|投产|完工|开园|组织)(?!了|的)"
)


def _binds(name: str, match: re.Match[str], text: str, begin: int, start: int, stop: int, end: int) -> bool:
    """Tell whether a date in running text limits what is to be done, or only says when something was."""
    before, after = text[max(begin, start - 6) : start], text[stop : min(end, stop + 24)]
    if name in {"day", "dotted", "dotted_day"} and _LATEST.search(before):
        return True
    if re.search(r"(?:自|从|对|凡|凡是|截至|原定于?|定于|拟于|原|(?<!定)于)$", before) and not re.search(
        r"[前底末内]$", match.group()
    ):
        return False
    if before.endswith("定于") or re.search(r"(?:^|[。；，\n（])截至$", before):
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
    if name == "dotted_month":
        return bool(match["until"])
    if name in {"day", "dotted", "dotted_day", "month"}:
        return bool(match["until"]) or (bool(_LATEST.search(before)) and name != "month")
    if name == "part":
        return bool(match["until"]) or match["part"] in {"底", "末", "上旬", "中旬", "下旬", "内"}
    if name in {"quarter", "half"}:
        return bool(match["until"] or match["part"])
    if name == "end_of_year":
        return match["part"] not in {"中", "初"} or match.group().endswith("前")
    return True
