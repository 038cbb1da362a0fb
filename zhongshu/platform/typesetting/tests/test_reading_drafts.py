import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..public import Attachment, SealPicture, canonical, document_from_text, read_draft, to_docx, to_docx_with_office
from ..readers.drafts import DraftRemark
from ..writers.docx_parts import WORD
from .test_reading_docx import deleted, docx, inserted, words

BODY = (
    "为做好防汛工作，现就有关事项通知如下：\n一、落实责任\n（一）明确分工。各单位要落实值班责任。\n1.水利部门\n（1）巡查水库。\n"
    "| 序号 | 单位 | 任务 |\n|---|---|---|\n| 1 | 水利局 | 巡查 |\n| 2 | 应急局 |  |\n"
    "| 甲 | 乙 |\n\n| 无表头 | 第二表 |\n二、及时报告\n重要情况《通知》（云政〔2026〕1号）随时报告——24小时。"
)


def written(body: str = BODY, title: str = "云州市人民政府关于切实做好2026年汛期防汛抗旱和水库安全度汛工作的通知", **elements):
    values = {
        "masthead": ("云州市人民政府",),
        "masthead_suffix": "文件",
        "recipients": "各县（区）人民政府，市政府各部门",
        "signature_organs": ("云州市人民政府",),
        "seals": (SealPicture("云州市人民政府"),),
        "remark": "联系人：办公室，8123456",
        "copy_recipients": "市委办公室",
        "printing_organ": "云州市人民政府办公室",
        **elements,
    }
    return document_from_text(title, body, **values)


def canonical_lines(text: str) -> list[str]:
    return [canonical(line) for line in text.split("\n") if line.strip()]


def test_what_was_sent_comes_back_whole():
    document = written(attachments=(Attachment("任务清单"), Attachment("联系表")))

    found = read_draft(to_docx(document, {"zhongshu": "7"}))

    assert found.is_ours
    assert found.title == document.title
    assert found.recipients == document.recipients
    assert found.remark == document.remark
    assert canonical_lines(found.body) == canonical_lines(BODY)
    assert (found.changes, found.remarks) == ((), ())
    assert found.properties == {"zhongshu": "7"}


@pytest.mark.parametrize("name", ["general", "letter", "command", "minutes"])
def test_every_format_comes_back(name):
    found = read_draft(to_docx(written(format=name, masthead_suffix="", number="第5号")))

    assert canonical_lines(found.body) == canonical_lines(BODY)


def test_an_upward_document_of_several_organs_comes_back():
    found = read_draft(
        to_docx(written(masthead=("云州市财政局", "云州市水利局"), signatories=("张某", "李某某"), number="云财〔2026〕1号"))
    )

    assert canonical_lines(found.body) == canonical_lines(BODY)


LINE = st.one_of(
    st.text(st.sampled_from("一二（）、。，；：“”《》〔〕全市水利2026.5%1、. A"), min_size=1, max_size=90),
    st.sampled_from(
        ["一、总体要求", "（二）加强领导。各级要重视。", "3.落实", "（4）督查", "附件：清单", "云州市人民政府", "（此件公开）"]
    ),
    st.lists(st.text(st.sampled_from("全市1亿元 "), max_size=6), min_size=1, max_size=4).map(
        lambda row: f"| {' | '.join(row)} |"
    ),
)


@given(st.lists(LINE, min_size=1, max_size=25))
@settings(max_examples=60)
def test_any_text_comes_back(lines):
    body = "\n".join(lines)
    if not body.strip() or not any(canonical(line).strip("| -") for line in lines):
        return

    found = read_draft(to_docx(written(body)))

    def compared(text: str) -> list[str]:
        # A table's columns are as many as its longest row's; a rule that heads nothing says nothing.
        return [line for line in canonical_lines(text) if line.strip("|- ")]

    assert compared(found.body) == compared(body)


def test_what_was_written_between_belongs_to_the_text():
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>{}</w:p>'
    body = (
        styled.format("T", words("关于某事的通知"))
        + styled.format("B", words("一、原有"))
        + f"<w:p>{words('贴进来的一段。')}</w:p>"
        + styled.format("C", words("云州市人民政府"))
        + f"<w:p>{words('落款后的一段。')}</w:p>"
    )
    names = (("T", "公文标题"), ("B", "公文正文"), ("C", "公文落款"))
    styles = "".join(f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in names)

    found = read_draft(docx(body, word__styles_xml=f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>'))

    assert (found.title, found.body) == ("关于某事的通知", "一、原有\n贴进来的一段。")
    assert found.losses == ("落款以后另有1段文字没有带入，请移到正文中",)


def test_tracked_changes_are_taken_in_and_named():
    found = read_draft(docx(f"<w:p>{words('讲话')}{deleted('60')}{inserted('40')}{words('分钟以内')}</w:p>"))

    assert not found.is_ours
    assert found.body == "讲话40分钟以内"
    assert [(one.kind, one.text, one.author) for one in found.changes] == [("deleted", "60", "李某"), ("inserted", "40", "王某")]


def test_comments_are_read_with_the_words_that_they_are_about():
    range_ = '<w:commentRange{} w:id="0"/>'
    body = f"<w:p>{words('投资')}{range_.format('Start')}{words('12亿元')}{range_.format('End')}{words('。')}</w:p>"
    comments = (
        f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="王某" w:date="2026-03-05T09:00:00Z">'
        f"<w:p>{words('请核对')}</w:p></w:comment></w:comments>"
    )

    assert read_draft(docx(body, word__comments_xml=comments)).remarks == (
        DraftRemark("请核对", "王某", "2026-03-05T09:00:00Z", "12亿元"),
    )


def test_what_text_cannot_hold_is_said():
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'

    found = read_draft(
        docx(f"{picture}<w:tbl><w:tr>{cell}</w:tr></w:tbl><w:p>{words('文')}<w:r><w:footnoteReference/></w:r></w:p>")
    )

    assert found.losses == (
        "1幅图片没有带入，请作为附件上传",
        "1处脚注、尾注没有带入，请写进正文",
        "1个表格有合并的单元格，已拆成单格",
    )


@pytest.mark.slow
def test_a_word_processor_saves_it_without_loss():
    sent = to_docx(written(), {"zhongshu": "7"})

    found = read_draft(to_docx_with_office(sent, ".doc"))  # it looks at the content, whatever the name says

    assert found.title == "云州市人民政府关于切实做好2026年汛期防汛抗旱和水库安全度汛工作的通知"
    assert canonical_lines(found.body) == canonical_lines(BODY)
    assert found.properties == {"zhongshu": "7"}
