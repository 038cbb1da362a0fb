"""What stands around a title: the note below it, the table of facts above it."""

import re

from zhongshu.domains.documents.intake import dates, numbers, organs
from zhongshu.domains.documents.intake.found import Piece
from zhongshu.domains.documents.intake.heads.page import Page

NOTE = re.compile(r"^（.*）?$|通过[）]?$|施行[）]?$|批准[）]?$|公布[）]?$|发布[）]?$|修正[）]?$|修订[）]?$")
EDITED = re.compile(r" ?(?:主编|主办|编印|编发|编|印)$")  # who makes a bulletin
TIME = re.compile(r"(?<= )\d{1,2} ?[时:：](?: ?\d{1,2} ?分?)?")
_LABEL_NAMES = """
索引号 主题分类 发文机关 发布机构 制发机关 成文日期 生成日期 发文日期 发布日期 标题 名称 发文字号
文号 主题词 公文种类 有效性 体裁 组配分类 来源 浏览次数 信息来源 公开方式
"""
LABEL = re.compile(rf"(?P<name>{'|'.join(' ?'.join(name) for name in _LABEL_NAMES.split())})：")
LABELS = {
    "number": {"发文字号", "文号"},
    "title": {"标题", "名称"},
    "issuers": {"发文机关", "发布机构", "制发机关"},
    "date": {"成文日期", "发文日期", "生成日期", "发布日期"},
}


def take(page: Page, index: int) -> bool:
    """Take what stands under the title: （民政部 一九九七年一月二十八日）, 2015年1月21日……通过; organ and date of a bulletin."""
    text = page.texts[index]
    found = dates.find(text)
    if not found or len(text) > 120 or "。" in text:
        return False
    day, start, end = found
    rest = TIME.sub("", text[:start] + " " + text[end:]).strip(" （）")
    names = organs.organs_in(EDITED.sub("", rest))
    is_note = bool(NOTE.search(text)) and (
        text.startswith("（") or start <= 1 or bool(re.search("通过|施行|批准|公布|发布|修", text))
    )
    if not is_note and rest and not names:
        return False
    piece = Piece(index, start, end)
    adopted = re.search(r"施行|生效|修正|修订", text) is None
    if adopted and page.head.noted_date is None:
        page.head.noted_date = page.found(day.isoformat(), 0.85, piece)
    if names and page.head.noted_issuers is None:
        place = text.find(names[0])
        page.head.noted_issuers = page.found("、".join(names), 0.85, Piece(index, place, place + len(rest)))
    page.close_run()
    return True


def labels(page: Page) -> None:
    """Take the table of facts that web pages show above the text."""
    labelled = [index for index, text in enumerate(page.texts[:24]) if is_labelled(text)]
    if len(labelled) < 2:
        return
    page.has_table = True
    for index in labelled:
        matches = list(LABEL.finditer(page.texts[index]))
        for place, match in enumerate(matches):
            end = matches[place + 1].start() if place + 1 < len(matches) else len(page.texts[index])
            value = page.texts[index][match.end() : end].strip()
            if value:
                _labelled(page, match["name"].replace(" ", ""), value, Piece(index, match.end(), end))


def _labelled(page: Page, name: str, value: str, piece: Piece) -> None:
    if name in LABELS["number"] and (found := numbers.find(value)):
        page.keep("number", found[0], 0.97, piece)
    elif name in LABELS["date"] and (day := dates.find(value)):
        is_own = name in {"成文日期", "发文日期"}
        if is_own or page.head.noted_date is None:
            page.head.noted_date = page.found(day[0].isoformat(), 0.9 if is_own else 0.6, piece)
    elif name in LABELS["issuers"] and (names := organs.organs_in(value)):
        page.head.noted_issuers = page.found("、".join(names), 0.9, piece)
    elif name in LABELS["title"] and len(value) > 6:
        page.runs.append([piece])


def is_labelled(text: str) -> bool:
    """Tell whether a line is one of such a table: 索引号：…"""
    return LABEL.match(text) is not None
