"""Yearly targets: set, broken down, issued, reported, verified, docketed."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.domains.supervision import held_figures
from zhongshu.domains.supervision.commands import target_reporting as reporting
from zhongshu.domains.supervision.commands import target_setting as setting
from zhongshu.domains.supervision.held_figures import HeldFigure
from zhongshu.domains.supervision.models import SupervisionItem, Target, TargetEvent, TargetReport, TargetSheet
from zhongshu.domains.supervision.queries import targets
from zhongshu.domains.supervision.target_policies import target_policy
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.accounts.tests.factories import signed_in

pytestmark = pytest.mark.django_db
QUARTERS = {1: Decimal(200), 2: Decimal(500), 3: Decimal(900), 4: Decimal(1200)}


@pytest.fixture
def sheet(office):
    return setting.draft_sheet(title="2026年度重点工作目标责任书", year=2026, by=office.actor(office.supervisor))


@pytest.fixture
def target(office, sheet):
    return added(office, sheet)


@pytest.fixture
def issued(office, target):
    setting.issue_sheet(target.sheet, by=office.actor(office.supervisor))
    return Target.objects.select_related("sheet", "lead_unit", "responsible").get(pk=target.pk)


def added(office, sheet, **values):
    given = {
        "title": "老旧小区改造户数",
        "wanted": Decimal(1200),
        "unit_of_measure": "户",
        "measure": "以竣工验收为准",
        "lead_unit_id": office.units[2].pk,
        "quarters": QUARTERS,
        "by": office.actor(office.supervisor),
        **values,
    }
    return setting.add_target(sheet, **given)


# ── setting ──────────────────────────────────────────────────────────────────


def test_a_target_has_a_number_a_unit_a_person_and_a_plan_by_quarters(office, target):
    assert (target.responsible, target.lead_unit, target.wanted) == (office.heads[2], office.units[2], Decimal(1200))
    assert list(target.quarters.values_list("planned", flat=True)) == list(QUARTERS.values())


def test_a_stranger_sets_nothing(office, target):
    by, sheet = office.actor(office.stranger), target.sheet

    for attempt in (
        lambda: setting.draft_sheet(title="责任书", year=2026, by=by),
        lambda: added(office, sheet, by=by),
        lambda: setting.change_target(target, wanted=Decimal(1), measure="", responsible_id=None, reason="改", by=by),
        lambda: setting.place_target_under(target, None, by=by),
        lambda: setting.plan_quarters(target, quarters=QUARTERS, by=by),
        lambda: setting.void_target(target, reason="不办", by=by),
        lambda: setting.issue_sheet(sheet, by=by),
        lambda: setting.close_sheet(sheet, words="结束", by=by),
        lambda: reporting.docket_target(target, title="甲", outcome="乙", by=by),
    ):
        with pytest.raises(NotPermitted):
            attempt()

    assert (TargetSheet.objects.get().state, Target.objects.count()) == ("drafting", 1)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "请填写目标"),
        ({"wanted": None}, "请填写目标值"),
        ({"unit_of_measure": " "}, "请填写计量单位"),
        ({"quarters": {1: Decimal(300), 2: Decimal(200)}}, "上半年不能小于一季度"),
        ({"quarters": {4: Decimal(1100)}}, "全年进度1100与目标值1200不一致"),
    ],
)
def test_half_a_target_is_refused(office, sheet, values, sentence):
    with pytest.raises(RuleBroken, match=sentence), transaction.atomic():
        added(office, sheet, **values)


def test_a_supporting_unit_is_not_the_lead_and_a_dissolved_unit_carries_nothing(office, sheet):
    with pytest.raises(RuleBroken, match="不能同时列为配合单位"):
        added(office, sheet, supporting_unit_ids=[office.units[2].pk])
    type(office.units[1]).objects.filter(pk=office.units[1].pk).update(active=False)
    with pytest.raises(RuleBroken, match="已撤销，不能交办"):
        added(office, sheet, lead_unit_id=office.units[1].pk)


def test_a_key_work_without_a_number_is_done_at_a_hundred_percent(office, sheet):
    work = added(office, sheet, title="数据平台上线", kind="key_work", wanted=None, unit_of_measure="", quarters=None)

    assert (work.wanted, work.unit_of_measure) == (Decimal(100), "%")


def test_the_parts_are_held_against_the_whole(office, target):
    for unit, wanted in ((office.units[0], 700), (office.units[1], 450)):
        added(office, target.sheet, parent=target, lead_unit_id=unit.pk, wanted=Decimal(wanted), quarters=None)

    [whole, first, second] = targets.lines(target.sheet)

    assert whole.difference == "各部分合计1150户，比总数1200户少50户"
    assert [(line.code, line.depth) for line in (whole, first, second)] == [("1", 0), ("1.1", 1), ("1.2", 1)]


def test_a_circle_is_refused_with_a_sentence(office, target):
    by = office.actor(office.supervisor)
    part = added(office, target.sheet, parent=target, title="城东片区", quarters=None)
    deeper = added(office, target.sheet, parent=part, title="1号小区", quarters=None)

    with pytest.raises(RuleBroken, match="“1号小区”本身是由“老旧小区改造户数”分解出来的，不能循环分解"):
        setting.place_target_under(target, deeper, by=by)
    with pytest.raises(RuleBroken, match="不能循环分解"):
        setting.place_target_under(target, target, by=by)
    setting.place_target_under(deeper, None, by=by)

    assert [line.code for line in targets.lines(target.sheet)] == ["1", "1.1", "2"]


def test_a_tree_is_no_deeper_than_anybody_reads(office, target):
    above = target
    for depth in range(4):
        above = added(office, target.sheet, parent=above, title=f"第{depth}层", quarters=None)

    with pytest.raises(RuleBroken, match="分解最多5层"):
        added(office, target.sheet, parent=above, title="再一层", quarters=None)


def test_a_parent_of_another_sheet_is_refused(office, target):
    by = office.actor(office.supervisor)
    other = setting.draft_sheet(title="另一份", year=2026, by=by)

    with pytest.raises(RuleBroken, match="不在同一份责任书里"):
        added(office, other, parent=target)
    with pytest.raises(RuleBroken, match="2026年已有“另一份”"):
        setting.draft_sheet(title="另一份", year=2026, by=by)


def test_what_is_struck_takes_its_parts_along(office, target):
    by = office.actor(office.supervisor)
    part = added(office, target.sheet, parent=target, title="城东片区", quarters=None)

    setting.void_target(target, reason="上级调减", by=by)

    part.refresh_from_db()
    assert part.voided_at is not None
    with pytest.raises(StaleState):
        setting.void_target(target, reason="再撤", by=by)
    with pytest.raises(RuleBroken, match="已撤销，不能再调整"):
        setting.change_target(target, wanted=Decimal(1), measure="", responsible_id=None, reason="改", by=by)


def test_a_sheet_is_issued_once_and_complete(office, sheet):
    by = office.actor(office.supervisor)
    with pytest.raises(RuleBroken, match="还没有列入目标"):
        setting.issue_sheet(sheet, by=by)
    target = added(office, sheet, quarters=None)
    with pytest.raises(RuleBroken, match="“老旧小区改造户数”还没有安排分期进度"):
        setting.issue_sheet(sheet, by=by)
    assert not target_policy.can(office.actor(office.contacts[2]), "view", target)
    setting.plan_quarters(target, quarters=QUARTERS, by=by)
    setting.issue_sheet(sheet, by=by)

    assert target_policy.can(office.actor(office.contacts[2]), "view", target)
    assert not target_policy.can(office.actor(office.contacts[0]), "view", target)
    with pytest.raises(RuleBroken, match="已下达"):
        setting.issue_sheet(sheet, by=by)


def test_a_target_is_changed_with_a_reason_and_the_old_number_stays_in_the_record(office, issued):
    by = office.actor(office.supervisor)
    with pytest.raises(RuleBroken, match="请说明为什么调整"):
        setting.change_target(issued, wanted=Decimal(1000), measure="", responsible_id=None, reason="", by=by)

    setting.change_target(issued, wanted=Decimal(1000), measure="验收户数", responsible_id=None, reason="上级调减", by=by)

    assert issued.wanted == Decimal(1000)
    assert issued.events.get(kind="changed").facts["before"]["wanted"] == "1200.0000"


def test_a_sheet_that_ended_changes_no_more(office, issued):
    by = office.actor(office.supervisor)
    setting.close_sheet(issued.sheet, words="年度终了", by=by)

    with pytest.raises(RuleBroken, match="已结束"):
        added(office, issued.sheet)
    with pytest.raises(RuleBroken, match="没有下达或者已结束"):
        reporting.report_progress(issued, quarter=3, value=Decimal(1), by=office.actor(office.heads[2]))


# ── reporting ────────────────────────────────────────────────────────────────


def reported(office, target, value=Decimal(880), quarter=3, person=None):
    return reporting.report_progress(
        target, quarter=quarter, value=value, words="三个小区在收尾。", by=office.actor(person or office.contacts[2])
    )


def test_progress_is_reported_by_the_unit_and_verified_by_somebody_else(office, issued):
    report = reported(office, issued)
    assert targets.dress([issued])[0].stand.light == "blue"

    with pytest.raises(NotPermitted):
        reporting.verify_report(report, correct=True, by=office.actor(office.contacts[2]))
    reporting.verify_report(report, correct=True, words="抽查10户属实。", by=office.actor(office.second))

    [line] = targets.dress([issued])
    assert (line.stand.light, line.stand.percent) == ("green", 73)
    with pytest.raises(RuleBroken, match="已核实"):
        reporting.verify_report(report, correct=False, words="再查", by=office.actor(office.second))


def test_who_reported_does_not_verify(office, sheet):
    target = added(office, sheet, lead_unit_id=office.organ.pk, responsible_id=office.second.pk)
    setting.issue_sheet(sheet, by=office.actor(office.supervisor))
    target.sheet.refresh_from_db()
    report = reported(office, target, person=office.second)

    with pytest.raises(NotPermitted, match="报告人、责任人以外"):
        reporting.verify_report(report, correct=True, by=office.actor(office.second))

    assert TargetReport.objects.get().state == "reported"


def test_what_is_sent_back_is_reported_again(office, issued):
    report = reported(office, issued)
    with pytest.raises(RuleBroken, match="前三季度进度已经报告"):
        reported(office, issued)
    with pytest.raises(RuleBroken, match="退回的原因"):
        reporting.verify_report(report, correct=False, by=office.actor(office.second))
    reporting.verify_report(report, correct=False, words="含未验收的20户。", by=office.actor(office.second))

    again = reported(office, issued, value=Decimal(860))

    assert list(issued.reports.order_by("pk").values_list("state", flat=True)) == ["returned", "reported"]
    assert again.value == Decimal(860)


def test_only_who_answers_reports_and_not_what_has_not_begun(office, target, issued):
    with pytest.raises(NotPermitted):
        reported(office, issued, person=office.contacts[0])
    with pytest.raises(RuleBroken, match="请填写完成数"):
        reported(office, issued, value=None)
    other = setting.draft_sheet(title="2027年", year=2027, by=office.actor(office.supervisor))
    later = added(office, other)
    setting.issue_sheet(other, by=office.actor(office.supervisor))
    with pytest.raises(RuleBroken, match="前三季度还没有开始"):
        reported(office, later)

    assert not TargetReport.objects.exists()


def test_what_is_not_issued_is_not_reported(office, target):
    with pytest.raises(RuleBroken, match="没有下达"):
        reported(office, target)


def test_a_number_that_is_held_is_taken_and_not_typed(office, issued, monkeypatch):
    held = HeldFigure(ObjectRef("figures.figure", 7), Decimal("866.5"), "云州市住建局2026年前三季度，核定")
    monkeypatch.setattr(held_figures, "_lookups", [lambda name, year, quarter, by: held if quarter == 3 else None])
    Target.objects.filter(pk=issued.pk).update(figure_name="老旧小区改造户数")
    issued.refresh_from_db()

    with pytest.raises(RuleBroken, match=r"为866\.5（云州市住建局2026年前三季度，核定），一数一源"):
        reported(office, issued, value=Decimal(900))
    report = reported(office, issued, value=None)

    assert (report.value, report.figure_id, report.figure_words) == (Decimal("866.5"), 7, held.words)
    with pytest.raises(RuleBroken, match="请填写完成数"):
        reported(office, issued, value=None, quarter=2)


def test_a_target_becomes_items_of_the_ledger(office, issued):
    by = office.actor(office.supervisor)
    for title in ("推进城东片区改造", "推进城西片区改造"):
        reporting.docket_target(issued, title=title, outcome="全部竣工验收", working_days=10, by=by)

    items = targets.items(issued, by)
    assert [(item.source_kind, item.lead_unit) for item in items] == [("annual_target", office.units[2])] * 2
    assert items[0].sources.get().sentence == "老旧小区改造户数：1200户。以竣工验收为准"


def test_what_is_not_issued_becomes_no_item(office, target):
    with pytest.raises(RuleBroken, match="没有下达"):
        reporting.docket_target(target, title="甲", outcome="乙", working_days=5, by=office.actor(office.supervisor))

    assert not SupervisionItem.objects.exists()


def test_the_record_of_a_sheet_is_append_only(office, target):
    for change in (
        lambda: TargetEvent.objects.filter(target=target).update(words="改"),
        lambda: TargetEvent.objects.filter(target=target).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# ── pages ────────────────────────────────────────────────────────────────────


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return sum("SAVEPOINT" not in query["sql"] and "stamp" not in query["sql"].split("WHERE")[0] for query in captured)


def test_pages_cost_little_whatever_the_number_of_targets(client, office, issued):
    supervisor, contact = office.supervisor, office.contacts[2]
    pages = (
        (supervisor, "target_sheets", [], 6), (supervisor, "target_sheet", [issued.sheet_id], 12),
        (supervisor, "target", [issued.pk], 12), (supervisor, "target_sheet_record", [issued.sheet_id], 6),
        (contact, "own_targets", [], 6), (contact, "target", [issued.pk], 12),
    )  # fmt: skip
    few = [cost(signed_in(client, who), reverse(f"supervision:{name}", args=args)) for who, name, args, _ in pages]
    assert [one for one, (*_, most) in zip(few, pages, strict=True) if one > most] == []

    for number in range(5):
        added(office, issued.sheet, title=f"第{number}项", parent=issued if number % 2 else None)

    assert few == [cost(signed_in(client, who), reverse(f"supervision:{name}", args=args)) for who, name, args, _ in pages]


def test_the_tree_shows_bars_lights_and_differences(client, office, issued):
    reporting.verify_report(reported(office, issued, value=Decimal(700)), correct=True, by=office.actor(office.second))
    added(office, issued.sheet, parent=issued, title="城东片区", wanted=Decimal(700), quarters=None)

    page = signed_in(client, office.supervisor).get(reverse("supervision:target_sheet", args=[issued.sheet_id])).text

    assert "1.1 城东片区" in page
    assert "各部分合计700户，比总数1200户少500户" in page
    assert 'class="target-bar"' in page
    assert "达到计划的77.8%，低于80%" in page
    assert "ledger-sheet" in page


def test_a_unit_sees_its_own_targets_and_no_others(client, office, issued):
    added(office, issued.sheet, title="别人的目标", lead_unit_id=office.units[0].pk)
    contact = signed_in(client, office.contacts[2])

    page = contact.get(reverse("supervision:own_targets")).text

    assert "老旧小区改造户数" in page
    assert "别人的目标" not in page
    assert contact.get(reverse("supervision:target_sheet", args=[issued.sheet_id])).status_code == 404
    assert signed_in(client, office.stranger).get(reverse("supervision:target", args=[issued.pk])).status_code == 404


def test_the_workbook_holds_the_tree(client, office, issued):
    answer = signed_in(client, office.supervisor).get(reverse("supervision:target_sheet_xlsx", args=[issued.sheet_id]))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert [cell.value for cell in sheet[2]][:6] == ["1", "老旧小区改造户数", "指标", "1200", "户", "云州市住建局"]
    assert sheet["J2"].value == 200


def test_a_target_is_listed_broken_down_and_reported_on_its_pages(client, office, issued):
    supervisor = signed_in(client, office.supervisor)
    values = {
        "title": "城东片区", "kind": "indicator", "direction": "at_least", "wanted": "700", "unit_of_measure": "户",
        "lead_unit": office.units[0].pk, "quarter_1": "100", "quarter_4": "700", "adds_up": "on",
    }  # fmt: skip
    address = f"{reverse('supervision:target_new', args=[issued.sheet_id])}?under={issued.pk}"

    assert supervisor.post(address, {**values, "quarter_4": "600"}).status_code == 422
    assert supervisor.post(address, values).status_code == 302
    part = Target.objects.get(title="城东片区")
    assert (part.parent_id, part.quarters.count()) == (issued.pk, 2)
    contact = signed_in(client, office.contacts[0])
    contact.post(reverse("supervision:target_report", args=[part.pk]), {"quarter": "1", "value": "90.5", "words": "略慢"})
    assert part.reports.get().value == Decimal("90.5")
    assert dt.date.fromisoformat("2026-11-23") == part.reports.get().reported_at.date()
