"""花脸稿: words, not characters; paragraphs aligned; moves found; facts marked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhongshu.platform.revisions import public as revisions

TEXTS = st.text("甲乙丙丁局1 2年月\n，。", max_size=60)
DOCUMENTS = st.lists(
    st.sampled_from([
        "一、落实责任", "各单位要明确专人负责，于12月5日前完成检修。", "各单位应当明确专人负责，于12月9日前完成检修。",
        "发生险情，30分钟内报告。", "请市财政局安排资金100万元。", "请市财政局、市水利局安排资金120万元。", "", "二、严格纪律",
    ]),
    max_size=8,
).map("\n".join)  # fmt: skip


def texts(line: revisions.Line, op: str) -> list[str]:
    return [span.text for span in line.spans if span.op == op]


def read(lines: list[revisions.Line], side: str) -> str:
    gone, missing = ("delete", {"delete", "left"}) if side == "new" else ("insert", {"insert", "moved"})
    kept = [line for line in lines if line.op not in missing]
    return "\n".join("".join(span.text for span in line.spans if span.op != gone) for line in kept)


def test_changed_words_are_shown_inside_their_paragraph():
    (line,) = revisions.compare("各单位要高度重视，报送材料。", "各单位要高度重视，报送书面材料。")

    assert line.op == "change"
    assert texts(line, "insert") == ["书面"]


def test_figures_are_replaced_whole():
    (line,) = revisions.compare("会期一般不超过60分钟，半天结束。", "会期一般不超过40分钟，1天结束。")

    assert texts(line, "delete") == ["60分钟", "半天"]
    assert texts(line, "insert") == ["40分钟", "1天"]


def test_an_inserted_paragraph_leaves_the_others_unchanged():
    lines = revisions.compare("甲段内容。\n乙段内容。", "甲段内容。\n新的一段说明。\n乙段内容。")

    assert [line.op for line in lines] == ["equal", "insert", "equal"]


def test_a_moved_paragraph_is_one_that_left_and_one_that_came():
    first, second, third = "请各单位于月底前报送工作总结。", "会议由办公室负责组织实施。", "未尽事宜另行通知，请遵照执行。"

    lines = revisions.compare("\n".join([first, second, third]), "\n".join([second, third, first]))

    assert [(line.op, line.old, line.new) for line in lines] == [
        ("left", 0, None), ("equal", 1, 0), ("equal", 2, 1), ("moved", 0, 2),
    ]  # fmt: skip


def test_a_paragraph_moved_and_reworded_keeps_its_words():
    first = "请各单位于月底前向市政府办公室报送本年度工作总结和明年工作安排。"
    others = ["会议由办公室负责组织实施。", "未尽事宜另行通知，请遵照执行。"]

    lines = revisions.compare("\n".join([first, *others]), "\n".join([*others, first.replace("月底", "25日")]))

    assert (lines[-1].op, texts(lines[-1], "delete"), texts(lines[-1], "insert")) == ("moved", ["月底"], ["25日"])


def test_a_moved_paragraph_is_not_swallowed_by_a_like_neighbour():
    moved = "一是加强组织领导，明确专人负责防汛工作。"
    stayed = "一是加强组织协调，落实经费保障防汛物资。"

    lines = revisions.compare(f"{moved}\n甲部分标题文字\n{stayed}", f"{stayed}\n甲部分标题文字\n{moved}")

    assert [line.new for line in lines if line.op == "moved"] == [1, 2]
    assert {line.op for line in lines} == {"equal", "moved", "left"}


def test_a_parted_paragraph_is_not_written_anew():
    old = "各县区要明确责任单位，落实工作经费。各部门要加强协调配合，及时报告进展情况。"

    lines = revisions.compare(old, old.replace("。各部门", "。\n各部门"))

    assert [line.op for line in lines] == ["change"]
    assert texts(lines[0], "insert") == ["\n"]


def test_joined_paragraphs_are_not_written_anew():
    new = "各县区要明确责任单位，落实工作经费。各部门要加强协调配合，及时报告进展情况。"

    (line,) = revisions.compare(new.replace("。各部门", "。\n各部门"), new)

    assert (texts(line, "delete"), texts(line, "insert")) == (["\n"], [])


def test_changed_dates_and_amounts_are_marked():
    (line,) = revisions.compare("于2026年3月5日前安排资金100万元。", "于2026年3月8日前安排资金120万元。")

    marked = [(span.text, sorted(span.kinds)) for span in line.spans if span.op == "insert"]
    assert marked == [("8日", ["date"]), ("120万元", ["figure"])]


def test_changed_names_are_marked_and_stay_whole():
    (line,) = revisions.compare("由市财政局张建国同志负责。", "由市水利局李卫东同志负责。")

    assert [(span.text, sorted(span.kinds)) for span in line.spans if span.op == "insert"] == [
        ("市水利局李卫东", ["organ", "person"])
    ]


def test_names_that_the_office_knows_are_marked_however_they_are_written():
    names = (("滨河新区筹建处", "organ"),)

    (line,) = revisions.compare("由建设局牵头。", "由滨河新区筹建处牵头。", names)

    assert "organ" in next(span.kinds for span in line.spans if span.op == "insert")


def test_words_that_bind_are_policy():
    (line,) = revisions.compare("各单位可以于月底前报送。", "各单位必须于月底前报送。")

    assert "policy" in next(span.kinds for span in line.spans if span.op == "insert")


def test_a_changed_comma_is_no_policy():
    (line,) = revisions.compare("各单位必须报送，不得迟延。", "各单位必须报送；不得迟延。")

    assert [span.kinds for span in line.spans if span.op != "equal"] == [frozenset(), frozenset()]


def test_a_rewritten_phrase_reads_as_one():
    (line,) = revisions.compare("各单位要加强对工作的领导和监督。", "各单位要强化落实工作责任的追究与问责。")

    assert len([span for span in line.spans if span.op != "equal" and len(span.text) == 1]) <= 2


def test_an_unchanged_text_has_no_marks():
    assert revisions.counts(revisions.compare("甲。\n乙。", "甲。\n乙。")) == {
        "inserted": 0, "deleted": 0, "paragraphs": 0, "moved": 0, "figures": 0,
    }  # fmt: skip


def test_a_removal_and_what_takes_its_place_are_one_change():
    lines = revisions.compare("资金100万元。", "资金120万元，专款专用。")

    assert [(change.old, change.new) for change in revisions.changes(lines)] == [("100万元", "120万元，专款专用")]


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_both_texts_can_be_read_back_from_the_comparison(old, new):
    lines = revisions.compare(old, new)

    assert (read(lines, "new"), read_old(lines, old)) == (new, old)


@given(DOCUMENTS, DOCUMENTS)
@settings(deadline=None)
def test_documents_can_be_read_back_from_the_comparison(old, new):
    lines = revisions.compare(old, new)

    assert (read(lines, "new"), read_old(lines, old)) == (new, old)


def read_old(lines: list[revisions.Line], old: str) -> str:
    return read(lines, "old")
