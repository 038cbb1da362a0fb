import pytest

from ..layout.titles import title_lines, title_width, words_of


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于召开全市安全生产工作会议的通知", ("关于召开全市安全生产工作会议的通知",)),
        (
            "云州市人民政府关于进一步加强和规范全市政务服务工作的通知",
            ("云州市人民政府", "关于进一步加强和规范全市", "政务服务工作的通知"),
        ),
        (
            "关于表彰2025年度全市办公室系统先进集体和先进个人的决定",
            ("关于表彰2025年度全市办公室系统", "先进集体和先进个人的决定"),
        ),
    ],
)
def test_a_title_breaks_where_its_meaning_does(title, lines):
    assert title_lines(title) == lines


def test_line_feeds_in_a_title_are_kept():
    assert title_lines("云州市人民政府办公室\n关于防汛的通知") == ("云州市人民政府办公室", "关于防汛的通知")


def test_a_proper_name_is_not_cut():
    name = "高新技术产业开发区"

    lines = title_lines("云州市人民政府办公室关于支持云州高新技术产业开发区加快发展若干政策措施的通知", (name,))

    assert any(name in line for line in lines)


def test_every_line_fits_and_nothing_is_lost():
    title = "关于印发《云州市深化“放管服”改革优化营商环境三年行动方案（2026—2028年）》等3个文件的通知" * 2

    lines = title_lines(title)

    assert "".join(lines) == title
    assert max(map(title_width, lines)) <= 20


def test_a_name_longer_than_a_line_is_parted_rather_than_lost():
    assert "".join(title_lines("甲" * 45)) == "甲" * 45


def test_marks_stay_with_their_words():
    words = words_of("关于印发《办法》的通知")

    assert not any(word.startswith("》") or word.endswith("《") for word in words)
