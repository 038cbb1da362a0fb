"""Four people review one draft in a real browser: each changes words, one returns it, one is told that a request has two recipients;
the redline is printed, the text is locked.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Locator, expect

from zhongshu.domains.documents import public as documents
from zhongshu.kernel.actors import Actor
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.site.tests import world as worlds
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town
from zhongshu.site.tests.test_browser_walk import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[3]
PICTURES = os.environ.get("ZHONGSHU_SCREENSHOTS", "")
TITLE = "云州市人民政府办公室关于解决冬季供水保障经费的请示"
BODY = """为做好冬季供水保障工作，现就有关事项请示如下。
一、基本情况
各单位已明确专人负责，12月5日前完成管网防冻检修。
二、请求事项
请安排补助资金100万元，专项用于管网改造和应急抢修。
三、下一步安排
资金到位后，请于12月15日前组织实施，并报告使用情况。
妥否，请批示。"""
TO, ALSO_TO = "岚山省人民政府办公厅", "云州市财政局"
DRAFTER, REVIEWER = "government.secretariat_drafter", "government.deputy_director1"
APPROVER, SIGNATORY = "government.director", "government.secretary_general"


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    desk = Desk(context, served)
    yield desk
    context.close()


class Review(Office):
    """What reviewers do with the text, in the words of the pages."""

    def edit(self) -> Locator:
        """Open the editor and return its text."""
        self.page.get_by_role("link", name="修改", exact=True).click()
        return self.page.get_by_role("textbox", name="正文", exact=True)

    def save(self) -> None:
        self.desk.button("保存").click()
        expect(self.page.locator(".messages")).to_contain_text("文稿已保存")

    def rewrite(self, old: str, new: str) -> None:
        """Change words in the editor, where no reason is asked for."""
        body = self.edit()
        assert old in body.input_value()
        body.fill(body.input_value().replace(old, new))
        self.save()

    def rewrite_figures(self, *changes: tuple[str, str], reason: str) -> None:
        """Change figures at a level where each needs a reason: the save is refused until every line has one."""
        body = self.edit()
        text = body.input_value()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        body.fill(text)
        lines = self.page.locator("#reasons .reasons__row")
        expect(lines).to_have_count(len(changes))  # they follow the keyboard
        self.desk.button("保存").click()
        expect(self.page.locator("#reasons [role=alert]")).to_contain_text("填写修改理由")
        assert body.input_value() == text
        first = lines.first.get_by_role("textbox")
        first.fill(reason)
        first.press("Alt+ArrowDown")
        for line in lines.all():
            expect(line.get_by_role("textbox")).to_have_value(reason)
        self.save()

    def comment(self, passage: str, words: str) -> None:
        """Mark a passage on the paper with the mouse's selection and comment on it."""
        page = self.page
        page.wait_for_load_state("networkidle")
        page.evaluate(SELECT, passage)
        expect(page.locator("[data-comment-chosen]")).to_contain_text(passage[:10])
        page.get_by_role("link", name="添加批注").click()
        dialog = page.locator("#dialog")
        expect(dialog.get_by_label("所批文字")).to_have_value(passage)
        dialog.get_by_role("textbox", name="批注", exact=True).fill(words)
        self.confirm("添加批注")


SELECT = """(passage) => {
  for (const paragraph of document.querySelectorAll(".paper__body [data-start]")) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(passage);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + passage.length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return;
    }
  }
}"""


def test_four_people_review_one_draft(desk, served, tmp_path):
    folder = ROOT / PICTURES if PICTURES else tmp_path
    review, page = Review(desk), desk.page
    document = worlds.write(
        served, TITLE, document_type="request", body=BODY, principals=TO, remark="联系人：试用，电话：0000000"
    )
    documents.submit(document, by=served.actor(DRAFTER))

    review_and_return(review)
    mend_and_submit(review)
    review.take_up(REVIEWER, TITLE)
    review.rewrite("各单位已明确", "各单位、各供水企业已明确")
    is_told_of_two_recipients(review, document)
    review.finish("核稿通过", words="已核，呈审。")
    review.take_up(APPROVER, TITLE)
    review.rewrite_figures(("100万元", "120万元"), ("12月5日", "12月8日"), reason="按市财政局核定的方案调整")
    review.finish("同意", words="同意，请签发。")
    review.take_up(SIGNATORY, TITLE)
    review.rewrite("现就有关事项请示如下", "现将有关事项请示如下")
    desk.open(f"/documents/outgoing/{document.pk}/?tab=compare")
    expect(page.locator(".redline")).to_contain_text("各供水企业")
    page.locator(".redline [data-level='3'][data-op='insert']").first.click()
    expect(page.locator("[data-review-hint]")).to_contain_text(served.person(APPROVER).name)
    desk.picture(folder / "redline.png")
    desk.open(f"/documents/outgoing/{document.pk}/?tab=review")
    expect(page.locator("#part")).to_contain_text("按市财政局核定的方案调整")
    desk.picture(folder / "review.png")
    desk.open(f"/documents/outgoing/{document.pk}/")
    review.finish("同意签发", words="同意签发。")

    expect(page.locator("#part")).to_contain_text("签发并锁定")
    the_record_tells_who_wrote_what(document, served)
    the_printed_redline_is_in_colour(desk, document)
    the_locked_text_cannot_be_changed_unsaid(review, document, served)
    edit = f"/documents/outgoing/{document.pk}/edit/"
    assert [one for one in desk.refusals if edit in one] == [f"422 POST {edit}"] * 2
    assert len(desk.refusals) == 3  # and that of the two recipients
    assert desk.strangers == []


def is_told_of_two_recipients(review: Review, document: documents.OutgoingDocument) -> None:
    """The reviewer adds a second recipient; the pane and the step both say no; he makes it a copy."""
    desk, page = review.desk, review.page
    review.edit()
    desk.pick("主送机关", "市财政局")
    expect(page.locator("#checks [data-severity=must]")).to_contain_text("主送")
    review.save()
    page.goto(f"{desk.town.address}/documents/outgoing/{document.pk}/")
    form = page.locator("#handle-form")
    form.get_by_role("textbox", name="意见").fill("已核，呈审。")
    desk.button("核稿通过", form).click()
    expect(page.locator("#handle-form")).to_contain_text("请改正后再送出")
    document.refresh_from_db()
    assert (document.state, document.principal_line) == ("in_review", f"{TO}、{ALSO_TO}")
    review.edit()
    page.wait_for_load_state("load")
    page.get_by_role("button", name=f"移除{ALSO_TO}").click()
    desk.pick("抄送机关", "市财政局")
    expect(page.locator("#checks [data-severity=must]")).to_have_count(0)
    review.save()
    page.goto(f"{desk.town.address}/documents/outgoing/{document.pk}/")


def review_and_return(review: Review) -> None:
    review.take_up(REVIEWER, TITLE)
    review.comment("请于12月15日前组织实施", "请写明年份和实施主体。")
    expect(review.page.locator("#comments")).to_contain_text("请写明年份和实施主体。")
    review.operate("退回")
    review.page.locator("#dialog").get_by_label("理由").fill("请按批注修改后再报。")
    review.confirm("退回")


def mend_and_submit(review: Review) -> None:
    desk, page = review.desk, review.page
    review.take_up(DRAFTER, TITLE)
    page.get_by_role("link", name="修改", exact=True).click()
    body = page.get_by_role("textbox", name="正文", exact=True)
    body.fill(body.input_value().replace("请于12月15日前组织实施", "拟于2026年12月15日前由市水利局组织实施"))
    desk.button("保存").click()
    expect(page.locator(".messages")).to_contain_text("文稿已保存")
    page.get_by_role("link", name="返回", exact=True).click()
    expect(page.locator("#comments")).to_contain_text("原文已改")
    page.get_by_role("link", name="已处理").click()
    page.locator("#dialog").get_by_label("处理说明").fill("已写明")
    review.confirm("标为已处理")
    with page.expect_navigation():
        desk.button("送审").click()
    expect(page.locator(".messages")).to_contain_text("已送审")


def the_record_tells_who_wrote_what(document: documents.OutgoingDocument, town: Town) -> None:
    versions = [(row.level, row.person_name) for row in document.versions.all()]
    people = [town.person(key).name for key in (DRAFTER, DRAFTER, REVIEWER, APPROVER, SIGNATORY)]
    assert versions == list(zip([1, 1, 2, 3, 4], people, strict=True))
    signed = opinions.Opinion.objects.about(document.ref).get(column="签发")
    assert (signed.opened_text, opinions.unread(signed)) == (True, False)
    document.refresh_from_db()
    assert signed.text_digest == document.approved_digest
    told = [entry.operation for entry in workflow.timeline(document.ref, Actor.system())]
    assert told.count("send_back") == 1


def the_printed_redline_is_in_colour(desk: Desk, document: documents.OutgoingDocument) -> None:
    answer = desk.context.request.get(f"{desk.town.address}/documents/outgoing/{document.pk}/redline.pdf")
    with pdfplumber.open(io.BytesIO(answer.body())) as pdf:
        chars = [char for page in pdf.pages for char in page.chars]
    colours = {tuple(round(value * 255) for value in char["non_stroking_color"]) for char in chars if char["size"] > 15}
    assert {(27, 79, 156), (26, 112, 64), (123, 45, 139), (193, 39, 45)} <= colours
    text = "".join(char["text"] for char in chars)
    assert "各供水企业" in text
    assert "100万元120万元" in text


def the_locked_text_cannot_be_changed_unsaid(review: Review, document: documents.OutgoingDocument, town: Town) -> None:
    review.take_up("government.registry_clerk", TITLE)
    review.page.get_by_role("link", name="修改", exact=True).click()
    body = review.page.get_by_role("textbox", name="正文", exact=True)
    body.fill(body.input_value().replace("120万元", "150万元"))
    review.desk.button("保存").click()
    expect(review.page.locator("#reasons")).to_contain_text("文稿已签发锁定")
    document.refresh_from_db()
    assert "120万元" in document.body
