"""From plain text, or from the elements of a form, to a manuscript."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from zhongshu.domains.documents.checks.manuscript import Facts, Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.words.organs import ENDING, is_person
from zhongshu.domains.documents.checks.words.types import NOT_TYPES, type_of_title
from zhongshu.kernel.document_types import LEGAL_TYPES

HANZI = "一二三四五六七八九十百零〇"
# Anything that stands for a number of a level, right or wrong.
MARKER = re.compile(
    rf"^(?:第[{HANZI}\d]{{1,4}}[条章节款](?=[　 ])|[{HANZI}]{{1,4}}[、.．,，]|[（(][{HANZI}]{{1,4}}[）)][、.．,，]?|\d{{1,3}}[、．)）]|\d{{1,3}}\.(?!\d)"
    r"|[（(]\d{1,3}[）)][、.．,，]?|[①-⑳⑴-⒇⒈-⒛㈠-㈩])"
)
NUMBER_LINE = re.compile(
    r"^[^。，；：《]{0,16}(?:[〔\[［【（(﹝]\s*(?:\d{2,4}|[二〇○零一三四五六七八九]{4})年?\s*[〕\]］】）)﹞].{0,8}|字?第?\s*[\d一二三四五六七八九十百]+\s*号)$"
)
DATE_LINE = re.compile(
    r"^[（(]?(?:公元)?\s*(?:[\d０-９]{2,4}|[二〇○零O0一三四五六七八九十]{2,4})\s*[年./\-—．]\s*[\d０-９一二三四五六七八九十〇]{1,3}\s*(?:[月./\-—．]\s*[\d０-９一二三四五六七八九十廿]{0,3}\s*[日号]?)?"
    r"(?:（?(?:星期|周).）?)?[。，.]?[）)]?$"
)
IMPRINT = re.compile(
    r"^(?:抄\s*[送报]|主题词|主\s*送|报\s*送|呈\s*送|分\s*送|发\s*送|送|报|印\s*数|打\s*字|校\s*对)\s*[：:]|印发(?:日期)?\s*[。]?$|^[（(]?共印.*份"
)
ATTACHMENT_NOTE = re.compile(r"^附\s*(?:件|表|图)?\s*[：:︰]|^附件\s*[一二三四五六七八九十\d]+\s*[：:.．、]")
ATTACHMENT_LABEL = re.compile(r"^附\s*件\s*[一二三四五六七八九十\d]*\s*[：:]?$")
SECRECY = re.compile(r"^(?:密级[：:]\s*)?(?:绝\s*密|机\s*密|秘\s*密|内部(?:资料|文件)?)(?:[★☆*＊·\s].*)?$")
URGENCY = re.compile(
    r"^(?:紧急程度[：:]\s*)?(?:特\s*提|特\s*急|加\s*急|平\s*急|急\s*件|火\s*急|紧\s*急|急|特急件|加急件|十万火急|限时)$"
)
COPY_NUMBER = re.compile(r"^(?:份号[：:]?\s*)?(?:No\.?\s*)?\d{3,8}$", re.IGNORECASE)
SIGNATORY = re.compile(r"签发\s*人?\s*[：:]")
REMARK = re.compile(r"^[（(].*(?:此件|联系人|电话|发至|传达|公开|登报|传阅).*[）)]。?$")
ADOPTED = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日.{4,60}(?:通过|公布|发布|批准|修订|修正)$")
PAGE_NUMBER = re.compile(r"^[—\-－–]\s*\d{1,4}\s*[—\-－–]$|^第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?$")
_TYPE_AT_END = re.compile(
    rf"(?:{'|'.join([*LEGAL_TYPES, *sorted(NOT_TYPES, key=len, reverse=True), '方案', '办法', '规定', '条例', '细则', '规划', '要点', '计划', '规则', '讲话'])})(?:[（(][^）)]*[）)])?[。！：]?$"
)


def read(text: str, *, facts: Facts | None = None) -> Manuscript:
    """Read a whole document from its text, one paragraph a line."""
    lines = list(_lines(text))
    kinds = _kinds([line for line, _ in lines])
    paragraphs = [
        Paragraph(line, kind, index, begin) for index, ((line, begin), kind) in enumerate(zip(lines, kinds, strict=True))
    ]
    joined = _join_title(paragraphs)
    return Manuscript(tuple(joined), facts or Facts(whole=True))


def reflow(text: str) -> tuple[str, list[int]]:
    """Join the printed lines of a page into paragraphs; return the text and, for each character, where it stood.

    A line that reaches the right edge goes on in the next one, unless that begins with a number of a level.
    """
    lines = [(line, begin) for line, begin in _lines(text) if not PAGE_NUMBER.match(line)]
    widths = sorted(_width(line) for line, _ in lines)
    full = min(28.0, widths[int(len(widths) * 0.9)]) - 2.5 if len(widths) > 6 else 10_000.0
    out: list[str] = []
    places: list[int] = []
    for position, (line, begin) in enumerate(lines):
        out.append(line)
        places.extend(range(begin, begin + len(line)))
        following = lines[position + 1][0] if position + 1 < len(lines) else ""
        goes_on = _width(line) >= full and line[-1] not in "。：；" and following and not _begins(following)
        if not goes_on:
            out.append("\n")
            places.append(begin + len(line))
    return "".join(out), places


def _begins(line: str) -> bool:
    return bool(MARKER.match(line) or ATTACHMENT_NOTE.match(line) or IMPRINT.match(line) or DATE_LINE.match(line))


def _width(line: str) -> float:
    return sum(1.0 if ord(char) > 0x2E7F or char in "“”‘’—…" else 0.5 for char in line)


def from_elements(
    *, title: str = "", body: str = "", principals: str = "", copies: str = "", remark: str = "", facts: Facts
) -> Manuscript:
    """Build the manuscript of a draft from the fields of its form; every paragraph knows its field."""
    found: list[Paragraph] = []
    for name, text, kind in (("title", title, Kind.TITLE), ("principals", principals, Kind.RECIPIENTS)):
        if text.strip():
            found.append(Paragraph(text.strip(), kind, 0, len(text) - len(text.lstrip()), name))
    lines = list(_lines(body))
    found += [Paragraph(line, _body_kind(line), 0, begin, "table" if line.startswith("|") else "body") for line, begin in lines]
    for name, text, kind in (("remark", remark, Kind.REMARK), ("copies_to", copies, Kind.IMPRINT)):
        if text.strip():
            found.append(Paragraph(text.strip(), kind, 0, len(text) - len(text.lstrip()), name))
    return Manuscript(tuple(replace(paragraph, index=index) for index, paragraph in enumerate(found)), facts)


def of_unit(unit: str, text: str, **facts: Any) -> Manuscript:
    """Build a manuscript of one piece: ``title``, ``doc_number``, ``date_line``, ``recipients``, ``sentence``, ``heading`` ..."""
    if unit == "document":
        return read(text, facts=replace(Facts(whole=True), **facts))
    kind = UNITS.get(unit, Kind.BODY)
    if unit == "imprint" and SECRECY.match(text):
        kind = Kind.SECRECY
    if unit == "imprint" and SIGNATORY.search(text):
        kind = Kind.SIGNATORY
    lines = list(_lines(text))
    kinds = (
        [_body_kind(line) for line, _ in lines] if kind in (Kind.BODY, Kind.HEADING) and len(lines) > 1 else [kind] * len(lines)
    )
    paragraphs = [Paragraph(line, one, index, begin) for index, ((line, begin), one) in enumerate(zip(lines, kinds, strict=True))]
    return Manuscript(tuple(paragraphs), Facts(**facts))


UNITS = {
    "title": Kind.TITLE, "doc_number": Kind.NUMBER, "date_line": Kind.DATE, "recipients": Kind.RECIPIENTS, "heading": Kind.HEADING,
    "sentence": Kind.BODY, "structure": Kind.BODY, "attachment_note": Kind.ATTACHMENT_NOTE, "imprint": Kind.IMPRINT,
    "urgency": Kind.URGENCY, "secrecy": Kind.SECRECY, "signature": Kind.SIGNATURE, "signatory": Kind.SIGNATORY,
    "remark": Kind.REMARK, "copy_number": Kind.COPY_NUMBER, "attachment": Kind.ATTACHMENT, "masthead": Kind.MASTHEAD,
}  # fmt: skip


def _lines(text: str) -> Iterable[tuple[str, int]]:
    offset = 0
    for raw in text.split("\n"):
        line = raw.strip(" \t\r\u3000\ufeff\xa0")
        if line:
            yield line, offset + raw.index(line)
        offset += len(raw) + 1


def _body_kind(line: str) -> Kind:
    if line.startswith("|"):
        return Kind.TABLE
    if ATTACHMENT_NOTE.match(line):
        return Kind.ATTACHMENT_NOTE
    if ATTACHMENT_LABEL.match(line):
        return Kind.ATTACHMENT
    return Kind.HEADING if MARKER.match(line) else Kind.BODY


def _kinds(lines: Sequence[str]) -> list[Kind]:
    kinds = [_body_kind(line) for line in lines]
    head = _head(lines, kinds)
    tail = _attachments(lines, kinds, head)
    _tail(lines, kinds, head, tail)
    return kinds


def _head(lines: Sequence[str], kinds: list[Kind]) -> int:
    """Mark the head block, title, number, recipients; return where the body begins."""
    place = 0
    while place < len(lines) and place < 12:
        line = lines[place]
        if SECRECY.match(line):
            kinds[place] = Kind.SECRECY
        elif URGENCY.match(line):
            kinds[place] = Kind.URGENCY
        elif COPY_NUMBER.match(line):
            kinds[place] = Kind.COPY_NUMBER
        elif SIGNATORY.search(line) and len(line) < 60:
            kinds[place] = Kind.SIGNATORY if line.startswith("签发") else Kind.NUMBER
        elif NUMBER_LINE.match(line):
            kinds[place] = Kind.NUMBER
        elif line.endswith("文件") and len(line) < 40 and "关于" not in line:
            kinds[place] = Kind.MASTHEAD
        else:
            break
        place += 1
    start = place
    # A masthead without 文件: organ names alone, then a number, then the title.
    later = next((at for at in range(start, min(start + 4, len(lines))) if NUMBER_LINE.match(lines[at])), None)
    if (
        later is not None
        and later > start
        and all(ENDING.search(lines[at]) and "关于" not in lines[at] for at in range(start, later))
    ):
        kinds[start:later] = [Kind.MASTHEAD] * (later - start)
        kinds[later] = Kind.NUMBER
        start = place = later + 1
    end = _title_end(lines, kinds, start)
    for at in range(start, end):
        kinds[at] = Kind.TITLE
    place = end
    while place < len(lines) and place < end + 4:
        line = lines[place]
        if NUMBER_LINE.match(line):
            kinds[place] = Kind.NUMBER
        elif (re.match(r"^[（(].{2,120}[）)]$", line) and not MARKER.match(line)) or ADOPTED.match(line):
            kinds[place] = Kind.REMARK  # the note under a title: adopted by which meeting, on which day
        elif DATE_LINE.match(line):
            kinds[place] = Kind.DATE
        else:
            break
        place += 1
    if place < len(lines) and _is_recipients(lines[place]):
        kinds[place] = Kind.RECIPIENTS
        place += 1
    return place


def _title_end(lines: Sequence[str], kinds: Sequence[Kind], start: int) -> int:
    if (
        start >= len(lines)
        or kinds[start] == Kind.HEADING
        or (lines[start].endswith(("：", ":")) and _is_recipients(lines[start]))
    ):
        return start
    joined = ""
    for at in range(start, min(start + 4, len(lines))):
        line = lines[at]
        if NUMBER_LINE.match(line) or (at > start and (_is_recipients(line) or len(line) > 40 or kinds[at] != Kind.BODY)):
            return max(at, start + 1) if joined else start
        joined += line
        if _TYPE_AT_END.search(joined) or type_of_title(joined):
            return at + 1
        if len(joined) > 90 or (at == start and re.search(r"。.", line)):
            break
    first = lines[start]
    return (
        start + 1 if len(first) <= 60 and not re.search(r"[。；].|[。；：:，]$", first) and not _is_recipients(first) else start
    )


def _is_recipients(line: str) -> bool:
    """Return whether a line names recipients, whatever stands at its end."""
    if len(line) > 400 or MARKER.match(line):
        return False
    bare = line.rstrip("：:。；;，,. ")
    if not bare or "关于" in bare or re.search(r"[。；！？“”]|[本请将的是了须由]|自(?!治)|应(?:当|该)|现[就将]", bare):
        return False
    names = [re.sub(r"（[^）]*）$", "", name.strip()) for name in re.split(r"[、，,]", re.sub(r"（[^）]*）", "", bare))]
    if line.endswith(("：", ":")):
        return all(len(name) <= 40 for name in names) and (
            bool(ENDING.search(names[-1])) or is_person(names[-1]) or bare.endswith(("同志们", "代表"))
        )
    return all(name and len(name) <= 24 and (ENDING.search(name) or is_person(name)) for name in names)


def _attachments(lines: Sequence[str], kinds: list[Kind], head: int) -> int:
    """Mark the attachments after the document; return where they begin."""
    for at in range(head, len(lines)):
        if ATTACHMENT_LABEL.match(lines[at]) and any(_dated(line) for line in lines[max(head, at - 8) : at]):
            for rest in range(at, len(lines)):
                kinds[rest] = Kind.IMPRINT if IMPRINT.search(lines[rest]) else Kind.ATTACHMENT
            return at
    return len(lines)


def _dated(line: str) -> bool:
    return bool(DATE_LINE.match(line))


def _tail(lines: Sequence[str], kinds: list[Kind], head: int, end: int) -> None:
    """Mark what stands behind the text: imprint, remark, date, signature."""
    at = end - 1
    while at >= head and (IMPRINT.search(lines[at]) and len(lines[at]) < 300):
        kinds[at] = Kind.IMPRINT
        at -= 1
    while at >= head and REMARK.match(lines[at]):
        kinds[at] = Kind.REMARK
        at -= 1
    if at >= head and _dated(lines[at]):
        kinds[at] = Kind.DATE
        at -= 1
    while at > head and len(lines[at]) <= 40 and kinds[at] == Kind.BODY and _is_signature(lines[at]):
        kinds[at] = Kind.SIGNATURE
        at -= 1
    # The note on attachments may take several lines.
    for place in range(head, end):
        if kinds[place] == Kind.ATTACHMENT_NOTE:
            following = place + 1
            while following < end and re.match(r"^\d{1,2}\s*[.．、]", lines[following]) and len(lines[following]) < 60:
                kinds[following] = Kind.ATTACHMENT_NOTE
                following += 1


def _is_signature(line: str) -> bool:
    bare = re.sub(r"[\s\u3000]|（(?:印|章|盖章|公章)）", "", line)
    return bool(ENDING.search(bare)) and not re.search(r"[，。；：！？、]", bare)


def _join_title(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Make one paragraph of a title that takes several lines."""
    lines = [paragraph for paragraph in paragraphs if paragraph.kind == Kind.TITLE]
    if len(lines) < 2:
        return paragraphs
    pieces, text = [], ""
    for line in lines:
        pieces.append((len(text), line.begin))
        text += line.text
    whole = Paragraph(text, Kind.TITLE, 0, lines[0].begin, pieces=tuple(pieces))
    rest = [paragraph for paragraph in paragraphs if paragraph.kind != Kind.TITLE or paragraph is lines[0]]
    made = [whole if paragraph is lines[0] else paragraph for paragraph in rest]
    return [replace(paragraph, index=index) for index, paragraph in enumerate(made)]
