"""Recognises marks of state secrets in text and file names. Pure.

A mark is ``机密★5年``, a level on a line or in brackets of its own, or a level that stands apart in a file name. The words
alone are not: ``保守国家秘密``, ``机密文件管理办法`` are ordinary text. A mark quoted in a text about marks (“机密★5年”) is not
one either.
"""

import re
import unicodedata
from dataclasses import dataclass

from zhongshu.platform.secrecy.choices import Level

_LEVELS = {"秘密": Level.CONFIDENTIAL, "机密": Level.SECRET, "绝密": Level.TOP_SECRET}
_GAP = r"[ \t\u3000]*"
_LEVEL = rf"(?P<level>秘{_GAP}密|机{_GAP}密|绝{_GAP}密)"
_PERIOD = r"(?:\d{1,2}\s*(?:年|个月|月)|长期|解密时间|\d{4}年\d{1,2}月\d{1,2}日)"
_STAR = r"[★☆✩✭✮⭐\*﹡∗]"

# 机密★5年, 绝密★, 秘密 * 10年
_STARRED = re.compile(rf"{_LEVEL}(?:级)?{_GAP}{_STAR}{_GAP}(?P<period>{_PERIOD})?")
# A line of its own, perhaps after “密级：”: 机密, 绝 密, 密级：秘密 10年
_ALONE = re.compile(
    rf"^[ \t\u3000]*(?:(?:密级|秘密等级|密级和保密期限)[ \t]*[:：]{_GAP})?{_LEVEL}{_GAP}(?P<period>{_PERIOD})?[ \t\u3000]*$",
    re.MULTILINE,
)
# 密级：机密 in running text, such as a form's line with further fields
_FIELD = re.compile(rf"(?:密级|秘密等级|密级和保密期限){_GAP}[:：]{_GAP}{_LEVEL}{_GAP}(?P<period>{_PERIOD})?(?![\w])")
# 【机密】, (绝密), [秘密 5年]
_BRACKETED = re.compile(rf"[【\[(〔]{_GAP}{_LEVEL}{_GAP}(?:{_STAR})?{_GAP}(?P<period>{_PERIOD})?{_GAP}[】\])〕]")
# 机密-关于….docx, xx_绝密.pdf, 秘密 10年 …
_IN_NAME = re.compile(rf"(?:^|[-_.,·—\s(【\[〔]){_LEVEL}(?:件|级)?{_GAP}(?P<period>{_PERIOD})?(?=$|[-_.,·—\s)】\]〕]|\d)")
_QUOTES = re.compile(r"[“‘\"「『][^”’\"」』\n]{0,30}[”’\"」』]")


@dataclass(frozen=True)
class Mark:
    """A mark that was found: its level, its period as written, where it begins."""

    level: Level
    period: str
    position: int

    def __str__(self) -> str:
        return f"{self.level.label}★{self.period}" if self.period else str(self.level.label)


def find_marks(text: str) -> list[Mark]:
    """Return the marks of state secrets in a text, in order; no false alarm for the words in ordinary sentences."""
    text = unicodedata.normalize("NFKC", text)
    quoted = [match.span() for match in _QUOTES.finditer(text)]
    patterns = (_STARRED, _ALONE, _FIELD, _BRACKETED)
    return _marks(text, patterns, quoted)


def find_marks_in_name(name: str) -> list[Mark]:
    """Return the marks in the name of a file."""
    name = unicodedata.normalize("NFKC", name)
    return _marks(name, (_STARRED, _BRACKETED, _IN_NAME), [])


def level_named(text: str) -> Level | None:
    """Return the level that a short text names by itself: ``机密``, ``内部``, ``绝密★30年``; None for anything else."""
    text = unicodedata.normalize("NFKC", text).strip()
    for level in Level:
        if text == level.label:
            return level
    match = _STARRED.fullmatch(text)
    return _level_of(match) if match else None


def _marks(text: str, patterns: tuple[re.Pattern[str], ...], quoted: list[tuple[int, int]]) -> list[Mark]:
    found: dict[int, Mark] = {}
    for pattern in patterns:
        for match in pattern.finditer(text):
            place = match.start("level")
            if place in found or any(start < place < end for start, end in quoted):
                continue
            found[place] = Mark(_level_of(match), re.sub(r"\s", "", match["period"] or ""), place)
    return [found[place] for place in sorted(found)]


def _level_of(match: re.Match[str]) -> Level:
    return _LEVELS[re.sub(r"\s", "", match["level"])]
