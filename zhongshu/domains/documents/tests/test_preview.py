"""The live preview: what travels, what it says, and the page in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from django.urls import reverse
from playwright.sync_api import Browser, Page, Request, expect

from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.tests import factories
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.audit.tests import racing

SENTENCE = "各单位要落实值班责任，重要情况随时报告，做到守土有责、守土负责、守土尽责。"
LONG = "\n".join(SENTENCE * 4 for _ in range(14))


def typed(**changes) -> dict[str, str]:
    return {"title": "关于做好防汛工作的通知", "body": LONG, "needs_seal": "on", **changes}


@pytest.mark.django_db
class TestAnswers:
    @pytest.fixture
    def made(self) -> factories.Office:
        return factories.office()

    @pytest.fixture
    def document(self, made) -> OutgoingDocument:
        return factories.draft_in(made)

    @pytest.fixture
    def address(self, document) -> str:
        return reverse("documents:preview", args=[document.pk])

    @pytest.fixture
    def drafter(self, client, made) -> Client:
        return signed_in(client, made.people["drafter"])

    def test_a_word_at_the_end_sends_the_pages_from_there_on(self, drafter, address):
        pages = drafter.post(address, typed()).json()["pages"]
        known = ",".join(page["digest"] for page in pages)

        after = drafter.post(address, typed(body=f"{LONG}甲", known=known)).json()["pages"]

        assert len(pages) >= 4
        assert [number for number, page in enumerate(after) if "svg" in page] == [len(after) - 1]

    def test_the_same_text_sends_no_page(self, drafter, address):
        known = ",".join(page["digest"] for page in drafter.post(address, typed()).json()["pages"])

        assert not any("svg" in page for page in drafter.post(address, typed(known=known)).json()["pages"])

    def test_places_count_from_the_body_as_it_was_typed(self, drafter, address):
        body = f"\r\n\r\n  {SENTENCE}"

        page = drafter.post(address, typed(body=body)).json()["pages"][0]

        assert page["source"] == 4  # two line feeds, two blanks

    def test_the_seal_is_announced_only_where_one_is_asked_for(self, drafter, made, address):
        with_seal = drafter.post(address, typed()).json()
        without = typed()
        del without["needs_seal"]

        assert with_seal["seals"][0]["text"].startswith(f"{made.organ.name}印章在第")
        assert drafter.post(address, without).json()["seals"] == []

    def test_recipients_are_written_as_they_will_be_printed(self, drafter, address):
        answer = drafter.post(address, typed(principals=["云州市财政局", "青禾县人民政府", "云州市水利局"]))

        assert "云州市财政局、云州市水利局，青禾县人民政府：" in "".join(re.findall(r">([^<>]+)</text>", answer.content.decode()))

    def test_an_organ_that_joins_stands_on_the_pages_before_it_is_saved(self, drafter, made, address):
        other = factories.recipient().organ

        answer = drafter.post(address, typed(joint_organs=[other.pk])).json()

        assert [row["text"].partition("印章")[0] for row in answer["seals"]] == [made.organ.name, other.name]

    def test_what_cannot_be_printed_is_named(self, drafter, address):
        assert "表情符号" in drafter.post(address, typed(body="各单位😀。")).json()["problem"]

    def test_an_unfinished_form_is_set_all_the_same(self, drafter, address):
        assert drafter.post(address, typed(copies="", document_type="")).json()["pages"]

    def test_a_stranger_gets_nothing(self, client, address):
        stranger = factories.recipient().people["clerk"]

        assert signed_in(client, stranger).post(address, typed()).status_code == 404

    def test_a_document_out_of_hand_is_not_set_for_typing(self, client, made):
        document = factories.submitted(made)

        answer = signed_in(client, made.people["drafter"]).post(reverse("documents:preview", args=[document.pk]), typed())

        assert answer.status_code == 403

    def test_the_answer_travels_small(self, drafter, address):
        answer = drafter.post(address, typed(), headers={"Accept-Encoding": "gzip"})

        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.content) < 20_000

    def test_one_keystroke_costs_few_queries(self, drafter, address, django_assert_max_num_queries):
        drafter.post(address, typed())

        with django_assert_max_num_queries(14):
            drafter.post(address, typed())


@pytest.fixture
def editor(chromium: Browser, transactional_db: None, tmp_path: Path) -> Iterator[Page]:
    """A drafter's page with a long draft open, behind a server whose threads share a database of their own."""
    made = factories.office()
    document = factories.draft_in(made, body=LONG)
    session = signed_in(Client(), made.people["drafter"]).cookies[settings.SESSION_COOKIE_NAME].value
    with racing.database_for_threads(tmp_path):
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None
        address = f"http://127.0.0.1:{server.port}"
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{address}{reverse('documents:edit', args=[document.pk])}", wait_until="domcontentloaded")
        yield page
        context.close()
        server.terminate()


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_follows_the_keyboard_and_leads_back_to_the_text(editor):
    complaints: list[str] = []
    editor.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    editor.on("pageerror", lambda error: complaints.append(str(error)))
    loads: list[Request] = []
    editor.on("request", lambda request: loads.append(request) if request.is_navigation_request() else None)
    sheets = editor.locator("#preview .sheets")
    expect(sheets.locator("svg").nth(3)).to_be_visible()
    count = sheets.locator("svg").count()

    body = editor.get_by_role("textbox", name="正文")
    body.focus()
    body.press("Control+End")
    with editor.expect_response(re.compile("/preview/")) as answered:
        body.press_sequentially("特此通知。")
    pages = answered.value.json()["pages"]

    # only what changed travels, and the page shows it
    assert [number for number, page in enumerate(pages) if "svg" in page] == [count - 1]
    expect(sheets.locator("svg").nth(count - 1)).to_contain_text("特此通知。")
    expect(editor.locator("#preview [data-preview-state]")).to_contain_text(f"共{count}页")
    expect(editor.locator("#preview [data-preview-seals]")).to_contain_text("距正文")
    # the place being written is in sight
    expect(sheets.locator(".sheet__caret")).to_be_in_viewport()

    # a click on a character puts the cursor before it
    sheets.evaluate("(box) => box.scrollTo(0, 0)")
    line = sheets.locator("svg").nth(0).locator("text[data-source]").first
    place = line.evaluate("(text) => { const cell = text.getExtentOfChar(3), box = text.getBoundingClientRect();"
                          " return [box.width * (cell.x + 0.5) / text.getComputedTextLength(), box.height / 2]; }")  # fmt: skip
    line.click(position={"x": place[0], "y": place[1]})
    assert body.evaluate("(field) => [document.activeElement === field, field.selectionStart]") == [True, 3]
    # a click on the title enters its field
    sheets.locator("text[data-element=title]").first.click()
    expect(editor.get_by_label("标题")).to_be_focused()
    assert complaints == []
    assert loads == []
