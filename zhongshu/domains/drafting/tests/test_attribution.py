from zhongshu.domains.drafting.attribution import Passage, Writer, begun, carried, grown

WATER, FINANCE, EDITOR = Writer(1, "甲", "水利局"), Writer(2, "乙", "财政局"), Writer(3, "丙", "综合科")


def test_every_paragraph_of_a_new_text_is_its_writers():
    assert begun("一、情况\n\n　完成投资12亿元。", WATER, part_id=7) == [
        Passage("一、情况", WATER, 7),
        Passage("完成投资12亿元。", WATER, 7),
    ]


def test_a_reworded_paragraph_keeps_its_writer_and_names_who_changed_it():
    before = begun("全市完成水利投资12亿元。\n治理河道35公里。", WATER)

    after = carried(before, "全市共完成水利投资13亿元。\n治理河道35公里。", EDITOR)

    assert after == [Passage("全市共完成水利投资13亿元。", WATER, None, "丙"), Passage("治理河道35公里。", WATER)]


def test_a_new_paragraph_is_its_editors_and_a_moved_one_stays_its_writers():
    before = [*begun("全市完成水利投资12亿元。", WATER), *begun("安排专项资金3亿元，已全部到位。", FINANCE)]

    after = carried(before, "安排专项资金3亿元，已全部到位。\n下一步继续抓好落实。\n全市完成水利投资12亿元。", EDITOR)

    assert [(one.text[:4], one.writer.name, one.editor_name) for one in after] == [
        ("安排专项", "乙", ""),
        ("下一步继", "丙", ""),
        ("全市完成", "甲", ""),
    ]


def test_a_writer_who_changes_his_own_words_is_no_editor():
    assert carried(begun("完成投资12亿元。", WATER), "完成投资13亿元。", WATER)[0].editor_name == ""


def test_several_versions_leave_each_paragraph_with_who_first_wrote_it():
    found = grown([(WATER, "完成投资12亿元。"), (FINANCE, "完成投资12亿元。\n资金已经全部到位。")], part_id=4)

    assert [(one.writer.name, one.part_id) for one in found] == [("甲", 4), ("乙", 4)]


def test_a_text_emptied_has_no_paragraphs():
    assert carried(begun("完成投资。", WATER), "", EDITOR) == []
