"""The main job in a real browser, through the pages that people use."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import events
from zhongshu.platform.opinions.public import Opinion
from zhongshu.platform.workflow import public as workflow
from zhongshu.site.demonstration.city import PASSWORD
from zhongshu.site.demonstration.walk import BODY
from zhongshu.site.tests.browsing import DESK, Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "云州市人民政府办公室关于做好冬季供水保障工作的通知"


@pytest.fixture(scope="module")
def desk(chromium: Browser, served) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Desk(context, served)
    context.close()


class Office:
    """What people do with a matter, in the words of the pages."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    def take_up(self, key: str, title: str = TITLE) -> None:
        """Sit down, open the matter from the to-do list, claim it where several may."""
        self.desk.sit_down(key)
        self.desk.open("/worklist/to-do/")
        self.page.locator("#work").get_by_role("link", name=title).first.click()
        claim = self.desk.button("认领")
        if claim.count():
            claim.click()
            expect(self.page.locator("#handle-form")).to_be_visible()

    def finish(self, outcome: str = "办理完毕", *, words: str = "") -> None:
        form = self.page.locator("#handle-form")
        if words:
            form.get_by_role("textbox", name="意见").fill(words)
        with self.page.expect_navigation():
            self.desk.button(outcome, form).click()
        expect(self.page.locator(".messages")).to_contain_text("已办理")

    def operate(self, name: str) -> None:
        self.page.get_by_role("group", name="其他操作").get_by_role("link", name=name, exact=True).click()
        expect(self.page.locator("#dialog-title")).to_be_visible()

    def confirm(self, name: str) -> None:
        with self.page.expect_navigation():
            self.desk.button(name, self.page.locator("#dialog")).click()


def test_one_document_from_the_first_draft_to_the_completed_answer(desk, served):
    office, page, main = Office(desk), desk.page, desk.page.locator("#main")

    desk.open("/")
    page.get_by_label("用户名").fill(served.account("government.secretariat_drafter").username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("link", name="拟稿", exact=True).click()
    page.get_by_label("发文机关").select_option(label="市政府办公室")
    page.get_by_label("标题").fill(TITLE)
    desk.button("开始拟稿").click()
    page.pause
    page.screenshot(path="/tmp/site1.png", full_page=True)
    for name in ("市财政局", "市水利局", "青禾县政府"):
        desk.pick("主送机关", name)
    page.get_by_label("正文").fill(BODY)
    page.get_by_label("签发人").select_option(index=1)
    page.get_by_label("印数").fill("12")
    page.screenshot(path="/tmp/site2.png", full_page=True)
    desk.button("保存并送审").click()
    page.screenshot(path="/tmp/site3.png", full_page=True)
    expect(page.locator(".messages")).to_contain_text("已送审")
    document = documents.OutgoingDocument.objects.get(title=TITLE)

    office.take_up("government.deputy_director1")
    office.operate("退回")
    page.screenshot(path="/tmp/site4.png", full_page=True)
    page.locator("#dialog").get_by_label("理由").fill("第三部分请写明反馈时限。")
    office.confirm("退回")

    assert desk.complaints == []
