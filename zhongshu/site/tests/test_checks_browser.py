"""审核意见 beside the text, and the quarter's notice, in a browser: found, walked through by key, put right, printed."""

import datetime as dt
import io
from collections.abc import Iterator

import pdfplumber
import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import clock
from zhongshu.site.tests import world as worlds
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRAFTER, REVIEWER = "government.secretariat_drafter", "government.deputy_director1"
BODY = "为做好冬季供暖检查，现通知如下。\n一、检查范围\n各供热站要加强领道，，做好其它准备。\n三、有关要求\n按时报送。"
CHOSEN = "(area) => area.value.slice(area.selectionStart, area.selectionEnd)"


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    yield Desk(context, served)
    context.close()


@pytest.fixture
def draft(served: Town) -> documents.OutgoingDocument:
    with transaction.atomic():
        return worlds.write(served, body=BODY)


@pytest.fixture
def page(desk: Desk, draft: documents.OutgoingDocument) -> Page:
    """The draft in the editor, with what the checks found."""
    desk.sit_down(DRAFTER)
    opened = desk.open(reverse("documents:edit", args=[draft.pk]))
    expect(opened.locator("#checks [data-check]").first).to_be_visible()
    return opened


def places(page: Page) -> list[str]:
    """Return the words of the text that the findings are about, as listed."""
    return [row.get_attribute("data-words") or "" for row in page.locator("#checks [data-check][data-field=body]").all()]


def test_findings_are_walked_through_by_key_and_lead_to_their_place(page):
    body, found = page.locator("#id_body"), places(page)
    assert {"领道", "，，", "其它", "三、"} <= set(found)

    for words in [*found, found[0]]:  # after the last comes the first
        page.keyboard.press("F8")
        while page.locator("#checks [data-current]").get_attribute("data-field") != "body":
            page.keyboard.press("F8")
        assert body.evaluate(CHOSEN) == words
        expect(page.locator("#checks [data-current]")).to_have_count(1)
    page.keyboard.press("Shift+F8")
    while page.locator("#checks [data-current]").get_attribute("data-field") != "body":
        page.keyboard.press("Shift+F8")
    assert body.evaluate(CHOSEN) == found[-1]


def test_a_press_puts_a_finding_right_and_it_is_gone(page, desk, draft):
    body = page.locator("#id_body")
    for words, right in (("其它", "其他"), ("领道", "领导"), ("，，", "，")):
        row = page.locator("#checks .checks__row").filter(has=page.locator(f'[data-words="{words}"]'))
        with page.expect_response(lambda answer: "/check/" in answer.url):
            row.get_by_role("button", name=f"改为“{right}”").click()
        assert words not in body.input_value()
        expect(page.locator(f'#checks [data-words="{words}"]')).to_have_count(0)

    assert "各供热站要加强领导，做好其他准备。" in body.input_value()
    body.press("Control+z")
    assert "领导，，做好" in body.input_value()
    body.press("Control+Shift+z")
    body.fill(body.input_value().replace("三、", "二、"))
    expect(page.locator("#checks [data-severity=must]")).to_have_count(0)
    page.get_by_role("button", name="保存并送审").click()
    expect(page.locator(".messages")).to_contain_text("已送审")
    assert desk.complaints == []


def test_what_must_stand_is_let_stand_with_a_reason_and_the_draft_goes_on(page, desk, draft, served):
    page.get_by_role("button", name="保存并送审").click()
    expect(page.locator("[role=alert]").first).to_contain_text("格式关未过：序数不连续")
    desk.sit_down("government.director")
    desk.open(f"{reverse('documents:detail', args=[draft.pk])}?tab=checks")
    page.get_by_role("link", name="核准保留").first.click()
    page.locator("#dialog").get_by_label("理由").fill("按上级文件原有编号")
    with page.expect_navigation():
        page.locator("#dialog").get_by_role("button", name="核准保留", exact=True).click()
    expect(page.locator("#part")).to_contain_text("按上级文件原有编号")

    desk.sit_down(DRAFTER)
    desk.open(reverse("documents:edit", args=[draft.pk]))
    page.get_by_role("button", name="保存并送审").click()

    expect(page.locator(".messages")).to_contain_text("已送审")
    assert desk.refusals == [f"422 POST {reverse('documents:edit', args=[draft.pk])}"]


def test_the_notice_of_the_quarter_is_looked_at_printed_and_drafted(desk, served):
    with clock.frozen("2026-09-21 10:00"), transaction.atomic():
        document = worlds.write(served, body=BODY.replace("三、", "二、"))
        documents.submit(document, by=served.actor(DRAFTER))
    with clock.frozen("2026-09-22 10:00"), transaction.atomic():
        worlds.rewrite(document, "其它", "其他", by=served.actor(REVIEWER))
    desk.sit_down("government.director")
    page = desk.open(reverse("documents:notice"))

    expect(page.locator("h1")).to_have_text("2026年第三季度公文运转及差错情况")
    expect(page.locator("#main")).to_contain_text("二级 核稿改正1处")
    with desk.context.expect_page() as opened:
        page.get_by_role("link", name="通报PDF").click()
    address = opened.value.url
    opened.value.close()
    answer = desk.context.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.body())) as pdf:
        text = "".join(sheet.extract_text() for sheet in pdf.pages).replace("\n", "")
    assert "关于2026年第三季度公文运转及差错情况的通报" in text
    assert "其中二级核稿改正1处" in text.replace(" ", "")
    with page.expect_navigation():
        page.get_by_role("button", name="起草通报").click()
    drafted = documents.OutgoingDocument.objects.order_by("-pk")[0]
    assert drafted.title.endswith("关于2026年第三季度公文运转及差错情况的通报")
    assert dt.timedelta() <= clock.now() - drafted.created_at
    assert desk.complaints == []
