import time

import pytest

from zhongshu.kernel.errors import RuleBroken

from ..public import read_docx, to_docx
from ..readers.numbering import chinese
from ..writers.docx_parts import OFFICE, PACKAGE, WORD
from ..writers.ofd import pack
from .factories import document


def docx(body: str, **parts: str) -> bytes:
    files = {"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()}
    return pack(files | {name.replace("__", "/").replace("_xml", ".xml"): text.encode() for name, text in parts.items()})


def words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:author="王某" w:date="2026-03-05T09:00:00Z">{words(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:author="李某" w:date="2026-03-04T09:00:00Z"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


TRACKED = docx(
    f"<w:p>{words('会期一般不超过')}{deleted('1天')}{inserted('半天')}{words('，讲话')}{deleted('60')}{inserted('40')}{words('分钟以内')}</w:p>"
)


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("final", "会期一般不超过半天，讲话40分钟以内"),
        ("original", "会期一般不超过1天，讲话60分钟以内"),
        ("all", "会期一般不超过1天半天，讲话6040分钟以内"),
    ],
)
def test_tracked_changes_are_read_in_three_ways(mode, text):
    assert read_docx(TRACKED, mode=mode).text == text


def test_every_change_says_what_by_whom_and_when():
    changes = read_docx(TRACKED).changes

    assert [(change.kind, change.text, change.author) for change in changes] == [
        ("deleted", "1天", "李某"),
        ("inserted", "半天", "王某"),
        ("deleted", "60", "李某"),
        ("inserted", "40", "王某"),
    ]
    assert changes[0].date == "2026-03-04T09:00:00Z"


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    mark = '<w:pPr><w:rPr><w:del w:author="李某"/></w:rPr></w:pPr>'
    data = docx(f"<w:p>{mark}{words('前半')}</w:p><w:p>{words('后半')}</w:p>")

    assert read_docx(data).text == "前半后半"
    assert read_docx(data, mode="original").text == "前半\n后半"


def test_tables_are_read_cell_by_cell_and_in_the_text():
    row = f"<w:tr><w:tc><w:p>{words('序号')}</w:p></w:tc><w:tc><w:p>{words('任务')}</w:p><w:p>{words('续')}</w:p></w:tc></w:tr>"

    found = read_docx(docx(f"<w:p>{words('表前')}</w:p><w:tbl>{row}</w:tbl>"))

    assert found.tables == ((("序号", "任务\n续"),),)
    assert found.text == "表前\n序号\n任务\n续"
    assert found.paragraphs[1].cell == (0, 0, 0)


def test_automatic_numbers_are_written_out():
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCountingThousand", "%1、") + level.format(1, "chineseCountingThousand", "（%2）")
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num '
        'w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    body = "".join(item.format(*entry) for entry in ((0, "总体要求"), (1, "目标"), (1, "原则"), (0, "任务"), (1, "内容")))

    assert read_docx(docx(body, word__numbering_xml=numbering)).text.split("\n") == [
        "一、总体要求",
        "（一）目标",
        "（二）原则",
        "二、任务",
        "（一）内容",
    ]


def test_chinese_numbers():
    assert [chinese(number) for number in (1, 10, 12, 20, 35, 103, 110)] == [
        "一",
        "十",
        "十二",
        "二十",
        "三十五",
        "一百零三",
        "一百一十",
    ]


def test_our_own_document_is_read_back():
    text = read_docx(to_docx(document(5))).text

    assert "云政办发〔2026〕12号" in text
    assert "一、落实工作责任" in text


def test_text_drawn_from_outside_the_file_is_refused_and_a_plain_link_is_not():
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/{{}}" '
        'Target="http://example.test/x" TargetMode="External"/></Relationships>'
    )

    with pytest.raises(RuleBroken, match="引用了文件以外的内容（attachedTemplate）"):
        read_docx(docx("<w:p/>", **{"word___rels__settings_xml.rels": relations.format("attachedTemplate")}))
    assert (
        read_docx(docx(f"<w:p>{words('文')}</w:p>", **{"word___rels__document_xml.rels": relations.format("hyperlink")})).text
        == "文"
    )


def test_an_encrypted_file_is_refused_by_name():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")

    with pytest.raises(RuleBroken, match="加了密码"):
        read_docx(data)


def test_an_old_word_file_is_sent_to_be_converted():
    with pytest.raises(RuleBroken, match="旧版 Word 或 WPS 文件"):
        read_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize("size", [0, 30, 300])
def test_a_truncated_file_is_refused(size):
    with pytest.raises(RuleBroken, match="已损坏或不完整"):
        read_docx(TRACKED[:size])


def test_a_file_nested_without_end_is_refused_quickly():
    begun = time.monotonic()

    with pytest.raises(RuleBroken):
        read_docx(docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000))
    assert time.monotonic() - begun < 5


def test_entities_that_multiply_are_refused():
    bomb = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = f'{bomb}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'

    with pytest.raises(RuleBroken, match="外部定义"):
        read_docx(pack({"word/document.xml": body.encode()}))


def test_a_zip_that_is_no_docx_is_refused():
    with pytest.raises(RuleBroken):
        read_docx(pack({"hello.txt": b"hello"}))
