"""A ledger kept as a spreadsheet: read, decided about, taken in whole or not at all."""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter
from django.urls import reverse

from zhongshu.domains.supervision.choices import EventKind, PartState, State
from zhongshu.domains.supervision.commands import importing, taking_in
from zhongshu.domains.supervision.models import ItemEvent, ItemSource, Part, SupervisionItem
from zhongshu.domains.supervision.models.importing import LedgerImport, LedgerImportRow
from zhongshu.domains.supervision.queries import statistics
from zhongshu.domains.supervision.tests.factories import MONDAY
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.numbering.public import Number
from zhongshu.platform.organizations.tests.factories import person_in
from zhongshu.platform.search import public as search
from zhongshu.platform.spreadsheets.public import ImportState

HEAD = [
    "序号",
    "督办事项",
    "立项依据",
    "牵头单位",
    "配合单位",
    "责任人",
    "交办日期",
    "完成时限",
    "进展情况",
    "办理状态",
    "办结日期",
]
TODAY = dt.date.fromisoformat(MONDAY[:10])


def row(number: int, title: str, **values) -> list:
    names = (
        "number",
        "title",
        "source",
        "lead",
        "support",
        "responsible",
        "docketed",
        "deadline",
        "progress",
        "state",
        "completed",
    )
    plain = {
        "number": number, "title": title, "lead": "云州市水利局", "docketed": "2026-03-02", "deadline": "2026-12-31", "state": "办理中",
    }  # fmt: skip
    return [{**plain, **values}.get(name, "") for name in names]


def workbook(*rows: list, head: list = HEAD) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    for number, line in enumerate([head, *rows]):
        sheet.write_row(number, 0, line)
    book.close()
    return stream.getvalue()


def uploaded(office, *rows: list) -> LedgerImport:
    return importing.upload(file_name="旧台账.xlsx", content=workbook(*rows), by=office.actor(office.supervisor))


def test_an_old_ledger_comes_in_whole_with_states_as_told(office):
    supervisor = office.actor(office.supervisor)
    shown = uploaded(
        office,
        row(1, "改造供水管网", support="云州市财政局", progress="已开工，完成40%", source="市政府常务会议"),
        row(2, "更新急救设备", deadline="2026-05-31", state="已办结", completed="2026-05-20"),
        row(3, "清理闲置用房", docketed="2025-03-02", deadline="2025-05-05", state="已销号", completed="2025-06-01"),
        row(4, "拆除违法建筑", deadline="2026-04-06", state="办理中"),
    )
    assert (shown.state, shown.rows_total, shown.rows_bad) == (ImportState.PREVIEWED, 4, 0)

    taking_in.take_in(shown, by=supervisor)

    shown.refresh_from_db()
    assert (shown.state, shown.imported) == (ImportState.APPLIED, 4)
    found = list(
        SupervisionItem.objects.order_by("pk").values_list("number", "title", "state", "completed_date", "close_out_date")
    )
    assert found == [
        ("云政办督〔2025〕1号", "清理闲置用房", State.CLOSED_OUT, dt.date(2025, 6, 1), dt.date(2025, 6, 1)),
        ("云政办督〔2026〕1号", "改造供水管网", State.IN_PROGRESS, None, None),
        ("云政办督〔2026〕2号", "更新急救设备", State.COMPLETED, dt.date(2026, 5, 20), None),
        ("云政办督〔2026〕3号", "拆除违法建筑", State.IN_PROGRESS, None, None),
    ]
    pipes = SupervisionItem.objects.get(title="改造供水管网")
    assert (pipes.progress, pipes.responsible, pipes.latest_feedback) == (40, office.heads[0], "已开工，完成40%")
    parts = [(part.unit.name, part.role, part.state) for part in Part.objects.filter(item=pipes).order_by("pk")]
    assert parts == [("云州市水利局", "lead", PartState.IN_PROGRESS), ("云州市财政局", "supporting", PartState.IN_PROGRESS)]
    assert Part.objects.get(item__title="更新急救设备").state == PartState.REPORTED
    assert pipes.sources.get().ref_title == "市政府常务会议"
    assert Number.objects.get(text="云政办督〔2026〕1号").ref_id == pipes.pk
    assert [hit.title for hit in search.find("供水管网", supervisor)] == ["改造<mark>供水管网</mark>"]


def test_the_record_says_imported_and_past_days_stay_as_they_were(office):
    supervisor = office.actor(office.supervisor)
    shown = uploaded(office, row(1, "更新急救设备", deadline="2026-05-31", state="已办结", completed="2026-05-20"))
    taking_in.take_in(shown, by=supervisor)

    event = ItemEvent.objects.get()
    assert (event.kind, event.occurred_date, event.turns, event.state) == (EventKind.IMPORTED, TODAY, True, State.COMPLETED)
    assert event.words == "《旧台账.xlsx》第2行。原编号1"
    before, now = (statistics.overall(statistics.scope_of(supervisor, day)) for day in (TODAY - dt.timedelta(days=1), TODAY))
    assert (before.total, now.total, now.counts["on_time"]) == (0, 1, 1)


def test_one_entry_in_the_audit_and_one_fact_speak_for_the_whole_ledger(office):
    shown = uploaded(office, row(1, "改造供水管网"), row(2, "更新急救设备"))
    taking_in.take_in(shown, by=office.actor(office.supervisor))

    assert [entry.action for entry in audit.trail(audit.ref_of(shown))] == [
        "supervision.ledger_uploaded", "supervision.ledger_taken_in",
    ]  # fmt: skip
    assert Outbox.objects.get(name="supervision.ledger_taken_in").payload == {
        "import_id": shown.pk, "organ_id": office.organ.pk, "items": 2,
    }  # fmt: skip
    assert not Outbox.objects.filter(name="supervision.item_docketed").exists()


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"lead": "市粮食局"}, "“市粮食局”不在通讯录中，请改正名称或先由系统管理员设立"),
        ({"responsible": "查无此人"}, "责任人“查无此人”不在“云州市水利局”的通讯录中，请指定"),
        ({"responsible": "甲某、乙某"}, "责任人“甲某、乙某”有2人，一事一人，请指定一人"),
        ({"deadline": "长期坚持"}, "没有办理时限，请在表中补充，或者在“没有时限的按”中统一指定"),
        ({"state": "已办结"}, "已办结但没有办结日期，请在表中补充，或者在“没有办结日期的”中统一选定"),
        ({"completed": "2026-05-01"}, "写了办结日期，办理状态却不是已办结，请核对"),
        ({"state": "已办结", "completed": "2026-12-30"}, "办结日期2026-12-30晚于今天，请核对"),
        ({"state": "已办结", "completed": "2026-01-05"}, "办结日期2026-01-05早于交办日期2026-03-02，请核对"),
    ],
)
def test_nothing_is_half_imported(office, values, problem):
    shown = uploaded(office, row(1, "改造供水管网"), row(2, "更新急救设备", **values))

    assert LedgerImportRow.objects.get(bad=True).problems == [problem]
    with pytest.raises(RuleBroken, match="还有 1 行存在问题"):
        taking_in.take_in(shown, by=office.actor(office.supervisor))
    assert not SupervisionItem.objects.exists()
    assert LedgerImport.objects.get().state == ImportState.PREVIEWED


def test_rows_with_problems_are_left_out_only_when_that_is_said_and_can_be_downloaded(office, client):
    shown = uploaded(office, row(1, "改造供水管网"), row(2, "更新急救设备", lead="市粮食局"))

    taking_in.take_in(shown, leave_out=True, by=office.actor(office.supervisor))

    assert [item.title for item in SupervisionItem.objects.all()] == ["改造供水管网"]
    signed_in(client, office.supervisor)
    content = client.get(reverse("supervision:import_left_out", args=[shown.pk])).content
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert lines[0][:4] == ("原行号", "需改正", "序号", "督办事项")
    assert lines[1][:4] == (3, "“市粮食局”不在通讯录中，请改正名称或先由系统管理员设立", "2", "更新急救设备")


def test_a_name_is_asked_about_once_and_the_answer_holds_for_every_row(office):
    supervisor = office.actor(office.supervisor)
    person = person_in(office.units[0], name="丙某")
    shown = uploaded(
        office,
        row(1, "改造供水管网", lead="市自来水公司"), row(2, "更新泵房", lead="市自来水公司"), row(3, "检修水表", responsible="老丙"),
    )  # fmt: skip
    assert [(asked["kind"], asked["written"], asked["count"]) for asked in shown.questions] == [
        ("units", "市自来水公司", 2), ("people", "老丙", 1),
    ]  # fmt: skip

    answers = {
        "units": {"市自来水公司": office.units[0].pk},
        "people": {shown.questions[1]["key"]: person.pk},
    }
    importing.understand_anew(shown, answers=answers, by=supervisor)

    assert (shown.rows_bad, shown.questions) == (0, [])
    taking_in.take_in(shown, by=supervisor)
    found = SupervisionItem.objects.order_by("pk").values_list("lead_unit", "responsible")
    assert list(found) == [(office.units[0].pk, office.heads[0].pk)] * 2 + [(office.units[0].pk, person.pk)]


def test_what_the_sheet_leaves_out_is_decided_once_for_all(office):
    supervisor = office.actor(office.supervisor)
    shown = uploaded(office, row(1, "改造供水管网", deadline=""), row(2, "更新泵房", state="已办结", deadline="2026-05-31"))
    assert shown.rows_bad == 2

    importing.understand_anew(shown, default_deadline=dt.date(2026, 12, 31), undated_done="deadline", by=supervisor)

    assert shown.rows_bad == 0
    taking_in.take_in(shown, by=supervisor)
    assert SupervisionItem.objects.get(title="改造供水管网").deadline == dt.date(2026, 12, 31)
    assert SupervisionItem.objects.get(title="更新泵房").completed_date == dt.date(2026, 5, 31)


def test_columns_are_understood_anew(office):
    shown = importing.upload(
        file_name="台账.xlsx",
        content=workbook(["改造管网", "云州市水利局", "2026-12-31"], head=["督办事项", "谁来办", "完成时限"]),
        by=office.actor(office.supervisor),
    )
    assert (shown.mapping, shown.rows_bad) == (["title", "", "deadline"], 1)

    importing.understand_anew(shown, mapping=["title", "lead", "deadline"], by=office.actor(office.supervisor))

    assert (shown.mapping, shown.rows_bad) == (["title", "lead", "deadline"], 0)
    with pytest.raises(RuleBroken, match="请指定哪一列是事项"):
        importing.understand_anew(shown, mapping=["", "lead", "deadline"], by=office.actor(office.supervisor))


def test_deadlines_on_rest_days_and_beyond_the_calendar_are_taken_as_they_stand(office):
    shown = uploaded(office, row(1, "改造供水管网", deadline="2026-10-03"), row(2, "更新泵房", deadline="2028-06-30"))
    taking_in.take_in(shown, by=office.actor(office.supervisor))

    first, second = SupervisionItem.objects.order_by("pk")
    assert "原台账如此，未作调整" in first.deadline_explanation
    assert "2028年放假安排未导入，工作日数按周一至周五估算" in second.deadline_explanation
    assert (first.deadline, second.deadline) == (dt.date(2026, 10, 3), dt.date(2028, 6, 30))


def test_the_same_file_twice_is_told(office, client):
    supervisor = office.actor(office.supervisor)
    content = workbook(row(1, "改造供水管网"))

    def upload() -> LedgerImport:
        return importing.upload(file_name="旧台账.xlsx", content=content, by=supervisor)

    first = upload()
    assert upload() == first
    taking_in.take_in(first, by=supervisor)
    with pytest.raises(RuleBroken, match="该次导入已经办理"):
        taking_in.take_in(first, by=supervisor)

    again = upload()

    assert again != first
    assert again.rows.get().remarks[-1] == "台账中已有同一牵头单位的同名事项（云政办督〔2026〕1号），请确认是否重复"
    signed_in(client, office.supervisor)
    page = client.get(reverse("supervision:import", args=[again.pk])).content.decode()
    assert "同一个文件已于" in page


def test_a_stranger_takes_nothing_in(office):
    stranger = office.actor(office.stranger)
    shown = uploaded(office, row(1, "改造供水管网"))

    with pytest.raises(NotPermitted):
        importing.upload(file_name="台账.xlsx", content=workbook(row(1, "改造供水管网")), by=stranger)
    for act in (
        lambda: importing.understand_anew(shown, by=stranger),
        lambda: taking_in.take_in(shown, by=stranger),
        lambda: importing.discard(shown, by=stranger),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert LedgerImport.objects.get().state == ImportState.PREVIEWED


def test_a_discarded_ledger_leaves_neither_rows_nor_file(office, django_capture_on_commit_callbacks):
    shown = uploaded(office, row(1, "改造供水管网"))
    with django_capture_on_commit_callbacks(execute=True):
        importing.discard(shown, by=office.actor(office.supervisor))

    assert (shown.state, LedgerImportRow.objects.count()) == (ImportState.DISCARDED, 0)
    assert not attachments.storage().exists(shown.file_path)
    with pytest.raises(RuleBroken):
        importing.discard(shown, by=office.actor(office.supervisor))
    with pytest.raises(RuleBroken, match="已经办结"):
        importing.understand_anew(shown, by=office.actor(office.supervisor))


def test_what_nobody_decides_for_a_month_is_put_away(office):
    with clock.frozen("2026-09-01 09:00"):
        uploaded(office, row(1, "改造供水管网"))
    uploaded(office, row(1, "更新泵房"))

    assert importing.discard_stale(by=Actor.system()) == 1
    assert list(LedgerImport.objects.order_by("pk").values_list("state", flat=True)) == ["discarded", "previewed"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 not a workbook", "无法读取该文件"),
        (workbook(["甲"], head=["姓名"]), "没有找到“事项”一列的表头"),
        (workbook(row(1, "机密★5年")), "国家秘密"),
    ],
)
def test_what_is_no_ledger_is_refused_with_a_sentence(office, content, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        importing.upload(file_name="台账.xlsx", content=content, by=office.actor(office.supervisor))
    assert not LedgerImport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_ledger_is_read_and_written_in_the_background(office):
    supervisor = office.actor(office.supervisor)
    shown = uploaded(office, *(row(number, f"第{number}项供水改造", support="云州市财政局") for number in range(1, 602)))
    assert (shown.state, shown.rows_total) == (ImportState.READING, 0)

    jobs.drain()
    shown.refresh_from_db()
    assert (shown.state, shown.rows_total, shown.rows_bad) == (ImportState.PREVIEWED, 601, 0)
    taking_in.take_in(shown, by=supervisor)
    assert shown.state == ImportState.APPLYING
    with pytest.raises(RuleBroken, match="该次导入已经办理"):
        taking_in.take_in(shown, by=supervisor)

    jobs.drain()
    shown.refresh_from_db()
    assert (shown.state, shown.imported, shown.last_number) == (ImportState.APPLIED, 601, "云政办督〔2026〕601号")
    assert (SupervisionItem.objects.count(), ItemSource.objects.count(), Part.objects.count()) == (601, 601, 1202)
    taking_in.take_in_later(shown.pk, by=supervisor)
    assert SupervisionItem.objects.count() == 601


def test_a_person_who_left_meanwhile_stops_the_whole_import(office):
    supervisor = office.actor(office.supervisor)
    shown = uploaded(office, row(1, "改造供水管网"))
    type(office.heads[0]).objects.filter(pk=office.heads[0].pk).update(active=False)
    LedgerImport.objects.filter(pk=shown.pk).update(state=ImportState.APPLYING)

    taking_in.take_in_later(shown.pk, by=supervisor)

    shown.refresh_from_db()
    assert shown.state == ImportState.PREVIEWED
    assert shown.failure.endswith("已撤销或离职，请重新核对后再导入。本次没有导入任何内容")
    assert not SupervisionItem.objects.exists()


def test_the_pages_lead_from_the_file_to_the_ledger(office, client):
    signed_in(client, office.supervisor)
    file = io.BytesIO(workbook(row(1, "改造供水管网"), row(2, "更新泵房", lead="市自来水公司")))
    file.name = "旧台账.xlsx"
    response = client.post(reverse("supervision:import_new"), {"file": file}, follow=True)
    page = response.content.decode()
    assert "单位“市自来水公司”是" in page
    shown = LedgerImport.objects.get()
    only = client.get(reverse("supervision:import", args=[shown.pk]), {"bad": "1"}).content.decode()
    assert "改造供水管网" not in only
    assert "更新泵房" in only

    data = {f"column{number}": name for number, name in enumerate(shown.mapping)}
    again = client.post(
        reverse("supervision:import_again", args=[shown.pk]), {**data, "undated_done": "ask", "answer0": str(office.units[0].pk)}
    )
    assert again.status_code == 302
    done = client.post(reverse("supervision:import_apply", args=[shown.pk]), follow=True).content.decode()
    assert "已导入2项" in done
    assert SupervisionItem.objects.filter(lead_unit=office.units[0]).count() == 2
    template = client.get(reverse("supervision:import_template")).content
    assert importing.upload(file_name="模板.xlsx", content=template, by=office.actor(office.supervisor)).rows_total == 1


def test_the_pages_are_closed_to_a_stranger(office, client):
    shown = uploaded(office, row(1, "改造供水管网"))
    signed_in(client, office.stranger)

    assert client.get(reverse("supervision:import_new")).status_code == 403
    for name in ("import", "import_left_out"):
        assert client.get(reverse(f"supervision:{name}", args=[shown.pk])).status_code == 404
    for name in ("import_again", "import_apply", "import_discard"):
        assert client.post(reverse(f"supervision:{name}", args=[shown.pk])).status_code == 404
