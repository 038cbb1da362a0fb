"""The decomposition with the office's own directory and calendar."""

import datetime as dt

import pytest
from django.core.management import call_command

from zhongshu.domains.supervision.decomposition import office
from zhongshu.platform.organizations.choices import LeadingBody, Level
from zhongshu.platform.organizations.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    government = LeadingBody.GOVERNMENT
    UnitFactory(name="云州市人民政府", short_name="市政府", body=government)
    return {
        "finance": UnitFactory(name="云州市财政局", short_name="市财政局", body=government),
        "housing": UnitFactory(name="云州市住房和城乡建设局", short_name="市住房城乡建设局", body=government),
        "linjiang": UnitFactory(name="临江区人民政府", short_name="临江区政府", body=government, level=Level.COUNTY),
        "yunqiao": UnitFactory(name="云峤县人民政府", short_name="云峤县政府", body=government, level=Level.COUNTY),
        "closed": UnitFactory(name="云州市粮食局", short_name="市粮食局", body=government, active=False),
    }


def _ids(units) -> list[int]:
    return [unit_id for unit in units for unit_id in unit.unit_ids]


def test_units_are_those_of_the_directory(city):
    (task,) = office.propose("1.改造小区。（市住建局牵头，市财政局、各县区配合）").tasks

    assert _ids(task.lead_units) == [city["housing"].pk]
    assert _ids(task.supporting_units) == [city["finance"].pk, city["linjiang"].pk, city["yunqiao"].pk]


def test_a_place_means_its_government_and_a_dissolved_unit_is_asked_about(city):
    (task,) = office.propose("1.清查粮库。（市粮食局、临江区负责）").tasks

    assert [unit.unit_ids for unit in task.units] == [(), (city["linjiang"].pk,)]
    assert "“市粮食局”通讯录中没有，请选定对应单位" in [question.text for question in task.questions]


def test_working_days_follow_the_calendar_and_beyond_it_are_asked(city):
    call_command("load_calendars", verbosity=0)

    within = office.propose("请市财政局在5个工作日内拨付资金。", written_on=dt.date(2026, 9, 30)).tasks[0].deadline
    beyond = office.propose("请市财政局在5个工作日内拨付资金。", written_on=dt.date(2031, 9, 30)).tasks[0].deadline

    assert within.day == dt.date(2026, 10, 13)
    assert beyond.day is None
    assert "尚未公布" in beyond.question


def test_the_directory_takes_one_query(city, django_assert_num_queries):
    with django_assert_num_queries(1):
        office.unit_names()
