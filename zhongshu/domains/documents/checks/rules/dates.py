"""日期: the signed date and the dates in the text (GB/T 9704 7.3.5, GB/T 15835 4.1)."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, TEXT, Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import FORMAT, NUMERALS, Example, document_rule, paragraph_rule, pattern_rule

CLAUSE = f"{FORMAT} 7.3.5.4"
DATE = {"category": Category.DATE, "gate": Gate.FORMAT, "kinds": {Kind.DATE, Kind.IMPRINT}, "unit": "date_line"}
_WIDE = str.maketrans("０１２３４５６７８９／．－Ｏ", "0123456789/.-O")
_RIGHT = re.compile(r"\d{4}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
_DIGITS = {
    **{char: str(number) for number, char in enumerate("〇一二三四五六七八九")},
    "零": "0",
    "○": "0",
    "O": "0",
    "Ｏ": "0",
    "o": "0",
}
_ANY = re.compile(
    r"(?:公元)?(?P<year>\d{2,4}|[二一][〇○零OＯo0一二三四五六七八九\d]{1,3}|[〇○零一二三四五六七八九]{2})\s*[年./\-—．]\s*(?P<month>\d{1,2}|[一二三四五六七八九十〇]{1,3})\s*[月./\-—．]\s*(?P<day>\d{1,2}|[一二三四五六七八九十廿〇]{1,3})\s*[日号]?"
)


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("〇", "")
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (int(_DIGITS.get(tens, "1")) if tens else 1) * 10 + (int(_DIGITS.get(ones, "0")) if ones else 0)
    return int("".join(_DIGITS.get(char, "") for char in text) or 0)


def normal(text: str) -> str | None:
    """Return a date as it should be written; None if it cannot be told."""
    found = _ANY.search(text.translate(_WIDE).replace(" ", "").replace("\u3000", ""))
    if found is None:
        return None
    year = "".join(_DIGITS.get(char, char) for char in found.group("year"))
    if len(year) == 2:
        year = ("20" if int(year) < 60 else "19") + year
    if len(year) != 4:
        return None
    return f"{year}年{_count(found.group('month'))}月{_count(found.group('day'))}日"


@paragraph_rule(
    "ELM-DATE-FORM",
    name="日期写法",
    clause=CLAUSE,
    severity=Severity.MUST,
    **DATE,
    also=Category.NUMBER,
    explanation="成文日期用阿拉伯数字标全年、月、日，年份四位，月、日不编虚位",
    fails=[
        ("二〇二四年三月五日", "2024年3月5日"),
        ("二零二四年三月五日", "2024年3月5日"),
        ("2024年03月05日", "2024年3月5日"),
        ("2020-11-02", "2020年11月2日"),
        ("2024.3.5", "2024年3月5日"),
        ("2024/3/5", "2024年3月5日"),
        ("24年3月5日", "2024年3月5日"),
        ("2024年3月5号", "2024年3月5日"),
        "2024年3月",
        "3月5日",
        ("二○二四年十月二十一日", "2024年10月21日"),
        ("2024 年 3 月 5 日", "2024年3月5日"),
        ("2024年3月5日。", "2024年3月5日"),
        ("２０２４年３月５日", "2024年3月5日"),
        ("2024年三月5日", "2024年3月5日"),
        "2024年3月  日",
    ],
    passes=[
        "2024年3月5日",
        "2018年12月31日",
        Example("云州市人民政府办公室 2024年3月5日印发", unit="imprint"),
        Example("抄送：市委办公室。", unit="imprint"),
    ],
)
def form(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if paragraph.kind == Kind.IMPRINT:
        for match in _ANY.finditer(text):
            shown = match.group()
            if not _RIGHT.fullmatch(shown) and (new := normal(shown)):
                yield Hit(match.start(), match.end(), _why(shown), new)
        return
    bare = text[1:-1] if re.fullmatch(r"[（(].*[）)]", text) else text
    if _RIGHT.fullmatch(bare) or re.fullmatch(rf"{_RIGHT.pattern}（星期.）", bare):
        return
    yield Hit(0, len(text), _why(bare), normal(bare))


def _why(text: str) -> str:
    if re.search(r"[〇○零二][\u4e00-\u9fff〇○]*年", text):
        return "成文日期用阿拉伯数字，不用汉字"
    if re.search(r"[年月]0\d", text):
        return "月、日不编虚位（1不编为01）"
    if re.search(r"\d[./-]\d", text):
        return "日期用“年、月、日”，不用点、横线或斜线"
    if re.match(r"\d{2}年", text):
        return "年份写全四位"
    if text.endswith(("。", "，", ".")):
        return "成文日期后不加标点"
    if not re.search(r"年.*月.*\d", text):
        return "成文日期应标全年、月、日"
    return "日期应写作“2024年3月5日”"


_BODY_DATE = re.compile(r"(?P<year>\d{4})年\s*(?P<month>\d{1,2})月\s*(?P<day>\d{1,2})日")


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


@paragraph_rule(
    "ELM-DATE-VALID",
    name="日期存在",
    clause=CLAUSE,
    severity=Severity.MUST,
    category=Category.DATE,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.DATE, Kind.IMPRINT, Kind.REMARK},
    also=(Category.CONSISTENCY, Category.NUMBER),
    explanation="日期应当真实存在",
    fails=[
        "请于2024年2月30日前报送。",
        Example("2023年2月29日", unit="date_line"),
        "检查从4月31日开始。",
        "会议于2024年13月5日召开。",
        "截至6月31日，",
    ],
    passes=["请于2024年2月29日前报送。", "检查从4月30日开始。", "自2024年1月1日起施行。"],
)
def valid(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if "月" not in text:
        return
    for match in re.finditer(r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?", text):
        month = int(match.group("month"))
        year = int(match.group("year") or 2024)
        day = int(match.group("day") or 1)
        if match.group("day") is None and not match.group("year"):
            continue
        if not 1 <= month <= 12 or not 1 <= day <= _days(year, month):
            yield Hit(match.start(), match.end(), f"“{match.group()}”不存在，请核对日期")


pattern_rule(
    "NUM-DATE",
    (
        r"(?<![\d〔年’'第\-—])(?P<x>(?:[789]\d|0\d|1\d|2[0-9])年)(?=\d{1,2}月|底|初|度)",
        lambda match: f"{'20' if int(match.group('x')[:2]) < 60 else '19'}{match.group('x')}",
        "年份应写全四位，如“{new}”",
    ),
    (
        r"(?P<x>(?:二〇|二零|二○|一九)[〇零○一二三四五六七八九]{2}年)(?=\d|[一二三四五六七八九十]{1,3}月|以来|底|初|度|上半年|下半年|，|。|的|末)",
        lambda match: "".join(_DIGITS.get(char, char) for char in match.group("x")),
        "年份用阿拉伯数字，应写作“{new}”",
    ),
    (
        r"(?P<x>(?P<a>(?P<c>19|20)\d{2})(?P<s>年?[—\-－–～至])(?P<b>\d{2})年)(?![前后内])",
        lambda match: f"{match.group('a')}{match.group('s')}{match.group('c')}{match.group('b')}年",
        "年份应写全四位，如“{new}”",
    ),
    (
        r"(?P<x>[二一](?=[^年]{0,3}[零○0０OＯo])[〇○零0０OＯo一二三四五六七八九]{3}年)",
        lambda match: "".join(_DIGITS.get(char, char) for char in match.group("x").replace("０", "0")),
        "年份用阿拉伯数字，应写作“{new}”",
    ),
    (r"(?<=[\d])年(?P<x>0(?=[1-9]月))", "", "月份不编虚位"),
    (r"(?<=[\d])月(?P<x>0(?=[1-9][日号]))", "", "日不编虚位"),
    (r"\d{4}年\d{1,2}月\d{1,2}(?P<x>号)", "日", "书面语用“日”，不用“号”"),
    (r"(?<![\d年])\d{1,2}月\d{1,2}(?P<x>号)(?!楼|线|文|令|公告|通知|院|桥)", "日", "书面语用“日”，不用“号”"),
    (
        r"(?<![\da-zA-Z./-])(?P<x>(?:19|20)\d{2}[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))(?![\da-zA-Z./-])",
        lambda match: normal(match.group("x")),
        "正文中的日期应写作“{new}”",
    ),
    (
        r"(?:(?:19|20)\d{2}|(?<!\d)\d{1,2}月)(?P<x>年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)",
        None,
        "同一日期中不混用汉字与阿拉伯数字",
    ),
    (r"\d月(?P<x>[一二三四五六七八九十]{1,3})日", None, "同一日期中不混用汉字与阿拉伯数字"),
    (
        r"(?P<x>20\d零?[Oo〇○]\d?年|2[Oo〇○零]\d\d年|20[Oo〇○零]\d年)",
        lambda match: "".join(_DIGITS.get(char, char) for char in match.group("x")),
        "年份中的零应为阿拉伯数字0",
    ),
    name="正文日期",
    clause=f"{NUMERALS} 4.1.2、5.1.4",
    explanation="年月日用阿拉伯数字，年份不简写",
    category=Category.DATE,
    gate=Gate.WORDING,
    kinds=PROSE,
    also=Category.NUMBER,
    needs="年月星周-./",
    fails=[
        ("我局于24年3月启动改造。", "我局于2024年3月启动改造。"),
        ("请于2024年03月05日前报送。", "请于2024年3月5日前报送。"),
        ("请于3月5号前报送。", "请于3月5日前报送。"),
        ("会议定于2024.3.5召开。", "会议定于2024年3月5日召开。"),
        ("自二〇二四年三月起执行。", None),
        ("截至2024年三月底，", None),
    ],
    passes=["请于2024年3月5日前报送。", "“十四五”期间，2021—2025年累计投入。", "运行30年以来", "连续15年上半年增长"],
)


@paragraph_rule(
    "TXT-WEEKDAY",
    name="日期与星期",
    clause=f"{NUMERALS} 5.2",
    severity=Severity.MUST,
    category=Category.CONSISTENCY,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.DATE},
    also=Category.DATE,
    explanation="日期与星期应当一致",
    fails=[
        ("会议定于2024年5月6日（星期二）召开。", "会议定于2024年5月6日（星期一）召开。"),
        ("定于2024年5月6日星期二上午召开。", "定于2024年5月6日星期一上午召开。"),
    ],
    passes=["会议定于2024年5月6日（星期一）召开。", "2026年11月22日（周日）"],
)
def weekday(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if "星期" not in text and "周" not in text:
        return
    for match in re.finditer(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*[（(，]?(?:星期|周)([一二三四五六日天])", text):
        try:
            day = dt.date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        except ValueError:
            continue
        right = "一二三四五六日"[day.weekday()]
        if match.group(4).replace("天", "日") != right:
            yield Hit(match.start(4), match.end(4), f"{match.group(1)}年{match.group(2)}月{match.group(3)}日是星期{right}", right)


@document_rule(
    "TXT-WEEKDAY-YEAR",
    name="日期与星期（按成文年份）",
    clause=f"{NUMERALS} 5.2",
    category=Category.CONSISTENCY,
    gate=Gate.WORDING,
    also=Category.DATE,
    unit="document",
    explanation="没有写年份的日期按成文日期的年份核对星期",
    fails=["关于召开会议的通知\n各县人民政府：\n会议定于5月6日（星期二）召开。\n云州市人民政府\n2024年4月5日"],
    passes=["关于召开会议的通知\n各县人民政府：\n会议定于5月6日（星期一）召开。\n云州市人民政府\n2024年4月5日"],
)
def weekday_of_year(manuscript: Manuscript) -> Iterator[Hit]:
    if manuscript.date is None:
        return
    for paragraph in manuscript.text:
        if "星期" not in paragraph.text and "周" not in paragraph.text:
            continue
        for match in re.finditer(r"(?<![年\d])(\d{1,2})月(\d{1,2})日\s*[（(，]?(?:星期|周)([一二三四五六日天])", paragraph.text):
            month, day = int(match.group(1)), int(match.group(2))
            right = set()
            for year in (manuscript.date.year, manuscript.date.year + (month < manuscript.date.month)):
                try:
                    right.add("一二三四五六日"[dt.date(year, month, day).weekday()])
                except ValueError:
                    continue
            if right and match.group(3).replace("天", "日") not in right:
                yield Hit(
                    match.start(3),
                    match.end(3),
                    f"{manuscript.date.year}年{month}月{day}日不是星期{match.group(3)}",
                    paragraph=paragraph.index,
                )


@document_rule(
    "TXT-DATE-ORDER",
    name="日期先后",
    clause="内容真实准确（《党政机关公文处理工作条例》第二十条）",
    category=Category.CONSISTENCY,
    gate=Gate.WORDING,
    also=Category.DATE,
    unit="document",
    explanation="报送时限不早于成文日期，起止日期先后有序，印发日期不早于成文日期",
    fails=[
        "关于报送情况的通知\n各县人民政府：\n请于2024年3月1日前报送。\n云州市人民政府\n2024年3月5日",
        Example("检查时间为2024年5月20日至2024年5月10日。"),
        Example("报名时间为5月20日至5月10日。"),
        "关于报送情况的通知\n各县人民政府：\n请按时报送。\n云州市人民政府\n2024年3月5日\n云州市人民政府办公室 2024年3月1日印发",
    ],
    passes=[
        "关于报送情况的通知\n各县人民政府：\n请于2024年3月10日前报送。\n云州市人民政府\n2024年3月5日",
        Example("检查时间为2024年12月20日至2025年1月10日。"),
        Example("每年11月1日至次年3月31日"),
    ],
)
def order(manuscript: Manuscript) -> Iterator[Hit]:
    for paragraph in manuscript.of(*TEXT):
        text = paragraph.text
        if "日" not in text:
            continue
        for match in re.finditer(
            r"(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日(?:（[^）]*）)?(?:上午|下午|\d+时)?[至到—～-]+(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日",
            text,
        ):
            year = int(match.group(1) or 2024)
            first, last = (
                _day(year, match.group(2), match.group(3)),
                _day(int(match.group(4) or year), match.group(5), match.group(6)),
            )
            if first and last and last < first and (match.group(4) or match.group(1) or (first - last).days < 60):
                yield Hit(match.start(), match.end(), "起止日期先后颠倒，请核对", paragraph=paragraph.index)
        if manuscript.date:
            for match in re.finditer(
                r"(?:请|务必|须|应)(?:各[^，。]{0,12})?(?:于|在)(\d{4})年(\d{1,2})月(\d{1,2})日(?:\d+时)?(?:之?前|以前)", text
            ):
                day = _day(int(match.group(1)), match.group(2), match.group(3))
                if day and day < manuscript.date:
                    yield Hit(match.start(1), match.end(), "时限早于成文日期，请核对", paragraph=paragraph.index)
    for paragraph in manuscript.of(Kind.IMPRINT):
        found = _BODY_DATE.search(paragraph.text)
        if found and "印发" in paragraph.text and manuscript.date:
            day = _day(int(found.group("year")), found.group("month"), found.group("day"))
            if day and day < manuscript.date:
                yield Hit(found.start(), found.end(), "印发日期早于成文日期，请核对", paragraph=paragraph.index)


def _day(year: int, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(year, int(month), int(day))
    except ValueError:
        return None
