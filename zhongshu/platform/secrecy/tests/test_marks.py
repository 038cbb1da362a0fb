import pytest

from zhongshu.platform.secrecy.choices import Level
from zhongshu.platform.secrecy.marks import find_marks, find_marks_in_name, level_named


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("机密★5年", ["机密★5年"]),
        ("秘密★", ["秘密"]),
        ("绝密★长期", ["绝密★长期"]),
        ("机 密 ★ 10 年", ["机密★10年"]),
        ("秘密☆6个月", ["秘密★6个月"]),
        ("机密*5年", ["机密★5年"]),
        ("密级：机密", ["机密"]),
        ("密级: 秘密 5年   紧急程度：特急", ["秘密★5年"]),
        ("【绝密】关于某事项的请示", ["绝密"]),
        ("（秘密）", ["秘密"]),
        ("000012\n机密★1年\n特急\n云州市人民政府文件", ["机密★1年"]),
        ("某某机关\n\n　　绝　密　　\n\n正文", ["绝密"]),
        ("秘密★10年\n正文引用了机密★20年的材料", ["秘密★10年", "机密★20年"]),
    ],
)
def test_a_mark_of_a_state_secret_is_found(text, marks):
    assert [str(mark) for mark in find_marks(text)] == marks


@pytest.mark.parametrize(
    "text",
    [
        "认真学习《中华人民共和国保守国家秘密法》",
        "涉及国家秘密、商业秘密和个人隐私的，不予公开",
        "机密级文件由专人管理，绝密级文件实行专柜存放",
        "密级：工作秘密",
        "密级：内部",
        "密级：□绝密　□机密　□秘密",
        "严守工作秘密",
        "文件应当标注“机密★5年”字样",
        "本文不得标注「秘密★1年」",
        "保密委员会办公室（机要局）",
        "开展秘密调查",
        "定密权限（秘密级、机密级）",
        "★★★★★ 五星级酒店",
        "",
    ],
)
def test_ordinary_text_raises_no_alarm(text):
    assert find_marks(text) == []


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("机密-关于某事项的报告.docx", Level.SECRET),
        ("（秘密）名单.xlsx", Level.CONFIDENTIAL),
        ("某请示_绝密.pdf", Level.TOP_SECRET),
        ("秘密★5年 会议材料.pdf", Level.CONFIDENTIAL),
        ("机密件 通知.ofd", Level.SECRET),
        ("秘密 10年 通知.docx", Level.CONFIDENTIAL),
    ],
)
def test_a_mark_in_a_file_name_is_found(name, level):
    assert [mark.level for mark in find_marks_in_name(name)] == [level]


@pytest.mark.parametrize(
    "name",
    [
        "保守国家秘密法宣传方案.docx",
        "机密文件管理办法.pdf",
        "工作秘密清单.xlsx",
        "商业秘密保护指引.pdf",
        "绝密档案展览方案.doc",
        "秘密战线英雄事迹.pdf",
    ],
)
def test_an_ordinary_file_name_raises_no_alarm(name):
    assert find_marks_in_name(name) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [("内部", Level.INTERNAL), (" 机密 ", Level.SECRET), ("绝密★30年", Level.TOP_SECRET), ("普通", Level.NONE), ("公开", None)],
)
def test_a_level_is_known_by_its_name(text, level):
    assert level_named(text) == level
