import datetime as dt

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.events import deliver_all
from zhongshu.kernel.models import Outbox
from zhongshu.platform.audit.public import trail
from zhongshu.platform.notifications.models import Notification
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.models import FlowLog
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import KIND, Office, holders, publish, two_steps, where


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[registry.StepCall]:
    """What the domain was told, with the command ``tests.note``."""
    monkeypatch.setattr(registry, "_commands", dict(registry._commands))
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    told: list[registry.StepCall] = []
    workflow.register_command("tests.note", label="记下", run=lambda call: told.append(call) or {"seen": call.outcome})
    workflow.register_kind(KIND, entered=told.append)
    return told


def test_a_process_begins_with_the_first_step_in_the_starters_hands(office: Office) -> None:
    publish(line("draft", "review", review={"assign": "duty:reviewer"}))

    instance = office.start("line")

    assert where(instance) == ["draft"]
    assert holders(instance) == ["甲"]


def test_completing_moves_the_matter_to_the_next_holder(office: Office) -> None:
    instance = two_steps(office)

    assert where(instance) == ["review"]
    assert holders(instance) == ["乙"]


def test_completing_the_last_step_ends_the_process(office: Office) -> None:
    instance = two_steps(office)

    office.do(instance, "乙", words="同意")

    instance.refresh_from_db()
    assert (instance.state, where(instance)) == ("completed", [])


def test_the_opinion_is_recorded_with_step_and_column(office: Office) -> None:
    instance = two_steps(office, column="核稿")

    office.do(instance, "乙", words="文字已核", attitude="agree")

    [opinion] = opinions.Opinion.objects.filter(ref_kind=KIND, ref_id=instance.ref_id)
    assert (opinion.words, opinion.column, opinion.step_label, opinion.person_name) == ("文字已核", "核稿", "核稿", "乙")


def test_a_step_that_needs_an_opinion_is_not_done_without_one(office: Office) -> None:
    instance = two_steps(office, needsOpinion="true")

    with pytest.raises(RuleBroken, match="请填写办理意见"):
        office.do(instance, "乙")

    assert holders(instance) == ["乙"]


def test_a_step_with_outcomes_is_not_done_without_one(office: Office) -> None:
    instance = two_steps(office, outcomes="yes:同意,no:不同意")

    with pytest.raises(RuleBroken, match="请选择办理结果"):
        office.do(instance, "乙")

    assert holders(instance) == ["乙"]


def test_a_stranger_cannot_complete_anothers_item(office: Office) -> None:
    instance = two_steps(office)
    item = office.item(instance, "乙")

    with pytest.raises(NotPermitted):
        workflow.complete(item.pk, by=office.actor("丙"))

    assert holders(instance) == ["乙"]


def test_the_second_of_two_presses_is_told_who_was_first_and_when(office: Office) -> None:
    instance = two_steps(office)
    item = office.item(instance, "乙")
    workflow.complete(item.pk, by=office.actor("乙"))

    with pytest.raises(StaleState, match="乙，2026-03-02 09:00"):
        workflow.complete(item.pk, by=office.actor("乙"))

    assert FlowLog.objects.filter(item_id=item.pk, operation="complete").count() == 1


def test_a_text_changed_after_it_was_read_is_not_signed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = two_steps(office)
    monkeypatch.setattr("zhongshu.kernel.kinds.digest", lambda ref: "now")

    with pytest.raises(StaleState, match="有修改"):
        office.do(instance, "乙", words="同意", digest="before")

    assert holders(instance) == ["乙"]


def test_the_command_of_a_step_runs_in_the_same_transaction_and_sets_variables(office: Office, calls: list) -> None:
    instance = two_steps(office, command="tests.note", outcomes="yes:同意,no:不同意")
    calls.clear()

    office.do(instance, "乙", outcome="yes", words="好", data={"copies": 3})

    [call] = calls
    assert (call.step_key, call.outcome, call.finishes, call.data["copies"], call.by.name) == ("review", "yes", True, 3, "乙")
    instance.refresh_from_db()
    assert instance.variables["seen"] == "yes"


def test_a_refusal_of_the_domain_undoes_everything(office: Office, calls: list) -> None:
    def refuse(call: registry.StepCall) -> None:
        raise RuleBroken("尚未编号", code="not_numbered")

    workflow.register_command("tests.note", label="记下", run=refuse)
    instance = two_steps(office, command="tests.note")

    with pytest.raises(RuleBroken, match="尚未编号"):
        office.do(instance, "乙", words="同意")

    assert holders(instance) == ["乙"]
    assert not opinions.Opinion.objects.filter(ref_kind=KIND, ref_id=instance.ref_id).exists()


def test_the_owner_hears_of_each_step_that_opens_with_its_state(office: Office, calls: list) -> None:
    instance = two_steps(office, state="in_review")

    assert [(call.step_key, call.state) for call in calls] == [("draft", ""), ("review", "in_review")]
    assert calls[-1].ref.id == instance.ref_id


def test_a_command_that_ends_the_process_leaves_nothing_behind(office: Office, calls: list) -> None:
    def stop(call: registry.StepCall) -> None:
        workflow.terminate(call.instance_id, reason="退文", by=office.actor("甲"))

    workflow.register_command("tests.note", label="记下", run=stop)
    instance = two_steps(office, command="tests.note")

    office.do(instance, "乙", words="退文")

    instance.refresh_from_db()
    assert (instance.state, where(instance), holders(instance)) == ("terminated", [], [])
    assert list(FlowLog.objects.filter(instance=instance).values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_values_that_the_drawing_lets_a_step_set_become_variables(office: Office) -> None:
    instance = two_steps(office, sets="copies")

    office.do(instance, "乙", data={"copies": 5, "state": "forged"})

    instance.refresh_from_db()
    assert instance.variables == {"copies": 5}


def test_an_automatic_step_runs_its_command_at_once(office: Office, calls: list) -> None:
    drawing = Drawing("auto").start().user("a").service("record", "tests.note").user("b").end()
    publish(drawing.flow("start", "a", "record", "b", "end"))
    instance = office.start("auto")
    calls.clear()

    office.do(instance, "甲")

    assert [call.step_key for call in calls] == ["record", "b"]
    assert where(instance) == ["b"]


def test_a_draft_of_an_opinion_is_seen_by_its_author_only(office: Office) -> None:
    instance = two_steps(office)
    item = office.item(instance, "乙")

    workflow.save_draft_opinion(item.pk, words="想了一半", by=office.actor("乙"))

    assert workflow.draft_of(item.pk, office.actor("乙")).words == "想了一半"
    assert workflow.draft_of(item.pk, office.actor("甲")) is None
    assert holders(instance) == ["乙"]


def test_a_stranger_keeps_no_draft_on_anothers_item(office: Office) -> None:
    instance = two_steps(office)

    with pytest.raises(NotPermitted):
        workflow.save_draft_opinion(office.item(instance, "乙").pk, words="x", by=office.actor("丙"))


def test_no_draft_is_kept_on_an_item_that_is_done(office: Office) -> None:
    instance = two_steps(office)
    item = office.do(instance, "乙")

    with pytest.raises(StaleState):
        workflow.save_draft_opinion(item.pk, words="x", by=office.actor("乙"))


def test_drafts_of_finished_items_are_forgotten_at_night(office: Office) -> None:
    instance = two_steps(office)
    item = office.item(instance, "乙")
    workflow.save_draft_opinion(item.pk, words="想了一半", by=office.actor("乙"))
    assert workflow.drop_stale_drafts() == 0
    office.do(instance, "乙")

    assert workflow.drop_stale_drafts() == 1


def test_opening_is_noted_once_and_by_the_holder_only(office: Office) -> None:
    instance = two_steps(office)
    item = office.item(instance, "乙")

    assert not workflow.open_item(item.pk, by=office.actor("丙"))
    assert workflow.open_item(item.pk, by=office.actor("乙"))
    assert not workflow.open_item(item.pk, by=office.actor("乙"))


def test_many_items_are_completed_at_once_and_a_refusal_holds_up_no_other(office: Office) -> None:
    instance = two_steps(office, allowBatch="true")
    other = office.start("line")
    office.do(other, "甲")
    done = office.do(instance, "乙")
    waiting = office.item(other, "乙")

    results = workflow.complete_many([done.pk, waiting.pk], words="同意", by=office.actor("乙"))

    assert [bool(refusal) for _, refusal in results] == [True, False]
    other.refresh_from_db()
    assert other.state == "completed"


def test_a_step_that_wants_each_item_looked_at_is_not_completed_in_bulk(office: Office) -> None:
    instance = two_steps(office)
    item = office.item(instance, "乙")

    [(_, refusal)] = workflow.complete_many([item.pk], words="同意", by=office.actor("乙"))

    assert refusal == "此环节需要逐件填写，不能批量办理"
    assert holders(instance) == ["乙"]


def test_a_clerk_enters_what_the_leader_wrote_on_paper(office: Office) -> None:
    instance = two_steps(office)
    office.person("文书", "registry_clerk")
    item = office.item(instance, "乙")

    workflow.complete(item.pk, words="同意印发", paper_date=dt.date(2026, 3, 1), by=office.actor("文书"))

    [opinion] = opinions.Opinion.objects.filter(ref_kind=KIND, ref_id=instance.ref_id)
    assert (opinion.person_name, opinion.entered_by_name) == ("乙", "文书")
    logged = FlowLog.objects.get(instance=instance, item_id=item.pk, operation="complete")
    assert (logged.person_name, logged.data["entered_by"]) == ("乙", "文书")


def test_who_is_no_clerk_enters_nothing_for_another(office: Office) -> None:
    instance = two_steps(office)

    with pytest.raises(NotPermitted):
        workflow.complete(office.item(instance, "乙").pk, words="同意", paper_date=dt.date(2026, 3, 1), by=office.actor("丙"))

    assert holders(instance) == ["乙"]


def test_an_object_has_one_process_at_a_time(office: Office) -> None:
    instance = two_steps(office)

    with pytest.raises(RuleBroken, match="已有正在办理的流程"):
        workflow.start("line", ref=instance.ref, organ_id=office.organ.pk, by=office.actor("甲"))


def test_without_a_published_version_nothing_starts(office: Office) -> None:
    with pytest.raises(RuleBroken, match="还没有发布流程"):
        office.start("nothing")


def test_who_lacks_the_clearance_starts_nothing(office: Office) -> None:
    publish(line("draft"))
    office.person("甲", clearance=0)

    with pytest.raises(NotPermitted, match="知悉等级"):
        office.start("line", secrecy=1)


def test_the_limit_counts_working_days_and_the_warning_comes_before(office: Office) -> None:
    instance = two_steps(office, dueWorkdays="3", remindBefore="1")

    item = office.item(instance, "乙")

    assert item.due_at is not None
    assert item.due_at.astimezone().date() == dt.date(2026, 3, 5)
    assert item.alert_at is not None
    assert item.alert_at.astimezone().date() == dt.date(2026, 3, 4)


def test_a_limit_in_a_year_without_calendar_does_not_stop_the_work(office: Office) -> None:
    with clock.frozen("2026-12-30 09:00"):
        instance = two_steps(office, dueWorkdays="5")

        assert office.item(instance, "乙").due_at is None


def test_people_are_told_of_new_work_after_the_commit(office: Office) -> None:
    two_steps(office)
    assert Outbox.objects.filter(name="workflow.work_arrived").exists()

    deliver_all()

    assert Notification.objects.filter(recipient=office.person("乙"), kind="workflow.arrived").count() == 1


def test_every_command_leaves_an_entry_in_the_audit(office: Office) -> None:
    instance = two_steps(office)
    office.do(instance, "乙")

    assert [entry.action for entry in trail(instance.ref)][-3:] == [
        "workflow.started",
        "workflow.completed",
        "workflow.completed",
    ]


def test_who_took_part_is_known_to_the_owners_rules(office: Office) -> None:
    instance = two_steps(office)

    assert list(workflow.participated(KIND, office.actor("乙")).values_list("ref_id", flat=True)) == [instance.ref_id]
    assert not workflow.participated(KIND, office.actor("丙")).exists()


def test_a_new_title_shows_on_the_running_process(office: Office) -> None:
    instance = two_steps(office)
    fresh = instance.ref.__class__(KIND, instance.ref_id, "改后的标题", "云府〔2026〕1号")

    assert workflow.renew(fresh, secrecy=1) == 1

    instance.refresh_from_db()
    assert (instance.ref_title, instance.ref_number, instance.secrecy) == ("改后的标题", "云府〔2026〕1号", 1)
