"""What holds for every text, whoever wrote it."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongshu.domains.supervision.decomposition import Tree, decompose

TODAY = dt.date(2026, 5, 20)
TEXTS = [json.loads(line)["text"] for line in (Path(__file__).parent / "passages.jsonl").read_text(encoding="utf-8").splitlines()]
_WORDS = (
    "市财政局 各县区 有关部门 由 牵头 负责 配合 会同 请 要 责任单位： 完成时限： （ ） 。 ； ， 、 \n 一、 （一） 1. ① 年底前 9月上旬 "
    "2026年 5个工作日内 每月5日前 30% 不少于 20公里 完成 建立台账 序号\t任务\t责任单位 | 　 \t \r\n 〔2026〕5号 “ ” 等 和"
)
broken = st.lists(st.sampled_from(_WORDS.split(" ")), max_size=60).map("".join)
anything = st.one_of(st.text(max_size=300), broken)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(anything)
def test_any_text_is_taken_apart_and_every_task_has_its_sentence(text):
    tree = decompose(text, today=TODAY)

    begins = [task.anchor.begin for task in tree.tasks]
    assert begins == sorted(begins)
    for task in tree.tasks:
        assert 0 <= task.anchor.begin < task.anchor.end <= len(text)
        assert text[task.anchor.begin : task.anchor.end] == task.sentence
        for mark in (*task.units, *task.persons, *task.measures, *filter(None, [task.deadline])):
            assert 0 <= mark.anchor.begin < mark.anchor.end <= len(text)


def _gist(tree: Tree) -> list:
    return [
        (
            task.wording,
            [unit.name for unit in task.lead_units],
            [unit.name for unit in task.units],
            task.deadline and task.deadline.day,
        )
        for task in tree.tasks
    ]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_spaces_and_empty_lines_change_nothing(text):
    if "\t" in text or "|" in text:
        loose = "\r\n\r\n".join(text.split("\n"))
    else:
        loose = "\u3000\u3000" + " \r\n\r\n\u3000\u3000".join(text.split("\n")) + "\n\n"

    assert _gist(decompose(loose, today=TODAY)) == _gist(decompose(text, today=TODAY))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_half_width_punctuation_is_read_alike(text):
    narrow = text.translate(str.maketrans("，；：（）", ",;:()"))

    assert [task.anchor for task in decompose(narrow, today=TODAY).tasks] == [
        task.anchor for task in decompose(text, today=TODAY).tasks
    ]


def test_lines_broken_by_a_page_are_joined():
    text = (
        "1.加快推进云溪至青山高速公路建设，力争年内完成投资\n35亿元，确保青山连接线在国庆节前具备通车条件，\n"
        "同步推进沿线综合整治。（市交通运输局牵头，市发展改\n革委、市财政局配合，2026年12月底前完成）"
    )

    (task,) = decompose(text, today=TODAY).tasks
    assert [unit.name for unit in task.units] == ["市交通运输局", "市发展改革委", "市财政局"]
    assert task.deadline.day == dt.date(2026, 12, 31)


def test_eighty_thousand_characters_take_a_few_seconds():
    whole = "\n".join(TEXTS)
    text = (whole * (80_000 // len(whole) + 1))[:80_000]

    started = time.perf_counter()
    tree = decompose(text, today=TODAY)

    assert len(tree.tasks) > 500
    assert time.perf_counter() - started < 8


@pytest.mark.parametrize(
    "piece", ["（", "）", "1", "年", "责任单位：", "市局和", "每月", "市财政局，", "由市局", "a\tb\tc\n", "要", "1.", "“"]
)
def test_no_repetition_takes_long(piece):
    started = time.perf_counter()
    decompose(piece * (20_000 // len(piece)), today=TODAY)

    assert time.perf_counter() - started < 5
