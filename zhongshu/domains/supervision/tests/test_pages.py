"""The pages: what they show to whom, what they cost, where they lead."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.domains.supervision.commands import proposing
from zhongshu.domains.supervision.models import Feedback, ItemSource, Proposal, SavedView, SupervisionItem
from zhongshu.domains.supervision.tests.factories import completed, docketed, in_progress, parts_of, reported
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client, office):
    return signed_in(client, office.supervisor)


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return sum("SAVEPOINT" not in query["sql"] and "stamp" not in query["sql"].split("WHERE")[0] for query in captured)


def test_the_ledger_asks_as_much_for_one_row_as_for_twelve(supervisor, office):
    docketed(office)
    address = f"{reverse('supervision:ledger')}?columns=number&columns=supporting&columns=deadline"

    one = cost(supervisor, address)
    for _ in range(11):
        docketed(office)

    assert cost(supervisor, address) == one
    assert cost(supervisor, reverse("supervision:ledger")) <= 6


@pytest.mark.parametrize("tab", ["", "record", "files"])
def test_an_items_page_costs_little(supervisor, office, tab):
    item = completed(office)

    assert cost(supervisor, f"{reverse('supervision:detail', args=[item.pk])}?tab={tab}") <= 12


@pytest.mark.parametrize("name", ["mine", "instructions", "proposals", "breakdowns", "notices"])
def test_the_other_lists_cost_little(supervisor, office, name):
    completed(office)

    assert cost(supervisor, reverse(f"supervision:{name}")) <= 6


def test_the_ledger_is_filtered_grouped_and_shows_the_chosen_columns(supervisor, office):
    in_progress(office, title="甲事项", grade="urgent")
    docketed(office, title="乙事项", lead_unit_id=office.units[2].pk, supporting_unit_ids=[])

    page = supervisor.get(reverse("supervision:ledger"), {"grade": "urgent", "group": "unit", "columns": ["outcome"]}).text

    assert "甲事项" in page
    assert "乙事项" not in page
    assert "本页 1 项" in page
    assert "可核实的结果" in page


@pytest.mark.parametrize(("light", "seen"), [("blue", True), ("green", False), ("red", False)])
def test_the_ledger_filters_by_light(supervisor, office, light, seen):
    reported(office, title="待核查的事")

    page = supervisor.get(reverse("supervision:ledger"), {"light": light}).text

    assert ("待核查的事" in page) is seen


def test_a_stranger_sees_nothing_of_an_item_and_a_handling_unit_sees_it_once_assigned(client, office):
    item = docketed(office, title="未交办的事")
    address = reverse("supervision:detail", args=[item.pk])

    assert signed_in(client, office.stranger).get(address).status_code == 404
    assert signed_in(client, office.contacts[0]).get(address).status_code == 404
    other = in_progress(office)
    assert signed_in(client, office.contacts[1]).get(reverse("supervision:detail", args=[other.pk])).status_code == 200


def test_administrators_read_no_content(client):
    assert signed_in_administrator(client, "audit").get(reverse("supervision:ledger")).status_code == 403


def test_the_workbook_holds_the_rows_as_text(supervisor, office):
    docketed(office, title="=1+1")

    answer = supervisor.get(reverse("supervision:ledger_xlsx"))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert [cell.value for cell in sheet[1]][:3] == ["序号", "事项", "灯"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["C2"].value) == ("=1+1", "s", "绿")


def test_the_print_repeats_its_heads_in_landscape(supervisor, office):
    docketed(office, title="要打印的事")

    page = supervisor.get(reverse("supervision:ledger_print")).text

    assert "ledger-sheet" in page
    assert "要打印的事" in page


def test_views_are_kept_and_dropped(supervisor, office):
    supervisor.post(reverse("supervision:save_view"), {"name": "红灯", "query": "light=red"})
    view = SavedView.objects.get(person=office.supervisor)

    assert "红灯" in supervisor.get(reverse("supervision:ledger")).text
    supervisor.post(reverse("supervision:remove_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_matter_is_docketed_by_hand(supervisor, office):
    values = {
        "title": "推进老旧小区改造", "outcome": "完成30个小区", "source_kind": "work_report", "source_title": "政府工作报告",
        "sentence": "改造老旧小区30个。", "lead_unit": str(office.units[0].pk), "grade": "major", "kind": "daily_follow_up",
        "deadline": "2026-12-18", "secrecy_level": "0",
    }  # fmt: skip

    assert supervisor.post(reverse("supervision:new"), {**values, "outcome": ""}).status_code == 422
    answer = supervisor.post(reverse("supervision:new"), values)

    item = SupervisionItem.objects.get()
    assert answer.url == reverse("supervision:detail", args=[item.pk])
    assert "改造老旧小区30个。" in supervisor.get(answer.url).text


def test_the_dialogs_lead_through_the_life_of_an_item(client, office):
    item = docketed(office, supporting_unit_ids=[])
    supervisor = signed_in(client, office.supervisor)
    assert supervisor.get(reverse("supervision:assign", args=[item.pk])).status_code == 200
    supervisor.post(reverse("supervision:assign", args=[item.pk]), {"words": "抓紧办理"})
    [part] = parts_of(item)
    head = signed_in(client, office.heads[0])
    assert part.item.title in head.get(reverse("supervision:mine")).text
    head.post(reverse("supervision:sign", args=[part.pk]), {"responsible": str(office.heads[0].pk)})
    head.post(reverse("supervision:row_feedback", args=[part.pk]), {"words": "完成一半。", "progress": "50"})
    head.post(reverse("supervision:request_extension", args=[part.pk]), {"working_days": "3", "reason": "管材未到"})
    signed_in(client, office.director).post(
        reverse("supervision:decide_extension", args=[item.extension_requests.get().pk]), {"approved": "yes", "words": "同意"}
    )
    signed_in(client, office.heads[0]).post(
        reverse("supervision:feedback", args=[part.pk]), {"kind": "completion", "words": "全部完成。", "progress": "100"}
    )
    second = signed_in(client, office.second)
    second.post(
        reverse("supervision:verify", args=[item.pk]),
        {"kind": "visit", "passed": "yes", "words": "属实。", "place": "东城泵站", "checked_date": "2026-11-23"},
    )
    supervisor = signed_in(client, office.supervisor)
    supervisor.post(reverse("supervision:complete", args=[item.pk]), {"conclusion": "已完成。"})
    supervisor.post(reverse("supervision:close_out", args=[item.pk]))
    supervisor.post(reverse("supervision:archive", args=[item.pk]))

    item.refresh_from_db()
    assert (item.state, item.extensions, item.conclusion) == ("archived", 1, "已完成。")
    assert list(Feedback.objects.values_list("words", flat=True)) == ["完成一半。", "全部完成。"]


def test_a_row_turns_into_a_form_and_back(client, office):
    part = parts_of(in_progress(office))[0]
    head = signed_in(client, office.heads[0])
    address = reverse("supervision:row_feedback", args=[part.pk])
    htmx = {"HX-Request": "true"}

    assert f'<tr id="part-{part.pk}">' in head.get(address, headers=htmx).text
    assert head.post(address, {"words": "", "progress": "10"}, headers=htmx).status_code == 422
    row = head.post(address, {"words": "已完成3条。", "progress": "25"}, headers=htmx)

    assert "已完成3条。" in row.text
    assert "25%" in row.text


def propose(office) -> Proposal:
    ref = ObjectRef("documents.incoming", 0, "关于城区供水管网改造的请示", "云水请〔2026〕3号")
    proposal = proposing.propose_from_instruction(
        ref, opinion_id=1, leader_id=office.leader.pk, leader_name="市长", leader_post="市长", organ_id=office.organ.pk,
        words="请水利局抓紧办理。", attitude="comment", has_handwriting=True,
    )  # fmt: skip
    assert proposal is not None
    return proposal


def test_a_proposal_shows_the_words_and_becomes_an_item_that_the_leader_sees(client, office):
    proposal = propose(office)
    supervisor = signed_in(client, office.supervisor)
    address = reverse("supervision:proposal", args=[proposal.pk])
    assert "请水利局抓紧办理。" in supervisor.get(address).text

    supervisor.post(
        address,
        {
            "title": "落实管网改造批示", "outcome": "12条通水", "lead_unit": str(office.units[0].pk), "grade": "urgent",
            "kind": "daily_follow_up", "working_days": "5", "secrecy_level": "0",
        },
    )  # fmt: skip

    page = signed_in(client, office.leader).get(reverse("supervision:instructions")).text
    assert "请水利局抓紧办理。" in page
    assert "落实管网改造批示" in page


def test_a_proposal_is_declined_with_a_reason_and_only_once(client, office):
    proposal = propose(office)
    supervisor = signed_in(client, office.supervisor)
    address = reverse("supervision:decline", args=[proposal.pk])

    supervisor.post(address, {"reason": "已由市水利局日常办理"})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("declined", "已由市水利局日常办理")
    assert supervisor.post(address, {"reason": "再次"}).status_code == 422


def test_a_text_is_taken_apart_on_its_page(supervisor, office):
    text = "一、12月18日前完成12条供水管网改造。（责任单位：云州市水利局）"

    answer = supervisor.post(
        reverse("supervision:new_breakdown"),
        {"title": "任务分解", "source_kind": "work_report", "secrecy_level": "0", "text": text},
    )
    page = supervisor.get(answer.url).text
    task = office.units[0]

    assert "完成12条供水管网改造" in page
    assert str(task) in page


def test_a_leader_sees_where_the_instructions_stand_and_drills_down_by_light(client, office):
    done, owed = completed(office), in_progress(office, title="解决供暖不热")
    ItemSource.objects.filter(item__in=[done, owed]).update(leader=office.leader, given_date="2026-11-02")
    leader = signed_in(client, office.leader)

    page = leader.get(reverse("supervision:instructions"))

    assert page.context["lights"] == {"done": 1, "green": 1}
    assert [(row["label"], row["on_time"], row["under_way"]) for row in page.context["months"]] == [("2026年11月", 1, 1)]
    assert page.context["unit_chart"]["categories"] == [str(office.units[0])]
    assert [row.item for row in leader.get(reverse("supervision:instructions"), {"show": "done"}).context["page"].rows] == [done]
    assert [row.item for row in leader.get(reverse("supervision:instructions"), {"show": "green"}).context["page"].rows] == [owed]
    assert not leader.get(reverse("supervision:instructions"), {"show": "red"}).context["page"].rows


def test_what_people_wrote_is_no_markup_in_the_ledger(supervisor, office):
    docketed(office, title="落实<b>供水</b>&供暖", outcome="<i>全部通水</i>")

    shown = supervisor.get(reverse("supervision:ledger"), {"columns": ["number", "outcome", "state"]}).text

    assert "落实&lt;b&gt;供水&lt;/b&gt;&amp;供暖" in shown
    assert "&lt;i&gt;全部通水&lt;/i&gt;" in shown


def test_whoever_confirms_a_proposal_sees_what_the_units_were_asked(client, office):
    shown = signed_in(client, office.supervisor).get(reverse("supervision:proposal", args=[propose(office).pk])).text

    assert reverse("supervision:burden_panel") in shown
    assert 'hx-include="#confirm-form"' in shown
    assert 'id="confirm-form"' in shown
