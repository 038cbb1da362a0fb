"""Which of the lines are the title."""

import re
from collections.abc import Sequence

from zhongshu.domains.documents.intake import organs
from zhongshu.domains.documents.intake.found import Piece, words
from zhongshu.domains.documents.intake.heads.page import LARGER, Page
from zhongshu.domains.documents.intake.lines import Line

TYPES = """
决议 决定 命令 令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要 答复 办法 规定
细则 条例 方案 规划 要点 制度 规则 说明 总结 讲话 汇报 公示 简报 安排 计划 指南 名单 声明
倡议书 建议 章程 准则 指示 措施 标准 预案 情况 目录 清单 协议 致辞 提案 任务书 通则 解释 宣言
守则 程序 规范 申请 介绍信 证明 启事 大纲 纲要 解读 布告 提纲
"""
TITLE_END = re.compile(rf"(?:{'|'.join(TYPES.split())})(?:（[^（）]{{1,30}}）)?$")
NOTICE_END = re.compile(r"(?:决议|决定|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|答复)(?:（[^（）]{1,30}）)?$")


def choose(page: Page) -> None:
    """Of the runs of lines that may be the title take the one that reads most like one."""
    best, best_score = None, -1.0
    for run in page.runs:
        pieces = _largest(page, run)
        text = "".join(page.texts[piece.line][piece.start : piece.end] for piece in pieces)
        score = 2.0 * bool(NOTICE_END.search(text)) + 1.0 * bool(TITLE_END.search(text)) + 1.5 * ("关于" in text)
        score += 0.5 * (len(text) >= 8) - 2.0 * (len(text) < 4)
        if page.body_size and all(page.lines[piece.line].size > LARGER * page.body_size for piece in pieces):
            score += 1.0
        if score > best_score:
            best, best_score = pieces, score
    if best:
        page.head.title = _finished(page, best)
        page.head.after = page.head.title[-1].line + 1
        text = words(page.lines, page.head.title)
        sure = 0.97 if best_score >= 3.5 else 0.85 if best_score >= 1.5 else 0.5
        page.head.fields["title"] = page.found(_title(page.lines, page.head.title, text), sure, *page.head.title)


def _largest(page: Page, run: list[Piece]) -> list[Piece]:
    """Of a run in which some lines are larger than the text, return only those."""
    if not page.body_size:
        return run
    large = [piece for piece in run if page.lines[piece.line].size > LARGER * page.body_size]
    return large if large and any(TITLE_END.search(page.texts[piece.line]) for piece in large) else run


def _finished(page: Page, run: list[Piece]) -> list[Piece]:
    """Cut off what follows the line that ends the title, if a line ends one."""
    ends = [place for place, piece in enumerate(run) if NOTICE_END.search(page.texts[piece.line][piece.start : piece.end])]
    if ends and ends[-1] < len(run) - 1:
        rest = "".join(page.texts[piece.line] for piece in run[ends[-1] + 1 :])
        if not TITLE_END.search(rest) or len(run) - ends[-1] > 3:
            return run[: ends[-1] + 1]
    return run


def _title(lines: Sequence[Line], pieces: Sequence[Piece], text: str) -> str:
    """Return the title as one line; organs that stand one a line keep a gap between them."""
    if len(pieces) > 1:
        first, second = (words(lines, [piece]) for piece in pieces[:2])
        if organs.organs_in(first) and organs.stands_alone(second):
            return first + " " + words(lines, pieces[1:])
    return text
