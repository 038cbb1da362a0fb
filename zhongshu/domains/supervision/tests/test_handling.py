import datetime as dt

import pytest

from zhongshu.domains.supervision.choices import FeedbackKind
from zhongshu.domains.supervision.commands import assigning, extending, reporting, urging
from zhongshu.domains.supervision.models import Feedback, Part
from zhongshu.domains.supervision.tests.factories import assigned, completed, docketed, in_progress, parts_of, reported
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.notifications import public as notifications

pytestmark = pytest.mark.django_db


def test_the_leads_signature_sets_the_item_going(office):
    item = assigned(office)
    lead, _ = parts_of(item)

    assigning.sign(lead, by=office.actor(office.contacts[0]))

    item.refresh_from_db()
    assert (item.state, lead.state, lead.signed_by_name) == ("in_progress", "in_progress", office.contacts[0].name)


def test_a_stranger_signs_nothing(office):
    lead = parts_of(assigned(office))[0]

    with pytest.raises(NotPermitted, match="承办"):
        assigning.sign(lead, by=office.actor(office.stranger))

    assert Part.objects.get(pk=lead.pk).state == "assigned"


def test_of_two_who_sign_at_once_one_is_late(office):
    lead = parts_of(assigned(office))[0]
    late = parts_of(lead.item)[0]
    assigning.sign(lead, by=office.actor(office.heads[0]))

    with pytest.raises(StaleState):
        assigning.sign(late, by=office.actor(office.contacts[0]))


def test_what_is_not_assigned_is_not_signed_for(office):
    with pytest.raises(RuleBroken, match="未交办"):
        assigning.sign(parts_of(docketed(office))[0], by=office.actor(office.heads[0]))


def test_a_wrong_assignment_is_refused_with_a_reason_and_passed_on(office):
    item = assigned(office)
    lead = parts_of(item)[0]

    with pytest.raises(RuleBroken, match="说明退回的理由"):
        assigning.refuse(lead, reason=" ", by=office.actor(office.heads[0]))
    assigning.refuse(lead, reason="管网归住建局管", by=office.actor(office.heads[0]))
    new = assigning.transfer(lead, unit_id=office.units[2].pk, reason="按职能转住建局", by=office.actor(office.supervisor))

    item.refresh_from_db()
    assert (item.lead_unit, item.responsible, new.state, new.role) == (office.units[2], office.heads[2], "assigned", "lead")
    assert notifications.notifications(office.actor(office.supervisor), kind="supervision.refused").count() == 1


def test_a_part_is_not_passed_on_to_who_has_one_already(office):
    lead = parts_of(assigned(office))[0]

    for unit, sentence in ((office.units[1], "已承担本事项的任务"), (office.units[0], "与现承办单位相同")):
        with pytest.raises(RuleBroken, match=sentence):
            assigning.transfer(lead, unit_id=unit.pk, reason="转", by=office.actor(office.supervisor))


def test_feedback_is_given_in_stages_and_shows_on_the_ledger(office):
    item = in_progress(office)
    lead = parts_of(item)[0]

    with clock.frozen("2026-11-25 10:00"):
        reporting.give_feedback(lead, words="已完成4条。", progress=30, by=office.actor(office.heads[0]))

    item.refresh_from_db()
    assert (item.progress, item.latest_feedback, item.latest_feedback_date) == (
        30,
        "云州市水利局：已完成4条。",
        dt.date(2026, 11, 25),
    )


def test_a_stranger_and_the_supervisor_report_nothing(office):
    lead = parts_of(in_progress(office))[0]

    for person in (office.stranger, office.supervisor):
        with pytest.raises(NotPermitted):
            reporting.give_feedback(lead, words="已完成。", by=office.actor(person))

    assert not Feedback.objects.exists()


def test_before_signing_nothing_is_reported(office):
    with pytest.raises(RuleBroken, match="请先签收"):
        reporting.give_feedback(parts_of(assigned(office))[0], words="已完成。", by=office.actor(office.heads[0]))


def test_after_the_end_no_feedback_is_taken(office):
    lead = parts_of(completed(office))[0]

    with pytest.raises(RuleBroken, match="已于2026年11月23日办结，不再接收反馈"):
        reporting.give_feedback(lead, words="补充。", by=office.actor(office.heads[0]))


def test_the_lead_reports_the_result_last(office):
    item = in_progress(office)
    lead, supporting = parts_of(item)

    with pytest.raises(RuleBroken, match="协办单位云州市财政局尚未报结"):
        reporting.give_feedback(lead, kind=FeedbackKind.COMPLETION, words="完成。", by=office.actor(office.heads[0]))
    reporting.give_feedback(supporting, kind=FeedbackKind.COMPLETION, words="资金已拨。", by=office.actor(office.heads[1]))
    reporting.give_feedback(lead, kind=FeedbackKind.COMPLETION, words="完成。", by=office.actor(office.heads[0]))

    item.refresh_from_db()
    assert (item.state, item.progress, item.reported_date) == ("feedback_given", 100, dt.date(2026, 11, 23))


def test_a_report_that_lacks_something_goes_back(office):
    item = reported(office)
    result = item.feedback.get(part__role="lead")

    reporting.return_feedback(result, reason="没有写合格率", by=office.actor(office.supervisor))

    item.refresh_from_db()
    result.refresh_from_db()
    assert (item.state, result.returned_reason, result.words) == ("in_progress", "没有写合格率", "已全部完成。")
    with pytest.raises(RuleBroken, match="已经退回过"):
        reporting.return_feedback(result, reason="再退", by=office.actor(office.supervisor))


def test_an_extension_is_asked_for_and_granted_by_somebody_else(office):
    item = in_progress(office)
    extension = extending.request_extension(
        parts_of(item)[0], working_days=5, reason="管材到货延迟", by=office.actor(office.heads[0])
    )

    extending.decide_extension(extension, approved=True, words="同意", by=office.actor(office.director))

    item.refresh_from_db()
    assert (item.deadline, item.original_deadline, item.extensions) == (dt.date(2026, 12, 14), dt.date(2026, 12, 7), 1)
    assert {part.deadline for part in parts_of(item)} == {dt.date(2026, 12, 14)}
    with pytest.raises(RuleBroken, match="已批准"):
        extending.decide_extension(extension, approved=False, words="改主意", by=office.actor(office.director))


def test_who_may_not_decide_and_what_may_not_be_asked(office):
    item = in_progress(office)
    lead = parts_of(item)[0]
    extension = extending.request_extension(lead, working_days=5, reason="延迟", by=office.actor(office.heads[0]))

    with pytest.raises(NotPermitted, match="审批延期"):
        extending.decide_extension(extension, approved=True, by=office.actor(office.heads[0]))
    with pytest.raises(RuleBroken, match="已有延期申请待批准"):
        extending.request_extension(lead, working_days=3, reason="再延", by=office.actor(office.heads[0]))
    with pytest.raises(RuleBroken, match="请写明意见"):
        extending.decide_extension(extension, approved=False, by=office.actor(office.director))
    extending.decide_extension(extension, approved=False, words="请按期完成", by=office.actor(office.director))
    with pytest.raises(RuleBroken, match="尚未导入2027年"):
        extending.request_extension(lead, working_days=60, reason="明年办", by=office.actor(office.heads[0]))
    with clock.frozen("2026-12-08 09:00"), pytest.raises(RuleBroken, match="办理时限已过"):
        extending.request_extension(lead, working_days=3, reason="再延", by=office.actor(office.heads[0]))

    item.refresh_from_db()
    assert item.deadline == dt.date(2026, 12, 7)


def test_a_suspended_item_has_its_working_days_left_when_it_goes_on(office):
    item = in_progress(office)
    extending.suspend(item, reason="等待省里批复", by=office.actor(office.supervisor))

    with pytest.raises(RuleBroken, match="已中止，恢复后再反馈"):
        reporting.give_feedback(parts_of(item)[0], words="进展", by=office.actor(office.heads[0]))
    with clock.frozen("2026-11-30 09:00"):
        extending.resume(item, by=office.actor(office.supervisor))

    assert (item.state, item.deadline, item.original_deadline) == ("in_progress", dt.date(2026, 12, 14), dt.date(2026, 12, 14))
    with pytest.raises(RuleBroken, match="没有中止"):
        extending.resume(item, by=office.actor(office.supervisor))


def test_urging_reaches_those_who_owe_and_not_twice_in_an_hour(office):
    item = in_progress(office)

    urging.urge(item, words="请于本周五前反馈。", by=office.actor(office.supervisor))

    assert item.urgings == 1
    told = [*office.heads, *office.contacts]
    counts = [notifications.notifications(office.actor(person), kind="supervision.urged").count() for person in told]
    assert counts == [1, 1, 0, 1, 1, 0]
    with pytest.raises(RuleBroken, match="已经催办过"):
        urging.urge(item, words="再催。", by=office.actor(office.supervisor))
    with pytest.raises(NotPermitted):
        urging.urge(item, words="催。", by=office.actor(office.stranger))


def test_nobody_is_urged_when_all_have_reported(office):
    with pytest.raises(RuleBroken, match="没有需要催办的单位"):
        urging.urge(reported(office), words="催。", by=office.actor(office.supervisor))


def test_rules_remind_before_and_escalate_after_the_deadline_each_once(office):
    item = in_progress(office)
    sent = {}

    for day in ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-06", "2026-12-10", "2026-12-11", "2026-12-21", "2026-12-22"):
        with clock.frozen(f"{day} 08:30"):
            sent[day] = urging.remind(by=Actor.system())

    assert [day for day, count in sent.items() if count] == ["2026-12-02", "2026-12-10", "2026-12-21"]
    kinds = list(item.urging_notes.values_list("kind", flat=True))
    assert kinds == ["reminder", "escalation_head", "escalation_leader"]
