"""A process drawn anew in the browser: bpmn-js keeps what is ours, the checker refuses what is broken, publishing makes a version."""

from collections.abc import Iterator

import pytest
from lxml import etree
from playwright.sync_api import Browser, Locator, expect

from zhongshu.platform.workflow.models import FlowVersion
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEEPER = "government.director"  # keeps the drawings of processes, among other duties


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    desk = Desk(context, served)
    desk.sit_down(KEEPER)
    yield desk
    context.close()


def open_editor(desk: Desk, key: str) -> None:
    desk.open(f"/workflow/{key}/edit/")
    expect(drawn(desk, "draft")).to_be_visible()


def drawn(desk: Desk, element: str) -> Locator:
    return desk.page.locator(f'.canvas g.djs-element[data-element-id="{element}"]')


def save(desk: Desk) -> None:
    with desk.page.expect_navigation():
        desk.button("保存草稿").click()
    expect(desk.page.locator("#main")).to_contain_text("草稿已保存")


def publish(desk: Desk, key: str) -> None:
    desk.open(f"/workflow/{key}/")
    desk.button("发布").click()
    with desk.page.expect_navigation():
        desk.page.locator("dialog[open]").get_by_role("button", name="确定").click()


def published(key: str) -> FlowVersion:
    return FlowVersion.objects.get(definition__key=key, state="published")


def rules(version: FlowVersion) -> dict[str, dict[str, str]]:
    """Return by step what the office has set for it, such as who handles it and within how many days."""
    root = etree.fromstring(version.bpmn_xml.encode())
    found = {}
    for task in root.iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}userTask"):
        for step in task.iter("{*}step"):
            found[task.get("id", "")] = {str(name): str(value) for name, value in step.attrib.items()}
    return found


def test_a_renamed_step_is_published_as_a_new_version_with_its_own_attributes_kept(desk):
    key = "outgoing_letter"
    before = published(key)
    open_editor(desk, key)
    drawn(desk, "review").click()
    desk.page.locator(".editor__side").get_by_label("名称").fill("科室核稿")
    desk.page.locator(".editor__side").get_by_label("名称").blur()
    save(desk)
    publish(desk, key)

    expect(desk.page.locator("#main")).to_contain_text(f"第{before.number + 1}版")
    after = published(key)
    assert after.number == before.number + 1
    assert 'name="科室核稿"' in after.bpmn_xml
    assert rules(after) == rules(before)
    assert desk.complaints == []
    assert desk.strangers == []


def test_a_drawing_with_a_dead_end_is_not_published_and_the_place_is_named(desk):
    key = "outgoing_order"
    before = published(key)
    open_editor(desk, key)
    flow = desk.page.locator('.canvas g.djs-connection[data-element-id="flow_draft__review"]')
    flow.locator(".djs-hit").first.click(force=True)
    desk.page.keyboard.press("Delete")
    expect(flow).to_have_count(0)
    save(desk)

    findings = desk.page.get_by_role("region", name="检查结果")
    expect(findings.locator("li").first).to_be_visible()
    publish(desk, key)
    expect(desk.page.locator("body")).to_contain_text("不能发布")
    assert published(key) == before
