"""概数: how approximate numbers are written, and what says the same twice (GB/T 15835 4.2, 5.3)."""

import re

from zhongshu.domains.documents.checks.findings import Category
from zhongshu.domains.documents.checks.registry import NUMERALS, pattern_rule
from zhongshu.domains.documents.checks.words.figures import FIGURE, HANZI, UNIT, D

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
        lambda match: f"{HANZI[int(match.group('n'))]}十几",
        "用“几”表示的概数用汉字，如“{new}”",
    ),
    (
        r"(?<![第（十百零])(?P<x>(?P<a>[一二三四五六七八九])[-－~～](?P<b>[一二三四五六七八九]))(?=个|天|年|人|名|月|周|次|家|户)",
        lambda match: _neighbours(match),
        "相邻两数表示概数用汉字连写，如“{new}”",
    ),
    (r"(?<![第（十百零])(?P<x>三、五)(?=[个天人十百年里名户次])", "三五", "概数不用顿号，如“{new}”"),
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
        ("有三、五十人参加。", "有三五十人参加。"),
    ],
    passes=["来了三四个人。", "第一、二季度", "一、二年级", "一、三季度个别", "附件1、2", "共有10多个单位"],
)


def _neighbours(match: re.Match[str]) -> str | None:
    values = [int(one) if one.isdigit() else "一二三四五六七八九".index(one) + 1 for one in (match.group("a"), match.group("b"))]
    return "".join(HANZI[value] for value in values) if values[1] == values[0] + 1 else None


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
    (r"(?<=[\d百千万亿])(?P<x>多余|余多)(?=[\u4e00-\u9fff])(?!的)", "余", "“多”“余”重复，请只留一个"),
    (
        rf"(?P<x>\d[\d.]*(?:百|千|万|亿)*(?:{UNIT})(?:以上|左右|以下|上下)(?:余|多|左右|以上|以下))",
        None,
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        r"(?P<x>(?:数|几|好几)[十百千万]+(?:名|人|个|户|件|次|家)?(?P<t>以上|左右|余|多))",
        None,
        "“{found}”中约数词语重复，请只留一个",
    ),
    (
        r"(?P<x>(?:近|约|将近|大约)[一二两三四五六七八九几数]?[十百千万]+(?:多|余))(?=[名人个户件次家亩吨元])",
        None,
        "“{found}”中约数词语重复，请只留一个",
    ),
    (r"(?P<x>[一二三四五六七八九]{2}十(?:多|余))(?=[名人个户件次家亩吨元年天])", None, "“{found}”中约数词语重复，请只留一个"),
    (r"(?P<x>(?:月)?(?:上旬|中旬|下旬|月初|月底|年初|年底)前后左右|前后左右(?=[，。召]))", None, "“前后”“左右”重复"),
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
        ("耕地5000多余亩", "耕地5000余亩"),
        "占地2平方公里左右多。",
        "数百名以上群众参加。",
        "近百余名干部参加培训。",
        "大约在5月上旬前后左右",
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
