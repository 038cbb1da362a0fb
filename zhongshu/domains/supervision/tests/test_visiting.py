"""At the unit's door and after: notice, findings, statements, items, report, call-backs."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhongshu.domains.supervision.commands import closing
from zhongshu.domains.supervision.commands import inspection_reporting as reporting
from zhongshu.domains.supervision.commands import inspection_visiting as visiting
from zhongshu.domains.supervision.inspection_policies import finding_policy, visit_policy
from zhongshu.domains.supervision.models import CallBack, InspectionFinding, SupervisionItem
from zhongshu.domains.supervision.tests.factories import completed, docketed
from zhongshu.domains.supervision.tests.inspecting import (
    THERE,
    finished,
    found,
    fresh,
    registered,
    underway,
    with_visit,
)
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.attachments.tests.factories import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}},
    }


def photos(count: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"现场{number}.png", picture(size=(4, 3 + number))) for number in range(count)]


# ── notice and the door ──────────────────────────────────────────────────────


def test_units_are_told_once_and_by_who_keeps_the_task(office):
    plan = registered(office).plan

    with pytest.raises(NotPermitted):
        visiting.announce_plan(plan, by=office.actor(office.stranger))
    assert visiting.announce_plan(plan, by=office.actor(office.supervisor)) == 1
    with pytest.raises(RuleBroken, match="没有待通知的进点"):
        visiting.announce_plan(plan, by=office.actor(office.supervisor))

    visit = plan.visits.get()
    assert (visit.state, visit.shown_at is not None) == ("announced", True)


def test_nobody_is_told_before_registration(office):
    with pytest.raises(RuleBroken, match="登记后才能通知"):
        visiting.announce_plan(with_visit(office).plan, by=office.actor(office.supervisor))


def test_an_unannounced_visit_is_unseen_until_somebody_stands_at_the_door(office):
    visit = registered(office, unannounced=True)
    contact = office.actor(office.contacts[0])
    with pytest.raises(RuleBroken, match="不发通知、不打招呼"):
        visiting.announce_plan(visit.plan, by=office.actor(office.supervisor))
    assert not visit_policy.can(contact, "view", visit)

    with clock.frozen(THERE):
        visiting.start_visit(visit, by=office.actor(office.second))

    assert visit_policy.can(contact, "view", visit)
    assert fresh(visit).plan.state == "underway"


def test_a_visit_begins_on_its_day_with_a_unit_that_knows_and_by_the_group(office):
    visit = registered(office)

    with pytest.raises(NotPermitted):
        visiting.start_visit(visit, by=office.actor(office.stranger))
    with pytest.raises(RuleBroken, match="还没有通知该单位"):
        visiting.start_visit(visit, by=office.actor(office.second))
    visiting.announce_plan(visit.plan, by=office.actor(office.supervisor))
    with pytest.raises(RuleBroken, match="还没有到"):
        visiting.start_visit(fresh(visit), by=office.actor(office.second))

    assert fresh(visit).state == "announced"


# ── findings ─────────────────────────────────────────────────────────────────


def test_a_finding_holds_the_unit_the_fact_the_requirement_a_person_and_a_day(office):
    finding = found(office, underway(office), photos=photos(2))

    assert (finding.position, finding.unit, finding.responsible, finding.deadline) == (
        1, office.units[0], office.heads[0], dt.date(2026, 12, 11),
    )  # fmt: skip
    assert [file.role for file in attachments.listing(finding.ref)] == ["photo", "photo"]


def test_the_same_form_sent_twice_is_one_finding(office):
    visit, token = underway(office), uuid.uuid4()

    assert found(office, visit, token=token).pk == found(office, visit, token=token).pk
    assert InspectionFinding.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"fact": " "}, "请写明问题"),
        ({"fact": "长" * 2001}, "问题最多2000字"),
        ({"requirement": ""}, "请写明整改要求"),
        ({"deadline": dt.date(2026, 12, 12)}, "办理时限请改为"),
        ({"deadline": dt.date(2026, 11, 2)}, "不能早于今天"),
    ],
)
def test_half_a_finding_is_refused(office, values, sentence):
    visit = underway(office)

    with pytest.raises(RuleBroken, match=sentence):
        found(office, visit, **values)

    assert not InspectionFinding.objects.exists()


def test_a_fourth_photo_is_one_too_many_and_nothing_is_kept(office):
    visit = underway(office)

    with pytest.raises(RuleBroken, match="最多 3 张"):
        found(office, visit, photos=photos(4))

    assert not InspectionFinding.objects.exists()


def test_a_stranger_records_and_tells_nothing_and_nobody_does_after_the_end(office):
    visit = finished(office)
    values = {"fact": "灯不亮", "requirement": "亮", "deadline": dt.date(2026, 12, 11)}

    with pytest.raises(NotPermitted):
        visiting.record_finding(visit, by=office.actor(office.contacts[0]), **values)
    with pytest.raises(NotPermitted):
        visiting.finish_visit(visit, by=office.actor(office.contacts[0]))
    with pytest.raises(RuleBroken, match="进点期间才能记录问题"):
        visiting.record_finding(visit, by=office.actor(office.second), **values)
    with pytest.raises(RuleBroken, match="已反馈"):
        visiting.finish_visit(visit, by=office.actor(office.second))

    assert visit.findings.count() == 1


def test_the_unit_sees_what_was_found_once_it_is_told(office):
    visit = underway(office)
    finding = found(office, visit)
    contact = office.actor(office.contacts[0])
    assert not finding_policy.can(contact, "view", finding)

    with clock.frozen(THERE):
        visiting.finish_visit(visit, by=office.actor(office.second))

    assert finding_policy.can(contact, "view", finding)
    assert not finding_policy.can(office.actor(office.contacts[1]), "view", finding)


# ── statements ───────────────────────────────────────────────────────────────


def stated(office, visit, **values):
    with clock.frozen("2026-12-02 10:00"):
        return visiting.give_statement(visit, words="配电箱当日在检修，有检修单。", by=office.actor(office.contacts[0]), **values)


def test_the_unit_says_something_and_a_finding_is_withdrawn(office):
    visit = finished(office)
    finding = visit.findings.get()
    statement = stated(office, visit, finding=finding)

    with pytest.raises(RuleBroken, match="还没有答复"):
        visiting.docket_finding(finding, by=office.actor(office.supervisor))
    with pytest.raises(NotPermitted):
        visiting.answer_statement(statement, accepted=True, answer="属实", by=office.actor(office.contacts[0]))
    visiting.answer_statement(statement, accepted=True, answer="检修单属实。", by=office.actor(office.supervisor))
    with pytest.raises(RuleBroken, match="已经答复过"):
        visiting.answer_statement(statement, accepted=True, answer="再答", by=office.actor(office.supervisor))

    finding.refresh_from_db()
    assert finding.state == "withdrawn"


def test_only_the_unit_speaks_for_itself_in_time_and_after_it_was_told(office):
    early = underway(office)
    with pytest.raises(RuleBroken, match="还没有反馈问题"):
        visiting.give_statement(early, words="说明", by=office.actor(office.contacts[0]))
    found(office, early)
    with clock.frozen(THERE):
        visiting.finish_visit(early, by=office.actor(office.second))
    visit = fresh(early)

    with pytest.raises(NotPermitted):
        visiting.give_statement(visit, words="说明", by=office.actor(office.contacts[1]))
    with clock.frozen("2026-12-10 10:00"), pytest.raises(RuleBroken, match="说明期已于12月03日截止"):
        visiting.give_statement(visit, words="说明", by=office.actor(office.contacts[0]))

    assert not visit.statements.exists()


# ── items ────────────────────────────────────────────────────────────────────


def test_a_finding_becomes_an_item_with_its_sentence_and_the_finding_as_anchor(office):
    visit = finished(office)
    finding = visit.findings.get()

    item = visiting.docket_finding(finding, by=office.actor(office.supervisor))

    source = item.sources.get()
    assert (item.source_kind, item.kind, item.outcome) == ("inspection", "special", "配电箱上锁，值守人员到岗")
    assert (item.lead_unit, item.responsible, item.deadline) == (office.units[0], office.heads[0], dt.date(2026, 12, 11))
    assert (source.ref, source.sentence) == (finding.ref, finding.fact)
    with pytest.raises(RuleBroken, match="不能重复立项"):
        visiting.docket_finding(finding, by=office.actor(office.supervisor))


def test_who_does_not_keep_the_ledger_dockets_nothing(office):
    visit = finished(office)

    for person in (office.contacts[0], office.stranger):
        with pytest.raises(NotPermitted):
            visiting.docket_finding(visit.findings.get(), by=office.actor(person))
        with pytest.raises(NotPermitted):
            visiting.docket_findings(visit.plan, by=office.actor(person))

    assert not SupervisionItem.objects.exists()


def test_all_findings_become_items_or_none(office):
    visit = underway(office)
    found(office, visit, deadline=dt.date(2026, 12, 1))
    found(office, visit, fact="值班记录空白。")
    by = office.actor(office.supervisor)

    with clock.frozen("2026-12-04 09:00"), pytest.raises(RuleBroken, match=r"问题1：办理时限不能早于今天.*全部未立项"):
        visiting.docket_findings(visit.plan, by=by)
    assert not SupervisionItem.objects.exists()

    assert len(visiting.docket_findings(visit.plan, by=by)) == 2
    with pytest.raises(RuleBroken, match="没有待立项的问题"):
        visiting.docket_findings(visit.plan, by=by)


# ── the report ───────────────────────────────────────────────────────────────


def test_the_report_waits_until_every_unit_was_heard_and_leaves_as_a_document(office):
    visit = finished(office)
    plan, by = visit.plan, office.actor(office.supervisor)
    with pytest.raises(NotPermitted):
        reporting.draft_report(plan, by=office.actor(office.stranger))
    with pytest.raises(RuleBroken, match="说明期到12月03日"):
        reporting.draft_report(plan, by=by)
    statement = stated(office, visit)
    with pytest.raises(RuleBroken, match="说明还没有答复"):
        reporting.draft_report(plan, by=by)
    visiting.answer_statement(statement, accepted=False, answer="检修不影响上锁。", by=by)

    notice = reporting.draft_report(plan, words="一周后回访。", by=by)

    assert (plan.state, notice.kind, notice.title) == (
        "reported", "inspection_report", "云州市人民政府办公室关于安全生产专项督查情况的报告",
    )  # fmt: skip
    assert "| 云州市水利局 | 11月30日至12月2日 | — | 通知进点 | 1个 |" in notice.body
    assert "2号泵站配电箱门敞开" in notice.body
    assert "未采纳：检修不影响上锁。" in notice.body
    assert notice.body.endswith("一周后回访。")
    with pytest.raises(RuleBroken, match="督查中才能起草报告"):
        reporting.draft_report(plan, by=by)


def test_no_report_while_somebody_is_still_out(office):
    with pytest.raises(RuleBroken, match="云州市水利局还没有反馈问题"):
        reporting.draft_report(underway(office).plan, by=office.actor(office.supervisor))


def test_a_task_ends_when_its_findings_have_their_items(office):
    visit, by = finished(office), office.actor(office.supervisor)
    plan = visit.plan
    with pytest.raises(RuleBroken, match="还有1个问题没有立项"):
        reporting.close_plan(plan, conclusion="结束", by=by)
    visiting.docket_findings(plan, by=by)
    with pytest.raises(RuleBroken, match="督查中"):
        reporting.close_plan(plan, conclusion="结束", by=by)
    with clock.frozen("2026-12-04 09:00"):
        reporting.draft_report(plan, by=by)
    with pytest.raises(NotPermitted):
        reporting.close_plan(plan, conclusion="结束", by=office.actor(office.stranger))

    reporting.close_plan(plan, conclusion="问题已全部立项督办。", by=by)

    assert (plan.state, plan.conclusion) == ("closed", "问题已全部立项督办。")


# ── call-backs ───────────────────────────────────────────────────────────────


def closed(office):
    item = completed(office)
    closing.close_out(item, by=office.actor(office.supervisor))
    return item


ASKED = {"words": "入户5户，3户又停水。", "respondents": "城东社区5户居民"}


def test_a_matter_that_came_back_is_taken_up_again(office):
    item = closed(office)
    visit = underway(office, kind="call_back")

    found_ = visiting.record_call_back(
        visit, item, result="rebounded", reopen=True, working_days=5, by=office.actor(office.second), **ASKED
    )

    item.refresh_from_db()
    assert (item.state, item.reopenings, found_.reopened) == ("in_progress", 1, True)


def test_what_has_held_stays_closed(office):
    item, visit = closed(office), underway(office, kind="call_back")
    by = office.actor(office.second)

    with pytest.raises(RuleBroken, match="不用重新办理"):
        visiting.record_call_back(visit, item, result="held", reopen=True, working_days=5, by=by, **ASKED)
    with pytest.raises(RuleBroken, match="请填写办理工作日数"):
        visiting.record_call_back(visit, item, result="partly", reopen=True, by=by, **ASKED)
    visiting.record_call_back(visit, item, result="held", by=by, **ASKED)

    item.refresh_from_db()
    assert item.state == "closed_out"


def test_a_stranger_calls_nobody_back_and_what_is_not_done_is_not_asked_about(office):
    visit = underway(office, kind="call_back")

    with pytest.raises(NotPermitted):
        visiting.record_call_back(visit, closed(office), result="held", by=office.actor(office.stranger), **ASKED)
    with pytest.raises(RuleBroken, match="还没有办结"):
        visiting.record_call_back(visit, docketed(office), result="held", by=office.actor(office.second), **ASKED)

    assert not CallBack.objects.exists()
