import datetime as dt

from zhongshu.domains.supervision.visit_picture import LANE, LEFT, WEEK, Going, picture

FIRST = dt.date(2026, 11, 23)


def going(number: int, body: int, start: str, end: str, joint: int | None = None) -> Going:
    days = (dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    return Going(number, 1, "青禾县政府", body, f"第{body}局", *days, joint)


def drawn(*visits: Going, **values):
    given = {"first": FIRST, "weeks": 4, "today": dt.date(2026, 11, 25), "crowds": {}, **values}
    return picture(visits, **given)


def test_a_bar_begins_and_ends_with_its_days():
    [row] = drawn(going(1, 1, "2026-11-30", "2026-12-06")).rows

    assert (row.bars[0].x, row.bars[0].width, row.bars[0].text_x) == (LEFT + WEEK, WEEK, LEFT + WEEK + 5)


def test_words_that_do_not_fit_stand_beside_the_bar():
    [row] = drawn(going(1, 1, "2026-11-30", "2026-11-30")).rows

    assert row.bars[0].text_x == row.bars[0].x + row.bars[0].width + 4


def test_visits_in_one_week_lie_below_each_other_and_joined_ones_are_one_bar():
    apart = drawn(going(1, 1, "2026-11-30", "2026-12-01"), going(2, 2, "2026-12-01", "2026-12-02"))
    joined = drawn(going(1, 1, "2026-11-30", "2026-12-01", 7), going(2, 2, "2026-11-30", "2026-12-01", 7))

    assert apart.rows[0].height - joined.rows[0].height == LANE
    assert [bar.text for bar in joined.rows[0].bars] == ["联合：第1局、第2局"]


def test_what_reaches_beyond_the_picture_is_cut_and_today_is_marked():
    found = drawn(going(1, 1, "2026-11-16", "2026-11-24"), crowds={1: [(dt.date(2026, 11, 30), dt.date(2026, 12, 2))]})

    assert found.rows[0].bars[0].x == LEFT
    assert found.rows[0].crowds == [(LEFT + WEEK, WEEK)]
    assert found.today_x is not None
    assert drawn(today=dt.date(2027, 3, 1)).today_x is None
