"""Quantified targets in a sentence: the number, its unit, and how it is to be compared."""

import re
from collections.abc import Iterator

from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.tree import Comparison, Measure

_UNITS = (
    "个百分点|百分点|%|‰|万亿元|亿美元|万美元|亿元|万元|元|亿立方米|万立方米|立方米|平方公里|万平方米|平方米|公里|千米|米|"
    "万亩|亩|公顷|"
    "亿千瓦时|万千瓦|千瓦|兆瓦|万吨|吨|亿斤|万斤|斤|万人次|人次|万人|人|万户|户|万套|套|万辆|辆|万台|台|万件|件|万家|家|"
    "万个|个|"
    "所|座|处|条|项|场|次|篇|批|名|张|期|倍|宗|支|对|间|幅|列|艘|口|株|棵|万株|头|只|万头|例|起|部|本|册|份|床|张床位|小时|"
    "分钟|个工作日|天"
)
_NUMBER = r"(?<![\d.])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,6})?"
_MEASURE = re.compile(
    rf"(?P<before>不低于|不少于|不得低于|不得少于|不小于|至少|最少|超过|突破|达到|达|高于|不超过|不高于|不多于|不大于|"
    rf"控制在|低于|少于|压缩至|压减至|下降到|降至|降到|提高到|提升到|提升至|提高至|增加到|扩大到|约|近)?"
    rf"(?P<number>{_NUMBER})(?P<more>余|多)?(?P<unit>{_UNITS})(?P<after>以上|及以上|以下|以内|之内|左右)?"
)
_AT_LEAST = frozenset(
    [
        "不低于",
        "不少于",
        "不得低于",
        "不得少于",
        "不小于",
        "至少",
        "最少",
        "超过",
        "突破",
        "高于",
        "以上",
        "及以上",
        "达到",
        "达",
        "提高到",
        "提升到",
        "提升至",
        "提高至",
        "增加到",
        "扩大到",
    ]
)
_AT_MOST = frozenset(
    [
        "不超过",
        "不高于",
        "不多于",
        "不大于",
        "控制在",
        "低于",
        "少于",
        "以下",
        "以内",
        "之内",
        "压缩至",
        "压减至",
        "下降到",
        "降至",
        "降到",
    ]
)
_ABOUT = frozenset(["左右", "约", "近"])
# Not a target: 3个方面, 第5条, 前3名, 每2个.
_NOT_BEFORE = re.compile(r"(?:第|前|〕|No\.?|[A-Za-z\d.—-])$")
_NOT_AFTER = re.compile(r"^(?:方面|重点|问题|环节|关键|阶段|层面|原则|要求|月|季度|工作日|小时|号|级|版)")
_PERIOD = re.compile(r"^(?:内|之内|以内|前)")
_CLAUSE = re.compile(r"[，。；：！？、（）\n]|(?<=[月日底年])前|(?:工作日|年|个月|[日天周])内")


def measures(reading: Reading, begin: int, end: int) -> Iterator[Measure]:
    """Yield the targets between two places of the reading, in order."""
    text = reading.text
    for found in _MEASURE.finditer(text, begin, end):
        unit = found["unit"]
        if _NOT_BEFORE.search(text[max(begin, found.start("number") - 2) : found.start("number")]):
            continue
        tail = text[found.end() : min(end, found.end() + 6)]
        if unit in {"个", "项", "条", "件", "次", "名"} and _NOT_AFTER.match(tail):
            continue
        if unit in {"小时", "分钟"} and re.match(r"[一-龥]{0,5}圈", tail):
            continue  # 15分钟健身圈 is a name
        if unit in {"小时", "分钟", "天", "个工作日"} and (_PERIOD.match(tail) or found["after"] in {"以内", "之内"}):
            continue  # a time limit
        start = _phrase_begin(text, begin, found.start())
        yield Measure(
            wording=text[start : found.end()],
            value=float(found["number"].replace(",", "")),
            unit=unit,
            comparison=_comparison(found),
            anchor=reading.anchor(start, found.end()),
        )


def _phrase_begin(text: str, begin: int, at: int) -> int:
    window = text[max(begin, at - 24) : at]
    cut = 0
    for mark in _CLAUSE.finditer(window):
        cut = mark.end()
    return max(begin, at - 24) + cut


def _comparison(found: re.Match[str]) -> Comparison:
    words = {found["before"], found["after"]}
    if words & _ABOUT:
        return Comparison.ABOUT
    if found["after"] in _AT_MOST or (found["before"] in _AT_MOST and found["after"] not in _AT_LEAST):
        return Comparison.AT_MOST
    if words & _AT_LEAST:
        return Comparison.AT_LEAST
    return Comparison.EXACTLY
