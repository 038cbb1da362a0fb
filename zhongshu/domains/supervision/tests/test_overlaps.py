import datetime as dt

import pytest

from zhongshu.domains.supervision.overlaps import Stay, crowdings


def working(day: dt.date) -> bool:
    return day.weekday() < 5


def stay(number: int, body: int, start: str, end: str, unit: int = 1) -> Stay:
    return Stay(number, unit, body, dt.date.fromisoformat(start), dt.date.fromisoformat(end))


MONDAY_LONG = stay(1, 10, "2026-11-30", "2026-12-02")


@pytest.mark.parametrize(
    ("other", "proposed"),
    [
        (stay(2, 11, "2026-12-01", "2026-12-01"), ("2026-12-01", "2026-12-03")),  # the same days
        (stay(2, 11, "2026-12-04", "2026-12-04"), ("2026-12-04", "2026-12-08")),  # the same week: the weekend is left out
        (stay(2, 11, "2026-12-07", "2026-12-07"), None),  # the next week
        (stay(2, 10, "2026-12-01", "2026-12-01"), None),  # the same body
        (stay(2, 11, "2026-12-01", "2026-12-01", unit=2), None),  # another place
    ],
)
def test_one_visit_is_proposed_where_bodies_share_a_week(other, proposed):
    found = crowdings([MONDAY_LONG, other], working)

    assert [(str(each.start), str(each.end)) for each in found] == ([proposed] if proposed else [])


def test_three_bodies_in_a_chain_of_weeks_come_together():
    third = stay(3, 12, "2026-12-07", "2026-12-09")
    second = stay(2, 11, "2026-12-03", "2026-12-08")

    [crowding] = crowdings([third, MONDAY_LONG, second], working)

    assert crowding.visit_ids == [1, 2, 3]
    assert (crowding.start, crowding.end) == (dt.date(2026, 12, 7), dt.date(2026, 12, 10))


def test_nothing_is_crowded_where_nobody_goes():
    assert crowdings([], working) == []
