from ..document import Heading, Paragraph, Table
from ..drafting import blocks_from_text, document_from_text, level_of
from .factories import attachment


def test_the_four_levels_are_recognised_by_their_numbers():
    assert [
        level_of(line) for line in ("一、总体要求", "（一）目标", "1.任务", "（1）内容", "十二、附则", "正文", "3.5万人")
    ] == [1, 2, 3, 4, 1, 0, 0]


def test_a_heading_followed_by_text_is_run_in_up_to_its_full_stop():
    assert blocks_from_text("（一）加强领导。各级要重视。") == (Heading(2, "（一）加强领导。", "各级要重视。", 0),)


def test_numbered_text_of_level_3_stays_a_paragraph():
    assert blocks_from_text("1.落实责任制。要明确责任。") == (Paragraph("1.落实责任制。要明确责任。", 0),)


def test_a_numbered_sentence_is_no_heading():
    assert blocks_from_text("一、同意提供资料。") == (Paragraph("一、同意提供资料。", 0),)


def test_blank_lines_are_ignored_and_places_remembered():
    text = "  第一段\n\n一、标题\n　　第二段"

    blocks = blocks_from_text(text)

    assert [text[block.source : block.source + len(block.text)] for block in blocks] == [block.text for block in blocks]


def test_rows_between_bars_become_a_table():
    text = "| 序号 | 任务 |\n|---|---|\n| 1 | 防汛 |\n正文"
    blocks = blocks_from_text(text)

    assert isinstance(blocks[0], Table)
    assert [cell.text for cell in blocks[0].header[0]] == ["序号", "任务"]
    assert [cell.text for cell in blocks[0].rows[0]] == ["1", "防汛"]
    assert blocks[1] == Paragraph("正文", text.index("正文"))


def test_the_attachment_list_follows_the_attachments():
    assert document_from_text("通知", "正文", attachments=(attachment(),)).attachment_list == (
        "2026年全市防汛抗旱重点任务分工表",
    )
