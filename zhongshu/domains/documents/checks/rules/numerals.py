"""数字: which figures, which Hanzi, how ranges and approximations are written (GB/T 15835)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Paragraph
from zhongshu.domains.documents.checks.registry import NUMERALS, paragraph_rule, pattern_rule
from zhongshu.domains.documents.checks.rules.numbers import hanzi_value
from zhongshu.domains.documents.checks.words.numeral_words import SET_WORDS

FIGURE = {"category": Category.NUMBER, "gate": Gate.WORDING, "kinds": PROSE | {Kind.TABLE}}
WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
D = r"\d+(?:[.,]\d+)*"
UNIT = "平方公里|平方米|立方米|公里|千米|米|厘米|毫米|公斤|千克|克|吨|亩|公顷|升|毫升|千瓦时|千瓦|度|元|万元|亿元|人次|人|户|个|件|家|台|辆|套|项|处|座|所|条|批|期|名|位|份|株|头|只|张|部|场|次|年|个月|月|天|日|小时|分钟|周|岁|页|字|倍|层|间|栋|起|宗|篇|册|门|节|课时|学分|村|镇|县|省|市"
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
    for risky in (
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
        "1席话",
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
        "3定",
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
    ):
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
_HANZI = [
    "",
    *"一二三四五六七八九十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
    *(f"二十{char}" for char in "一二三四五六七八九"),
]
_SHORT_PATTERNS = [(re.compile(pattern), new) for pattern, new in _SHORT.items()]


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
    for pattern, new in _SHORT_PATTERNS:
        for match in pattern.finditer(text):
            right = new or _HANZI[int(match.group("x"))]
            yield Hit(match.start("x"), match.end("x"), f"此处用汉字“{right}”", right)


pattern_rule(
    "NUM-HALFWIDTH",
    (r"(?P<x>[０-９．，％]*[０-９][０-９．％]*)", lambda match: match.group("x").translate(WIDE), "阿拉伯数字用半角，如“{new}”"),
    (r"(?P<x>(?<=\d)％)", "%", "百分号用“%”"),
    (r"(?P<x>[Ａ-Ｚａ-ｚ]+)", lambda match: "".join(chr(ord(char) - 0xFEE0) for char in match.group("x")), "字母用半角"),
    name="半角数字",
    clause=f"{NUMERALS} 5.1.3",
    explanation="阿拉伯数字用半角",
    **FIGURE,
    also=Category.PUNCTUATION,
    fails=[("验收分３个小组进行。", "验收分3个小组进行。"), ("增长５．６％。", "增长5.6%。")],
    passes=["验收分3个小组进行。", "增长5.6%。"],
)

pattern_rule(
    "NUM-APPROX",
    (
        r"(?<![\d.第])(?P<x>(?P<a>[1-9])、(?P<b>[1-9]))(?=[个名人次天年件家户位条项里张台种点岁处周月日成十百千万]|公里|小时)(?<!第\d、\d)",
        lambda match: _neighbours(match),
        "相邻两数表示概数用汉字，中间不用顿号，如“{new}”",
    ),
    (
        r"(?<![第（十百零])(?P<x>(?P<a>[一二三四五六七八九])、(?P<b>[一二三四五六七八九]))(?=(?:十|百|千|万)?(?:个|名|人|次|天|年(?!级)|件|家|户|位|里|张|台|岁|成|公里|小时|元|米|万|亩|吨))",
        lambda match: _neighbours(match),
        "相邻两数表示概数不用顿号，如“{new}”",
    ),
    (r"(?<!\d)(?P<x>几(?P<n>[1-9]0|10))(?=[个名人次天年件家户位万亿元])", lambda match: "几十", "“几”与汉字数字连用，如“{new}”"),
    (r"(?<![\d.])(?P<x>10几)(?=[个名人次天年件家户位万亿元岁])", "十几", "用“几”表示的概数用汉字，如“{new}”"),
    (
        r"(?<![\d.])(?P<x>(?P<n>[2-9])0几)(?=[个名人次天年件家户位万亿元岁])",
        lambda match: f"{_HANZI[int(match.group('n'))]}十几",
        "用“几”表示的概数用汉字，如“{new}”",
    ),
    (r"(?P<x>几(?P<u>百|千|万)?多(?=[个名人]))", None, "“几”与“多”重复"),
    name="概数",
    clause=f"{NUMERALS} 4.2.3、5.3.1",
    explanation="两个相邻数字连用表示概数用汉字，中间不加顿号",
    **FIGURE,
    also=Category.PUNCTUATION,
    fails=[
        ("来了3、4个人。", "来了三四个人。"),
        ("大约需要五、六天。", "大约需要五六天。"),
        ("共有10几个单位参加。", "共有十几个单位参加。"),
        ("有几10人参加。", "有几十人参加。"),
        ("三、四十人参加。", "三四十人参加。"),
    ],
    passes=["来了三四个人。", "第一、二季度", "一、二年级", "一、三季度个别", "附件1、2", "共有10多个单位"],
)


def _neighbours(match: re.Match[str]) -> str | None:
    values = [int(one) if one.isdigit() else "一二三四五六七八九".index(one) + 1 for one in (match.group("a"), match.group("b"))]
    return "".join(_HANZI[value] for value in values) if values[1] == values[0] + 1 else None


_MARK = r"(?:多|余|来|几)"
pattern_rule(
    "NUM-APPROX-TWICE",
    (
        rf"(?P<x>(?:大约|大概|大致|约|约为|约计|将近|接近|近)\s*(?P<n>{D}(?:百|千|万|亿)*(?:%|{UNIT})?|[一二三四五六七八九十百千万两]+(?:{UNIT})?)(?:多|余|来)?(?P<u>[\u4e00-\u9fff]{{0,3}}?)(?P<t>左右|上下|以上|以下|之多|不到|上下左右))",
        lambda match: match.group("x")[: -len(match.group("t"))],
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        rf"(?P<x>(?P<h>大约|大概|大致|约|将近|接近|近)(?P<n>\s*{D}(?:百|千|万|亿)*)(?P<m>多|余|几)(?!数|元化))",
        lambda match: match.group("n").strip() + match.group("m"),
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        rf"(?P<x>(?P<h>超过|超出|高于|多于|不少于|不低于|至少|最少|最低)(?P<n>\s*{D}(?:百|千|万|亿)*(?:%|{UNIT})?)(?P<t>以上|之多|多))",
        lambda match: match.group("x")[: -len(match.group("t"))],
        "“{found}”语意重复，请删去“以上”等",
    ),
    (
        rf"(?P<x>(?P<h>不超过|不足|低于|少于|不到|至多|最多|最高|不高于|不多于)(?P<n>\s*{D}(?:百|千|万|亿)*(?:%|{UNIT})?)(?P<t>以下|以内|之内|左右))",
        lambda match: match.group("x")[: -len(match.group("t"))],
        "“{found}”语意重复，请删去“以下”等",
    ),
    (
        rf"(?P<x>(?P<n>{D}(?:百|千|万|亿)*)(?:多|余)(?P<u>{UNIT})?(?P<t>左右|上下|以上))",
        lambda match: match.group("x")[: -len(match.group("t"))],
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        rf"(?P<x>(?:大约|约|大概)(?P<n>\s*{D}\s*[—～\-~至到]\s*{D})(?:%|{UNIT})?(?:左右|上下))",
        lambda match: match.group("x").removesuffix("左右").removesuffix("上下"),
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        rf"(?P<x>(?P<n>[一二两三四五六七八九十百千万半]+(?:个)?(?:多|余)(?:个)?(?:{UNIT})?)(?P<t>左右|上下))",
        lambda match: match.group("n"),
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        r"(?P<x>(?P<n>(?:数|几|好几)[十百千万]+)(?:多|余))(?=[个名人户件家次年天亩吨元])",
        r"\g<n>",
        "“{found}”中约数词语重复，请只留一个",
    ),
    (r"(?P<x>大约(?:大概|约|左右)|约(?:大概|左右)|差不多(?:大约|左右)|将近(?:约|接近))", None, "约数词语重复，请只留一个"),
    (
        r"(?P<x>(?P<h>大约|约|大概|估计)(?P<n>(?:有|为|占|需|达|在|是|投资|增长|下降)(?:了)?\s*)(?P<v>\d[\d.]*(?:百|千|万|亿)*(?:%|"
        + UNIT
        + r")?)(?P<t>左右|上下))",
        lambda match: match.group("x")[: -len(match.group("t"))],
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        r"(?P<x>(?:高达|多达|达)(?P<n>\d[\d.]*(?:万|亿)*(?:%|" + UNIT + r")?)(?:左右|上下|以下|不到))",
        None,
        "“达”与“左右”等矛盾，请改用准确数字",
    ),
    name="约数重复",
    clause=f"{NUMERALS} 5.3",
    explanation="“约”“近”“左右”“以上”等表示约数的词语不重复使用",
    **FIGURE,
    also=Category.WORDING,
    fails=[
        ("全县大约有300人左右参加。", "全县大约有300人参加。"),
        ("大约300人左右", "大约300人"),
        ("约50%左右", "约50%"),
        ("近300余人参加", "300余人参加"),
        ("超过500人以上", "超过500人"),
        ("不足100户以下", "不足100户"),
        ("至少3天以上", "至少3天"),
        ("300多人左右", "300多人"),
        ("约3～5年左右", "约3～5年"),
    ],
    passes=["约300人", "300人左右", "近300人参加", "投资300余万元", "超过500人", "3年以上", "公里以上"],
)

_MEASURE = "公斤|千克|克|吨|元|人|亩|公顷|平方公里|平方米|立方米|公里|千米|米|户|个|件|台|辆|次|人次|家|名|株|头|万元|亿元|千瓦时|升|斤|套|项|处|座|份|册"
pattern_rule(
    "NUM-MORE-PLACE",
    (
        rf"(?P<x>(?P<n>\d[\d.,]*(?:百|千|万|亿)*)(?P<u>{_MEASURE})(?P<m>余|多))(?=[。，；、）]|$)",
        lambda match: _more(match),
        "“余”“多”应放在数字之后、单位之前，如“{new}”",
    ),
    (
        rf"(?P<x>(?P<n>[一二三四五六七八九]?[十百千万亿]+)(?P<u>{_MEASURE})(?P<m>余))(?=[。，；、）]|$)",
        r"\g<n>\g<m>\g<u>",
        "“余”应放在数字之后、单位之前，如“{new}”",
    ),
    (r"(?P<x>\d*\.\d+(?:万|亿)?余多|(?:余多|多余几|余几|多几)(?=[名个人户件]))", None, "“余”“多”“几”重复"),
    (r"(?<=\d)(?P<x>(?:多|余)(?:几|来))", None, "“多”“余”“几”重复"),
    name="余、多的位置",
    clause=f"{NUMERALS} 5.3.2",
    explanation="用“余”“多”表示的约数，“余”“多”放在数字之后、量词之前",
    **FIGURE,
    also=Category.WORDING,
    fails=[
        ("全县粮食总产3.2亿公斤余。", "全县粮食总产3.2亿余公斤。"),
        ("参加会议100人余。", "参加会议100余人。"),
        ("投入资金300万元余，", "投入资金300余万元，"),
    ],
    passes=["投入300余万元。", "参加会议100余人。", "三年多，"],
)


def _more(match: re.Match[str]) -> str | None:
    number, unit, mark = match.group("n"), match.group("u"), match.group("m")
    if unit in ("万元", "亿元"):
        return f"{number}{mark}{unit}"
    if number[-1] in "百千" or (number[-1] in "万亿" and unit == "元"):
        return f"{number[:-1]}{mark}{number[-1]}{unit}" if number[:-1].isdigit() else f"{number}{mark}{unit}"
    return f"{number}{mark}{unit}" if mark == "余" else None


pattern_rule(
    "NUM-DECREASE",
    (
        r"(?:减少|下降|降低|缩小|缩短|减|降|少|低|节约|节省|回落|减轻)(?:了|近|约|到|至)*(?P<x>(?:\d[\d.]*|[一二两三四五六七八九十几数]+)(?:多)?倍(?:多)?)",
        None,
        "减少、降低不能用“倍”，请用百分比或分数",
    ),
    (
        r"比[^，。；]{0,20}(?:少|小|低|轻|短|慢)(?:了)?(?P<x>(?:\d[\d.]*|[一二两三四五六七八九十几]+)(?:多)?倍)",
        None,
        "减少、降低不能用“倍”，请用百分比或分数",
    ),
    (
        r"(?P<x>(?:增长|增加|提高|上升|扩大|增)(?:了)?(?:到|至)(?:了)?(?:原来的)?\d[\d.]*个百分点)",
        None,
        "“增长到”与“百分点”不搭配，应写“增长……个百分点”",
    ),
    (
        r"(?P<x>翻(?:了)?\d[\d.]*倍|翻(?:了)?[一二两三四五六七八九十]+倍)",
        None,
        "“翻”与“倍”不搭配：翻一番即增加一倍，请写“翻……番”或“增长……倍”",
    ),
    (r"(?P<x>(?:提高|增长|下降|上升|降低)(?:了)?\d[\d.]*个百分比)", None, "应写“百分点”"),
    name="倍数与增减",
    clause=f"{NUMERALS}；统计用语规范",
    explanation="减少、降低不用“倍”表示",
    **FIGURE,
    also=Category.WORDING,
    fails=["比去年同期减少了2倍多，降至12件。", "成本下降三倍。", "产值翻了3倍。", "事故比去年少了一倍。"],
    passes=["增长了2倍。", "下降50%。", "翻了两番。", "减少到原来的三分之一。"],
)

pattern_rule(
    "NUM-MIXED",
    (
        r"(?<![\d第])(?P<x>\d+(?:[百千](?!分|米|克|瓦|伏|卡|帕|赫|兆|吨|字节|乏|度|姓|货|分之|家万户|年|方百计|军万马)(?=[一-鿿])|十(?=[个名人次天年件家户位项元万亿])))(?![\d点])",
        None,
        "“{found}”把阿拉伯数字与“十、百、千”混用，请写全数字",
    ),
    (r"(?P<x>百分之\d[\d.]*)", lambda match: f"{match.group('x')[3:]}%", "百分数写作“{new}”"),
    (r"(?P<x>(?P<a>\d+)分之(?P<b>\d+))", r"\g<b>/\g<a>", "分数写作“{new}”或用汉字"),
    (r"(?P<x>[一二三四五六七八九十百千]+%)", None, "百分号前用阿拉伯数字"),
    (r"(?P<x>\d(?:\.\d+)?(?:万万|亿亿|千万万|%%))", None, "数字单位重复"),
    (r"(?P<x>[一二三四五六七八九]\d+(?:年|元|人|个|%|万|亿))(?<![第一]\d{3}年)", None, "同一数字中不混用汉字与阿拉伯数字"),
    (r"(?P<x>\d+[一二三四五六七八九]+(?:元|人|个|户))", None, "同一数字中不混用汉字与阿拉伯数字"),
    (
        r"(?P<x>(?:二十|二〇|20)世纪[一二三四五六七八九]十年代)",
        lambda match: f"20世纪{'一二三四五六七八九'.index(match.group('x')[-4]) + 1}0年代",
        "世纪、年代用阿拉伯数字，如“{new}”",
    ),
    (
        r"(?P<x>二十世纪|二十一世纪)(?=\d0年代|初|末|中叶|以来)",
        lambda match: "20世纪" if match.group("x") == "二十世纪" else "21世纪",
        "世纪、年代用阿拉伯数字，如“{new}”",
    ),
    (
        r"(?<![第十百零一二三四五六七八九〇\d初正农历星期周老])(?P<x>二)(?=个(?:方面|单位|部门|月|人|问题|项目|地方|县|市|镇|乡|村|工作|重点|阶段|小组|星期)|名同志|位同志|项工作|件事|家企业|条意见|份材料)",
        "两",
        "量词前用“两”，不用“二”",
    ),
    name="数字混用",
    clause=f"{NUMERALS} 5.1、5.2",
    explanation="同一数字中不混用汉字与阿拉伯数字",
    **FIGURE,
    fails=[
        "共筹集资金3千5百元。",
        ("完成率达百分之95。", "完成率达95%。"),
        "完成率达九十%。",
        ("从二个方面入手。", "从两个方面入手。"),
        ("二十世纪80年代", "20世纪80年代"),
    ],
    passes=[
        "共筹集资金3500元。",
        "装机3千瓦。",
        "完成率达95%。",
        "第二个方面",
        "3万元",
        "5千米",
        "1.2亿千瓦时",
        "3千克",
        "二个体",
    ],
)


def _percent(match: re.Match[str]) -> str | None:
    number = match.group("n")
    if number == "百":
        return None
    whole, _, part = number.partition("点")
    digits = "".join(str(hanzi_value(char)) for char in part)
    return f"{hanzi_value(whole)}{'.' + digits if digits else ''}%"


pattern_rule(
    "NUM-PERCENT",
    (
        r"^(?!.*(?:应当|不得|罚款|处以|本条例|本办法|本法|出资|股份|第[一二三四五六七八九十]+条)).*?(?P<x>百分之(?P<n>[一二三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?))",
        _percent,
        "百分数用阿拉伯数字，写作“{new}”",
    ),
    name="百分数",
    clause=f"{NUMERALS} 4.1.1",
    explanation="百分数用阿拉伯数字和百分号",
    **FIGURE,
    fails=[("覆盖率达到百分之九十五。", "覆盖率达到95%。"), ("下降百分之三点二。", "下降3.2%。")],
    passes=["覆盖率达到95%。", "百分之百完成任务", "违者处以货值金额百分之三十的罚款。", "提高2个百分点"],
)

pattern_rule(
    "NUM-UNIT",
    (
        r"(?<=[\d万亿])(?P<x>公分|公尺|公升|平米|个立方(?!米))",
        lambda match: {"公分": "厘米", "公尺": "米", "公升": "升", "平米": "平方米", "个立方": "立方米"}[match.group("x")],
        "计量单位用法定计量单位",
    ),
    name="计量单位",
    clause="《中华人民共和国法定计量单位》；GB 3100—1993",
    explanation="计量单位用法定计量单位",
    **FIGURE,
    fails=[("面积120平米。", "面积120平方米。")],
    passes=["面积120平方米。", "120立方米"],
)

pattern_rule(
    "NUM-MEASURE",
    (
        r"(?<![第一二三四五六七八九十百千万亿几数])(?P<x>[一二三四五六七八九][百千][零一二三四五六七八九十百千]{2,}(?:万|亿)?)(?=元|人|吨|亩|公里|户|平方米|家|个|名|件|米|万|亿)",
        None,
        "统计数字用阿拉伯数字",
    ),
    name="统计数字",
    clause=f"{NUMERALS} 4.1.1",
    explanation="用于计量、统计的数字用阿拉伯数字",
    **FIGURE,
    fails=["共有一百二十三人参加。", "投资三千五百万元。"],
    passes=["共有123人参加。", "一百多人", "三百六十行"],
)
