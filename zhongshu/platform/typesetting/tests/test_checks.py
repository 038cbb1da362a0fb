import time

import pytest

from zhongshu.kernel.errors import RuleBroken

from ..document import OfficialDocument, Paragraph, Table
from ..layout.engine import lay_out
from .factories import ORGANS, document


def refused(document: OfficialDocument) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal:
        lay_out(document)
    return refusal.value


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x07", "控制字符 U+0007"),
        ("\ue001", "造字（私有区字符） U+E001"),
        ("\u202e", "不可见的排版控制字符 U+202E"),
        ("\ud800", "不完整的字符 U+D800"),
        ("😀", "表情符号 U+1F600"),
        ("\uffff", "未定义的字符 U+FFFF"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name_and_place(char, name):
    refusal = refused(OfficialDocument(title="通知", body=(Paragraph(f"正文{char}"),)))

    assert refusal.message.startswith(f"正文第3个字是{name}")
    assert refusal.code == "unprintable_character"


def test_an_empty_document_is_refused():
    assert refused(OfficialDocument()).code == "empty_document"


def test_a_title_of_200_characters_is_refused():
    assert refused(document(1, title="关于" * 100)).message == "标题200字，超过120字，请缩短"


def test_an_unknown_format_is_refused():
    with pytest.raises(RuleBroken, match="没有“memo”这种公文格式"):
        OfficialDocument(title="通知", format="memo")  # type: ignore[arg-type]


def test_a_table_wider_than_the_page_is_refused_with_the_way_out():
    table = Table.of([f"第{index}列" for index in range(40)], [["一"] * 40])

    assert refused(OfficialDocument(title="表", body=(table,))).message == "表格有40列，排不进版心，请改为横排附件或拆成几个表"


def test_too_many_organs_are_refused():
    assert refused(document(1, masthead=ORGANS * 2)).code == "too_many_organs"


def test_harmless_characters_are_tidied():
    model = lay_out(OfficialDocument(title="通知", body=(Paragraph("正\u200b文\u00a0内\t容"),)))

    assert "".join(run.text for run in model.pages[0].runs if run.element == "body") == "正文内容"


def test_200000_characters_are_laid_out_in_bounded_time():
    begun = time.monotonic()

    model = lay_out(
        OfficialDocument(title="汇编", body=tuple(Paragraph("各级各部门要落实责任，确保安全。" * 100) for _ in range(125)))
    )

    assert len(model.pages) > 300
    assert time.monotonic() - begun < 20


def test_more_than_the_limit_is_refused_before_any_work():
    begun = time.monotonic()

    assert refused(OfficialDocument(title="汇编", body=(Paragraph("字" * 400_000),))).code == "document_too_long"
    assert time.monotonic() - begun < 1


def test_a_line_of_5000_digits_is_set():
    model = lay_out(OfficialDocument(title="编号", body=(Paragraph("7" * 5000),)))

    assert sum(len(run.text) for page in model.pages for run in page.runs if run.element == "body") == 5000
