"""Four people review one draft in a real browser: each changes words, one returns it; the redline is printed, the text is locked."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, expect

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
TITLE = "云州市人民政府办公室关于做好冬季供水保障工作的通知"
BODY = """为做好冬季供水保障工作，现就有关事项通知如下。
一、落实保障责任
各单位要明确专人负责，12月5日前完成管网防冻检修。
二、加强应急值守
发生大面积停水，30分钟内电话报告，1小时内书面报告。
三、落实工作经费
市级财政安排补助资金100万元，专项用于管网改造和应急抢修。
四、反馈落实情况
请于12月15日前将落实情况反馈市政府办公室。"""
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

    def rewrite(self, old: str, new: str, *, reason: str = "", refused: str = "") -> None:
        """Change words in the editor; with ``refused`` the first save is refused with that sentence, until a reason is given."""
        page = self.page
        page.get_by_role("link", name="修改", exact=True).click()
        body = page.get_by_role("textbox", name="正文", exact=True)
        assert old in body.input_value()
        body.fill(body.input_value().replace(old, new))
        if refused:
            self.desk.button("保存").click()
            expect(page.locator("#reason")).to_contain_text(refused)
            assert new in body.input_value()
        if reason:
            page.get_by_label("修改理由").fill(reason)
        self.desk.button("保存").click()
        expect(page.locator(".messages")).to_contain_text("文稿已保存")

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
    document = worlds.write(served, TITLE, body=BODY)
    documents.submit(document, by=served.actor(DRAFTER))

    review_and_return(review)
    mend_and_submit(review)
    review.take_up(REVIEWER, TITLE)
    review.rewrite("各单位要明确", "各单位、各供水企业要明确")
    review.finish("核稿通过", words="已核，呈审。")
    review.take_up(APPROVER, TITLE)
    review.rewrite("100万元", "120万元", reason="市财政局已追加预算", refused="请填写修改理由")
    review.finish("同意", words="同意，请签发。")
    review.take_up(SIGNATORY, TITLE)
    review.rewrite("现就有关事项通知如下", "现将有关事项通知如下")
    desk.open(f"/documents/outgoing/{document.pk}/?tab=compare")
    expect(page.locator(".redline")).to_contain_text("各供水企业")
    page.locator(".redline [data-level='3'][data-op='insert']").click()
    expect(page.locator("[data-review-hint]")).to_contain_text(served.person(APPROVER).name)
    desk.picture(folder / "redline.png")
    desk.open(f"/documents/outgoing/{document.pk}/?tab=review")
    expect(page.locator("#part")).to_contain_text("市财政局已追加预算")
    desk.picture(folder / "review.png")
    desk.open(f"/documents/outgoing/{document.pk}/")
    review.finish("同意签发", words="同意签发。")

    expect(page.locator("#part")).to_contain_text("签发并锁定")
    the_record_tells_who_wrote_what(document, served)
    the_printed_redline_is_in_colour(desk, document)
    the_locked_text_cannot_be_changed_unsaid(review, document, served)
    assert desk.refusals == [f"422 POST /documents/outgoing/{document.pk}/edit/"] * 2
    assert desk.strangers == []


def review_and_return(review: Review) -> None:
    review.take_up(REVIEWER, TITLE)
    review.comment("请于12月15日前将落实情况反馈", "请写明年份和反馈方式。")
    expect(review.page.locator("#comments")).to_contain_text("请写明年份和反馈方式。")
    review.operate("退回")
    review.page.locator("#dialog").get_by_label("理由").fill("请按批注修改后再报。")
    review.confirm("退回")


def mend_and_submit(review: Review) -> None:
    desk, page = review.desk, review.page
    review.take_up(DRAFTER, TITLE)
    page.get_by_role("link", name="修改", exact=True).click()
    body = page.get_by_role("textbox", name="正文", exact=True)
    body.fill(body.input_value().replace("请于12月15日前将落实情况反馈", "请于2026年12月15日前将落实情况书面反馈"))
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
    expect(review.page.locator("#reason")).to_contain_text("文稿已签发锁定")
    document.refresh_from_db()
    assert "120万元" in document.body
