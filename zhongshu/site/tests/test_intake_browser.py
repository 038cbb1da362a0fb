"""Files of ten kinds are dropped on the in-tray and registered with nothing but the keyboard."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from zhongshu.domains.documents import public as documents
from zhongshu.domains.documents.tests import paper
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.typesetting import public as typesetting
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURES = os.environ.get("ZHONGSHU_SCREENSHOTS", "")
TEXT = "岚山省{0}关于报送{1}情况的通知\n岚{2}〔2026〕{3}号\n云州市人民政府：\n请于11月30日前报送{1}情况。\n岚山省{0}\n2026年11月{3}日\n"
SHORT = {"attachments": (), "copy_recipients": "", "copy_number": ""}
DROP = """(files) => {
  const transfer = new DataTransfer();
  for (const [name, data] of files) transfer.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name));
  return transfer;
}"""


@pytest.fixture
def desk(chromium: Browser, served: Town, settings, tmp_path) -> Iterator[Desk]:
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": location}
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    desk = Desk(context, served)
    yield desk
    context.close()


def one_page(seed: int) -> paper.Paper:
    return next(one for one in (paper.paper(number, **SHORT) for number in range(seed, seed + 50)) if len(one.pages(40)) == 1)


def ten_files() -> dict[str, bytes]:
    """Return files of ten kinds, each another document."""
    photo, scan = one_page(300), one_page(400)
    return {
        "通知.docx": typesetting.to_docx(paper.paper(201, **SHORT).document),
        "版式.pdf": paper.paper(202, **SHORT).pdf,
        "版式.ofd": typesetting.to_ofd(paper.paper(203, **SHORT).document),
        "照片.jpg": paper.UPSIDE_DOWN.scan(photo.pages()[0], 1),
        "扫描.pdf": paper.scanned_pdf([paper.OFFICE.scan(page, 2) for page in scan.pages()]),
        "文本.txt": TEXT.format("水利厅", "防汛准备", "水", 3).encode(),
        "国标码.txt": TEXT.format("财政厅", "预算执行", "财", 4).encode("gb18030"),
        "宽字符.txt": TEXT.format("教育厅", "校园安全", "教", 5).encode("utf-16"),
        "乱码.txt": TEXT.format("民政厅", "低保发放", "民", 6).encode("gb18030").decode("latin-1").encode(),
        "其实是PDF.docx": paper.paper(204, **SHORT).pdf,
    }


def is_put_aside_by_keyboard(page: Page) -> None:
    """What was registered a moment ago is shown as such, asks before it is registered again, and is left out instead."""
    expect(page.get_by_label("可能重复")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("仍要登记：确是另一份文件")).to_be_visible(timeout=15_000)
    while not page.evaluate("document.activeElement.matches('[data-primary]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("d")
    page.locator("#dialog").get_by_label("理由").wait_for()
    page.keyboard.type("与刚登记的是同一件")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".messages")).to_contain_text("已放弃登记")


def test_ten_files_are_registered_by_keyboard(desk, served):
    page = desk.page
    again = paper.paper(202, **SHORT)
    others = {
        "重复.ofd": typesetting.to_ofd(again.document),
        "空.pdf": b"",
        "不该来的.txt": ("秘密★5年\n" + TEXT.format("某厅", "某事", "某", 7)).encode(),
    }
    before = documents.IncomingDocument.objects.count()
    desk.sit_down("government.registry_clerk")
    desk.open("/documents/receipts/")
    page.wait_for_load_state("load")
    # Uploads run side by side: what is to come last is dropped last.
    for files, waiting in ((ten_files(), 10), (others, 11)):
        transfer = page.evaluate_handle(DROP, [(name, base64.b64encode(data).decode()) for name, data in files.items()])
        page.locator(".drop__zone").dispatch_event("drop", {"dataTransfer": transfer})
        expect(page.locator("#intake-news")).to_contain_text(f"正在识读{waiting}个文件", timeout=30_000)
    jobs.drain()
    expect(page.locator("#intake-news")).to_contain_text("11个文件已识读")

    page.keyboard.press("c")
    registered = 0
    for _ in range(11):
        expect(page.locator("[data-island=intake]")).to_be_visible()
        expect(page.locator("form[data-confirm-form] :focus")).to_have_count(1)
        if PICTURES and "照片" in page.locator(".page-head__note").inner_text():
            page.get_by_label("标题").focus()
            desk.picture(Path(PICTURES) / "intake.png")
        if "重复" in page.locator(".page-head__note").inner_text():
            is_put_aside_by_keyboard(page)
            continue
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(".messages")).to_contain_text("已登记", timeout=10_000)
        registered += 1
        assert documents.IncomingDocument.objects.count() == before + registered

    assert registered == 10
    expect(page.locator("#intake-list")).to_contain_text("0 字节")
    expect(page.locator("#intake-list")).to_contain_text("国家秘密")
    assert "不该来的" not in page.content()
    titles = set(documents.IncomingDocument.objects.order_by("-pk").values_list("title", flat=True)[:10])
    expected = {one.fields["title"] for one in (paper.paper(number, **SHORT) for number in (201, 202, 203, 204))}
    expected |= {one_page(300).fields["title"], one_page(400).fields["title"]}
    expected |= {f"岚山省{name}关于报送{matter}情况的通知" for name, matter in (("水利厅", "防汛准备"), ("财政厅", "预算执行"))}
    expected |= {f"岚山省{name}关于报送{matter}情况的通知" for name, matter in (("教育厅", "校园安全"), ("民政厅", "低保发放"))}
    assert titles == expected
    assert [one.split()[0] for one in desk.refusals] == ["422"]  # the one asked about the second time
    assert desk.strangers == []
