"""The head of paper (发文机关标志): whose it is."""

import re

from zhongshu.domains.documents.intake import numbers, organs
from zhongshu.domains.documents.intake.found import whole
from zhongshu.domains.documents.intake.heads.elements import URGENCY
from zhongshu.domains.documents.intake.heads.page import Page
from zhongshu.domains.documents.intake.heads.titles import TITLE_END

STARTS_SUBJECT = re.compile(
    r"^(?:关于|调整|成立|修改|废止|授权|印发|转发|批转|公布|发布|表彰|命名|授予|对.{2,}的|就.{2,}的|同意|批准)"
)
SHORT_TITLE = re.compile(r"[\u4e00-\u9fff]{2,10}(?:公告|通告|公示)")  # 行政许可公告: names its subject without 关于


def take(page: Page, index: int) -> bool:
    """Take a line of the head of paper: …文件, …令, …纪要, or the bare name of an organ that does not begin the title."""
    text, line = page.texts[index], page.lines[index]
    if len(text) > 60 or (page.run and TITLE_END.search(page.texts[page.run[-1].line])):
        return False
    following = next((other for other in page.texts[index + 1 : index + 3] if other and not URGENCY.fullmatch(other)), "")
    if text.endswith("文件") and "关于" not in text and (organs.of_masthead(text) or line.is_red):
        return _keep(page, index)
    if text.endswith(("令", "命令")) and "关于" not in text and organs.of_masthead(text) and len(text) <= 36:
        return _keep(page, index)
    if (
        text.endswith("纪要")
        and "关于" not in text
        and (line.is_red or numbers.ISSUE.search(following) or numbers.find(following))
    ):
        return _keep(page, index)
    if organs.organs_in(text) and not text.endswith("、"):
        if page.head.mastheads and "number" in page.head.fields:
            return False  # the head of paper stands above the number: below it an organ begins the title
        apart = line.is_red or bool(
            line.size and index + 1 < len(page.lines) and line.size > 1.3 * page.lines[index + 1].size > 0
        )
        begins_title = STARTS_SUBJECT.match(following) or SHORT_TITLE.fullmatch(following) or _joined_before_subject(page, index)
        if not apart and begins_title:
            return False
        if page.run and page.run[-1].line != index - 1:
            return False
        if page.run and not organs.organs_in(page.texts[page.run[-1].line]):
            return False
        return _keep(page, index)
    if line.is_red and len(text) >= 3 and not page.has_title and "关于" not in text:
        return _keep(page, index)
    return False


def _joined_before_subject(page: Page, index: int) -> bool:
    """Tell whether several organs, one a line, are followed by 关于…"""
    for place in range(index + 1, min(index + 6, len(page.texts))):
        if STARTS_SUBJECT.match(page.texts[place]):
            return True
        if not organs.organs_in(page.texts[place]):
            return False
    return False


def _keep(page: Page, index: int) -> bool:
    page.close_run()
    page.head.mastheads.append(whole(index, page.lines[index]))
    return True
