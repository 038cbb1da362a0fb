"""A ledger taken in from a spreadsheet with the keyboard alone, and the meter beside the form that asks for more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, expect

from zhongshu.domains.supervision import public as supervision
from zhongshu.platform.spreadsheets.public import Column, workbook
from zhongshu.site.tests import taken_in
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town
from zhongshu.site.tests.test_pages_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAD = "government.supervision_head"
HEADS = ("序号", "督办事项", "牵头单位", "交办日期", "完成时限", "办理状态")
ROWS = (
    ("1", "更换老旧电梯", "市财政局", "2026-03-02", "2026-06-30", "办理中"),
    ("2", "清理河道淤泥", "市河道公司", "2026-03-02", "2026-06-30", "办理中"),
)  # fmt: skip


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Desk(context, served)
    context.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "旧台账.xlsx"
    path.write_bytes(workbook("督查台账", [Column(head) for head in HEADS], ROWS))
    return path


def test_a_ledger_is_taken_in_with_the_keyboard(desk, ledger):
    desk.sit_down(HEAD)
    page = desk.open(reverse("supervision:import_new"))
    page.locator("input[type=file]").set_input_files(ledger)
    desk.button("上传并核对").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#main")).to_contain_text("“市河道公司”不在通讯录中")

    field = page.get_by_role("combobox", name="单位“市河道公司”是")
    field.focus()
    page.keyboard.type("市水利局")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#id_undated_done").focus()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="按此重新核对").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    desk.button("全部导入").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_contain_text("把 2 项全部导入台账")
    page.locator("dialog[open]").get_by_role("button", name="确定", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("#main")).to_contain_text("已导入")
    found = supervision.SupervisionItem.objects.filter(title__in=["更换老旧电梯", "清理河道淤泥"])
    assert sorted(found.values_list("title", "state")) == [("更换老旧电梯", "in_progress"), ("清理河道淤泥", "in_progress")]
    assert (desk.complaints, desk.strangers, desk.refusals) == ([], [], [])


def test_the_pages_are_readable_for_everyone(desk, served):
    with transaction.atomic():
        taken_in.populate(served)
    waiting = supervision.LedgerImport.objects.filter(state="previewed").order_by("-pk")[0]
    desk.sit_down(HEAD)

    found = {}
    for name, args in (("import_new", []), ("import", [waiting.pk]), ("burden", []), ("new", [])):
        page = desk.open(reverse(f"supervision:{name}", args=args))
        page.wait_for_load_state("networkidle")
        found[name] = faults(page)

    assert {name: each for name, each in found.items() if each} == {}
    assert desk.complaints == []
