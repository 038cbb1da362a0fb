import pytest

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments.names import accepted, extension


@pytest.mark.parametrize("name", ["通知.pdf", "云办发〔2026〕15号 关于….docx", "a.b.c.zip", "附件1：名单.xlsx"])
def test_ordinary_names_are_kept(name):
    assert accepted(name) == name


def test_a_decomposed_name_is_composed():
    assert accepted("e\u0301.pdf") == "é.pdf"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/passwd.pdf", "name_with_path"),
        ("C:\\通知.pdf", "name_with_path"),
        ("a/b.pdf", "name_with_path"),
        ("通\x00知.pdf", "name_control_characters"),
        ("通\n知.pdf", "name_control_characters"),
        ("通\u202efdp.exe.pdf", "name_control_characters"),
        ("通\u200b知.pdf", "name_control_characters"),
        ("\ud800.pdf", "name_control_characters"),
        ("通知?.pdf", "name_reserved_signs"),
        ("通知:b.pdf", "name_reserved_signs"),
        ("", "name_empty"),
        (".pdf", "name_empty"),
        ("通知.", "name_empty"),
        ("CON.pdf", "name_reserved"),
        ("长" * 117 + ".pdf", "name_too_long"),
    ],
)
def test_names_that_no_system_should_keep_are_refused(name, code):
    with pytest.raises(RuleBroken) as refusal:
        accepted(name)

    assert refusal.value.code == code
    assert refusal.value.message.startswith(("文件名", "该文件名"))


@pytest.mark.parametrize(("name", "ending"), [("a.PDF", "pdf"), ("a", ""), ("a.tar.gz", "gz")])
def test_the_extension_is_what_follows_the_last_dot(name, ending):
    assert extension(name) == ending
