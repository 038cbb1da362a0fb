"""定型词语: words whose numbers are always Hanzi (GB/T 15835 4.2)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Hit
from zhongshu.domains.documents.checks.manuscript import Paragraph
from zhongshu.domains.documents.checks.registry import NUMERALS, paragraph_rule
from zhongshu.domains.documents.checks.words.figures import FIGURE, HANZI
from zhongshu.domains.documents.checks.words.numeral_words import SET_WORDS

# What looks like one of them and may be something else.
_RISKY = [
    "1线",
    "1定",
    "10分",
    "1切",
    "1道",
    "1次性",
    "4化",
    "3定",
    "1部分",
    "1度",
    "1时",
    "1番",
    "1生",
    "2把手",
    "1件事",
    "1本账",
    "1张图",
    "1张网",
    "100货",
    "100姓",
    "1席话",
    "1番话",
    "3包",
    "3不",
    "1等奖",
    "11国庆节",
    "1样",
    "1同",
    "1并",
    "4川",
    "6安",
    "145",
    "135",
    "125",
    "155",
    "19大",
    "20大",
    "18大",
    "1共",
    "1辈子",
    "1概",
    "4邻",
    "1致",
    "2传手",
    "10字路口",
    "10足",
    "10年树木",
    "1再",
    "1向",
    "3中全会",
    "4中全会",
    "5中全会",
    "6中全会",
    "7中全会",
    "1把手",
    "4新",
    "1会儿",
]
_DIGIT = str.maketrans("一二三四五六七八九", "123456789")


def _variants() -> dict[str, str]:
    """Return the set words as they look with figures in them: all numbers changed, or the first one only."""
    made: dict[str, str] = {}
    for word in SET_WORDS:
        changed = word
        for hanzi, digits in (
            ("二十四", "24"),
            ("二十三", "23"),
            ("二十", "20"),
            ("十九", "19"),
            ("十八", "18"),
            ("十四五", "145"),
            ("十三五", "135"),
            ("十二五", "125"),
            ("十五五", "155"),
            ("十一", "11"),
        ):
            changed = changed.replace(hanzi, digits)
        changed = (
            changed.translate(_DIGIT).replace("两", "2").replace("十", "10").replace("百", "100")
            if "百" not in word
            else changed.translate(_DIGIT)
        )
        first = re.sub(r"[一二三四五六七八九]", lambda match: match.group().translate(_DIGIT), word, count=1)
        for variant in (changed, first):
            if variant != word and re.search(r"\d", variant):
                made.setdefault(variant, word)
    for variant, word in {
        "“14五”": "“十四五”",
        "“145”": "“十四五”",
        "14五规划": "十四五规划",
        "“13五”": "“十三五”",
        "“15五”": "“十五五”",
        "1带1路": "一带一路",
        "2十大": "二十大",
    }.items():
        made[variant] = word
    for risky in _RISKY:
        made.pop(risky, None)
    return made


_SET = _variants()
_SET_PATTERN = re.compile("|".join(sorted(map(re.escape, _SET), key=len, reverse=True)))
_SHORT = {
    r"(?<![\d.])(?P<x>1)(?=(?:定|切|致|起|同|样|概|向|再|直|律|旦|贯)(?:要|会|是|地|程度|的|认为|推进|抓|把|参加|取消|由|给予|不|通过|同意|力量|行动))": "一",
    r"(?<=党的)(?P<x>1[5-9]|20)(?=大|届)": "",
    r"(?<=第)(?P<x>[1-9]|1\d|2\d)(?=届中央|把手|书记|责任人)": "",
    r"(?<![\d.])(?P<x>[1-9])(?=中全会)": "",
    r"(?:星期|礼拜)(?P<x>[1-7])(?!\d)": "",
    r"正月初(?P<x>[1-9])": "",
    r"(?<=第)(?P<x>[123])(?=产业)": "",
    r"统(?P<x>1)(?!\d)": "",
    r"唯(?P<x>1)(?=[的性一-鿿])": "",
    r"[十](?P<x>[1-9])(?=大|五”|五规划|届)": "",
}
_SHORT_PATTERNS = [(re.compile(pattern), new) for pattern, new in _SHORT.items()]


_FESTIVALS = {
    "劳动节": "五一",
    "国际劳动节": "五一",
    "儿童节": "六一",
    "国际儿童节": "六一",
    "建军节": "八一",
    "妇女节": "三八",
    "国际妇女节": "三八",
    "国庆节": "十一",
    "国庆": "十一",
}
_FESTIVAL = re.compile(
    rf"(?P<x>(?:5[.·．]?1|6[.·．]?1|8[.·．]?1|3[.·．]?8|10[.·．]1))(?=”?(?P<name>{'|'.join(sorted(_FESTIVALS, key=len, reverse=True))}))(?<!\d\d\d\d)"
)


@paragraph_rule(
    "NUM-IDIOM",
    name="定型词语中的数字",
    clause=f"{NUMERALS} 4.2",
    **FIGURE,
    explanation="定型的词、词组、成语、惯用语中的数字用汉字",
    also=Category.WORDING,
    fails=[
        ("要做到1视同仁。", "要做到一视同仁。"),
        ("来自5湖4海。", "来自五湖四海。"),
        ("1如既往支持。", "一如既往支持。"),
        ("做好3农工作。", "做好三农工作。"),
        ("共建“1带1路”", "共建“一带一路”"),
        ("会议定于星期3召开。", "会议定于星期三召开。"),
        ("党的20大报告", "党的二十大报告"),
        ("开展“6.1”儿童节活动", "开展“六一”儿童节活动"),
        ("欢度10.1国庆节", "欢度十一国庆节"),
    ],
    passes=["投入1.5万元", "分3个小组", "第1定点医院", "共5项4类", "G20大阪峰会", "2020大事记"],
)
def idioms(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if not re.search(r"\d", text):
        return
    for match in _SET_PATTERN.finditer(text):
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if (match.group()[0].isdigit() and (before.isdigit() or before in ("第", "."))) or (
            match.group()[-1].isdigit() and (after.isdigit() or after == ".")
        ):
            continue
        word = _SET[match.group()]
        yield Hit(match.start(), match.end(), f"“{word}”是定型词语，用汉字数字", word)
    for match in _FESTIVAL.finditer(text):
        right = _FESTIVALS[match.group("name")]
        yield Hit(match.start("x"), match.end("x"), f"节日名称用汉字“{right}”", right)
    for pattern, new in _SHORT_PATTERNS:
        for match in pattern.finditer(text):
            right = new or HANZI[int(match.group("x"))]
            yield Hit(match.start("x"), match.end("x"), f"此处用汉字“{right}”", right)
