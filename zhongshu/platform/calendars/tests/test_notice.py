from datetime import date

import pytest

from zhongshu.platform.calendars import official
from zhongshu.platform.calendars.notice import NoticeDay, read_days, read_notice

NOTICE_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""


def days(kind: str, text: str, year: int) -> str:
    return " ".join(f"{entry.day:%m%d}" for entry in read_days(text, year) if entry.kind == kind)


def test_a_whole_notice_is_read():
    notice = read_notice(NOTICE_2026)

    assert (notice.year, notice.number, notice.doubts) == (2026, "国办发明电〔2025〕7号", ())
    assert NoticeDay(date(2026, 2, 28), "work", "春节") in notice.days


def test_what_is_read_is_what_the_package_keeps():
    read = {(entry.day, entry.kind) for entry in read_notice(NOTICE_2026).days}

    assert read == {(entry.day, entry.kind) for entry in official.notice_days(2026)}


def test_a_text_without_a_year_gives_no_days():
    assert read_notice("一、元旦：1月1日放假，共1天。").year is None


def test_a_wrong_total_is_doubted():
    notice = read_notice("一、元旦：1月1日至3日放假调休，共4天。", 2026)

    assert notice.doubts == ("元旦写明共4天，读出3天，请核对原文",)


def test_a_wrong_weekday_is_doubted():
    notice = read_notice("一、元旦：1月1日（周四）至3日（周日）放假调休，共3天。", 2026)

    assert notice.doubts == ("“3日(周日)”与日历不符，当日是星期六",)


@pytest.mark.parametrize(
    ("text", "year", "off", "work"),
    [
        (
            "1月28日（农历除夕）至2月4日放假调休，共8天。1月26日（星期日）、2月8日（星期六）上班",
            2025,
            "0128 0129 0130 0131 0201 0202 0203 0204",
            "0126 0208",
        ),
        ("6月18日放假，与周末连休。", 2018, "0618", ""),
        (
            "10月1日至7日放假调休，共7天。9月29日(星期日)、10月12日(星期六)上班。",
            2013,
            "1001 1002 1003 1004 1005 1006 1007",
            "0929 1012",
        ),
        (
            "6月7日—9日放假，共3天。其中，6月7日（星期六）照常公休，6月8日（端午节）为法定节假日，6月8日（星期日）公休日调至6月9日（星期一）。",
            2008,
            "0607 0608 0609",
            "",
        ),
        (
            "10月1日—7日放假，共7天。其中，1日、2日、3日为法定假日，将9月29日（星期六)、30日（星期日）两个公休日调至10月4日、5日，9月29日、30日上班。",
            2007,
            "1001 1002 1003 1004 1005 1006 1007",
            "0929 0930",
        ),
    ],
)
def test_the_wordings_of_the_years(text, year, off, work):
    assert (days("off", text, year), days("work", text, year)) == (off, work)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022年12月31日至2023年1月2日放假调休，共3天。", date(2022, 12, 31), date(2023, 1, 2)),
        ("12月30日至次年1月1日放假，共3天。", date(2023, 12, 30), date(2024, 1, 1)),
        ("12月30日至1月1日放假，共3天。", date(2023, 12, 30), date(2024, 1, 1)),
    ],
)
def test_a_holiday_over_the_turn_of_the_year(text, first, last):
    read = read_days(text, 2023)

    assert (read[0].day, read[-1].day, len(read)) == (first, last, 3)


def test_full_width_digits_are_read():
    assert days("off", "１月１日放假，不调休。", 2025) == "0101"


def test_a_date_that_does_not_exist_is_left_out_and_doubted():
    notice = read_notice("一、春节：2月30日（周日）放假，共1天。", 2025)

    assert notice.days == ()
    assert len(notice.doubts) == 2
