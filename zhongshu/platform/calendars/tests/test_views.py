import datetime as dt

import pytest
from django.urls import reverse

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.calendars import commands
from zhongshu.platform.calendars.models import CalendarYear, OfficeDay
from zhongshu.platform.calendars.tests.test_notice import NOTICE_2026
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known():
    with clock.frozen("2026-01-15 09:00"):
        commands.load_years([2025, 2026], by=Actor.system())
        yield


def test_the_year_explains_each_day(client):
    page = signed_in(client, person_in(UnitFactory())).get(reverse("calendars:this_year")).content.decode()

    assert 'title="2026年2月14日（星期六）：春节调休上班，是工作日"' in page
    assert page.count('class="month"') == 12


def test_a_limit_is_reckoned_with_its_reasons(client):
    address = reverse("calendars:year", args=[2026])

    answer = signed_in(client, person_in(UnitFactory())).get(
        address, {"start_date": "2026-02-13", "count": 20, "unit": "working"}
    )

    assert "2026年3月19日 17:30" in answer.content.decode()
    assert "期间不计：春节放假（2月15日至23日）" in answer.content.decode()


def test_a_limit_beyond_the_known_years_is_refused_in_the_form(client):
    answer = signed_in(client, person_in(UnitFactory())).get(
        reverse("calendars:year", args=[2026]), {"start_date": "2026-12-25", "count": 20, "unit": "working"}
    )

    assert answer.status_code == 422
    assert "尚未导入2027年放假安排" in answer.content.decode()


def test_a_year_without_a_notice_shows_no_days(client):
    page = signed_in(client, person_in(UnitFactory())).get(reverse("calendars:year", args=[2031])).content.decode()

    assert "没有这一年的放假安排" in page


def test_a_notice_is_previewed_before_it_is_taken_over(client):
    CalendarYear.objects.all().delete()
    client = signed_in_administrator(client, "system")

    preview = client.post(reverse("calendars:import_notice"), {"text": NOTICE_2026})

    assert "2026年2月28日 星期六" in preview.content.decode()
    assert not CalendarYear.objects.exists()
    taken = client.post(reverse("calendars:import_notice"), {"text": NOTICE_2026, "confirm": "1"})
    assert taken["Location"] == reverse("calendars:year", args=[2026])
    assert CalendarYear.objects.get().notice_number == "国办发明电〔2025〕7号"


def test_a_text_that_is_no_notice_comes_back_with_a_sentence(client):
    answer = signed_in_administrator(client, "system").post(reverse("calendars:import_notice"), {"text": "放假安排另行通知。"})

    assert answer.status_code == 422
    assert "未能识别年份" in answer.content.decode()


@pytest.mark.parametrize("name", ["calendars:import_notice", "calendars:arrange_day"])
def test_a_clerk_neither_imports_nor_arranges(client, name):
    assert signed_in(client, person_in(UnitFactory(), Duty.DRAFTER)).get(reverse(name)).status_code == 403


def test_a_director_arranges_a_day_and_withdraws_it(client):
    client = signed_in(client, person_in(UnitFactory(), Duty.OFFICE_DIRECTOR))

    client.post(reverse("calendars:arrange_day"), {"date": "2026-03-03", "working": "0", "reason": "地方节日"})

    day = OfficeDay.objects.get()
    assert (day.date, day.working) == (dt.date(2026, 3, 3), False)
    assert "撤销" in client.get(reverse("calendars:year", args=[2026])).content.decode()
    client.post(reverse("calendars:withdraw_day", args=[day.pk]))
    day.refresh_from_db()
    assert day.withdrawn_at == clock.now()


def test_an_arrangement_of_another_organ_is_not_found(client):
    day = OfficeDay.objects.create(
        organ=UnitFactory(), date=dt.date(2026, 3, 3), working=False, reason="x", entered_by_name="x", created_at=clock.now()
    )
    client = signed_in(client, person_in(UnitFactory(), Duty.OFFICE_DIRECTOR))

    assert client.post(reverse("calendars:withdraw_day", args=[day.pk])).status_code == 404
