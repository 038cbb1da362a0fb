"""Inspections and targets in a real browser: a finding written on a phone becomes an item; the pages on a desk and on a phone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, expect

from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import clock
from zhongshu.site.demonstration.inspecting import Inspecting
from zhongshu.site.demonstration.knowledge import Knowledge
from zhongshu.site.tests.browsing import DESK, PHONE, Desk
from zhongshu.site.tests.conftest import Town
from zhongshu.site.tests.test_pages_browser import faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("ZHONGSHU_SCREENSHOTS", "")
HEAD, GROUP = "government.supervision_head", "government.secretariat_head"


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Desk(context, served)
    context.close()


@pytest.fixture(scope="module")
def plans(served: Town) -> dict[str, supervision.InspectionPlan]:
    """Inspections and targets in every stage, by title."""
    with transaction.atomic():
        Knowledge(served.city).play()
        Inspecting(served.city, until=clock.now()).play()
    return {plan.title: plan for plan in supervision.InspectionPlan.objects.all()}


def test_a_finding_written_on_a_phone_becomes_an_item(desk, plans):
    visit = plans["餐饮场所燃气安全督查"].visits.get(state="underway")
    page = desk.page
    page.set_viewport_size(PHONE)
    desk.sit_down(GROUP)
    desk.open(reverse("supervision:visit", args=[visit.pk]))
    with page.expect_navigation():
        page.locator("#main").get_by_role("link", name="记录问题").click()
    page.wait_for_load_state("load")
    assert overflow(page) == 0
    button = desk.button("记下")
    box = button.bounding_box()
    # the button stays within reach of the thumb while the form is longer than the screen
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]
    assert box["height"] >= 40
    page.get_by_label("问题", exact=False).first.fill("后厨燃气软管老化开裂，长度超过2米。")
    page.get_by_label("整改要求").fill("更换为不锈钢波纹管，不超过2米")
    with page.expect_navigation():
        button.click()
    expect(page.locator(".messages")).to_contain_text("已记录问题")

    page.set_viewport_size(DESK)
    desk.sit_down(HEAD)
    desk.open(f"{reverse('supervision:inspection', args=[visit.plan_id])}?tab=findings")
    row = page.get_by_role("row", name="软管老化")
    with page.expect_navigation():
        row.get_by_role("button").click()
    expect(page.locator(".messages")).to_contain_text("已立项：云政办督〔2026〕")

    item = supervision.SupervisionItem.objects.get(outcome="更换为不锈钢波纹管，不超过2米")
    assert (item.source_kind, item.sources.get().sentence) == ("inspection", "后厨燃气软管老化开裂，长度超过2米。")
    assert desk.complaints == []
    assert desk.refusals == []


def test_bodies_agree_on_one_visit_in_the_browser(desk, plans):
    page = desk.page
    desk.sit_down(HEAD)
    desk.open(reverse("supervision:visits"))
    page.wait_for_load_state("load")
    page.get_by_role("link", name="提议合并到青禾县政府的进点").click()
    with page.expect_navigation():
        desk.button("提议", page.locator("#dialog")).click()
    expect(page.locator("#main")).to_contain_text("征求意见中")
    desk.sit_down("party.supervision_head")
    desk.open(reverse("supervision:visits"))
    page.wait_for_load_state("load")
    page.locator("#main").get_by_role("link", name="答复").click()
    page.locator("#dialog").get_by_label("同意合并").check()
    with page.expect_navigation():
        desk.button("提交", page.locator("#dialog")).click()

    expect(page.locator("#main")).to_contain_text("已合并")
    expect(page.locator('.gantt__bar[data-tone="joint"]')).to_have_count(1)
    assert desk.complaints == []
    assert desk.refusals == []


def test_the_pages_are_accessible_and_stay_within_the_screen(desk, plans):
    names = ("inspections", "inspection_new", "visits", "target_sheets")
    pages = {name: reverse(f"supervision:{name}") for name in names}
    reported = plans["2026年度重点工作综合督查"]
    for tab in ("", "findings", "record"):
        pages[f"inspection {tab}"] = f"{reverse('supervision:inspection', args=[reported.pk])}?tab={tab}"
    done = reported.visits.order_by("start_date")[0]
    open_ = plans["餐饮场所燃气安全督查"].visits.get(state="underway")
    sheet = supervision.TargetSheet.objects.get()
    target = supervision.Target.objects.get(title="老旧小区改造户数")
    pages |= {
        "visit": reverse("supervision:visit", args=[done.pk]),
        "finding": reverse("supervision:finding", args=[done.findings.order_by("pk")[0].pk]),
        "new_finding": reverse("supervision:new_finding", args=[open_.pk]),
        "sheet": reverse("supervision:target_sheet", args=[sheet.pk]),
        "new target": reverse("supervision:target_new", args=[sheet.pk]),
        "target": reverse("supervision:target", args=[target.pk]),
        "record": reverse("supervision:target_sheet_record", args=[sheet.pk]),
    }
    desk.sit_down(HEAD)
    found = {name: wrong for name, address in pages.items() if (wrong := faults(desk.open(address)))}
    desk.sit_down("county1.government.head")
    for name in ("inspected", "own_targets"):
        if wrong := faults(desk.open(reverse(f"supervision:{name}"))):
            found[name] = wrong

    assert found == {}
    assert desk.complaints == []
    if PICTURES:
        take_pictures(desk, Path(__file__).resolve().parents[3] / PICTURES, pages)


def take_pictures(desk: Desk, folder: Path, pages: dict[str, str]) -> None:
    desk.sit_down(HEAD)
    for file, name in (("inspection-visits", "visits"), ("inspection", "inspection findings"), ("targets", "sheet")):
        desk.open(pages[name])
        desk.picture(folder / f"{file}.png")
    desk.page.set_viewport_size(PHONE)
    desk.open(pages["new_finding"])
    desk.picture(folder / "inspection-finding.png")
