import datetime as dt

import pytest

from zhongshu.platform.worklist.lights import CountDown
from zhongshu.platform.worklist.views.statistics import lasting

ZONE = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 3, 4, 10, 0, tzinfo=ZONE)


def _weekdays(start: dt.date, end: dt.date) -> int:
    days = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 for day in days)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, ""),
        (dt.datetime(2026, 3, 4, 17, 30, tzinfo=ZONE), "今天到期"),
        (dt.datetime(2026, 3, 4, 9, 0, tzinfo=ZONE), "已超期"),
        (dt.datetime(2026, 3, 6, 17, 30, tzinfo=ZONE), "剩余2个工作日"),
        (dt.datetime(2026, 3, 9, 17, 30, tzinfo=ZONE), "剩余3个工作日"),
        (dt.datetime(2026, 2, 27, 17, 30, tzinfo=ZONE), "超期3个工作日"),
        (dt.datetime(2026, 3, 5, 16, 0, tzinfo=dt.UTC), "剩余2个工作日"),
    ],
)
def test_a_limit_is_told_in_working_days(due, words):
    assert CountDown(NOW, _weekdays).words(due) == words


def test_each_day_is_counted_once_for_a_whole_list():
    asked = []

    def between(start, end):
        asked.append((start, end))
        return 1

    count_down = CountDown(NOW, between)
    for hour in range(8, 18):
        count_down.words(dt.datetime(2026, 3, 5, hour, 0, tzinfo=ZONE))

    assert len(asked) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "1分钟"), (3600, "1小时0分钟"), (5 * 3600 + 600, "5小时10分钟"), (2 * 86400 + 3 * 3600, "2天3小时")],
)
def test_how_long_is_said_in_two_units(seconds, words):
    assert lasting(seconds) == words
