"""The style pages in a real browser: accessible, within the screen, quiet, and alive under the keyboard."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from zhongshu.kernel.style.parts import PARTS as STYLE_PARTS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PARTS = sorted(STYLE_PARTS)


class Watched:
    """A page and what the browser complained about while it was open."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page = context.new_page()
        self.base = base
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: None if self._ours(request.url) else self.strangers.append(request.url))

    def _ours(self, address: str) -> bool:
        return address.startswith((self.base, "data:", "blob:"))

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.base}{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def watched(context: BrowserContext, live_server) -> Watched:
    return Watched(context, live_server.url)


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found if one["impact"] in ("serious", "critical")]


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("part", PARTS)
def test_a_style_page_is_accessible_and_quiet_on_desk_and_phone(part, watched):
    for size in (DESK, PHONE):
        watched.page.set_viewport_size(size)
        page = watched.open(f"/style/?page={part}")
        assert violations(page) == []
        assert overflow(page) <= 0
    assert watched.complaints == []
    assert watched.strangers == []


@pytest.mark.parametrize("part", PARTS)
def test_large_type_fits_the_screen(part, watched, context):
    context.add_cookies([{"name": "type", "value": "large", "url": watched.base}])
    for size in (DESK, PHONE):
        watched.page.set_viewport_size(size)
        page = watched.open(f"/style/?page={part}")
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "18.9px"
        assert overflow(page) <= 0


def test_the_first_page_weighs_at_most_sixty_kilobytes(client):
    static = ROOT / "zhongshu/kernel/static"
    files = [static / "dist/app.css", static / "dist/core.js", static / "icons.svg"]
    weights = [len(gzip.compress(path.read_bytes())) for path in files]
    weights.append(len(gzip.compress(client.get("/style/?page=lists").content)))
    assert sum(weights) <= 60 * 1024


def test_rows_are_walked_with_j_and_k(watched):
    page = watched.open("/style/?page=lists")
    links = page.locator("[data-row-link]")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("x")

    expect(page.locator("[data-ticked]")).to_have_text("1")
    expect(page.get_by_role("button", name="批量已阅")).to_be_enabled()


def test_slash_searches_and_question_mark_lists_the_keys(watched):
    page = watched.open("/style/?page=records")

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="全文检索")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")

    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys-list")).to_contain_text("同意并下一件")


def test_a_double_click_sends_a_form_once(watched):
    page = watched.open("/style/?page=controls")
    sent: list[str] = []
    page.route(
        "**/style/**", lambda route: sent.append(route.request.method) if route.request.method == "POST" else route.continue_()
    )
    form = page.locator("form[data-keep]").first

    form.evaluate("(form) => { form.requestSubmit(); setTimeout(() => form.requestSubmit(), 30); }")
    page.wait_for_timeout(300)

    assert sent == ["POST"]


def test_what_was_typed_is_offered_again_after_the_page_was_left(watched):
    page = watched.open("/style/?page=controls")
    words = page.locator("form[data-keep]").first.locator("textarea")
    words.fill("拟同意，请审签。")
    page.wait_for_timeout(900)

    page.reload()
    expect(words).to_have_value("")
    page.get_by_role("button", name="恢复").click()

    expect(words).to_have_value("拟同意，请审签。")


def test_large_type_is_switched_and_remembered(watched):
    page = watched.open("/style/?page=lists")

    with page.expect_response("**/large-type/"):
        page.get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_attribute("data-type", "large")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-type", "large")
    expect(page.get_by_role("button", name="大字版")).to_have_attribute("aria-pressed", "true")


def test_people_are_picked_with_the_keyboard(watched):
    page = watched.open("/style/?page=controls")
    picker = page.locator("[data-picker]").nth(1)
    box = picker.get_by_role("combobox")

    box.press_sequentially("财政")
    expect(picker.get_by_role("option")).to_have_count(1)
    box.press("Enter")

    expect(picker.locator("input[type=hidden]")).to_have_value("5")
    expect(picker.locator(".picker__chip")).to_contain_text("江望舒")
    box.press("Backspace")
    expect(picker.locator(".picker__chip")).to_have_count(0)


def test_a_loaded_dialog_keeps_the_refused_form_and_closes_when_it_is_right(watched):
    page = watched.open("/style/?page=machines")
    dialog = page.locator("#dialog")

    page.get_by_role("link", name="转办（载入）").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("标题").fill("关于防汛工作的通知")
    dialog.get_by_role("button", name="转办", exact=True).click()
    expect(dialog.locator(".field__error").first).to_be_visible()
    expect(dialog.get_by_label("标题")).to_have_value("关于防汛工作的通知")
    dialog.get_by_label("文种").select_option("notice")
    dialog.get_by_label("意见").fill("请办理")
    dialog.get_by_role("button", name="转办", exact=True).click()

    expect(dialog).to_be_hidden()
    expect(page.locator(".toast")).to_contain_text("已转办")


def test_handwriting_is_kept_as_strokes_and_as_a_picture(watched):
    page = watched.open("/style/?page=machines")
    pad = page.locator(".handwriting canvas")
    box = pad.bounding_box()
    for start in (60, 140):
        page.mouse.move(box["x"] + start, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + start + 50, box["y"] + 110, steps=8)
        page.mouse.up()

    kept = json.loads(page.locator("input[name=hand_strokes]").input_value())
    assert len(kept["strokes"]) == 2
    assert len(kept["strokes"][0]) >= 5
    assert page.locator("input[name=hand_picture]").input_value().startswith("data:image/png;base64,")
    page.get_by_role("button", name="重写").click()
    assert page.locator("input[name=hand_strokes]").input_value() == ""


def test_the_diagram_editor_changes_a_step_and_keeps_the_rest(watched):
    page = watched.open("/style/?page=diagram")
    side = page.get_by_label("所选元素的设置")

    page.locator('[data-element-id="review"]').first.click()
    side.get_by_label("办理时限").fill("3")
    side.get_by_label("办理时限").press("Tab")
    page.wait_for_timeout(600)

    model = page.locator("[data-bpmn-xml]").input_value()
    assert 'assign="duty:reviewer"' in model
    assert 'dueWorkdays="3"' in model
    assert 'outcomes="approve:同意,reject:不同意"' in model
    assert 'zw:collection="countersigners"' in model
    assert '<zw:variable name="countersigners" label="会签人员"' in model


def test_the_diagram_editor_offers_what_the_engine_runs_and_breaks_no_content_policy(watched):
    page = watched.open("/style/?page=diagram")

    page.locator('[data-element-id="review"]').first.click()
    page.locator('.djs-context-pad [data-action="replace"]').click()

    labels = page.locator(".djs-popup-results .entry").all_inner_texts()
    assert [label.strip() for label in labels] == ["系统自动", "系统发送", "线下办理", "子流程（收起）", "子流程（展开）"]
    assert watched.complaints == []


def test_reading_works_without_scripts(chromium, live_server):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/style/?page=lists")

    expect(page.get_by_role("link", name="关于做好2026年冬季农村供水保障工作的通知")).to_be_visible()
    expect(page.locator("#nav")).to_be_hidden()
    page.get_by_role("link", name="打开导航").click()
    expect(page.locator("#nav")).to_be_visible()
    page.get_by_role("link", name="关闭导航").click()
    expect(page.locator("#nav")).to_be_hidden()
    page.get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_attribute("data-type", "large")
    context.close()
