"""Figures, materials and the notice in a browser: a passage and a figure go into a draft, and the pictures of the manual are taken."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, expect

from zhongshu.domains.documents import public as documents
from zhongshu.domains.figures import public as figures
from zhongshu.domains.materials import public as materials
from zhongshu.site.demonstration.knowledge import Knowledge
from zhongshu.site.demonstration.walk import Walk
from zhongshu.site.tests import known
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town
from zhongshu.site.tests.test_pages_browser import PICTURES, ROOT, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRAFTER = "government.secretariat_drafter"


@pytest.fixture(scope="module")
def report(served: Town) -> documents.OutgoingDocument:
    with transaction.atomic():
        if PICTURES:
            Walk(lambda line: None).whole()
        return Knowledge(served.city).play()


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Desk(context, served)
    context.close()


def test_a_figure_and_a_passage_go_into_a_draft_by_the_keyboard(report, desk):
    desk.sit_down(DRAFTER)
    page = desk.open(reverse("documents:edit", args=[report.pk]))
    expect(page.locator("#remarks")).to_contain_text("引用核对：3处")
    body = page.locator("#id_body")
    body.evaluate("(field) => { field.focus(); field.setSelectionRange(field.value.length, field.value.length) }")

    page.get_by_role("link", name="引用数据").click()
    page.locator("#figure-words").press_sequentially("lszcl")
    expect(page.locator("#figures-found li")).to_have_count(1, timeout=20_000)
    expect(page.locator("#figures-found")).to_contain_text("粮食总产量")
    page.locator("#figures-found button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(body).to_have_value(f"{report.body}88.2万吨")

    page.get_by_role("link", name="引用素材").click()
    page.locator("#material-words").press_sequentially("停止供水")
    expect(page.locator("#materials-found li")).to_have_count(1, timeout=20_000)
    expect(page.locator("#materials-found")).to_contain_text("提前二十四小时通知用户")
    page.locator("#materials-found button").first.click()
    expect(body).to_have_value(
        f"{report.body}88.2万吨第十二条　因工程施工、设备维修确需停止供水的，供水企业应当提前二十四小时通知用户。"
    )

    by = desk.town.actor(DRAFTER)
    assert figures.quotations(report.ref, by)[0].words == "88.2万吨"
    assert materials.quotations(report.ref, by)[0].source_date == dt.date(2023, 5, 20)
    assert desk.complaints == []
    assert desk.strangers == []


def test_the_pages_are_accessible_and_stay_within_the_screen(report, desk):
    figure, material = figures.Figure.objects.order_by("pk")[0], materials.Material.objects.order_by("pk")[0]
    desk.sit_down("government.director")
    found = {}
    for name in known.DIRECTORS:
        args = [figure.pk] if name == "figures:detail" else [material.pk] if name == "materials:detail" else []
        if wrong := faults(desk.open(reverse(name, args=args))):
            found[name] = wrong

    assert found == {}
    assert desk.complaints == []


def test_the_pictures_of_the_manual_are_taken(report, desk, tmp_path):
    folder = ROOT / PICTURES if PICTURES else Path(tmp_path)
    desk.sit_down(DRAFTER)
    for name, address in (
        ("figures", reverse("figures:catalogue")),
        ("materials", reverse("materials:library") + "?q=抢修"),
        ("remarks", reverse("documents:edit", args=[report.pk])),
    ):
        desk.open(address)
        desk.picture(folder / f"{name}.png")
    desk.page.get_by_role("link", name="引用数据").click()
    expect(desk.page.locator("#figures-found")).to_be_visible()
    desk.picture(folder / "figure-picker.png")
    desk.sit_down("government.director")
    desk.open(reverse("documents:notice") + "?year=2026&quarter=4")
    desk.picture(folder / "notice.png")

    assert max(file.stat().st_size for file in folder.glob("*.png")) <= 150_000
