"""The text as the rules read it: one kind of punctuation, no spaces, no broken lines, each character with its place."""

import re
import unicodedata
from array import array
from dataclasses import dataclass

from zhongshu.domains.supervision.decomposition.tree import Anchor

CELL = "\t"
_SPACES = frozenset(" \u3000\xa0\u200b\u200c\u200d\ufeff\u2002\u2003\u2009\u202f\t\x0b\x0c\x85\u2028\u2029\u1680")
_PUNCTUATION = {
    ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "[": "（", "]": "）", "【": "（", "】": "）",
    "﹙": "（", "﹚": "）", "｡": "。", "､": "、", "－": "—", "–": "—", "―": "—", "─": "—", "~": "～", "—": "—", "·": "·", "•": "·",
}  # fmt: skip
_MARKER = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]{1,4}[章节篇编条]|[一二三四五六七八九十]{1,3}[、.，]|（[一二三四五六七八九十]{1,3}）"
    r"|\d{1,3}[.、)）](?!\d)|（\d{1,3}）|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是|要)|第[一二三四五六七八九十]{1,2}[，、])"
)
_LABEL = re.compile(r"^（?[一-龥]{2,8}(?:单位|部门|时限|时间|领导|任务|人|目标|措施)：")
_OPEN_END = re.compile(r"[，、：（]$")
_CLOSED_END = re.compile(r"[。！？；…”）：]$")


@dataclass(frozen=True)
class Reading:
    """``text`` is what the rules see, one paragraph a line; ``positions[i]`` is the place of character ``i`` in the "
    "original."""

    text: str
    positions: "array[int]"

    def anchor(self, begin: int, end: int) -> Anchor:
        """Return the place in the original of the characters ``begin`` to ``end`` of the reading."""
        return Anchor(self.positions[begin], self.positions[end - 1] + 1) if end > begin else Anchor(0, 0)


def read(original: str) -> Reading:
    """Read a text: half-width punctuation becomes full-width, spaces go, lines broken by a page's width are joined.

    A line that is a row of cells (tabs, bars, wide gaps) keeps them apart by tabs.
    """
    lines = [_line(original, begin, end) for begin, end in _spans(original)]
    lines = [line for line in lines if line[0]]
    width = _page_width([len(text) for text, _ in lines])
    characters: list[str] = []
    positions = array("q")
    before = ""
    for text, places in lines:
        if before and not _continues(before, text, width):
            characters.append("\n")
            positions.append(positions[-1])
        characters.append(text)
        positions.extend(places)
        before = text
    return Reading("".join(characters), positions)


def _spans(original: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", original)]


def _line(original: str, begin: int, end: int) -> tuple[str, list[int]]:
    raw = original[begin:end]
    cells = _is_row(raw)
    unmarked = _UNMARKED_FIELD.match(raw)  # 牵头单位　市商务局, where a colon is meant
    kept: list[str] = []
    places: list[int] = []
    gap = 0
    for place, char in enumerate(raw, start=begin):
        if char in _SPACES or unicodedata.category(char) in {"Cc", "Cf", "Zs"}:
            gap += 2 if char in "\t\u3000" else 1
            continue
        if cells and (char in "|｜│┃" or gap >= 2) and kept and kept[-1] != CELL:
            kept.append(CELL)
            places.append(place)
        if cells and gap == 1 and char not in "|｜│┃" and _parts_cells(raw, place - begin, kept):
            kept.append("、")
            places.append(place)
        if unmarked and not cells and place == begin + unmarked.end():
            kept.append("：")
            places.append(place - 1)
        elif not cells and gap and kept and _parts_units(raw, place - begin, kept):
            kept.append("、")
            places.append(place)
        gap = 0
        if cells and char in "|｜│┃":
            continue
        if char in "〔〕":
            char = _tortoise(raw, place - begin)
        for letter in _letters(char):
            kept.append(letter)
            places.append(place)
    while kept and kept[-1] == CELL:
        kept.pop()
        places.pop()
    text = "".join(kept)
    if not cells:
        text = re.sub(r"(?<=\d)：(?=\d)", ":", text)
        text = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text)
    if re.fullmatch(r"[-—=_*\t：+|]*", text):
        return "", []  # the rule of a drawn table
    return text, places


_UNMARKED_FIELD = re.compile(
    r"\s*(?:牵头|责任|配合|协办|承办|主办|参与)(?:单位|部门|领导)[ \u3000\t]+(?=[一-龥])|\s*(?:完成|办理|整改)?(?:时限|"
    r"时间)[ \u3000\t]+(?=[一-龥\d])"
)
_FIELD = re.compile(r"(?:单位|部门)[:：]")
_NAME = re.compile(r"[一-龥]{2,20}[局委办部厅署院府区县市会司团行校站所心](?=$|[\s、，,；;。（(])")


def _parts_units(raw: str, at: int, kept: list[str]) -> bool:
    """In 责任单位：市城管局 市住建局 the space parts two names."""
    if kept[-1] not in "局委办部厅署院府区县市会司团行校站所心" or not _FIELD.search(raw, 0, at):
        return False
    return len(kept) >= 4 and not set(kept[-3:]) & set("：，、；") and bool(_NAME.match(raw, at))


def _parts_cells(raw: str, at: int, kept: list[str]) -> bool:
    """In a cell 市数据局 市公安局 the space parts two names."""
    if len(kept) < 3 or kept[-1] not in "局委办部厅署院府区县市会司团行校站所心":
        return False
    return not set(kept[-3:]) & {"：", "，", "、", "；", CELL} and bool(_NAME.match(raw, at))


def _tortoise(raw: str, at: int) -> str:
    """The brackets of a document number stay; around anything else 〔〕 are plain brackets."""
    number = re.match(r"〔\s*(?:19|20)\d\d\s*〕", raw[at : at + 10]) or re.search(
        r"〔\s*(?:19|20)\d\d\s*〕$", raw[max(0, at - 9) : at + 1]
    )
    return raw[at] if number else {"〔": "（", "〕": "）"}[raw[at]]


def _letters(char: str) -> str:
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if "！" <= char <= "～" and char not in "，；：（）！？":
        narrow = chr(ord(char) - 0xFEE0)
        return _PUNCTUATION.get(narrow, narrow)
    return char


def _is_row(raw: str) -> bool:
    stripped = raw.strip()
    if stripped.count("\t") >= 2 or len(re.findall(r"[|｜│┃]", stripped)) >= 2:
        return True
    return len(re.findall(r"\S(?: {3,}|\u3000{2,}|\t)(?=\S)", stripped)) >= 2


def _page_width(lengths: list[int]) -> int:
    """Return the width at which lines were broken, or 0 where lines are whole paragraphs."""
    if len(lengths) < 4:
        return 0
    widest = max(lengths)
    if not 15 <= widest <= 60:
        return 0
    full = sum(length >= widest - 3 for length in lengths)
    return widest - 3 if full >= 3 and full * 3 >= len(lengths) else 0


def _continues(before: str, line: str, width: int) -> bool:
    """Tell whether a line only goes on with the paragraph of the line before."""
    if CELL in before or CELL in line or _MARKER.match(line) or _LABEL.match(line):
        return False
    if _CLOSED_END.search(before):
        return False
    if _OPEN_END.search(before):
        return True
    if before.count("（") > before.count("）"):
        return True
    return bool(width) and len(before) >= width
