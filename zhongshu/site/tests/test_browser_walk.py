"""The main job in a real browser, through the pages that people use."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import events
from zhongshu.kernel.actors import Actor
from zhongshu.platform.opinions.public import Opinion
from zhongshu.platform.workflow import public as workflow
from zhongshu.site.demonstration.city import PASSWORD
from zhongshu.site.demonstration.walk import BODY
from zhongshu.site.tests.browsing import DESK, Desk
from zhongshu.site.tests.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "云州市人民政府办公室关于做好冬季供水保障工作的通知"


@pytest.fixture
def desk(chromium: Browser, served: Town) -> Iterator[Desk]:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    desk = Desk(context, served)
    yield desk
    context.close()


class Office:
    """What people do with a matter, in the words of the pages."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    def take_up(self, key: str, title: str = TITLE) -> None:
        """Sit down, open the matter from the to-do list, claim it where several may."""
        self.desk.sit_down(key)
        self.desk.open("/worklist/to-do/")
        with self.page.expect_navigation():
            self.page.locator("#work").get_by_role("link", name=title).first.click()
        claim = self.desk.button("认领")
        if claim.count():
            with self.page.expect_navigation():
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
    office = Office(desk)
    document = draft_and_submit(desk, served)
    climb_to_the_signature(office, document)
    issue(office, document)
    events.deliver_all()
    receive_in_three_organs(office)
    incoming = handle_to_the_end(office)

    document.refresh_from_db()
    assert (document.state, document.number) == ("dispatched", "云政办发〔2026〕1号")
    assert (incoming.state, incoming.outcome, incoming.number) == ("completed", "telephone", "云财收〔2026〕1号")
    assert Opinion.objects.about(incoming.ref).get(column="批示").has_handwriting
    told = [entry.operation for entry in workflow.timeline(document.ref, Actor.system())]
    assert (told.count("send_back"), told.count("add_signer")) == (1, 1)
    call_command("verify_audit", stdout=StringIO())
    assert desk.refusals == []
    assert desk.complaints == []
    assert desk.strangers == []


def draft_and_submit(desk: Desk, town: Town) -> documents.OutgoingDocument:
    page = desk.page
    desk.open("/")
    page.get_by_label("用户名").fill(town.account("government.secretariat_drafter").username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("link", name="拟稿", exact=True).click()
    page.get_by_label("发文机关").select_option(label="市政府办公室")
    page.get_by_label("标题").fill(TITLE)
    with page.expect_navigation():
        desk.button("开始拟稿").click()
    for name in ("市财政局", "市水利局", "青禾县政府"):
        desk.pick("主送机关", name)
    page.get_by_role("textbox", name="正文").fill(BODY)
    page.get_by_label("签发人").select_option(index=1)
    page.get_by_label("印数").fill("12")
    expect(page.locator("#preview .sheets")).to_be_visible()
    desk.button("保存并送审").click()
    expect(page.locator(".messages")).to_contain_text("已送审")
    return documents.OutgoingDocument.objects.get(title=TITLE)


def climb_to_the_signature(office: Office, document: documents.OutgoingDocument) -> None:
    desk, page, dialog = office.desk, office.page, office.page.locator("#dialog")
    office.take_up("government.deputy_director1")
    office.operate("退回")
    dialog.get_by_label("理由").fill("第三部分请写明反馈时限。")
    office.confirm("退回")

    office.take_up("government.secretariat_drafter")
    page.get_by_role("link", name="修改", exact=True).click()
    page.get_by_role("textbox", name="正文").fill(BODY.replace("请于12月15日前", "请于2026年12月15日前"))
    desk.button("保存并送审").click()
    expect(page.locator(".messages")).to_contain_text("已送审")

    office.take_up("government.deputy_director1")
    desk.pick("会签人员", desk.town.person("department15.head").name)
    office.finish("核稿通过", words="文稿符合要求，呈审。")

    office.take_up("department15.head")
    office.operate("加签")
    desk.pick("加签给", desk.town.person("department9.head").name, dialog)
    dialog.get_by_label("理由").fill("涉及应急抢修经费")
    office.confirm("加签")
    office.finish("同意", words="同意。")
    office.take_up("department9.head")
    office.finish("同意", words="同意。")
    office.take_up("government.director")
    office.finish("同意", words="同意，请签发。")
    office.take_up("government.secretary_general")
    office.finish("同意签发", words="同意签发。")
    document.refresh_from_db()
    assert document.number == ""


def issue(office: Office, document: documents.OutgoingDocument) -> None:
    for key in ("registry_clerk", "proofreader", "printer", "seal_keeper", "registry_clerk"):
        office.take_up(f"government.{key}")
        office.finish()
    expect(office.page.locator("#main")).to_contain_text("云政办发〔2026〕1号")


def receive_in_three_organs(office: Office) -> None:
    desk, page = office.desk, office.page
    for key, action in (
        ("department15.registry_clerk", "退文"),
        ("county1.government.registry_clerk", "签收"),
        ("department9.registry_clerk", "签收"),
    ):
        desk.sit_down(key)
        desk.open("/documents/receipts/")
        page.get_by_role("link", name=TITLE).click()
        if action == "签收":
            desk.button("签收").click()
        else:
            page.get_by_role("link", name="退文", exact=True).click()
            page.locator("#dialog").get_by_label("理由").fill("此件已由市政府另行部署，请核对主送机关。")
            office.confirm("退文")
        expect(page.locator(".messages")).to_contain_text(f"已{action}")


def handle_to_the_end(office: Office) -> documents.IncomingDocument:
    desk, page = office.desk, office.page
    incoming = documents.IncomingDocument.objects.get(title=TITLE, organ__short_name="市财政局")
    desk.sit_down("department9.registry_clerk")
    desk.open(f"/documents/incoming/{incoming.pk}/")
    page.get_by_label("办件").check()
    desk.button("登记并取收文号").click()
    expect(page.locator(".messages")).to_contain_text("云财收〔2026〕1号")

    office.take_up("department9.registry_clerk")
    office.finish("符合规定")
    office.take_up("department9.director")
    desk.pick("批示领导", desk.town.person("department9.head").name)
    office.finish(words="拟请局主要负责同志批示，由业务科承办。")
    office.take_up("department9.head")
    page.get_by_text("手写签批").click()
    desk.write_by_hand()
    office.finish(words="请业务科抓紧落实抢修经费。")
    office.take_up("department9.registry_clerk")
    desk.pick("承办单位", "业务科")
    office.finish()

    office.operate("催办")
    page.locator("#dialog").get_by_label("内容").fill("请于本周五前反馈。")
    office.confirm("催办")
    expect(page.locator(".messages")).to_contain_text("已催办1人")

    office.take_up("department9.drafter")
    office.finish(words="已安排应急抢修经费120万元。")
    office.take_up("department9.registry_clerk")
    page.get_by_label("答复方式").select_option(label="电话答复")
    page.get_by_label("答复内容").fill("已落实经费。")
    office.finish()
    office.take_up("department9.registry_clerk")
    office.finish()
    incoming.refresh_from_db()
    return incoming
