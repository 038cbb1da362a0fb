"""The names of the organs in memory: seldom asked for, never out of date for long."""

import pytest

from zhongshu.platform.organizations import register
from zhongshu.platform.organizations.choices import Level, UnitKind
from zhongshu.platform.organizations.commands import change_unit, close_unit, establish_unit
from zhongshu.platform.organizations.models import Unit, UnitRegister
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory, administrator

pytestmark = pytest.mark.django_db
SYSTEM = administrator("system")


@pytest.fixture
def later(monkeypatch):
    """Let the seconds pass in which a process does not ask."""
    seconds = [1000.0]
    monkeypatch.setattr(register.time, "monotonic", lambda: seconds[0])

    def passed() -> None:
        seconds[0] += register.UNASKED

    return passed


def test_names_and_short_names_of_the_organs_in_use_are_known():
    organ = UnitFactory(name="云州市发展和改革委员会", short_name="市发展改革委")
    SectionFactory(parent=organ, name="综合科")
    UnitFactory(name="云州市物价局", short_name="", active=False)

    assert register.organ_names() == {"云州市发展和改革委员会", "市发展改革委"}


def test_the_second_question_asks_nothing(django_assert_num_queries):
    UnitFactory(name="云州市财政局", short_name="")
    register.organ_names()

    with django_assert_num_queries(0):
        assert register.organ_names() == {"云州市财政局"}


def test_after_a_while_only_the_revision_is_asked_for(django_assert_num_queries, later):
    UnitFactory(name="云州市财政局", short_name="")
    register.organ_names()
    later()

    with django_assert_num_queries(1):
        assert register.organ_names() == {"云州市财政局"}


def test_what_another_process_changed_is_known_after_a_while(later):
    organ = UnitFactory(name="云州市财政局", short_name="")
    register.organ_names()
    Unit.objects.filter(pk=organ.pk).update(name="云州市财务局")
    UnitRegister.objects.create(pk=1, revision=1)

    assert register.organ_names() == {"云州市财政局"}
    later()
    assert register.organ_names() == {"云州市财务局"}


def test_a_change_of_units_counts_at_once(django_capture_on_commit_callbacks):
    city = UnitFactory(name="云州市人民政府", short_name="")
    with django_capture_on_commit_callbacks(execute=True):
        organ = establish_unit(parent=city, by=SYSTEM, kind=UnitKind.ORGAN, name="云州市审计局", code="YZ-SJ", level=Level.CITY)
    assert "云州市审计局" in register.organ_names()
    with django_capture_on_commit_callbacks(execute=True):
        change_unit(organ, name="云州市审计署", by=SYSTEM)
    assert register.organ_names() == {"云州市人民政府", "云州市审计署"}
    with django_capture_on_commit_callbacks(execute=True):
        close_unit(organ, by=SYSTEM)
    assert register.organ_names() == {"云州市人民政府"}
    assert UnitRegister.objects.get().revision == 3
