"""Typos in sentences of our own: what is corrected, what is left alone."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhongshu.domains.documents.checks.typos import Correction, correct_word, corrected, corrections

RIGHT = [
    "各县（市、区）人民政府，市政府各部门、各直属机构：",
    "为进一步规范行政执法行为，维护公民、法人和其他组织的合法权益，根据有关法律法规，结合我市实际，制定本办法。",
    "会议听取了市发展改革委关于上半年经济运行情况的汇报，研究部署下一阶段重点工作。",
    "请于6月30日前将贯彻落实情况书面报送市政府办公室。",
    "特此通知。",
]
WRONG = [
    ("各级各部门要高度重视，认真惯彻落实会议精神。", "各级各部门要高度重视，认真贯彻落实会议精神。"),
    ("市场监督管理部门应当加强对食品安全的监督检察。", None),
    (
        "请各单位按照职责分工，抓好落实，切实保璋人民群众生命财产安全。",
        "请各单位按照职责分工，抓好落实，切实保障人民群众生命财产安全。",
    ),
    ("要建立健全长效机智，巩固整治成果。", "要建立健全长效机制，巩固整治成果。"),
    ("未经批准擅自开工建设的，责令停止违法行为，限期改证。", "未经批准擅自开工建设的，责令停止违法行为，限期改正。"),
    ("会议研究了工作不属，明确了责任分工。", "会议研究了工作部署，明确了责任分工。"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_is_left_alone(text):
    assert corrections(text) == []


@pytest.mark.parametrize(("text", "right"), [pair for pair in WRONG if pair[1]])
def test_a_typo_is_corrected(text, right):
    assert corrected(text, corrections(text)) == right


def test_a_correction_says_where_what_and_why():
    (one,) = corrections("请认真惯彻执行。")

    assert (one.begin, one.end, one.wrong, one.right) == (3, 5, "惯彻", "贯彻")
    assert "贯彻" in one.why
    assert 0.5 < one.confidence <= 1


def test_two_typos_in_one_sentence_are_both_corrected():
    text = "严格落实安全生产责认制，全面排察事故隐患。"

    assert corrected(text, corrections(text)) == "严格落实安全生产责任制，全面排查事故隐患。"


def test_a_name_of_the_office_is_never_touched():
    text = "惯彻山庄的消防设施应当每年检查一次。"

    assert [one.wrong for one in corrections(text, words=["惯彻山庄"]) if one.begin < 4] == []


def test_a_pair_of_the_office_is_corrected_wherever_it_stands():
    found = corrections("请报市委督察室。", words=["督察室→督查室"])

    assert found == [Correction(4, 7, "督察室", "督查室", "本单位词表", 1.0)]


def test_a_pair_inside_a_name_is_not_corrected():
    assert corrections("请报老督察室。", words=["督察室→督查室", "老督察室"]) == []


@pytest.mark.parametrize(
    ("wrong", "right"), [("徇私舞蔽", "徇私舞弊"), ("予防", "预防"), ("按装", "安装"), ("贯彻", "贯彻"), ("某某", "某某")]
)
def test_a_word_by_itself(wrong, right):
    assert correct_word(wrong) == right


def test_two_characters_that_only_meet_are_no_error():
    assert corrections("坚持以经济建设为中心，全省分三批推进。") == []


@pytest.mark.parametrize("text", ["", "。", "\n\n", "abc 123", "𠮷野家", "﻿", "一" * 50, "\ud800请认真执行"])
def test_anything_can_be_read(text):
    assert isinstance(corrections(text), list)


_pieces = st.sampled_from(
    [
        *(text for text in RIGHT),
        *(text for text, _ in WRONG),
        "惯彻",
        "按装",
        "，",
        "。",
        "\n",
        "部暑",
        "以经",
        "某某镇",
        "12",
        "第三条",
        "责仼",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_pieces, max_size=8).map("".join), st.lists(st.sampled_from(["惯彻", "某某镇", "部暑→部署", "按装", ""]), max_size=3)
)
def test_corrections_do_not_overlap_and_change_only_their_spans(text, words):
    found = corrections(text, words=words)

    at = 0
    for one in found:
        assert at <= one.begin < one.end <= len(text)
        assert text[one.begin : one.end] == one.wrong != one.right
        assert 0 < one.confidence <= 1
        at = one.end
    expected, at = "", 0
    for one in found:
        expected += text[at : one.begin] + one.right
        at = one.end
    assert corrected(text, found) == expected + text[at:]


@settings(max_examples=40, deadline=None)
@given(st.lists(_pieces, min_size=1, max_size=6).map("".join), st.sampled_from(["惯彻", "某某镇", "按装", "责仼", "监督检察"]))
def test_what_stands_in_the_word_list_is_untouched(text, name):
    found = corrections(text, words=[name])

    at = text.find(name)
    while at >= 0:
        assert not [one for one in found if one.begin < at + len(name) and one.end > at]
        at = text.find(name, at + 1)


def test_the_model_is_not_read_before_it_is_needed():
    code = "import sys; import zhongshu.domains.documents.checks.typos; assert 'numpy' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)
