from ..__main__ import main
from .factories import body_text


def test_a_draft_is_made_checked_and_read(tmp_path, capsys):
    draft = tmp_path / "draft.txt"
    draft.write_text("关于做好防汛工作的通知\n" + body_text(5), encoding="utf-8")
    for suffix in ("pdf", "ofd", "docx"):
        made = tmp_path / f"notice.{suffix}"

        options = ["--masthead", "云州市人民政府办公室", "--number", "云政办发〔2026〕5号", "--date", "2026-03-05"]

        assert main(["make", str(draft), "-o", str(made), *options]) == 0
        assert main(["text", str(made)]) == 0
        assert "云政办发〔2026〕5号" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "notice.pdf")]) == 0
    assert "未发现不符合之处" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "notice.ofd")]) == 0
    assert "没有签章" in capsys.readouterr().out


def test_a_broken_file_is_refused_in_one_sentence(tmp_path, capsys):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF")

    assert main(["check", str(broken)]) == 2
    assert capsys.readouterr().err == "PDF 文件已损坏或加了密码，不能检查\n"


def test_a_missing_file_is_named(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.pdf")]) == 2
    assert "none.pdf" in capsys.readouterr().err


def test_a_sample_of_each_format_is_made_without_a_fault(tmp_path, capsys):
    assert main(["samples", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("0处不符合") == 6
    assert len(list(tmp_path.iterdir())) == 24
