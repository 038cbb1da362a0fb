"""段内序数、次序词: numbers and words of order inside a paragraph (GB/T 15834 4.4)."""

import itertools
import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit
from zhongshu.domains.documents.checks.manuscript import Paragraph
from zhongshu.domains.documents.checks.registry import PUNCTUATION, Example, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.rules.levels import CLAUSE
from zhongshu.domains.documents.checks.rules.numbers import hanzi_value

_INLINE = re.compile(r"(?:^|[，；。：、])(一|二|三|四|五|六|七|八|九|十|十一|十二)(是|要)")


@paragraph_rule(
    "STR-INLINE",
    name="段内序数",
    clause=CLAUSE,
    category=Category.SEQUENCE,
    gate=Gate.WORDING,
    also=Category.CONSISTENCY,
    explanation="“一是……二是……”应当连续",
    fails=["一是加强领导；二是健全机制；四是严格考核。", "第一，加强领导；第三，严格考核。", "一是加强领导，二要健全机制。"],
    passes=["一是加强领导；二是健全机制；三是严格考核。", "要一要二。", "首先，加强领导；其次，严格考核。"],
)
def inline(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if "二" in text and ("一是" in text or "一要" in text):
        found = list(_INLINE.finditer(text))
        values = [hanzi_value(match.group(1)) for match in found]
        for at in range(1, len(values)):
            if values[at] not in (values[at - 1] + 1, 1):
                yield Hit(
                    found[at].start(1),
                    found[at].end(2),
                    f"段内序数不连续：“{found[at - 1].group(1)}{found[at - 1].group(2)}”之后是“{found[at].group(1)}{found[at].group(2)}”",
                )
                return
            if values[at] != 1 and found[at].group(2) != found[at - 1].group(2) and values[at - 1] == 1:
                yield Hit(found[at].start(1), found[at].end(2), "“一是”“二要”混用，请统一")
                return
    if "第一，" in text or "第一、" in text:
        ordinals = [(match, hanzi_value(match.group(1))) for match in re.finditer(r"第([一二三四五六七八九十])[，、]", text)]
        for (_, one), (match, two) in itertools.pairwise(ordinals):
            if two not in (one + 1, 1):
                yield Hit(match.start(), match.end(), "段内序数不连续")
                return


pattern_rule(
    "PUN-ORDINAL-WORDS",
    (
        r"(?:^|(?<=[。；：，]))(?P<x>(?P<w>第[一二三四五六七八九十]|首先|其次|再次|最后|其一|其二|其三)、)(?![一二三四五六七八九十])",
        r"\g<w>，",
        "“{found}”后用逗号",
    ),
    (r"(?:首先)[^第]*?(?P<x>第[二三][，、])", None, "“首先”与“第二”不混用，请统一"),
    name="次序词",
    clause=f"{PUNCTUATION} 4.4",
    explanation="“第一”“首先”等次序词后用逗号，不用顿号",
    category=Category.PUNCTUATION,
    gate=Gate.WORDING,
    also=Category.SEQUENCE,
    fails=["第一、加强领导；第二、健全机制。", "首先，加强领导；第二，健全机制。", Example("首先、要加强领导。")],
    passes=["第一，加强领导；第二，健全机制。", "第一、二季度"],
)
