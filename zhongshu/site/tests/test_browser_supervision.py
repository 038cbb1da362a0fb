"""Supervision in a real browser: from the mayor's pen to the close-out, and its pages on a desk and on a phone."""

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, Locator, expect

from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import events
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.supervision_walk import TITLE, WORDS, SupervisionWalk
from zhongshu.site.tests import supervised
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town
from zhongshu.site.tests.test_pages_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("ZHONGSHU_SCREENSHOTS", "")
HEAD, VERIFIER, DIRECTOR = "government.supervision_head", "government.supervision_drafter", "government.director"
WATER, FINANCE, HOUSING = "department15.head", "department9.head", "department13.head"
ITEM = "解决城东片区冬季供水水压不足问题"


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Desk(context, served)
    context.close()


@pytest.fixture(scope="module")
def item(served: Town) -> supervision.SupervisionItem:
    """Something of everything of supervision."""
    with transaction.atomic():
        return supervised.populate(served)


class Section:
    """What people do with an item, in the words of the pages."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    @property
    def dialog(self) -> Locator:
        return self.page.locator("#dialog")

    def open_item(self, key: str) -> None:
        self.desk.sit_down(key)
        item = supervision.SupervisionItem.objects.get(title=ITEM)
        self.desk.open(reverse("supervision:detail", args=[item.pk]))
        self.page.wait_for_load_state("load")

    def ask(self, name: str) -> None:
        self.page.locator("#main").get_by_role("link", name=name).first.click()
        expect(self.page.locator("#dialog-title")).to_be_visible()

    def confirm(self, name: str, said: str) -> None:
        with self.page.expect_navigation():
            self.desk.button(name, self.dialog).click()
        expect(self.page.locator(".messages")).to_contain_text(said)


def test_from_the_mayors_pen_to_the_close_out(desk, served):
    section, page = Section(desk), desk.page
    write_on_the_request(desk, served)
    confirm_the_proposal(desk)
    section.ask("交办")
    section.confirm("交办", "已交办")
    for key in (WATER, FINANCE, HOUSING):
        section.open_item(key)
        section.ask("签收")
        section.confirm("签收", "已签收")
    report_in_the_row(desk)
    section.open_item(WATER)
    section.ask("申请延期")
    section.dialog.get_by_label("延长工作日数").fill("3")
    section.dialog.get_by_label("理由和新的安排").fill("连续降雨，2条管沟需重新开挖。")
    section.confirm("申请延期", "已提交延期申请")
    section.open_item(DIRECTOR)
    section.ask("审批延期")
    section.dialog.get_by_label("同意延期").check()
    section.confirm("提交", "已答复")
    for key, words in ((FINANCE, "经费已拨付。"), (HOUSING, "手续已办结。"), (WATER, "12条管网全部通水，高峰水压0.23兆帕。")):
        section.open_item(key)
        section.ask("反馈")
        section.dialog.get_by_label("报请办结").check()
        section.dialog.locator("[name=words]").fill(words)
        section.confirm("提交反馈", "已反馈")
    section.open_item(VERIFIER)
    section.ask("核查")
    section.dialog.get_by_label("实地核查").check()
    section.dialog.get_by_label("属实，达到可核实的结果").check()
    section.dialog.get_by_label("核查情况").fill("现场测压3处均达标。")
    section.dialog.get_by_label("地点或回访对象").fill("城东片区")
    section.confirm("登记核查结果", "核查结果已登记")
    section.open_item(HEAD)
    section.ask("办结")
    section.dialog.get_by_label("办结结论").fill("12条管网通水，水压达标，经实地核查属实。")
    section.confirm("办结", "已办结")
    desk.button("销号").click()
    page.locator("dialog[open]").get_by_role("button", name="确定", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("已销号")

    issue_the_circular(desk)
    desk.sit_down("government.head")
    desk.open(reverse("supervision:instructions"))
    expect(page.locator("#main")).to_contain_text(WORDS)
    expect(page.locator("#main")).to_contain_text("12条管网通水，水压达标，经实地核查属实。")
    item = supervision.SupervisionItem.objects.get(title=ITEM)
    assert (item.state, item.extensions, item.sources.get().has_handwriting) == ("closed_out", 1, True)
    call_command("verify_audit", stdout=StringIO())
    assert desk.complaints == []
    assert desk.strangers == []
    assert desk.refusals == []


def write_on_the_request(desk: Desk, town: Town) -> None:
    """The request comes to the mayor, who writes by hand."""
    with transaction.atomic():
        walk = SupervisionWalk(lambda line: None)
        incoming = walk.receive()
        for words in ("", "拟请市长批示。"):
            playing.act(
                incoming.ref, words=words, choose={"instructors": [town.person("government.head").pk], "handling_units": []}
            )
    desk.sit_down("government.head")
    page = desk.open("/worklist/to-do/")
    with page.expect_navigation():
        page.locator("#work").get_by_role("link", name=TITLE).first.click()
    page.get_by_text("手写签批").click()
    desk.write_by_hand()
    form = page.locator("#handle-form")
    form.get_by_role("textbox", name="意见").fill(WORDS)
    with page.expect_navigation():
        desk.button("办理完毕", form).click()
    events.deliver_all()


def confirm_the_proposal(desk: Desk) -> None:
    desk.sit_down(HEAD)
    page = desk.open(reverse("supervision:proposals"))
    with page.expect_navigation():
        page.get_by_role("link", name=WORDS).click()
    page.locator("#main [name=title]").fill(ITEM)
    page.get_by_label("可核实的结果").fill("12条管网改造通水，早晚高峰水压不低于0.2兆帕")
    desk.pick("牵头单位", "市水利局")
    for name in ("市财政局", "市住房城乡建设局"):
        desk.pick("协办单位", name)
    page.get_by_label("办理工作日数").fill("5")
    with page.expect_navigation():
        desk.button("确认立项").click()
    expect(page.locator(".messages")).to_contain_text("已立项：云政办督〔2026〕")
    expect(page.locator(".origin__words")).to_have_text(WORDS)


def report_in_the_row(desk: Desk) -> None:
    """The lead reports without leaving the list, by keyboard."""
    desk.sit_down(WATER)
    page = desk.open(reverse("supervision:mine"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=ITEM)).to_be_focused()
    page.get_by_role("link", name="反馈", exact=True).click()
    page.get_by_label("进展情况").fill("管材到位，已进场施工4条。")
    page.get_by_label("完成进度").fill("35")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#main")).to_contain_text("35%")


def issue_the_circular(desk: Desk) -> None:
    page = desk.open(reverse("supervision:statistics"))
    with page.expect_navigation():
        desk.button("生成通报").click()
    events.deliver_all()
    page.reload()
    with page.expect_navigation():
        page.get_by_role("link", name="打开发文文稿").click()
    expect(page.locator("#main")).to_contain_text("督查事项办理情况的通报")


def test_tasks_are_decided_with_the_keyboard(desk, item):
    desk.sit_down(HEAD)
    page = desk.open(reverse("supervision:breakdowns"))
    with page.expect_navigation():
        page.get_by_role("link", name="任务分解").last.click()
    page.wait_for_load_state("networkidle")
    tasks = page.locator(".breakdown__task")
    count = tasks.count()

    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(tasks.nth(0)).to_have_attribute("data-state", "accepted")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(tasks.nth(1)).to_have_attribute("data-state", "dropped")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(tasks).to_have_count(count + 1)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.wait_for_function("document.activeElement.closest('.breakdown__task')")
    page.keyboard.press("e")
    expect(page.locator("#dialog-title")).to_have_text("修改任务")

    assert desk.complaints == []
    assert desk.refusals == []


def test_the_pages_are_accessible_and_stay_within_the_screen(desk, item):
    pages = {
        name: reverse(f"supervision:{name}")
        for name in ("ledger", "proposals", "breakdowns", "statistics", "notices", "mine", "new")
    }
    pages |= {"detail": reverse("supervision:detail", args=[item.pk]), "print": reverse("supervision:ledger_print")}
    pages |= {"new_breakdown": reverse("supervision:new_breakdown"), "instructions": reverse("supervision:instructions")}
    pages["breakdown"] = reverse("supervision:breakdown", args=[supervision.Breakdown.objects.latest("pk").pk])
    desk.sit_down(HEAD)

    found = {name: wrong for name, address in pages.items() if (wrong := faults(desk.open(address)))}

    assert found == {}
    assert desk.complaints == []
    if PICTURES:
        take_pictures(desk, Path(__file__).resolve().parents[3] / PICTURES, item)


def take_pictures(desk: Desk, folder: Path, item: supervision.SupervisionItem) -> None:
    for key, name, address in (
        (HEAD, "supervision-ledger", reverse("supervision:ledger")),
        (HEAD, "supervision-item", reverse("supervision:detail", args=[item.pk])),
        (HEAD, "supervision-breakdown", reverse("supervision:breakdown", args=[supervision.Breakdown.objects.latest("pk").pk])),
        (HEAD, "supervision-statistics", reverse("supervision:statistics")),
        ("government.head", "supervision-instructions", reverse("supervision:instructions")),
    ):
        desk.sit_down(key)
        desk.open(address)
        desk.picture(folder / f"{name}.png")
