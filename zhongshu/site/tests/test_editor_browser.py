"""The editor of drafting text in a browser: headings, outline, tables, pastes; undone step by step; the plain text area stays."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from zhongshu.domains.documents import public as documents
from zhongshu.platform.attachments import public as attachments
from zhongshu.site.tests import world as worlds
from zhongshu.site.tests.browsing import DESK, PHONE, Desk
from zhongshu.site.tests.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DRAFTER = "government.secretariat_drafter"
TEXT = "现通知如下。\n一、检查范围\n各供热站。\n二、检查内容\n（一）设备\n锅炉和管网。\n（二）人员\n值班安排。\n三、有关要求\n按时报送。"


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    yield Desk(context, served)
    context.close()


@pytest.fixture
def draft(served: Town) -> documents.OutgoingDocument:
    with transaction.atomic():
        return worlds.write(served, body=TEXT)


@pytest.fixture
def page(desk: Desk, draft: documents.OutgoingDocument) -> Page:
    """The draft in the editor, with its outline open."""
    desk.sit_down(DRAFTER)
    opened = desk.open(reverse("documents:edit", args=[draft.pk]))
    expect(opened.locator(".writer[data-ready]")).to_be_visible()
    return opened


def body(page: Page) -> Locator:
    return page.locator("#id_body")


def text(page: Page) -> str:
    return body(page).input_value()


def put_cursor(page: Page, words: str, *, select: bool = False) -> None:
    body(page).evaluate(
        "(area, [words, select]) => { const at = area.value.indexOf(words); area.focus();"
        " area.setSelectionRange(at, select ? at + words.length : at) }",
        [words, select],
    )


def paste(page: Page, html: str = "", plain: str = "", target: str = "#id_body") -> None:
    page.locator(target).evaluate(
        "(area, [html, plain]) => { const data = new DataTransfer(); if (html) data.setData('text/html', html);"
        " data.setData('text/plain', plain); area.focus();"
        " area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }",
        [html, plain],
    )


def headings(page: Page) -> list[str]:
    return page.locator(".writer__outline [data-go]").all_inner_texts()


def tool(page: Page, name: str) -> Locator:
    return page.locator(f'[data-tool="{name}"]')


def test_a_line_becomes_a_heading_and_all_are_numbered_anew(page):
    put_cursor(page, "各供热站。")

    page.keyboard.press("Control+Alt+1")

    assert "二、各供热站。\n三、检查内容\n（一）设备" in text(page)
    assert "四、有关要求" in text(page)
    page.keyboard.press("Control+z")
    assert text(page) == TEXT


def test_a_heading_becomes_plain_again(page):
    put_cursor(page, "二、检查内容")

    tool(page, "level-0").click()

    assert "\n检查内容\n（一）设备" in text(page)
    assert "二、有关要求" in text(page)


def test_numbers_are_put_in_order(page):
    body(page).fill("三、甲\n(三)乙\n二、丙\n7．丁\n9.戊\n(2)己")

    tool(page, "renumber").click()

    assert text(page) == "一、甲\n（一）乙\n二、丙\n1.丁\n2.戊\n（1）己"
    expect(page.get_by_text("各级编号已按顺序重排")).to_be_visible()


def test_the_outline_leads_to_its_place(page):
    page.locator(".writer__outline").get_by_role("button", name="三、有关要求", exact=True).click()

    chosen = body(page).evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert chosen == "三、有关要求"
    expect(page.locator(".writer__outline [aria-current]")).to_have_text("三、有关要求")


def test_a_whole_section_is_moved_from_the_outline(page):
    page.get_by_role("button", name="上移“三、有关要求”整节").click()

    assert headings(page) == ["一、检查范围", "二、有关要求", "三、检查内容", "（一）设备", "（二）人员"]
    assert text(page).endswith("二、有关要求\n按时报送。\n三、检查内容\n（一）设备\n锅炉和管网。\n（二）人员\n值班安排。")
    body(page).focus()
    page.keyboard.press("Control+z")
    assert text(page) == TEXT


def test_a_section_is_dragged_and_moved_by_keys(page):
    entries = page.locator(".writer__entry")
    entries.nth(1).drag_to(entries.nth(0), target_position={"x": 20, "y": 2})
    assert headings(page)[:3] == ["一、检查内容", "（一）设备", "（二）人员"]

    put_cursor(page, "（一）设备")
    page.keyboard.press("Alt+Shift+ArrowDown")

    assert headings(page)[:3] == ["一、检查内容", "（一）人员", "（二）设备"]
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.get_by_text("已是同级最后一节")).to_be_visible()


def test_a_table_is_written_in_a_grid_and_changed_there(page):
    put_cursor(page, "二、检查内容")
    tool(page, "table").click()
    dialog = page.locator("dialog[open]")
    for words in ("序号", "单位", "任务"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    paste(page, plain="1\t市住建局\t排查管网\n2\t市财政局\t保障|资金", target="dialog [data-row='1'][data-column='0']")
    page.keyboard.press("Control+Enter")
    dialog.get_by_role("button", name="确定").click()

    assert (
        "| 序号 | 单位 | 任务 |\n|---|---|---|\n| 1 | 市住建局 | 排查管网 |\n| 2 | 市财政局 | 保障｜资金 |\n二、检查内容"
        in text(page)
    )
    put_cursor(page, "市住建局")
    page.keyboard.press("Control+Alt+b")
    dialog.get_by_label("第2行第2列").fill("市住房城乡建设局")
    dialog.get_by_label("第2行第1列").focus()
    dialog.get_by_role("button", name="删去本行").click()
    dialog.get_by_role("button", name="确定").click()

    assert "|---|---|---|\n| 2 | 市财政局 | 保障｜资金 |" in text(page)
    assert "市住建局" not in text(page)
    page.keyboard.press("Control+z")
    assert "市住建局" in text(page)
    put_cursor(page, "市住建局")
    tool(page, "table").click()
    dialog.get_by_role("button", name="删除表格").click()
    assert text(page) == TEXT


def test_a_paste_from_a_word_processor_comes_clean(page, desk):
    html = """<html xmlns:o="urn:o"><head><style>p {color: red}</style></head><body>
    <p class="MsoNormal" style="text-indent:32pt"><b><span style="font-family:黑体">三、</span></b><span>保障&nbsp;措施</span><o:p></o:p></p>
    <p class="MsoListParagraph"><span style="mso-list:Ignore">（一）<span>&nbsp;&nbsp; </span></span>加强　领导</p>
    <p>各 单 位<del>原来的</del>要落实 2026 年任务。<span style="display:none">隐藏</span></p>
    <table><tr><td><p>项目</p></td><td>金额</td></tr><tr><td>供热</td><td>3<br>亿元</td></tr></table></body></html>"""
    body(page).fill("")

    paste(page, html=html)

    assert text(page) == (
        "三、保障措施\n（一）加强领导\n各单位要落实 2026 年任务。\n| 项目 | 金额 |\n|---|---|\n| 供热 | 3 亿元 |"
    )
    expect(page.get_by_text("已去除格式")).to_be_visible()
    assert desk.complaints == []


def test_plain_pastes_lose_indents_and_invisible_signs(page):
    body(page).fill("")

    paste(page, plain="　　第一段。\r\n\r\n\r\n　　第二\u200b段。")

    assert text(page) == "第一段。\n\n第二段。"
    page.keyboard.press("Control+z")
    assert text(page) == ""


def test_words_are_counted_as_word_processors_do(page):
    body(page).fill("全市共有GDP 1234亿元。\n| 甲 | 乙 |\n|---|---|")

    expect(page.locator(".writer__count")).to_have_text("共11字、3段")


def test_attachments_are_referred_to_by_number(page, draft, served):
    with transaction.atomic():
        for name in ("任务清单.txt", "联系表.txt"):
            attachments.add(draft.ref, SimpleUploadedFile(name, "内容".encode()), by=served.actor(DRAFTER))
    page.reload()
    put_cursor(page, "各供热站。")

    page.get_by_label("插入“见附件”").select_option("2")

    assert "（见附件2）各供热站。" in text(page)


def test_what_the_editor_writes_is_saved_and_shown_on_the_pages(page, draft):
    put_cursor(page, "各供热站。")
    tool(page, "level-2").click()
    expect(page.locator(".sheets")).to_contain_text("（一）各供热站")

    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()

    draft.refresh_from_db()
    assert "一、检查范围\n（一）各供热站。\n二、检查内容" in draft.body


def test_on_a_phone_the_outline_waits_for_its_button(page):
    page.set_viewport_size(PHONE)
    page.reload()
    expect(page.locator(".writer[data-ready]")).to_be_visible()

    expect(page.locator(".writer__outline")).to_be_hidden()
    tool(page, "outline").click()
    expect(page.locator(".writer__outline")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_without_scripts_it_is_a_plain_text_area(chromium, served, draft):
    context = chromium.new_context(viewport=DESK, java_script_enabled=False)
    desk = Desk(context, served)
    desk.sit_down(DRAFTER)
    page = desk.open(reverse("documents:edit", args=[draft.pk]))

    body(page).fill("一、只写文字")
    page.get_by_role("button", name="保存", exact=True).click()

    draft.refresh_from_db()
    assert draft.body == "一、只写文字"
    context.close()
