from pathlib import Path

from zhongshu.kernel import answers
from zhongshu.platform.calendars.answers import register


def answer(kind: str, **case) -> dict:
    register()
    return answers.answer(kind, {"id": "x", **case}, Path())


def test_questions_of_working_days_are_answered_in_the_form_asked():
    assert answer("workdays", op="add_workdays", input={"start": "2025-01-24", "n": 3})["result"] == "2025-02-05"
    assert answer("workdays", op="count_workdays_inclusive", input={"start": "2025-09-26", "end": "2025-10-06"})["result"] == 4
    assert answer("workdays", op="is_workday", input={"date": "2025-04-27"})["result"] is True


def test_the_days_of_a_notice_are_listed():
    listed = answer("holidays", year=2025)

    assert listed["makeup_workdays"] == ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
    assert len(listed["off_days"]) == 28


def test_new_year_of_the_december_before_belongs_to_the_notice():
    assert answer("holidays", year=2023)["off_days"][0] == "2022-12-31"


def test_a_sentence_of_a_notice_is_read():
    assert answer("holiday_text", year=2019, text="4月5日放假，与周末连休。")["days"] == [["2019-04-05", "off"]]
