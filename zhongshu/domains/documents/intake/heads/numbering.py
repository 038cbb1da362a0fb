"""The document number of a head, also that of orders, announcements and minutes."""

import re

from zhongshu.domains.documents.intake import numbers, organs
from zhongshu.domains.documents.intake.found import Piece, words
from zhongshu.domains.documents.intake.heads import elements
from zhongshu.domains.documents.intake.heads.body import BODY
from zhongshu.domains.documents.intake.heads.page import Page
from zhongshu.domains.documents.intake.heads.titles import TITLE_END

ORDERED, ANNOUNCED, ISSUED = "令", "公告|通告|布告", "纪要|简报|公报|通报|专报|信息|要情"
SERIALS = (
    (numbers.SERIAL, ORDERED),
    (numbers.YEARLY, ANNOUNCED),
    (numbers.OF_TERM, ANNOUNCED),
    (numbers.SERIAL, ANNOUNCED),
    (numbers.ISSUE, ISSUED),
)


def take(page: Page, index: int) -> bool:
    """Take a line with the number; what stands before and behind it on the line is read as well."""
    text, line = page.texts[index], page.lines[index]
    if _serial(page, index):
        return True
    found = numbers.find(text, blurred=line.sure < 1)
    if not found or len(text) > 120:
        return False
    value, start, end = found
    before = text[:start].strip(" ：（").removesuffix("发文字号").removesuffix("文号").strip(" ：")
    rest = text[end:].strip(" ）")
    if "signers" in page.head.fields and page.head.fields["signers"].pieces[0].line == index:
        rest = ""
    if len(before) + len(rest) > 4 and ("。" in text or (line.is_paragraph and len(text) > 110) or BODY.match(text)):
        return False
    value = numbers.as_written(value, line.text[start:end])
    page.keep("number", value, 0.98, Piece(index, start, end))
    for token in before.split(" "):
        elements.beside_number(page, index, token)
    if TITLE_END.search(before) or "关于" in before:
        page.run.append(Piece(index, 0, len(text[:start].rstrip(" （："))))
    elif before and organs.of_masthead(before):
        page.head.mastheads.append(Piece(index, 0, start))
    page.close_run()
    if rest and elements.NAMES_ONLY.fullmatch(rest):
        start = text.rindex(rest)
        if elements.another_signer(page, index, Piece(index, start, start + len(rest))):
            return True
    if TITLE_END.search(rest) or "关于" in rest:
        page.run.append(Piece(index, len(text) - len(text[end:].lstrip(" ）")), len(text)))
    elif rest and organs.is_organ(rest):
        page.head.mastheads.append(Piece(index, len(text) - len(text[end:].lstrip(" ）")), len(text)))
    return True


def _serial(page: Page, index: int) -> bool:
    """Take 第706号 below the head of an order, 2025年第8号 of an announcement, 第12期 of minutes; also on one line with it."""
    text = page.texts[index]
    for pattern, kinds in SERIALS:
        match = re.search(rf"(?P<head>.*?)[ （]*?(?P<serial>{pattern.pattern})[ ）]*$", text)
        if not match or len(match["head"]) > 60:
            continue
        own = match["head"].strip(" （")
        above = [*page.head.mastheads, *page.run]
        named = own if own and not organs.is_organ(own) else words(page.lines, above[-1:])
        if not re.search(rf"(?:{kinds})$", named):
            continue
        if own:
            page.head.mastheads.append(Piece(index, 0, len(match["head"].rstrip(" （"))))
        elif page.run and kinds is not ANNOUNCED:
            page.head.mastheads += page.run
            page.run = []
        serial = re.sub(r"[ （）]", "", match["serial"])
        pieces = [Piece(index, match.start("serial"), match.end("serial"))]
        if kinds is ORDERED:
            pieces.insert(0, page.head.mastheads[-1])
            serial = words(page.lines, pieces[:1]).replace(" ", "") + serial
        page.keep("number", serial, 0.9, *pieces)
        if own and kinds is ANNOUNCED:
            page.run.append(page.head.mastheads.pop())
        page.close_run()
        return True
    return False
