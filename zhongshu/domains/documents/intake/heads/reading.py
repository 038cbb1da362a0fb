"""The head of a document: everything above the first sentence of its text."""

import re
from collections.abc import Sequence

from zhongshu.domains.documents.intake.found import whole
from zhongshu.domains.documents.intake.heads import addressing, elements, mastheads, notes, numbering, titles
from zhongshu.domains.documents.intake.heads.body import BODY, HEADING
from zhongshu.domains.documents.intake.heads.page import LARGER, Head, Page
from zhongshu.domains.documents.intake.heads.titles import TITLE_END
from zhongshu.domains.documents.intake.lines import PAGE_NUMBER, Line

NOISE = re.compile(
    r"(?:内部)?(?:明|传真|密码)(?:传)?(?:电报|电)|发电(?:单位)?.{0,40}|签批(?:盖章)?.{0,40}|文 ?件|公 ?文|打印|关闭|字体.{0,8}|"
    r".{0,3}分享到?.{0,20}|[*★•·]+|[-=_—]{3,}|(?:\d{4}-\d\d-\d\d ?)?\d\d:\d\d(?::\d\d)?.{0,30}|(?:首页|当前位置|您现在的位置).{0,80}"
)


def read(lines: Sequence[Line]) -> Head:
    """Go down the lines once and say what each is."""
    page = Page(lines)
    notes.labels(page)
    index = 0
    while index < len(page.texts):
        step = _take(page, index)
        if not step:
            break
        index += step
    page.close_run()
    page.head.body = index
    titles.choose(page)
    return page.head


def _take(page: Page, index: int) -> int:
    """Say what the line is and return how many lines were used; 0 where the text begins."""
    text, line = page.texts[index], page.lines[index]
    if (
        not text
        or (PAGE_NUMBER.fullmatch(text) and not elements.COPY_NUMBER.fullmatch(text))
        or NOISE.fullmatch(text)
        or (notes.is_labelled(text) and page.has_table)
    ):
        return 1
    if elements.take(page, index) or numbering.take(page, index):
        return 1
    if taken := addressing.take(page, index):
        return taken
    if mastheads.take(page, index) or notes.take(page, index):
        return 1
    if _is_body(page, index):
        return 0
    if len(page.run) >= 12 or len(text) > 200:
        return 0
    page.run.append(whole(index, line))
    return 1


def _is_body(page: Page, index: int) -> bool:
    text, line = page.texts[index], page.lines[index]
    if HEADING.match(text):
        return True
    if "。" in text or ("；" in text and len(text) > 30) or (BODY.match(text) and page.has_title):
        return True
    if len(text) > 90 and not TITLE_END.search(text):
        return True
    if not page.run or not page.body_size or line.is_paragraph or not line.size:
        return False
    # The title is set larger: what follows it in the size of the text is the text.
    sizes = [page.lines[piece.line].size for piece in page.run]
    return min(sizes) > LARGER * page.body_size and line.size < 1.1 * page.body_size
