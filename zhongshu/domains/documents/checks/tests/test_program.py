"""The command: files of every kind and encoding, its reports, its exit codes."""

import json

import pytest

from zhongshu.domains.documents.checks import program
from zhongshu.domains.documents.checks.opening import check_file
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.typesetting import public as typesetting

NOTICE = """云州市人民政府办公室关于做好防汛工作的通知
云政办发〔2024〕05号
各县（区）人民政府，市政府各部门：
为做好防汛工作，现将有关事项通知如下：
一、落实责任
各单位要落实值班责任。
三、及时报告
重要情况随时报告。
云州市人民政府办公室
2024年3月5日
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_its_encoding(encoding):
    found = check_file("通知.txt", NOTICE.encode(encoding), typos=False)

    assert {finding.rule for finding in found.findings if finding.severity == "must"} == {"ELM-DOCNO-FORM", "STR-GAP"}


def test_spoilt_text_is_mended_and_said_so():
    found = check_file("通知.txt", NOTICE.encode().decode("gb18030", "ignore").encode(), typos=False)

    assert "乱码" in found.notes[0]


@pytest.mark.parametrize(
    ("name", "make"), [("通知.docx", typesetting.to_docx), ("通知.pdf", typesetting.to_pdf), ("通知.ofd", typesetting.to_ofd)]
)
def test_documents_with_pages_are_read(name, make):
    title, number, _, *lines = NOTICE.split("\n")
    document = typesetting.document_from_text(
        title, "\n".join(lines[:-3]), number=number, recipients="各县（区）人民政府", masthead=("云州市人民政府办公室",)
    )

    found = check_file(name, make(document), typos=False)

    assert {"ELM-DOCNO-FORM", "STR-GAP"} <= {finding.rule for finding in found.findings}


def test_a_wrong_extension_is_found_by_content():
    found = check_file("通知.pdf", NOTICE.encode(), typos=False)

    assert found.kind == "text"
    assert found.notes[0] == "扩展名是“.pdf”，内容其实是文本文件，已按内容读取"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\x89PNG\r\n", "这是图片"),
        (b"PK\x03\x04broken", "已损坏"),
        (bytes(range(128, 256)) * 40, "乱码"),
        (b"%PDF-1.4 broken", "损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        check_file("文件", data, typos=False)


def test_a_layout_that_measures_wrong_is_found():
    document = typesetting.document_from_text(
        "关于做好防汛工作的通知",
        "请做好防汛工作。" * 40,
        masthead=("云州市人民政府",),
        masthead_suffix="文件",
        number="云政发〔2024〕5号",
    )
    pdf = typesetting.to_pdf(document)

    assert [finding.rule for finding in check_file("a.pdf", pdf, typos=False).findings if finding.category == "layout"] == []


@pytest.mark.parametrize(("name", "make"), [("a.pdf", typesetting.to_pdf), ("a.ofd", typesetting.to_ofd)])
def test_the_layout_of_a_wrong_margin_is_found_in_each_kind_of_file(name, make):
    model = typesetting.lay_out(typesetting.document_from_text("关于做好防汛工作的通知", "请做好防汛工作。" * 40))
    for page in model.pages:
        for line in page.runs:
            line.x -= 6

    found = check_file(name, make(model), typos=False)

    assert "FMT-PAGE-LEFT" in {finding.rule for finding in found.findings if finding.category == "layout"}


def run(tmp_path, capsys, *options: str, text: str = NOTICE) -> tuple[int, str]:
    path = tmp_path / "通知.txt"
    path.write_text(text, encoding="utf-8")
    code = program.main([str(path), "--no-typos", *options])
    return code, capsys.readouterr().out


def test_the_readable_report_says_where_and_how(tmp_path, capsys):
    code, out = run(tmp_path, capsys)

    assert code == 1
    assert (
        "2行1列　必须改　格式关　发文字号不规范：顺序号不编虚位（1不编为01）　改：“云政办发〔2024〕05号”→“云政办发〔2024〕5号”　[ELM-DOCNO-FORM]"
        in out
    )


def test_the_json_report_counts_places(tmp_path, capsys):
    _, out = run(tmp_path, capsys, "--format", "json")

    row = next(one for one in json.loads(out)["files"][0]["findings"] if one["rule"] == "STR-GAP")
    assert (row["line"], row["column"], row["text"]) == (7, 1, "三、")


def test_the_sarif_report_has_the_shape_of_the_standard(tmp_path, capsys):
    _, out = run(tmp_path, capsys, "--format", "sarif")

    report = json.loads(out)
    result = next(one for one in report["runs"][0]["results"] if one["ruleId"] == "ELM-DOCNO-FORM")
    assert report["version"] == "2.1.0"
    assert report["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "ELM-DOCNO-FORM"
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2,
        "startColumn": 1,
        "charOffset": 22,
        "charLength": 13,
    }
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "云政办发〔2024〕5号"


@pytest.mark.parametrize(
    ("options", "text", "code"),
    [
        ((), NOTICE.replace("05号", "5号").replace("三、", "二、"), 0),
        (("--fail-on", "never"), NOTICE, 0),
        (("--fail-on", "hint"), NOTICE, 1),
    ],
)
def test_the_exit_code_follows_the_severity(tmp_path, capsys, options, text, code):
    assert run(tmp_path, capsys, *options, text=text)[0] == code


def test_a_missing_file_is_told_and_ends_with_two(tmp_path, capsys):
    assert program.main([str(tmp_path / "没有.txt")]) == 2
    assert "不能读取文件" in capsys.readouterr().err


def test_all_rules_can_be_listed(capsys):
    assert program.main(["--rules"]) == 0
    assert "DOC-TYPE-VALID\t必须改\t审批关\t法定文种" in capsys.readouterr().out
