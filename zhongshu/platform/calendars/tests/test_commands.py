import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.calendars import commands, public
from zhongshu.platform.calendars.models import CalendarDay, CalendarYear, OfficeDay
from zhongshu.platform.calendars.tests.test_notice import NOTICE_2026
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, administrator, person_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
LANTERNS = dt.date(2026, 3, 3)


@pytest.fixture
def known():
    commands.load_years([2025, 2026], by=SYSTEM)


@pytest.fixture(autouse=True)
def stopped_clock():
    with clock.frozen("2026-01-15 09:00"):
        yield


def director(organ=None) -> Actor:
    return actor_for(person_in(organ or UnitFactory(), Duty.OFFICE_DIRECTOR))


def arranged(by: Actor, **changes) -> OfficeDay:
    return commands.arrange_day(
        by.organ_id, changes.pop("day", LANTERNS), **{"working": False, "reason": "地方节日", **changes}, by=by
    )


def test_loading_twice_changes_nothing_the_second_time(known):
    before = list(CalendarDay.objects.values())

    assert commands.load_years([2025, 2026], by=SYSTEM) == []
    assert list(CalendarDay.objects.values()) == before


def test_the_command_loads_every_year_of_the_package(capsys):
    call_command("load_calendars")
    call_command("load_calendars")

    assert CalendarYear.objects.count() == 20
    assert capsys.readouterr().out.splitlines()[1] == "放假安排已是最新"


def test_the_command_refuses_a_year_that_the_package_does_not_know():
    with pytest.raises(CommandError, match="2027年"):
        call_command("load_calendars", 2027)

    assert not CalendarYear.objects.exists()


def test_a_year_without_a_notice_is_refused_with_a_sentence(known):
    with pytest.raises(RuleBroken, match="尚未导入2027年放假安排") as refusal:
        public.due(clock.now(), 250)

    assert refusal.value.code == "no_calendar"


def test_a_due_date_costs_one_query(known, django_assert_num_queries):
    public.is_working_day(LANTERNS)

    with django_assert_num_queries(1):
        assert public.due(clock.now(), 3).date == dt.date(2026, 1, 20)


def test_the_lights_of_a_whole_list_cost_one_query(known, django_assert_num_queries):
    public.is_working_day(LANTERNS)

    with django_assert_num_queries(1):
        lamps = public.lamps()
        assert [lamps.of(clock.now() + dt.timedelta(days=number)) for number in range(5)] == [
            "yellow",
            "yellow",
            "green",
            "green",
            "green",
        ]


def test_a_pasted_notice_is_taken_over():
    notice = commands.import_notice(NOTICE_2026, by=administrator("system"))

    assert (notice.year, CalendarDay.objects.count()) == (2026, 39)
    assert CalendarYear.objects.get().source == "国务院办公厅通知国办发明电〔2025〕7号"
    assert public.explain(dt.date(2026, 2, 14)) == "2026年2月14日（星期六）：春节调休上班，是工作日"


def test_a_notice_replaces_what_the_package_knew_and_is_not_replaced_by_it(known):
    commands.import_notice(NOTICE_2026.replace("至3日（周六）放假调休，共3天", "放假，共1天"), by=administrator("system"))

    assert commands.load_years([2026], by=SYSTEM) == []
    assert public.is_working_day(dt.date(2026, 1, 2))


def test_importing_the_same_notice_again_changes_nothing():
    commands.import_notice(NOTICE_2026, by=administrator("system"))
    entries = Entry.objects.count()

    commands.import_notice(NOTICE_2026, by=administrator("system"))

    assert Entry.objects.count() == entries


def test_only_the_system_administrator_imports_a_notice():
    with pytest.raises(NotPermitted):
        commands.import_notice(NOTICE_2026, by=administrator("security"))

    assert not CalendarYear.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [("放假安排另行通知。", "no_year"), ("关于2027年部分节假日安排的通知\n一、元旦：1月1日放假，共1天。", "too_few_days")],
)
def test_a_text_that_is_no_whole_notice_is_refused(text, code):
    with pytest.raises(RuleBroken) as refusal:
        commands.import_notice(text, by=administrator("system"))

    assert refusal.value.code == code
    assert not CalendarYear.objects.exists()


def test_a_director_lets_the_organ_rest_on_a_local_festival(known):
    by = director()

    arranged(by)

    assert not public.is_working_day(LANTERNS, organ_id=by.organ_id)
    assert public.is_working_day(LANTERNS)
    assert public.is_working_day(LANTERNS, organ_id=UnitFactory().pk)


@pytest.mark.parametrize("duties", [(), (Duty.DRAFTER,)])
def test_a_stranger_cannot_arrange_an_organs_days(known, duties):
    organ = UnitFactory()
    stranger = actor_for(person_in(organ if duties else UnitFactory(), *(duties or (Duty.OFFICE_DIRECTOR,))))

    with pytest.raises(NotPermitted):
        commands.arrange_day(organ.pk, LANTERNS, working=False, reason="地方节日", by=stranger)

    assert not OfficeDay.objects.exists()


def test_a_day_cannot_be_arranged_twice(known):
    by = director()
    arranged(by)

    with pytest.raises(RuleBroken, match="已有安排"):
        arranged(by, working=True)

    assert OfficeDay.objects.get().working is False


def test_a_past_day_cannot_be_arranged(known):
    with pytest.raises(RuleBroken, match="已经过去"):
        arranged(director(), day=dt.date(2026, 1, 14))

    assert not OfficeDay.objects.exists()


def test_a_withdrawn_arrangement_no_longer_counts_and_stays_on_record(known):
    by = director()
    day = arranged(by)

    commands.withdraw_day(day, by=by)

    assert public.is_working_day(LANTERNS, organ_id=by.organ_id)
    assert OfficeDay.objects.get().withdrawn_at == clock.now()


def test_a_stranger_cannot_withdraw_an_arrangement(known):
    day = arranged(director())

    with pytest.raises(NotPermitted):
        commands.withdraw_day(day, by=director())

    day.refresh_from_db()
    assert day.withdrawn_at is None


def test_an_arrangement_cannot_be_withdrawn_twice(known):
    by = director()
    day = arranged(by)
    commands.withdraw_day(day, by=by)

    with pytest.raises(RuleBroken, match="已经撤销"):
        commands.withdraw_day(day, by=by)


def test_an_arrangement_of_the_past_cannot_be_withdrawn(known):
    by = director()
    day = arranged(by)

    with clock.frozen("2026-03-04 09:00"), pytest.raises(RuleBroken, match="已经过去"):
        commands.withdraw_day(day, by=by)


def test_from_december_on_the_next_years_notice_is_missed(known):
    assert public.missing_year(dt.date(2026, 11, 30)) is None
    assert public.missing_year(dt.date(2026, 12, 1)) == 2027


def test_exactly_one_period_is_given(known):
    with pytest.raises(ValueError, match="exactly one"):
        public.due(clock.now(), 3, calendar_days=5)
