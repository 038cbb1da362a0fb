import datetime as dt

import pytest

from zhongshu.platform.notifications.timing import is_quiet, next_allowed, next_digest


def _at(text):
    return dt.datetime.fromisoformat(text)


def _time(text):
    return dt.time.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("moment", "start", "end", "quiet"),
    [
        ("23:00", "22:00", "07:00", True),
        ("06:59", "22:00", "07:00", True),
        ("07:00", "22:00", "07:00", False),
        ("12:30", "12:00", "14:00", True),
        ("14:00", "12:00", "14:00", False),
        ("03:00", None, None, False),
        ("15:00", "08:00", "08:00", True),
    ],
)
def test_quiet_hours_may_run_over_midnight(moment, start, end, quiet):
    assert is_quiet(_time(moment), _time(start), _time(end)) is quiet


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-22T23:00", "2026-11-23T07:00"),
        ("2026-11-23T06:00", "2026-11-23T07:00"),
        ("2026-11-23T09:00", "2026-11-23T09:00"),
    ],
)
def test_what_comes_in_quiet_hours_waits_for_their_end(moment, allowed):
    assert next_allowed(_at(moment), _time("22:00"), _time("07:00")) == _at(allowed)


def test_the_summary_of_today_is_the_next_until_it_has_gone_out():
    assert next_digest(_at("2026-11-22T08:00"), 8, 30) == _at("2026-11-22T08:30")
    assert next_digest(_at("2026-11-22T08:30"), 8, 30) == _at("2026-11-23T08:30")
