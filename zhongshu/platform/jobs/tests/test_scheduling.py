import datetime as dt

import pytest
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.platform.jobs import commands
from zhongshu.platform.jobs.commands.scheduling import next_slot
from zhongshu.platform.jobs.models import Job, Schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminder(handlers):
    """A reminder at seven every morning."""
    handlers.schedule("tests.remind", cron="0 7 * * *")(lambda: None)


def _local(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def test_a_cron_line_is_read_in_local_time():
    assert next_slot("0 7 * * *", _local("2026-11-22 06:59")) == _local("2026-11-22 07:00")


def test_a_bad_cron_line_is_refused_when_the_module_loads(handlers):
    with pytest.raises(ValueError, match="not a cron"):
        handlers.schedule("tests.bad", cron="at seven")


def test_missed_slots_are_made_up_once(reminder):
    with clock.frozen("2026-11-20 12:00"):
        commands.load_schedules()
    with clock.frozen("2026-11-23 08:00"):
        made = [commands.enqueue_due(), commands.enqueue_due()]

    assert made == [1, 0]
    assert Job.objects.get().key == f"tests.remind:{_local('2026-11-21 07:00').astimezone(dt.UTC).isoformat()}"
    assert Schedule.objects.get().next_run_at == _local("2026-11-24 07:00")


def test_a_schedule_that_no_module_announces_any_more_rests(reminder, handlers):
    with clock.frozen("2026-11-20 12:00"):
        commands.load_schedules()
        handlers._crons.clear()
        commands.load_schedules()
    with clock.frozen("2026-11-23 08:00"):
        made = commands.enqueue_due()

    assert made == 0


def test_a_changed_cron_line_takes_effect(reminder, handlers):
    with clock.frozen("2026-11-20 12:00"):
        commands.load_schedules()
        handlers.schedule("tests.remind", cron="30 8 * * *")(lambda: None)
        commands.load_schedules()

    assert Schedule.objects.get().next_run_at == _local("2026-11-21 08:30")
