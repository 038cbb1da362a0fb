from datetime import date

import pytest

from ..drafting import blocks_from_text
from ..free.cards import spread_name
from ..public import (
    Article,
    Booklet,
    BookletGroup,
    Bulletin,
    Column,
    NameCard,
    PageModel,
    Register,
    SeatingChart,
    booklet_model,
    bulletin_model,
    cards_model,
    read_ofd,
    read_pdf,
    register_model,
    seating_model,
    to_ofd,
    to_pdf,
)
from .factories import body_text

COLUMNS = (Column("序号", 0.5, "centre"), Column("事项", 4), Column("时限", 1.5, "centre"))


def text_of(model: PageModel, page: int) -> str:
    return "".join(run.text for run in model.pages[page].runs)


def register(rows: int) -> PageModel:
    return register_model(
        Register(
            "督查事项台账",
            COLUMNS,
            tuple((str(index), "完成除险加固主体工程", "2026年5月底前") for index in range(rows)),
            foot="填报人：某某",
        )
    )


def test_a_register_is_landscape_and_repeats_its_head():
    model = register(80)

    assert (model.pages[0].width, model.pages[0].height) == (297.0, 210.0)
    assert len(model.pages) > 2
    assert all("序号事项时限" in text_of(model, page) for page in range(len(model.pages)))
    assert f"第1页共{len(model.pages)}页" in text_of(model, 0)
    assert "填报人：某某" in text_of(model, len(model.pages) - 1)


def test_a_register_row_longer_than_a_page_goes_on():
    model = register_model(Register("台账", COLUMNS, (("1", "责任落实到位。" * 900, ""),)))

    assert sum(text_of(model, page).count("责") for page in range(len(model.pages))) == 900


def test_a_unit_in_a_booklet_is_not_left_alone_at_the_foot_of_a_page():
    groups = tuple(BookletGroup(f"第{index}局", tuple(("某某", "科长", "0000-1234567") for _ in range(7))) for index in range(20))

    model = booklet_model(Booklet("通讯录", COLUMNS, groups))

    for page in model.pages:
        names = [run.y for run in page.runs if run.text.endswith("局")]
        assert not names or max(names) < 277 - 12


def test_a_name_card_has_the_name_twice_once_on_its_head():
    model = cards_model((NameCard("张三"), NameCard("欧阳某某", "云州市水利局")))

    assert [[run.turn for run in page.runs if run.element == "name"] for page in model.pages] == [[0, 0, 180, 180], [0, 180]]
    assert all(run.x + run.at[-1] < 297 for page in model.pages for run in page.runs if run.turn == 0)


def test_a_name_of_two_is_as_wide_as_a_name_of_three():
    assert [spread_name("张三"), spread_name("李某某")] == ["张　三", "李某某"]


def test_a_seating_chart_leaves_the_aisle_free():
    model = seating_model(SeatingChart("座次图", (("乙", "甲", "丙"),), (("甲一", "", "甲二"),)))

    frames = [bar for bar in model.pages[0].bars if bar.width > 5]
    assert len(frames) == 2 * 5
    assert "主席台" in text_of(model, 0)


def test_a_bulletin_has_head_articles_and_distribution():
    articles = (
        Article("防汛备汛工作扎实推进", blocks_from_text(body_text(9)), "市水利局"),
        Article("信访工作机制创新", blocks_from_text("正文。")),
    )

    model = bulletin_model(
        Bulletin(
            "云州政务信息",
            "第12期（总第345期）",
            "云州市人民政府办公室",
            date(2026, 3, 5),
            articles,
            ("送：市直各部门",),
            "共印120份",
            contents=True,
        )
    )

    first = text_of(model, 0)
    assert first.startswith("云州政务信息第12期（总第345期）云州市人民政府办公室2026年3月5日")
    assert "本期要目" in first
    assert "送：市直各部门共印120份" in text_of(model, len(model.pages) - 1)


@pytest.mark.parametrize(
    "model", [register(5), cards_model((NameCard("李某某"),)), seating_model(SeatingChart("图", (), (("甲",),)))]
)
def test_every_free_layout_is_pdf_and_ofd_with_the_same_text(model):
    expected = sorted(char for page in model.pages for run in page.runs for char in run.text)

    assert sorted(char for char in read_pdf(to_pdf(model)).text if not char.isspace()) == expected
    assert sorted(char for char in read_ofd(to_ofd(model)).text if not char.isspace()) == expected
