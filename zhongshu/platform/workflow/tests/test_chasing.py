import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import deliver_all
from zhongshu.platform.notifications.models import Notification
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog, FlowTimer
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import Office, holders, publish, where


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    """A matter with 乙, due on Thursday evening; the head hears of it a working day late."""
    office.person("乙", "reviewer")
    office.person("主任", "office_director")
    review = {
        "assign": "duty:reviewer",
        "dueWorkdays": "3",
        "remindBefore": "1",
        "escalateAfter": "1",
        "escalateTo": "duty:office_director",
    }
    publish(line("draft", "review", "last", review=review))
    instance = office.start("line")
    office.do(instance, "甲")
    return instance


def told(office: Office, name: str, kind: str) -> int:
    deliver_all()
    return Notification.objects.filter(recipient=office.person(name), kind=kind).count()


def test_pressing_reaches_the_holder_and_moves_no_limit(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")

    assert workflow.urge([item.pk], text="请今天办理", by=office.actor("甲")) == 1

    fresh = FlowItem.objects.get(pk=item.pk)
    assert (fresh.times_urged, fresh.due_at) == (1, item.due_at)
    assert told(office, "乙", "workflow.urged") == 1


def test_one_presses_once_a_day(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")
    workflow.urge([item.pk], text="请办理", by=office.actor("甲"))

    with pytest.raises(RuleBroken, match="今天已经催办过"):
        workflow.urge([item.pk], text="请办理", by=office.actor("甲"))

    with clock.frozen("2026-03-03 09:00"):
        assert workflow.urge([item.pk], text="请办理", by=office.actor("甲")) == 1


def test_nobody_presses_himself(office: Office) -> None:
    publish(line("draft"))
    instance = office.start("line")

    with pytest.raises(RuleBroken, match="不能催办自己"):
        workflow.urge([office.item(instance).pk], text="x", by=office.actor("甲"))


def test_a_stranger_presses_nobody(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.urge([office.item(matter, "乙").pk], text="x", by=office.actor("主任"))


def test_what_is_done_needs_no_pressing(office: Office, matter: FlowInstance) -> None:
    item = office.do(matter, "乙")

    with pytest.raises(RuleBroken, match="不用再催"):
        workflow.urge([item.pk], text="x", by=office.actor("甲"))


def test_pressing_needs_words(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="请填写催办内容"):
        workflow.urge([office.item(matter, "乙").pk], text=" ", by=office.actor("甲"))


@pytest.mark.parametrize(
    ("moment", "stages"),
    [
        ("2026-03-04 08:00", []),
        ("2026-03-04 10:00", ["warn"]),
        ("2026-03-05 20:00", ["overdue"]),
    ],
)
def test_the_holder_is_warned_before_and_at_the_limit(
    office: Office, matter: FlowInstance, moment: str, stages: list[str]
) -> None:
    with clock.frozen(moment):
        assert workflow.warn_due() == len(stages)

        logged = FlowLog.objects.filter(instance=matter, operation__in=["warn", "overdue", "escalate"])
        assert list(logged.values_list("operation", flat=True)) == stages
        assert workflow.warn_due() == 0


def test_above_the_holder_one_hears_of_what_stays_undone(office: Office, matter: FlowInstance) -> None:
    for moment in ("2026-03-04 10:00", "2026-03-05 20:00", "2026-03-06 20:00"):
        with clock.frozen(moment):
            assert workflow.warn_due() == 1

    assert told(office, "主任", "workflow.late") == 1
    assert told(office, "乙", "workflow.late") == 3
    assert holders(matter) == ["乙"]
    with clock.frozen("2026-03-20 09:00"):
        assert workflow.warn_due() == 0


def test_nothing_is_approved_by_silence(office: Office, matter: FlowInstance) -> None:
    with clock.frozen("2026-06-01 09:00"):
        workflow.warn_due()

    assert where(matter) == ["review"]


def test_what_is_done_is_not_warned_about(office: Office, matter: FlowInstance) -> None:
    office.do(matter, "乙")

    with clock.frozen("2026-03-20 09:00"):
        assert workflow.warn_due() == 0


def timed(office: Office, *, interrupting: bool) -> FlowInstance:
    drawing = Drawing("timed").start().user("work").timer("late", "P3D", host="work", interrupting=interrupting)
    publish(drawing.user("remind").end().end("end2").flow("start", "work", "end").flow("late", "remind", "end2"))
    return office.start("timed")


def test_a_drawn_timer_opens_a_step_beside_the_work(office: Office) -> None:
    instance = timed(office, interrupting=False)
    assert workflow.fire_timers() == 0

    with clock.frozen("2026-03-05 20:00"):
        assert workflow.fire_timers() == 1
        assert workflow.fire_timers() == 0

    assert where(instance) == ["remind", "work"]


def test_an_interrupting_timer_ends_the_work(office: Office) -> None:
    instance = timed(office, interrupting=True)

    with clock.frozen("2026-03-05 20:00"):
        workflow.fire_timers()

    assert where(instance) == ["remind"]


def test_a_timer_is_off_when_the_work_was_done_in_time(office: Office) -> None:
    instance = timed(office, interrupting=False)
    office.do(instance, "甲")

    assert FlowTimer.objects.get(instance=instance).state == "off"
    with clock.frozen("2026-03-05 20:00"):
        assert workflow.fire_timers() == 0


def test_a_wait_in_the_drawing_ends_by_itself(office: Office) -> None:
    publish(Drawing("wait").start().timer("wait4h", "PT4H").user("after").end().flow("start", "wait4h", "after", "end"))
    instance = office.start("wait")
    assert where(instance) == ["wait4h"]

    with clock.frozen("2026-03-02 13:00"):
        assert workflow.fire_timers() == 1

    assert where(instance) == ["after"]


def test_a_suspended_process_fires_no_timer(office: Office) -> None:
    office.person("管理员", "flow_administrator")
    instance = timed(office, interrupting=False)
    workflow.suspend(instance.pk, reason="x", by=office.actor("管理员"))

    with clock.frozen("2026-03-05 20:00"):
        assert workflow.fire_timers() == 0
