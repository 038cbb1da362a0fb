"""数值、时间、地点的起止: units on both ends, the right dash (GB/T 15834 4.13.3, GB/T 15835 5.1.4)."""

import re

from zhongshu.domains.documents.checks.findings import Category, Gate
from zhongshu.domains.documents.checks.registry import NUMERALS, PUNCTUATION, pattern_rule
from zhongshu.domains.documents.checks.rules.numerals import FIGURE

_SPAN = r"[—\-－–~～∼〜至到]"
pattern_rule(
    "NUM-RANGE-UNIT",
    (
        r"(?<![\d.%万亿元])(?P<x>(?P<a>\d[\d.]*)(?P<s>[—\-－–~～∼〜]+)(?P<b>\d[\d.]*)%)",
        r"\g<a>%～\g<b>%",
        "百分数范围两端都写百分号，如“{new}”",
    ),
    (
        r"(?<![\d.%万亿元])(?P<x>(?P<a>\d[\d.]*)(?P<s>至|到)(?P<b>\d[\d.]*)%)",
        r"\g<a>%\g<s>\g<b>%",
        "百分数范围两端都写百分号，如“{new}”",
    ),
    (
        rf"(?<![\d.%万亿元])(?P<x>(?P<a>\d[\d.]*)(?P<s>{_SPAN}+)(?P<b>\d[\d.]*)(?P<u>万|亿)(?P<m>元|人|吨|亩|户|辆|台|公里|平方米)?)",
        lambda match: _both(match),
        "数值范围两端都写“万”“亿”，如“{new}”",
    ),
    name="数值范围的单位",
    clause=f"{NUMERALS} 5.1.4.3",
    explanation="数值范围的“万”“亿”“%”在两端都要写出",
    **FIGURE,
    also=Category.PUNCTUATION,
    fails=[
        ("投资13～17万元。", "投资13万元～17万元。"),
        ("占15～30%。", "占15%～30%。"),
        ("占15-30%。", "占15%～30%。"),
        ("补助5至10万元。", "补助5万元至10万元。"),
    ],
    passes=["投资13万元～17万元。", "占15%～30%。", "3～5年", "2021—2025年5万人"],
)


def _both(match: re.Match[str]) -> str:
    unit = match.group("u") + (match.group("m") or "")
    joint = match.group("s") if match.group("s") in "至到" else "～"
    return f"{match.group('a')}{unit}{joint}{match.group('b')}{unit}"


_COUNTED = "年|个月|天|日|小时|分钟|周|人|名|个|户|家|件|元|万元|亿元|吨|公斤|千克|克|公里|千米|米|厘米|毫米|亩|公顷|平方米|平方公里|立方米|倍|次|岁|项|%|℃|层|台|辆|页|字|条|处|分|度"
pattern_rule(
    "PUN-RANGE-VALUE",
    (
        rf"(?<![\da-zA-Z./〔\-—－–])(?P<x>(?P<a>\d{{1,3}}(?:\.\d+)?(?:{_COUNTED})?)(?P<s>-+|－|–|~|∼|〜)(?P<b>\d{{1,5}}(?:\.\d+)?))(?=(?:{_COUNTED})(?!代))",
        r"\g<a>～\g<b>",
        "数值范围用浪纹线“～”（或一字线“—”），如“{new}”",
    ),
    (
        r"(?<![\da-zA-Z./〔\-—－–])(?P<x>(?P<a>\d[\d.]*(?:%|万元|亿元|元|℃))(?P<s>-+|－|–|~|∼|〜)(?P<b>\d[\d.]*))(?=%|万元|亿元|元|℃)",
        r"\g<a>～\g<b>",
        "数值范围用浪纹线“～”，如“{new}”",
    ),
    name="数值范围的连接号",
    clause=f"{PUNCTUATION} 4.13.3.3",
    explanation="数值范围用浪纹线或一字线，不用短横线",
    category=Category.PUNCTUATION,
    gate=Gate.WORDING,
    also=Category.NUMBER,
    fails=[("工期约需3-5年。", "工期约需3～5年。"), ("每班30~40人。", "每班30～40人。"), ("增长5%-8%。", "增长5%～8%。")],
    passes=["工期约需3～5年。", "工期约需3—5年。", "电话0571-8812人", "GB/T 9704-2012个"],
)

pattern_rule(
    "PUN-RANGE-TIME",
    (
        r"(?<![\d\-—〔/])(?P<x>(?P<a>(?:19|20)\d{2}年?)(?P<s>-+|－|–|~|～|∼|〜|——)(?P<b>(?:19|20)?\d{2}))(?=年|学年|）)(?!年?[发字])",
        lambda match: f"{match.group('a')}—{match.group('b')}",
        "时间起止用一字线“—”，如“{new}”",
    ),
    (
        r"(?P<x>(?P<a>\d{1,2}月(?:\d{1,2}日)?)(?P<s>-+|－|–|~|～|∼|〜|——)(?P<b>\d{1,2}(?:月|日)))",
        r"\g<a>—\g<b>",
        "时间起止用一字线“—”，如“{new}”",
    ),
    (
        r"(?P<x>(?P<a>\d{1,2}[：:]\d{2})(?P<s>-+|－|–|~|～|∼|〜|——)(?P<b>\d{1,2}[：:]\d{2}))",
        r"\g<a>—\g<b>",
        "时间起止用一字线“—”，如“{new}”",
    ),
    (
        r"(?<=[\u4e00-\u9fff])(?P<x>-|－|–|~|～)(?=[\u4e00-\u9fff]{1,4}(?:高速|铁路|公路|线|段|航线|高铁|段工程|管道|城际))",
        "—",
        "地点起止用一字线“—”",
    ),
    (r"周[一二三四五](?P<x>-|－|–|~|～|——)周?[一二三四五六日]", "—", "时间起止用一字线“—”"),
    name="时间地点起止的连接号",
    clause=f"{PUNCTUATION} 4.13.3.2",
    explanation="时间、地点的起止用一字线",
    category=Category.PUNCTUATION,
    gate=Gate.WORDING,
    also=(Category.NUMBER, Category.DATE),
    fails=[
        ("2021-2025年规划", "2021—2025年规划"),
        ("3月5日-8日召开", "3月5日—8日召开"),
        ("时间为9:00-11:30", "时间为9:00—11:30"),
        ("京-沪高速公路", "京—沪高速公路"),
    ],
    passes=["2021—2025年规划", "3月5日至8日", "〔2021〕25号"],
)
