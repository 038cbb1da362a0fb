import pytest

from zhongshu.domains.materials import naming


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("国办发〔2024〕5号", "国办发-2024-5"),
        ("国办发[2024]第05号", "国办发-2024-5"),
        ("国办发（2024）5 号", "国办发-2024-5"),
        ("按照国办发〔2024〕5号", "国办发-2024-5"),
        ("第 3 号令", "第3号令"),
    ],
)
def test_a_number_is_compared_however_it_is_written(written, key):
    assert naming.number_key(written) == key


def test_the_sources_that_a_text_names_are_found():
    text = "根据《关于 做好供暖工作的意见（试行）》和云政办发〔2024〕5号文件要求"

    assert naming.titles_in(text) == {"关于做好供暖工作的意见": 2}
    assert naming.numbers_in(text)["云政办发-2024-5"] == text.index("云政办发")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("一、坚持统筹兼顾，做好各项工作的衔接落实。", 2),
        ("坚持统筹兼顾，做好各项工作的衔接落实，并抓紧推进。", 0),
        ("坚持统筹 兼顾做好各项工作的衔接落实", 0),
        ("坚持底线思维，做好风险防范。", -1),
    ],
)
def test_quoted_words_are_found_again_though_signs_were_changed(text, at):
    assert naming.still_quoted("坚持统筹兼顾，做好各项工作的衔接落实。", text) == at


def test_a_text_is_cut_into_paragraphs_that_are_worth_quoting():
    assert naming.paragraphs("一、总体要求\n\n 坚持统筹兼顾，做好衔接。\n附件") == ["坚持统筹兼顾，做好衔接。"]
