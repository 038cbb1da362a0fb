from datetime import date

import pytest

from ..document import Attachment, Attendance, OfficialDocument, Paragraph, SealPicture, Table
from ..drafting import blocks_from_text
from ..layout.engine import lay_out
from ..measures import BOTTOM, CELL, LEFT, PITCH, TOP, row_top
from ..pages import PageModel, Run
from .factories import LONG_ORGAN, ORGANS, attachment, command, document, letter, minutes, seal


def runs(model: PageModel, element: str) -> list[tuple[int, Run]]:
    return [(index, run) for index, page in enumerate(model.pages) for run in page.runs if run.element == element]


def text_of(model: PageModel, element: str) -> str:
    return "".join(run.text for _, run in runs(model, element))


def top_of(run: Run) -> float:
    return run.y - 0.88 * run.size * 25.4 / 72


def row_of(run: Run) -> int:
    return round((top_of(run) - TOP) / PITCH)


def test_a_full_page_has_22_rows_of_the_grid():
    model = lay_out(document(60))

    rows = {row_of(run) for run in model.pages[1].runs if run.element == "body"}
    assert rows == set(range(22))
    assert abs(row_top(21) + 16 * 25.4 / 72 - BOTTOM) < 1e-9


def test_the_number_stands_two_lines_below_the_masthead_and_the_rule_4_mm_below_the_number():
    model = lay_out(document())

    number = runs(model, "number")[0][1]
    rule = next(bar for bar in model.pages[0].bars if bar.element == "red_rule")
    assert rule.y - (top_of(number) + 16 * 25.4 / 72) == pytest.approx(4.0)
    assert (rule.x, rule.width) == (28.0, 156.0)


def test_an_upward_document_puts_the_number_beside_the_last_of_three_signatories():
    model = lay_out(document(masthead=ORGANS[:2], signatories=("张某", "李某某", "王某")))

    names = runs(model, "signatory")
    number = runs(model, "number")[0][1]
    assert number.y == max(run.y for _, run in names)
    assert number.x == pytest.approx(LEFT + CELL)
    assert len({round(run.y, 3) for _, run in names}) == 2


def test_the_title_is_followed_by_the_recipients_with_a_colon():
    assert text_of(lay_out(document()), "recipients") == "各县（市、区）人民政府，市政府各部门、各直属机构："


def test_many_recipients_move_to_the_imprint_so_that_page_1_shows_body():
    recipients = "、".join(ORGANS * 3)

    model = lay_out(document(recipients=recipients))

    assert text_of(model, "recipients") == ""
    assert text_of(model, "moved_recipients") == f"主送：{recipients}。"
    assert any(run.element == "body" for run in model.pages[0].runs)
    assert model.notes == ["主送机关过多，首页排不下正文，已移至版记"]


def test_attachment_names_hang_under_the_first_name():
    names = ("关于进一步加强和改进全市防汛抗旱应急物资储备管理工作的实施细则及其说明材料", "分工表")

    model = lay_out(document(attachment_list=names))

    lines = [run for _, run in runs(model, "attachment_list")]
    first_name = next(run for run in lines if "关于" in run.text)
    name_x = first_name.x + first_name.at[first_name.text.index("关")]
    second_line = next(run for run in lines if run.y > first_name.y)
    # The first line is justified, so its gaps may be a little wider.
    assert second_line.x == pytest.approx(name_x, abs=0.4)


def test_a_sealed_date_has_four_characters_free_at_its_right_and_the_name_is_centred_on_it():
    model = lay_out(document(seals=(seal(),)))

    date_runs = [run for _, run in runs(model, "date")]
    right = max(run.x + run.at[-1] + (CELL if run.text[-1] > "~" else CELL / 2) for run in date_runs)
    left = min(run.x for run in date_runs)
    name = runs(model, "signature")[0][1]
    assert right == pytest.approx(LEFT + 24 * CELL)
    assert (left + right) / 2 == pytest.approx(name.x + len(name.text) * CELL / 2)


def test_the_seal_covers_name_and_date_and_begins_within_one_line_of_the_text():
    model = lay_out(document(seals=(seal(),)))

    page = model.pages[-1]
    picture = page.pictures[0]
    name = next(run for run in page.runs if run.element == "signature")
    body_bottom = max(run.y for run in page.runs if run.element == "body") + 0.12 * 5.64
    assert picture.y < top_of(name) < name.y + PITCH < picture.y + picture.height
    assert 0 < picture.y - body_bottom < PITCH


@pytest.mark.parametrize("paragraphs", range(1, 9))
def test_a_seal_never_stands_on_a_page_without_text(paragraphs):
    for seed in range(4):
        model = lay_out(document(paragraphs, seed=seed, seals=(seal(),)))

        for page in model.pages:
            if page.pictures:
                assert any(run.element == "body" for run in page.runs)
                assert page.pictures[0].y + page.pictures[0].height < BOTTOM


def test_joint_seals_neither_touch_nor_overlap():
    model = lay_out(document(masthead=ORGANS[:8], signature_organs=ORGANS[:8], seals=tuple(seal(organ) for organ in ORGANS[:8])))

    for page in model.pages:
        for index, one in enumerate(page.pictures):
            for other in page.pictures[index + 1 :]:
                apart = max(abs(one.x - other.x) - one.width, abs(one.y - other.y) - one.height)
                assert apart > 0
    assert sum(len(page.pictures) for page in model.pages) == 8


def test_without_a_seal_the_date_begins_two_characters_right_of_the_name():
    model = lay_out(document(signature_organs=(ORGANS[0],)))

    name, day = runs(model, "signature")[0][1], runs(model, "date")[0][1]
    assert name.x + len(name.text) * CELL == pytest.approx(LEFT + 26 * CELL)
    assert day.x == pytest.approx(name.x + 2 * CELL)


def test_a_date_longer_than_the_name_has_two_characters_free_instead():
    model = lay_out(document(signature_organs=("市信访局",), signed_date=date(2026, 11, 22)))

    name, day = runs(model, "signature")[0][1], [run for _, run in runs(model, "date")]
    assert max(run.x + run.at[-1] for run in day) + CELL == pytest.approx(LEFT + 26 * CELL)
    assert name.x == pytest.approx(min(run.x for run in day) - 2 * CELL)


def test_an_organ_name_of_40_characters_is_parted():
    model = lay_out(document(masthead=(LONG_ORGAN,), signature_organs=(LONG_ORGAN,), seals=(SealPicture(LONG_ORGAN),)))

    assert text_of(model, "signature") == LONG_ORGAN
    assert max(run.x + run.at[-1] for _, run in runs(model, "signature")) < 184


def test_the_imprint_stands_on_the_lower_edge_of_the_last_page():
    model = lay_out(document())

    bars = [bar for bar in model.pages[-1].bars if bar.element == "imprint_rule"]
    assert sorted(round(bar.height, 2) for bar in bars) == [0.25, 0.35, 0.35]
    assert max(bar.y + bar.height / 2 for bar in bars) == pytest.approx(BOTTOM)


def test_the_imprint_comes_after_the_attachments():
    model = lay_out(document(attachments=(attachment(5),)))

    assert runs(model, "printing_organ")[0][0] == len(model.pages) - 1
    assert runs(model, "attachment_label")[0][0] == runs(model, "attachment_title")[0][0] <= len(model.pages) - 1


def test_page_numbers_change_sides():
    model = lay_out(document(60))

    first, second = (next(run for run in page.runs if run.element == "page_number") for page in model.pages[:2])
    assert second.x == pytest.approx(LEFT + 14 * 25.4 / 72, abs=0.5)
    assert first.x > 140


def test_a_letters_first_page_has_no_number_and_its_imprint_no_rules():
    model = lay_out(letter(20))

    assert [page.number for page in model.pages[:2]] == [None, 2]
    assert not [bar for page in model.pages for bar in page.bars if bar.element == "imprint_rule"]
    assert text_of(model, "printing_organ") == ""


def test_a_command_has_post_and_name_and_no_red_rule():
    model = lay_out(command())

    assert text_of(model, "post") == "市长"
    assert not model.pages[0].bars or all(bar.element == "imprint_rule" for bar in model.pages[0].bars)


def test_minutes_list_who_was_there_with_names_hanging_after_the_colon():
    names = "、".join(f"某某{name}" for name in "甲乙丙丁戊己庚辛壬癸子丑")

    model = lay_out(minutes(attendance=(Attendance("出席", names), Attendance("请假", "某寅"))))

    lines = [run for _, run in runs(model, "attendance")]
    assert text_of(model, "attendance") == f"出席：{names}请假：某寅"
    assert lines[2].x == pytest.approx(LEFT + 5 * CELL)


def test_a_table_repeats_its_head_on_every_page():
    model = lay_out(document(1, attachments=(attachment(60),)))

    pages = {index for index, run in runs(model, "table")}
    heads = [index for index, run in runs(model, "table") if run.text == "重点任务"]
    assert len(pages) > 2
    assert heads == sorted(pages)


def test_a_landscape_attachment_is_turned_and_its_page_number_is_not():
    model = lay_out(document(1, attachments=(attachment(5, landscape=True),)))

    page = next(page for page in model.pages if any(run.element == "attachment_label" for run in page.runs))
    assert all(run.turn for run in page.runs if run.element != "page_number")
    assert not any(run.turn for run in page.runs if run.element == "page_number")
    assert all(LEFT - 1 < run.x < 185 and 34 < run.y < 263 for run in page.runs if run.element == "table")


def test_a_row_taller_than_a_page_goes_on_on_the_next():
    table = Table.of(("事项", "说明"), [("防汛", "责任落实到位。" * 400)])

    model = lay_out(OfficialDocument(title="分工表", body=(table,)))

    assert len(model.pages) > 2
    assert text_of(model, "table").replace("事项说明", "") == "防汛" + "责任落实到位。" * 400


def test_rare_characters_are_set_from_another_face_and_reported():
    model = lay_out(document(1, remark="联系人：赟喆"))

    assert model.missing == ""
    assert "赟" in "".join(run.text for _, run in runs(model, "remark"))


def test_a_character_that_no_face_has_is_printed_as_geta_and_reported():
    model = lay_out(OfficialDocument(title="名单", body=(Paragraph("王\U0002f800\U000323af"),)))

    assert "〓" in text_of(model, "body")
    assert "\U000323af" in model.missing


def test_every_run_of_the_body_knows_its_place_in_the_draft():
    text = "第一段2026年的内容。\n一、标题\n（一）要求。后面的话ABC。\n" + "很长的段落，" * 30

    model = lay_out(OfficialDocument(title="通知", body=blocks_from_text(text)))

    for _, run in runs(model, "body"):
        assert text[run.source : run.source + len(run.text)] == run.text


def test_an_attachment_without_body_still_has_its_page():
    model = lay_out(document(1, attachments=(Attachment("空白附件"),)))

    assert text_of(model, "attachment_title") == "空白附件"
