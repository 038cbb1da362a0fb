"""Where a text speaks of a registered figure and gives a number: pure rules.

Only what is plain is read: the figure's name, then (within a few words that join them) a number in a unit of the same kind. A rise
or a share, whose unit differs, is not the figure; nor is what is said of another place.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zhongshu.domains.figures import measures, periods

# What may stand between a name and its number.
_JOIN = re.compile(
    r"^[（(]?(?:[^，。；,;！？\n]{0,12}[)）])?(?:累计|共计|总计|总量|总额|合计|规模|一共|已经|预计|初步核算)?"
    r"(?:达到|达|为|是|完成|实现|有|共|约|近|超过|超|突破|逾|接近|在|:|：|，|,|\s)*$"
)
# A rise, a share or a target is not the figure itself.
_OTHER = re.compile(r"(增长|增加|增幅|增速|下降|减少|降低|提高|上升|占|同比|环比|目标|计划|力争|比|较|新增|净增)")
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_ANOTHER_PLACE = re.compile(r"[一-鿿]{1,8}(?:省|市|县|区|镇|乡|州|旗|街道)的?$")
_OWN_PLACE = re.compile(r"(?:全|我|本)(?:省|市|县|区|镇|乡|州|旗|街道)的?$")
_REACH = 24
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a figure: what it is called, for which place, in which unit, how often it has a value."""

    figure_id: int
    name: str
    region: str
    unit: str
    frequency: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text gives a number for a figure; ``period_keys`` are the periods that may be meant, nearest first."""

    figure_id: int
    start: int
    end: int
    number: str
    unit: str
    soft: bool
    period_keys: tuple[str, ...]


def fold(text: str) -> str:
    """Return the text in half-width signs, every character in its place."""
    return text.translate(_FULL_WIDTH)


def find(text: str, names: Iterable[Named], *, home: str = "") -> list[Mention]:
    """Return the numbers that the text gives for figures, in order.

    Args:
        names: the names that occur in the text; the longest at a place counts (税收收入 before 收入).
        home: the place of which the text speaks when it names none.
    """
    text = fold(text)
    found = []
    last_period = ""
    longest_first = sorted(names, key=lambda one: -len(one.name))
    for sentence in _SENTENCE.finditer(text):
        spoken = sentence.group()
        named_periods = periods.find(spoken)
        taken: list[tuple[int, int]] = []
        for one in longest_first:
            name = fold(one.name)
            at = spoken.find(name)
            while at >= 0:
                span = (at, at + len(name))
                if not any(start < span[1] and span[0] < end for start, end in taken) or span in taken:
                    taken.append(span)
                    mention = _read(spoken, span, one, named_periods, last_period, home)
                    if mention is not None:
                        shift = sentence.start()
                        found.append(_moved(mention, shift))
                at = spoken.find(name, at + 1)
        if named_periods:
            last_period = named_periods[-1][0].key[:4]
    return sorted(found, key=lambda mention: mention.start)


def _read(spoken: str, span: tuple[int, int], one: Named, named: list, last_year: str, home: str) -> Mention | None:
    before, after = spoken[: span[0]], spoken[span[1] :]
    if not _is_of(before, one.region, home):
        return None
    reach = after[: _REACH + 24]
    for match in measures.NUMBER.finditer(reach):
        between = reach[: match.start()]
        if len(between) > _REACH or _OTHER.search(between) or not _JOIN.match(between):
            return None
        unit = _unit(match["unit"], one.unit)
        if unit is None:
            return None
        end = match.end("number") if not match["unit"] else match.start("unit") + len(unit)
        soft = bool(match["soft"]) or measures.is_soft(between, reach[end:])
        keys = tuple(
            fitted.key
            for period, _, _ in sorted(named, key=lambda item: _distance(item, span))
            if (fitted := periods.fit(period, one.frequency))
        )
        if named and not keys:
            return None  # the sentence speaks of a period for which this figure has no value
        return Mention(one.figure_id, span[1] + match.start("number"), span[1] + end, match["number"], unit, soft, keys)
    return None


def _is_of(before: str, region: str, home: str) -> bool:
    """Tell whether a name after these words is said of the figure's place."""
    near = before[-16:]
    if region and (near.endswith((region, f"{region}的"))):
        return True
    if _OWN_PLACE.search(near) or not _ANOTHER_PLACE.search(near):
        return not region or region == home
    return False


def _unit(written: str, registered: str) -> str | None:
    """Return the part of what follows the number that is a unit of the registered kind; None if there is none."""
    for length in range(len(written), 0, -1):
        if measures.same_kind(written[:length], registered):
            return written[:length]
    return None


def _distance(item: tuple, span: tuple[int, int]) -> int:
    _, start, end = item
    # What stands before the name is meant rather than what follows the number.
    return span[0] - end if end <= span[0] else 1000 + start


def _moved(mention: Mention, shift: int) -> Mention:
    return Mention(
        mention.figure_id,
        mention.start + shift,
        mention.end + shift,
        mention.number,
        mention.unit,
        mention.soft,
        mention.period_keys,
    )
