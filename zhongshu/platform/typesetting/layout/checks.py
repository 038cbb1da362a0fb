"""What cannot be printed is refused before anything is laid out."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from zhongshu.kernel.errors import RuleBroken

from ..document import Cell, Heading, OfficialDocument, Paragraph

MOST_CHARACTERS = 300_000
LONGEST_TITLE = 120
MOST_ORGANS = 30
MOST_ATTACHMENTS = 100
REFUSED = {"Cc": "控制字符", "Cs": "不完整的字符", "Co": "造字（私有区字符）", "Cn": "未定义的字符", "Cf": "不可见的排版控制字符"}
# Harmless: some editors leave them, they print as nothing.
DROPPED = {"\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\ufe0f", "\u2060"}
SPACES = {"\u00a0", "\u2002", "\u2003", "\u2009", "\u202f", "\u2005", "\u2006", "\u2007", "\u2008", "\u200a", "\t", "\r"}
LABELS = {
    "title": "标题",
    "body": "正文",
    "masthead": "发文机关标志",
    "number": "发文字号",
    "recipients": "主送机关",
    "signatories": "签发人",
    "attachment_list": "附件说明",
    "attachments": "附件",
    "signature_organs": "署名",
    "copy_recipients": "抄送机关",
    "remark": "附注",
    "printing_organ": "印发机关",
    "attendance": "出席情况",
}


def printable(document: OfficialDocument) -> OfficialDocument:
    """Return the document with harmless characters tidied.

    Raises:
        RuleBroken: it is empty, too long, or holds a character that cannot be printed; the sentence names it and where it is.
    """
    texts = list(_texts(document, ""))
    total = sum(len(text) for text, _ in texts)
    if not total:
        raise RuleBroken("公文是空的，没有可排印的内容", code="empty_document")
    if total > MOST_CHARACTERS:
        raise RuleBroken(f"全文{total}字，超过一次排印的上限{MOST_CHARACTERS}字，请拆成几个文件", code="document_too_long")
    if len(document.title.replace("\n", "")) > LONGEST_TITLE:
        raise RuleBroken(f"标题{len(document.title)}字，超过{LONGEST_TITLE}字，请缩短", code="title_too_long", field="title")
    if max(len(document.masthead), len(document.signature_organs)) > MOST_ORGANS:
        raise RuleBroken(f"联合行文机关超过{MOST_ORGANS}个，请只署主办机关", code="too_many_organs", field="masthead")
    if max(len(document.attachments), len(document.attachment_list)) > MOST_ATTACHMENTS:
        raise RuleBroken(f"附件超过{MOST_ATTACHMENTS}个，请合并", code="too_many_attachments", field="attachments")
    dirty = False
    for text, where in texts:
        dirty |= _check(text, where)
    return _tidied(document) if dirty else document


def check_text(text: str) -> str:
    """Return a text with harmless characters tidied; refuse unprintable ones."""
    _check(text.replace("\n", ""), "")
    return "\n".join(_tidy(line) for line in text.split("\n"))


def _check(text: str, where: str) -> bool:
    """Refuse unprintable characters; return whether some must be tidied."""
    dirty = False
    for place, char in enumerate(text):
        if " " <= char <= "~" or "\u4e00" <= char <= "\u9fff":
            continue
        if char in DROPPED or char in SPACES or char in "\u2028\u2029":
            dirty = True
        elif "\U00020000" <= char <= "\U0003fffd":
            # Rare Hanzi: newer ones are unknown to this Python's tables, but a font may have them.
            continue
        elif char != "\n" and (category := unicodedata.category(char)) in REFUSED:
            label = LABELS.get(where, "文件")
            raise RuleBroken(
                f"{label}第{place + 1}个字是{REFUSED[category]} U+{ord(char):04X}，不能排印，请删去",
                code="unprintable_character",
                field=where,
            )
        elif 0x1F000 <= ord(char) <= 0x1FAFF:
            raise RuleBroken(
                f"{LABELS.get(where, '文件')}第{place + 1}个字是表情符号 U+{ord(char):04X}，公文不能使用",
                code="unprintable_character",
                field=where,
            )
        elif char == "\n" and where not in ("title", "attachments"):
            dirty = True
    return dirty


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value:
            yield value, where
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, where)
    elif is_dataclass(value):
        top = isinstance(value, OfficialDocument)
        for field in fields(value):
            if field.name in ("format", "align", "proper_names", "organ"):
                continue
            yield from _texts(getattr(value, field.name), field.name if top else where)


def _tidy(text: str, *, same_length: bool = False) -> str:
    # Text with a source offset keeps its length, so that a click still finds its place.
    blank = " " if same_length else ""
    return "".join(blank if char in DROPPED else " " if char in SPACES or char in "\u2028\u2029" else char for char in text)


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return _tidy(value)
    if isinstance(value, tuple):
        return tuple(_tidied(item) for item in value)
    if isinstance(value, Heading) and value.source is not None:
        return replace(value, text=_tidy(value.text, same_length=True), run_in=_tidy(value.run_in, same_length=True))
    if isinstance(value, Paragraph | Cell) and value.source is not None:
        return replace(value, text=_tidy(value.text, same_length=True))
    if is_dataclass(value) and not isinstance(value, type):
        names = {"format", "align"}
        return replace(
            value, **{field.name: _tidied(getattr(value, field.name)) for field in fields(value) if field.name not in names}
        )
    return value
