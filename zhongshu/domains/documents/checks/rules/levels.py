"""结构层次序数: 一、（一）1.（1）, in order, without gaps (GB/T 9704 7.3.3)."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import FORMAT, PUNCTUATION, document_rule, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.rules.numbers import hanzi_value

CLAUSE = f"{FORMAT} 7.3.3"
N = "[一二三四五六七八九十百]{1,5}"
LEVEL = {
    "category": Category.SEQUENCE,
    "gate": Gate.FORMAT,
    "kinds": {Kind.HEADING, Kind.BODY, Kind.ATTACHMENT},
    "unit": "heading",
    "also": Category.PUNCTUATION,
    "clause": CLAUSE,
}


def _ring(char: str) -> str:
    for first, shape in (("①", "（{}）"), ("⑴", "（{}）"), ("⒈", "{}."), ("㈠", "（{}）")):
        count = ord(char) - ord(first) + 1
        if 1 <= count <= (10 if first == "㈠" else 20):
            return shape.format("一二三四五六七八九十"[count - 1] if first == "㈠" else count)
    return char


pattern_rule(
    "STR-L1-COMMA",
    (rf"^(?P<x>({N})[.．，,:：。 　]+)(?=[\u4e00-\u9fff])(?!、)", r"\g<2>、", "第一层序数写作“一、”，用顿号"),
    (rf"^(?P<x>(?:第)?({N})(?:部分|大点)?[:：、])(?=$)", None, "序数后没有内容"),
    (rf"^(?P<x>({N})、[（(]?[，,、.．。])", r"\g<2>、", "序数后只用一个顿号"),
    (
        rf"^(?P<x>({N})\s+、|({N})、\s+)(?=[\u4e00-\u9fff])",
        lambda match: f"{match.group(2) or match.group(3)}、",
        "序数与文字之间不空格",
    ),
    name="第一层序数",
    explanation="第一层用“一、”，后用顿号",
    **LEVEL,
    fails=[
        ("一.加强领导", "一、加强领导"),
        ("二，工作任务", "二、工作任务"),
        ("三 、工作任务", "三、工作任务"),
        ("一：总体要求", "一、总体要求"),
    ],
    passes=["一、加强领导", "三十年来，我们坚持", "一是加强领导"],
)

pattern_rule(
    "STR-L2-COMMA",
    (rf"^(?P<x>[（(]({N})[）)]\s*[、.．，,:：。]\s*)", r"（\g<2>）", "带括号的序数后不加标点"),
    (
        rf"^(?P<x>\(({N})\)|\(({N})）|（({N})\))(?![、.．，,:：])",
        lambda match: f"（{next(filter(None, match.groups()[1:]))}）",
        "序数的括号用全角",
    ),
    (rf"^(?P<x>({N})[)）][、.．]?)(?=[\u4e00-\u9fff])", r"（\g<2>）", "第二层序数写作“（一）”"),
    (r"^(?P<x>[㈠-㈩][、.．]?)", lambda match: _ring(match.group("x")[0]), "第二层序数写作“（一）”，不用单个符号字"),
    (rf"^(?P<x>（({N})）\s+)(?=[\u4e00-\u9fff])", r"（\g<2>）", "序数与文字之间不空格"),
    (rf"^(?P<x>[\[［【〔]({N})[\]］】〕][、.．]?)", r"（\g<2>）", "第二层序数写作“（一）”，用圆括号"),
    name="第二层序数",
    explanation="第二层用“（一）”，全角圆括号，后不加标点",
    severity=Severity.SHOULD,
    **LEVEL,
    fails=[
        ("（一）、加强领导", "（一）加强领导"),
        ("(一)加强领导", "（一）加强领导"),
        ("（二），健全机制", "（二）健全机制"),
        ("㈠加强领导", "（一）加强领导"),
        ("（一). 加强领导", "（一）加强领导"),
    ],
    passes=["（一）加强领导", "（一）指导思想。以改革为动力"],
)

pattern_rule(
    "STR-L3-DOT",
    (r"^(?P<x>(\d{1,2})\s*[、，,:：。]\s*)(?=[\u4e00-\u9fff“《])(?!\d)", r"\g<2>.", "第三层序数写作“1.”，不用顿号"),
    (r"^(?P<x>(\d{1,2})[)）][、.．]?\s*)(?=[\u4e00-\u9fff“《])", r"\g<2>.", "第三层序数写作“1.”"),
    (r"^(?P<x>([⒈-⒛])[、.．]?)", lambda match: _ring(match.group("x")[0]), "第三层序数写作“1.”，不用单个符号字"),
    (
        r"^(?P<x>([０-９]{1,2})[、.．]\s*)",
        lambda match: f"{match.group(2).translate(str.maketrans('０１２３４５６７８９', '0123456789'))}.",
        "第三层序数用半角数字，写作“1.”",
    ),
    (r"^(?P<x>0(\d)\.)(?=[\u4e00-\u9fff])", r"\g<2>.", "序数不编虚位"),
    (
        r"^(?P<x>(?:[A-Za-zａ-ｚＡ-Ｚ]|[ⅠⅡⅢⅣⅤⅥ])[、.．)）])(?=[\u4e00-\u9fff])",
        None,
        "层次序数依次用“一、”“（一）”“1.”“（1）”，不用字母",
    ),
    name="第三层序数",
    explanation="第三层用“1.”，不用顿号",
    **LEVEL,
    fails=[
        ("1、加强组织领导", "1.加强组织领导"),
        ("2，会议地点", "2.会议地点"),
        ("3）会议时间", "3.会议时间"),
        ("⒈会议时间", "1.会议时间"),
        ("１．会议时间", "1.会议时间"),
        "A、会议时间",
    ],
    passes=["1. 加强组织领导", "1.加强组织领导", "2024年工作", "3.5万元", "1．会议时间", "12月、1月"],
)

pattern_rule(
    "STR-L4-COMMA",
    (r"^(?P<x>[（(](\d{1,2})[）)]\s*[、.．，,:：。]\s*)", r"（\g<2>）", "带括号的序数后不加标点"),
    (
        r"^(?P<x>\((\d{1,2})\)|\((\d{1,2})）|（(\d{1,2})\))(?![、.．，,:：])",
        lambda match: f"（{next(filter(None, match.groups()[1:]))}）",
        "序数的括号用全角",
    ),
    (r"^(?P<x>([⑴-⒇])[、.．]?)", lambda match: _ring(match.group("x")[0]), "第四层序数写作“（1）”"),
    (r"^(?P<x>([①-⑳])[、.．]?)", lambda match: _ring(match.group("x")[0]), "第四层序数写作“（1）”，不用圈码"),
    name="第四层序数",
    explanation="第四层用“（1）”，全角圆括号，后不加标点",
    **LEVEL,
    fails=[
        ("（1）、会议地点", "（1）会议地点"),
        ("(1)会议地点", "（1）会议地点"),
        ("⑴落实经费保障", "（1）落实经费保障"),
        ("①落实经费保障", "（1）落实经费保障"),
    ],
    passes=["（1）会议地点"],
)

_HEADING_TAIL = re.compile(
    r"(?:要求|任务|目标|原则|措施|保障|思想|内容|时间|地点|对象|范围|步骤|事项|分工|安排|情况|问题|建议|意见|打算|方法|方式|意义|背景|依据|成效|做法|重点|纪律|条件|程序|领导|机制|管理|服务|建设|责任|落实|监督|宣传|考核|工作|水平|能力|体系|作用|力度|环境|质量|形势|经验|政策)$"
)


@paragraph_rule(
    "PUN-HEADING",
    name="标题末尾标点",
    clause=f"{PUNCTUATION}附录A",
    category=Category.PUNCTUATION,
    gate=Gate.FORMAT,
    kinds={Kind.HEADING},
    unit="heading",
    also=Category.SEQUENCE,
    explanation="单独成行的小标题末尾不用句号等标点",
    fails=[
        ("一、加强组织领导。", "一、加强组织领导"),
        ("二、工作目标：", "二、工作目标"),
        ("（一）主要任务，", "（一）主要任务"),
        ("三、保障措施；", "三、保障措施"),
    ],
    passes=[
        "一、加强组织领导",
        "三、本通知自印发之日起施行。",
        "（一）指导思想。以改革为动力，推动发展。",
        "二、同意设立云州高新技术产业开发区。",
    ],
)
def heading_end(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    found = re.match(rf"(?:{N}、|（{N}）)(?P<head>[^，。；：、]{{2,22}})(?P<x>[。；：，、,;:.])$", text)
    if found is None:
        return
    head = found.group("head")
    sentence = re.search(r"本|自|起|应|须|由|为|不得|是|同意|请|将|予以|施行|负责|可以|同时|其他", head)
    if (not sentence and _HEADING_TAIL.search(head)) or found.group("x") in "，；、,;:":
        yield Hit(found.start("x"), found.end("x"), "单独成行的小标题末尾不用标点", "")


_ARTICLE = re.compile(rf"^第({N})(?P<unit>[章条])(?=[　 \u3000])")


@document_rule(
    "STR-ARTICLE-GAP",
    name="章、条连续",
    clause=CLAUSE,
    severity=Severity.MUST,
    category=Category.SEQUENCE,
    gate=Gate.FORMAT,
    explanation="章、条的序号应当连续",
    unit="structure",
    also=Category.CONSISTENCY,
    fails=["第一条 总则\n第三条 职责", "第一章 总则\n第三章 附则"],
    passes=["第一章 总则\n第一条 目的\n第二章 职责\n第二条 分工", "第三条 职责", "第一条 目的\n第一条 依据另行规定"],
)
def article_gaps(manuscript: Manuscript) -> Iterator[Hit]:
    last: dict[str, int] = {}
    for paragraph in manuscript.paragraphs:
        found = _ARTICLE.match(paragraph.text)
        if found is None:
            continue
        unit, number = found.group("unit"), hanzi_value(found.group(1))
        before = last.get(unit)
        last[unit] = number
        if before is not None and number > before + 1:
            yield Hit(0, found.end(), f"序号不连续：此处应为“第{_hanzi(before + 1)}{unit}”", paragraph=paragraph.index)


_MARKERS: tuple[tuple[int, re.Pattern[str], Callable[[str], int]], ...] = (
    (1, re.compile(rf"^({N})\s*[、.．，,]"), hanzi_value),
    (2, re.compile(rf"^[（(]({N})[）)]"), hanzi_value),
    (3, re.compile(r"^(\d{1,3})(?:[、．]|\.(?!\d))"), int),
    (4, re.compile(r"^[（(](\d{1,3})[）)]"), int),
)


@lru_cache(maxsize=8192)
def marker(text: str) -> tuple[int, int, int] | None:
    """Return (level, number, length of the marker), or None where a paragraph has no number."""
    for level, pattern, value in _MARKERS:
        found = pattern.match(text)
        if found:
            return level, value(found.group(1)), found.end()
    return None


def outline(manuscript: Manuscript) -> list[tuple[Paragraph, int, int, int]]:
    """Return the numbered paragraphs of the text: (paragraph, level, number, length of the marker)."""
    made = []
    for paragraph in manuscript.text:
        found = marker(paragraph.text)
        if found:
            made.append((paragraph, *found))
    return made


@document_rule(
    "STR-GAP",
    name="序数连续",
    clause=CLAUSE,
    severity=Severity.MUST,
    category=Category.SEQUENCE,
    gate=Gate.FORMAT,
    explanation="同一层次的序数应当连续，不重复、不跳号",
    unit="structure",
    also=Category.CONSISTENCY,
    fails=[
        "一、总体要求\n三、工作任务",
        ("一、任务分工\n（一）县财政局\n（一）县教育局", "一、任务分工\n（一）县财政局\n（二）县教育局"),
        "1.时间\n2.地点\n4.人员",
        "（二）健全机制\n（四）强化保障",
        "二、总体要求\n三、工作任务\n四、保障",
    ],
    passes=[
        "一、总体要求\n（一）指导思想\n（二）原则\n二、任务\n（三）措施\n（四）分工",
        "一、总体要求\n1.目标\n2.原则\n二、任务\n1.措施",
        "三、重点任务",
    ],
)
def gaps(manuscript: Manuscript) -> Iterator[Hit]:
    last: dict[int, int] = {}
    ended: set[int] = set()
    rows = outline(manuscript)
    for position, (paragraph, level, number, length) in enumerate(rows):
        before = last.get(level)
        fresh = level in ended or before is None
        for deeper in range(level + 1, 5):
            if deeper in last:
                ended.add(deeper)
        ended.discard(level)
        last[level] = number
        if before is None:
            # A document begins with 一; a piece of one may begin anywhere.
            if number != 1 and (manuscript.facts.whole or len(rows) > 2) and level == 1 and position == 0:
                yield _wrong(paragraph, level, 1, number, length)
        elif number != before + 1 and not (fresh and number == 1):
            if number == 1 and level >= 2 and manuscript.facts.whole and level != rows[position - 1][1]:
                continue
            expected = 1 if fresh and level >= 2 and number <= before else before + 1
            if level >= 3 and number == 1:
                continue  # a list begins anew
            yield _wrong(paragraph, level, expected, number, length)


def _wrong(paragraph: Paragraph, level: int, expected: int, number: int, length: int) -> Hit:
    shown = _shape(level, expected)
    what = "重复" if number == expected - 1 else "不连续"
    new = shown if number == expected - 1 else None
    return Hit(0, length, f"序数{what}：此处应为“{shown}”", new, paragraph.index)


def _shape(level: int, number: int) -> str:
    hanzi = _hanzi(number)
    return {1: f"{hanzi}、", 2: f"（{hanzi}）", 3: f"{number}.", 4: f"（{number}）"}[level]


def _hanzi(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


@document_rule(
    "STR-ORDER",
    name="层次顺序",
    clause=CLAUSE,
    category=Category.SEQUENCE,
    gate=Gate.FORMAT,
    explanation="层次序数依次用“一、”“（一）”“1.”“（1）”，不颠倒、不越过第二层直接用第四层",
    unit="structure",
    fails=[
        "一、总体要求\n（1）目标\n（2）原则",
        "（一）总体要求\n一、目标\n二、原则\n（二）任务",
        "1.总体要求\n（一）目标\n（二）原则",
    ],
    passes=["一、总体要求\n1.目标\n2.原则", "一、总体要求\n（一）目标\n1.近期\n（1）今年", "（一）目标\n1.近期"],
)
def order(manuscript: Manuscript) -> Iterator[Hit]:
    rows = outline(manuscript)
    stack: list[int] = []
    told: set[tuple[int, int]] = set()
    for paragraph, level, number, length in rows:
        if number == 1 and stack and level not in stack:
            above = stack[-1]
            if level < above and (above, level) not in told:
                told.add((above, level))
                yield Hit(0, length, f"层次颠倒：“{_shape(above, 1)}”之下不应再用“{_shape(level, 1)}”", paragraph=paragraph.index)
            elif above == 1 and level == 4 and (above, level) not in told:
                told.add((above, level))
                yield Hit(0, length, "层次跳用：“一、”之下应先用“（一）”或“1.”", paragraph=paragraph.index)
        while stack and stack[-1] >= level:
            stack.pop()
        stack.append(level)


@document_rule(
    "STR-SINGLE",
    name="只有一项的层次",
    clause=CLAUSE,
    severity=Severity.HINT,
    category=Category.SEQUENCE,
    gate=Gate.FORMAT,
    explanation="分层应当有两项以上",
    unit="structure",
    fails=["一、总体要求\n（一）目标\n二、任务\n（一）分工\n（二）责任"],
    passes=["一、总体要求\n（一）目标\n（二）原则"],
)
def single(manuscript: Manuscript) -> Iterator[Hit]:
    rows = outline(manuscript)
    for position, (paragraph, level, number, length) in enumerate(rows):
        if number != 1 or level == 1:
            continue
        following = next((row for row in rows[position + 1 :] if row[1] <= level), None)
        if position + 1 < len(rows) and following is not None and following[1] < level:
            yield Hit(0, length, "这一层只有一项，不必编号", paragraph=paragraph.index)
