"""To whom a document is sent (主送机关)."""

import re

from zhongshu.domains.documents.intake import dates, organs
from zhongshu.domains.documents.intake.found import Piece, whole, words
from zhongshu.domains.documents.intake.heads.body import BODY
from zhongshu.domains.documents.intake.heads.page import Page
from zhongshu.domains.documents.intake.heads.titles import NOTICE_END, TITLE_END
from zhongshu.domains.documents.intake.lines import PAGE_NUMBER


def take(page: Page, index: int) -> int:
    """Take 主送: up to ten lines that end with a colon; return how many."""
    if not page.has_title and "number" not in page.head.fields and index > 3:
        return 0
    joined = ""
    for count in range(1, 11):
        place = index + count - 1
        if place >= len(page.texts):
            return 0
        text = page.texts[place]
        if count > 1 and PAGE_NUMBER.fullmatch(text):
            continue
        if (
            "。" in text
            or ("关于" in text and not text.startswith("各"))
            or NOTICE_END.search(text)
            or dates.DATE.fullmatch(text)
        ):
            return 0
        joined += text
        if text.endswith("："):
            break
        head, colon, rest = text.partition("：")
        if colon and count == 1 and len(rest) > 6 and organs.is_addressees(head) and page.has_title and re.match("各|你", head):
            _keep(page, [Piece(index, 0, len(head))], 0.75)
            return 0
        if len(text) < 18 and not text.endswith(("、", "，", "；")):
            return _unmarked(page, index) if count == 1 else 0
        if len(joined) > 600:
            return 0
    else:
        return 0
    if not organs.is_addressees(joined):
        return 0
    pieces = [
        whole(place, page.lines[place]) for place in range(index, index + count) if not PAGE_NUMBER.fullmatch(page.texts[place])
    ]
    last = pieces[-1]
    _keep(page, [*pieces[:-1], Piece(last.line, 0, len(page.texts[last.line].rstrip("：")))], 0.97)
    page.close_run()
    return count


def _unmarked(page: Page, index: int) -> int:
    """Take a line of addressees that lost its colon: below a finished title, above the first sentence."""
    text = page.texts[index]
    finished = (page.run and TITLE_END.search(page.texts[page.run[-1].line])) or (not page.run and page.has_title)
    following = page.texts[index + 1] if index + 1 < len(page.texts) else ""
    if (
        finished
        and organs.is_addressees(text)
        and ("。" in following or BODY.match(following))
        and not organs.is_organ(text + "的")
    ):
        _keep(page, [whole(index, page.lines[index])], 0.6)
        page.close_run()
        return 1
    return 0


def _keep(page: Page, pieces: list[Piece], sure: float) -> None:
    value = words(page.lines, pieces).strip("：: ")
    page.keep("recipients", value, sure, *pieces)
