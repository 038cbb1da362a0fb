"""数字: which figures, which Hanzi, how they are written (GB/T 15835)."""

import re

from zhongshu.domains.documents.checks.findings import Category, Gate
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind
from zhongshu.domains.documents.checks.registry import NUMERALS, pattern_rule
from zhongshu.domains.documents.checks.rules.numbers import hanzi_value

FIGURE = {"category": Category.NUMBER, "gate": Gate.WORDING, "kinds": PROSE | {Kind.TABLE}}
WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
D = r"\d+(?:[.,]\d+)*"
UNIT = "平方公里|平方米|立方米|公里|千米|米|厘米|毫米|公斤|千克|克|吨|亩|公顷|升|毫升|千瓦时|千瓦|度|元|万元|亿元|人次|人|户|个|件|家|台|辆|套|项|处|座|所|条|批|期|名|位|份|株|头|只|张|部|场|次|年|个月|月|天|日|小时|分钟|周|岁|页|字|倍|层|间|栋|起|宗|篇|册|门|节|课时|学分|村|镇|县|省|市"
HANZI = ["", *"一二三四五六七八九", *(f"{tens}十{ones}" for tens in ("", "二") for ones in ("", *"一二三四五六七八九"))]

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
