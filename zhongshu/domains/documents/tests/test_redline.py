"""花脸稿 and 审稿痕迹 as pages and as PDF: levels told apart, moves shown, every change with its hand and its reason."""

import io

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from zhongshu.domains.documents import reasons, redline
from zhongshu.domains.documents.commands import commenting, drafting
from zhongshu.domains.documents.models import OutgoingDocument, TextComment, TextOpening
from zhongshu.domains.documents.queries import revising
from zhongshu.domains.documents.tests import factories
from zhongshu.domains.documents.tests.test_editor import typed
from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import person_in
from zhongshu.platform.typesetting import public as typesetting
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db
BODY = (
    "为做好防汛工作，现将有关事项通知如下：\n一、落实责任\n各单位要落实值班责任，6月1日前报值班名单。\n"
    "二、安排资金\n市级安排资金100万元，用于物资储备和抢险。\n重要情况随时报告，不得迟报漏报。"
)


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.fixture
def document(made) -> OutgoingDocument:
    """A draft that a reviewer and a director have changed, on its way to the signatory."""
    document = factories.submitted(made, body=BODY)
    write(document, made.actor("reviewer"), lambda text: text.replace("落实值班责任", "严格落实值班责任"))
    factories.act(document, made.actor("reviewer"))
    write(document, made.actor("director"), _director, reason="财政局已追加预算")
    return document


def _director(text: str) -> str:
    *lines, last = text.replace("100万元", "120万元").split("\n")
    return "\n".join([lines[0], last, *lines[1:]])


def write(document: OutgoingDocument, by: Actor, change, reason: str = "") -> None:
    item = workflow.items_of_actor(document.ref, by).get()
    if item.assignee_id is None:
        workflow.claim(item.pk, by=by)
    document.refresh_from_db()
    body = change(document.body)
    drafting.save_draft(
        document, revision=document.revision, body=body, reasons=factories.why(document, reason, body=body), by=by
    )
    document.refresh_from_db()


def client_of(made: factories.Office, role: str) -> Client:
    return signed_in(Client(), made.people[role])


def tab(made: factories.Office, role: str, document: OutgoingDocument, name: str, **query) -> str:
    answer = client_of(made, role).get(reverse("documents:detail", args=[document.pk]), {"tab": name, **query})
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_levels_are_shown_at_once(made, document):
    versions = revising.versions_with_texts(document)
    cloth = revising.cloth_of(document, versions)

    words = [one for line in redline.shown(cloth.body, versions) for one in line if one.op != "equal"]

    assert [(one.text, one.op, one.level) for one in words] == [
        ("重要情况随时报告，不得迟报漏报。", "moved", 3),
        ("严格", "insert", 2),
        ("100万元", "delete", 3),
        ("120万元", "insert", 3),
        ("重要情况随时报告，不得迟报漏报。", "left", 3),
    ]
    assert words[2].is_boxed


def test_the_hint_says_who_wrote_and_who_changed(made, document):
    page = tab(made, "director", document, "compare")

    writer, director = made.people["drafter"].name, made.people["director"].name
    assert "各级修改合看" in page
    assert f"{writer}（一级 拟稿）" in page
    assert f"{director}（三级 审批）" in page
    assert 'data-level="3" data-op="delete"' in page


def test_two_versions_can_be_compared(made, document):
    page = tab(made, "director", document, "compare", **{"from": "1", "to": "2"})

    assert "第1稿与第2稿对比" in page
    assert "120万元" not in page


def test_what_a_level_wrote_and_took_out_itself_is_not_shown(made, document):
    director = made.actor("director")
    write(document, director, lambda text: text.replace("防汛工作", "防汛抗旱工作"))
    write(document, director, lambda text: text.replace("防汛抗旱工作", "防汛工作"))

    assert "抗旱" not in tab(made, "director", document, "compare")


def test_each_change_stands_with_its_hand_and_its_reason(made, document):
    page = tab(made, "director", document, "review")

    assert "财政局已追加预算" in page
    assert "整段移动" in page
    assert "各级用时与改动" in page


def test_each_level_shows_how_long_it_held_the_text_and_what_it_changed(made, document):
    versions = revising.versions_with_texts(document)

    visits = revising.visits(document, versions, until=document.updated_at)

    assert [(visit.level, visit.step, visit.counts["inserted"], visit.counts["moved"]) for visit in visits] == [
        (1, "拟稿", 0, 0), (2, "核稿", 2, 0), (3, "审批", 5, 1),
    ]  # fmt: skip
    assert [[version.sequence for version in visit.versions] for visit in visits] == [[1], [2], [3]]


def test_a_stranger_sees_no_redline(document):
    stranger = factories.office()

    answer = client_of(stranger, "director").get(reverse("documents:redline_pdf", args=[document.pk]))

    assert answer.status_code == 404


def test_the_printed_redline_keeps_the_layout_and_marks_in_colour(made, document):
    answer = client_of(made, "director").get(reverse("documents:redline_pdf", args=[document.pk]))

    with pdfplumber.open(io.BytesIO(b"".join(answer))) as pdf:
        page = pdf.pages[0]
        text = page.extract_text()
        colours = {tuple(round(value * 255) for value in char["non_stroking_color"]) for char in page.chars}
    assert "花脸稿" in text
    assert "100万元" in text
    assert "120万元" in text
    assert {redline.COLOURS[2], redline.COLOURS[3]} <= colours


def test_marks_move_nothing(made, document):
    versions = revising.versions_with_texts(document)
    body, marks = redline._merged(redline.shown(revising.cloth_of(document, versions).body, versions))
    plain = typesetting.lay_out(typesetting.document_from_text("关于某事的通知", body))
    marked = typesetting.marked(typesetting.lay_out(typesetting.document_from_text("关于某事的通知", body)), marks)

    def places(model):
        return sorted(
            (char, round(run.x + at, 3), round(run.y, 3))
            for page in model.pages
            for run in page.runs
            for char, at in zip(run.text, run.at, strict=True)
        )

    assert places(marked) == places(plain)
    assert any(bar.element == "change" for bar in marked.pages[0].bars)


def test_a_passage_can_be_commented_on_without_scripts(made, document):
    client = client_of(made, "director")
    address = reverse("documents:comment", args=[document.pk])
    paragraph = document.body.index("二、安排资金")
    assert "第2段" in client.get(address).content.decode()

    client.post(address, {"paragraph": paragraph, "quote": "安排资金", "words": "请注明科目。"})

    (comment,) = TextComment.objects.all()
    assert document.body[comment.start : comment.end] == "安排资金"
    page = tab(made, "drafter", document, "text")
    assert f'href="#comment-{comment.pk}"' in page
    assert "请注明科目。" in page


def test_a_passage_marked_on_the_paper_is_offered(made, document):
    start = document.body.index("120万元")

    page = client_of(made, "director").get(reverse("documents:comment", args=[document.pk]), {"start": start, "end": start + 5})

    assert "120万元</textarea>" in page.content.decode()


def test_words_that_are_not_in_the_paragraph_are_refused(made, document):
    answer = client_of(made, "director").post(
        reverse("documents:comment", args=[document.pk]), {"paragraph": 0, "quote": "没有的话", "words": "请改。"}
    )

    assert answer.status_code == 422
    assert TextComment.objects.count() == 0


def test_comments_are_answered_and_settled_through_the_pages(made, document):
    made_comment = commenting.comment(document, start=0, end=5, words="请核。", by=made.actor("director"))
    drafter = client_of(made, "drafter")

    drafter.post(reverse("documents:comment_reply", args=[made_comment.pk]), {"words": "已核。"})
    drafter.post(reverse("documents:comment_resolve", args=[made_comment.pk]), {"resolution": "无误"})
    page = tab(made, "director", document, "text")

    assert "已核。" in page
    assert "已处理：无误" in page
    client_of(made, "director").post(reverse("documents:comment_reopen", args=[made_comment.pk]))
    made_comment.refresh_from_db()
    assert made_comment.state == "open"


def test_the_text_tab_notes_that_its_holder_has_the_text_open(made, document):
    tab(made, "drafter", document, "text")
    assert TextOpening.objects.count() == 0

    tab(made, "director", document, "text")

    assert TextOpening.objects.get().person == made.people["director"]


def test_the_editor_asks_for_a_reason_for_each_passage_and_keeps_what_was_typed(made, document):
    client, address = client_of(made, "director"), reverse("documents:edit", args=[document.pk])
    date, figure = reasons.key_of("1日", "9日"), reasons.key_of("120万元", "130万元")
    values = typed(document, body=document.body.replace("6月1日", "6月9日").replace("120万元", "130万元"))

    refused = client.post(address, {**values, f"reason-{date}": "与汛期时间衔接"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "请填写修改理由后保存" in page
    assert [(row.passage.key, row.given, row.is_missing) for row in refused.context["reasons"]] == [
        (date, "与汛期时间衔接", False),
        (reasons.key_of("100万元", "130万元"), "", True),
    ]
    assert 'value="与汛期时间衔接"' in page
    assert "6月9日" in page

    document.refresh_from_db()
    given = {"revision": document.revision, f"reason-{date}": "与汛期时间衔接", f"reason-{figure}": "未用"}
    budget = f"reason-{reasons.key_of('100万元', '130万元')}"
    accepted = client.post(address, {**values, **given, budget: "市财政局来函核定"})
    assert accepted.status_code == 302
    document.refresh_from_db()
    assert "6月9日" in document.body
    review = tab(made, "director", document, "review")
    assert "与汛期时间衔接" in review
    assert "市财政局来函核定" in review


def test_two_steps_of_one_level_stay_two_in_the_legend_and_in_the_time_held():
    made = factories.office(name="云州市人民政府")
    made.people["secretary"] = person_in(made.organ, Duty.SECRETARY_GENERAL, clearance=2)
    document = factories.submitted(made, document_type="order", layout="command_format", title="云州市人民政府令", body=BODY)
    for role, old, new in (
        ("reviewer", "通知如下", "现通知如下"),
        ("director", "现通知", "特通知"),
        ("secretary", "特通知", "现通知"),
    ):
        write(document, made.actor(role), lambda text, old=old, new=new: text.replace(old, new))
        factories.act(document, made.actor(role))

    versions = revising.versions_with_texts(document)
    assert [(line.label, line.level) for line in redline.legend(versions, first=1)] == [
        ("二级 核稿", 2), ("三级 合法性审核", 3), ("三级 审批", 3),
    ]  # fmt: skip
    visits = revising.visits(document, versions, until=document.updated_at)
    assert [(visit.station.label, visit.counts["inserted"]) for visit in visits if visit.left_at] == [
        ("一级 拟稿", 0), ("二级 核稿", 1), ("三级 合法性审核", 1), ("三级 审批", 1),
    ]  # fmt: skip


def test_the_passages_to_explain_follow_the_keyboard(made, document):
    client, address = client_of(made, "director"), reverse("documents:reasons", args=[document.pk])
    key = reasons.key_of("1日", "9日")
    values = typed(document, body=document.body.replace("6月1日", "6月9日"))

    shown = client.post(address, {**values, f"reason-{key}": "与汛期"})
    again = client.post(address, {**values, "reason_keys": key})

    assert f'name="reason-{key}"' in shown.content.decode()
    assert 'value="与汛期"' in shown.content.decode()
    assert again.status_code == 204
    assert client_of(made, "reviewer").post(address, values).status_code == 403


def test_a_signed_document_says_that_it_is_locked(made, document):
    factories.act(document, made.actor("director"))
    factories.act(document, made.actor("signatory"))

    page = tab(made, "clerk", document, "text")

    assert "签发并锁定" in page
    assert document.approved_digest[:16] in page
