import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zhongshu.domains.documents.choices import ReturnedState
from zhongshu.domains.documents.commands import drafting, word_copies
from zhongshu.domains.documents.models import ReturnedCopy, TextComment
from zhongshu.domains.documents.tests.factories import advance, dispatched, draft_in, office, submitted
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.typesetting import public as typesetting
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db

BODY = (
    "为做好防汛工作，现通知如下：\n\n一、落实责任\n（一）明确分工。各单位要落实值班责任。\n|序号|单位|\n|---|---|\n| 1 |水利局 |\n"
    "二、及时报告\n重要情况随时报告。"
)


@pytest.fixture
def made():
    return office()


@pytest.fixture
def document(made):
    return draft_in(made, body=BODY, remark="联系人：张某")


def changed(content: bytes, *pairs: tuple[str, str], comments: str = "") -> bytes:
    """Return the file as a word processor saves it after these changes of its XML."""
    parts = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(parts, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                for before, after in pairs:
                    assert before.encode() in text
                    text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
        if comments:
            new.writestr("word/comments.xml", comments)
    return parts.getvalue()


def bring_back(document, made, content, **options):
    return word_copies.bring_back(document, content=content, file_name="改稿.docx", by=made.actor("drafter"), **options)


def take_in(copy, document, made, **options):
    document.refresh_from_db()
    return word_copies.take_in(copy, revision=document.revision, by=made.actor("drafter"), **options)


def test_a_draft_goes_down_and_comes_back_letter_for_letter(made, document):
    copy = bring_back(document, made, word_copies.take_down(document, by=made.actor("drafter")))

    found = word_copies.differences(copy, document)
    assert not found.changes_anything
    take_in(copy, document, made)
    document.refresh_from_db()
    assert (document.body, document.remark) == (BODY, "联系人：张某")


def test_what_was_changed_outside_becomes_a_new_version(made, document):
    content = changed(
        word_copies.take_down(document, by=made.actor("drafter")), ("值班责任", "防汛值班责任"), ("联系人：张某", "联系人：李某")
    )
    copy = bring_back(document, made, content)
    document.refresh_from_db()
    assert document.body == BODY

    take_in(copy, document, made)

    document.refresh_from_db()
    assert document.body == BODY.replace("值班责任", "防汛值班责任")
    assert document.remark == "联系人：李某"
    assert [row.step_label for row in document.versions.all()] == ["Word改稿前", "Word改稿"]
    copy.refresh_from_db()
    assert copy.state == ReturnedState.TAKEN


def test_what_was_written_meanwhile_stays(made, document):
    content = changed(word_copies.take_down(document, by=made.actor("drafter")), ("值班责任", "防汛值班责任"))
    drafting.save_draft(document, body=BODY.replace("随时报告", "立即报告"), revision=document.revision, by=made.actor("drafter"))

    take_in(bring_back(document, made, content), document, made)

    document.refresh_from_db()
    assert document.body == BODY.replace("随时报告", "立即报告").replace("值班责任", "防汛值班责任")


def test_where_both_changed_both_stand_unless_somebody_chooses(made, document):
    content = changed(word_copies.take_down(document, by=made.actor("drafter")), ("随时报告", "当日报告"))
    drafting.save_draft(
        document,
        body=BODY.replace("随时报告", "立即报告"),
        title="关于做好防汛抗旱工作的通知",
        revision=document.revision,
        by=made.actor("drafter"),
    )
    copy = bring_back(document, made, content)
    found = word_copies.differences(copy, document)
    place = next(index for index, chunk in enumerate(found.chunks) if chunk.kind == "conflict")

    assert found.conflicts == 1
    take_in(copy, document, made)
    document.refresh_from_db()
    assert document.body.endswith("重要情况立即报告。\n重要情况当日报告。")
    assert document.title == "关于做好防汛抗旱工作的通知"

    again = bring_back(document, made, content)
    place = next(i for i, chunk in enumerate(word_copies.differences(again, document).chunks) if chunk.kind == "conflict")
    take_in(again, document, made, choices={place: "uploaded"})
    document.refresh_from_db()
    assert document.body.endswith("二、及时报告\n重要情况当日报告。")


def test_a_draft_changed_since_the_differences_were_shown_is_not_overwritten(made, document):
    copy = bring_back(
        document, made, changed(word_copies.take_down(document, by=made.actor("drafter")), ("值班责任", "防汛值班责任"))
    )
    shown = document.revision
    drafting.save_draft(document, body="全新的正文。", revision=document.revision, by=made.actor("drafter"))

    with pytest.raises(StaleState, match="看过新的差异"):
        word_copies.take_in(copy, revision=shown, by=made.actor("drafter"))

    copy.refresh_from_db()
    document.refresh_from_db()
    assert (copy.state, document.body) == (ReturnedState.WAITING, "全新的正文。")


def test_tracked_changes_are_named_by_their_authors_and_comments_come_along(made, document):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    content = word_copies.take_down(document, by=made.actor("drafter"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("word/document.xml").decode()
    begin = text.rindex("<w:r>", 0, text.index("重要情况随时报告。"))
    old = text[begin : text.index("</w:r>", begin) + 6]
    new = (
        run.format("重要情况")
        + f'<w:del w:author="王某" w:date="2026-03-05T09:00:00Z">{run.format("随时").replace("w:t", "w:delText")}</w:del>'
        + f'<w:ins w:author="李某" w:date="2026-03-05T10:00:00Z">{run.format("立即")}</w:ins>'
        + start + run.format("报告。") + end
    )  # fmt: skip
    comments = (
        f'<w:comments xmlns:w="{word}"><w:comment w:id="0" w:author="赵某"><w:p>{run.format("向谁报告")}</w:p></w:comment>'
        "</w:comments>"
    )

    copy = bring_back(document, made, changed(content, (old, new), comments=comments))

    assert [(one["author"], one["kind"], one["text"]) for one in copy.changes] == [
        ("王某", "deleted", "随时"),
        ("李某", "inserted", "立即"),
    ]
    take_in(copy, document, made)
    document.refresh_from_db()
    assert document.body.endswith("重要情况立即报告。")
    assert (copy.remarks[0]["words"], copy.remarks[0]["about"]) == ("向谁报告", "报告。")
    comment = TextComment.objects.get(document=document)
    assert (comment.words, comment.quote) == ("赵某（Word批注）：向谁报告", "报告。")


def test_a_file_of_other_makers_loses_its_head_and_closing(made, document):
    lines = ["云州市文件", document.title, "一、新的安排", "按此执行。", document.organ.name, "2026年3月5日"]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = io.BytesIO()
    with zipfile.ZipFile(parts, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>')

    copy = bring_back(document, made, parts.getvalue())

    assert (copy.base_known, copy.body) == (False, "一、新的安排\n按此执行。")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"no file", "已损坏或不完整"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 Word")],
)
def test_what_is_no_docx_is_refused(made, document, content, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        bring_back(document, made, content)

    assert not ReturnedCopy.objects.exists()


def test_the_file_of_another_document_is_refused(made, document):
    other = draft_in(made, title="关于另一件事的通知")

    with pytest.raises(RuleBroken, match="另一份文稿"):
        bring_back(document, made, word_copies.take_down(other, by=made.actor("drafter")))


def test_a_marked_file_is_refused(made, document):
    content = changed(word_copies.take_down(document, by=made.actor("drafter")), ("值班责任", "机密★10年"))

    with pytest.raises(RuleBroken):
        bring_back(document, made, content)

    assert not ReturnedCopy.objects.exists()


def test_others_neither_take_a_draft_down_nor_bring_it_back(made, document):
    content = word_copies.take_down(document, by=made.actor("drafter"))
    copy = bring_back(document, made, content)
    stranger = made.actor("printer")

    for act in (
        lambda: word_copies.take_down(document, by=stranger),
        lambda: word_copies.bring_back(document, content=content, file_name="a.docx", by=stranger),
        lambda: word_copies.take_in(copy, revision=document.revision, by=stranger),
        lambda: word_copies.put_aside(copy, by=stranger),
    ):
        with pytest.raises(NotPermitted):
            act()

    copy.refresh_from_db()
    assert copy.state == ReturnedState.WAITING


def test_a_copy_is_settled_once(made, document):
    copy = bring_back(document, made, word_copies.take_down(document, by=made.actor("drafter")))
    word_copies.put_aside(copy, by=made.actor("drafter"))

    with pytest.raises(RuleBroken, match="未采用"):
        take_in(copy, document, made)
    with pytest.raises(RuleBroken, match="未采用"):
        word_copies.put_aside(copy, by=made.actor("drafter"))


def test_an_issued_document_does_not_go_down(made):
    with pytest.raises(NotPermitted):
        word_copies.take_down(dispatched(made), by=made.actor("drafter"))


def test_a_reviewer_takes_it_down_and_brings_it_back(made):
    document = submitted(made)
    reviewer = made.actor("reviewer")
    item = workflow.items_of_actor(document.ref, reviewer).first()
    if item.assignee_id is None:
        workflow.claim(item.pk, by=reviewer)
    content = changed(word_copies.take_down(document, by=reviewer), ("落实责任", "压实责任"))
    copy = word_copies.bring_back(document, content=content, file_name="改.docx", by=reviewer)

    word_copies.take_in(copy, revision=document.revision, by=reviewer)

    document.refresh_from_db()
    assert "一、压实责任" in document.body
    assert document.versions.last().person_name == reviewer.name
    assert advance(document, made, steps=1)


# ── pages ────────────────────────────────────────────────────────────────────


def test_the_pages_lead_from_the_file_to_the_new_version(made, document):
    client = signed_in(Client(), made.people["drafter"])
    down = client.post(reverse("documents:word_take", args=[document.pk]))
    content = changed(down.content, ("值班责任", "防汛值班责任"))
    upload = reverse("documents:word_upload", args=[document.pk])
    assert client.get(upload).status_code == 200

    up = client.post(upload, {"file": SimpleUploadedFile("改稿.docx", content)})
    shown = client.get(up.headers["Location"])
    document.refresh_from_db()
    taken = client.post(up.headers["Location"], {"revision": document.revision})

    assert "<ins>防汛</ins>" in shown.content.decode()
    assert taken.headers["Location"] == reverse("documents:edit", args=[document.pk])
    document.refresh_from_db()
    assert "防汛值班责任" in document.body
    assert "已采用" in client.get(up.headers["Location"]).content.decode()


def test_a_conflict_is_shown_and_a_stale_page_is_shown_anew(made, document):
    client = signed_in(Client(), made.people["drafter"])
    content = changed(word_copies.take_down(document, by=made.actor("drafter")), ("随时报告", "当日报告"))
    copy = bring_back(document, made, content)
    address = reverse("documents:word_copy", args=[copy.pk])
    stale = document.revision
    drafting.save_draft(document, body=BODY.replace("随时报告", "立即报告"), revision=document.revision, by=made.actor("drafter"))

    refused = client.post(address, {"revision": stale})
    page = refused.content.decode()
    place = page.split('name="choice-')[1].split('"')[0]
    taken = client.post(address, {"revision": refused.context["form"].data["revision"], f"choice-{place}": "current"})

    assert refused.status_code == 409
    assert "有1处两边都改了" in page
    assert taken.status_code == 302
    document.refresh_from_db()
    assert document.body == BODY.replace("随时报告", "立即报告")


def without(content: bytes, words: str) -> bytes:
    """Return the file as a word processor saves it after the paragraph with these words was deleted."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        xml = file.read("word/document.xml").decode()
    paragraph = next(part for part in re.findall(r"<w:p[ >].*?</w:p>", xml, re.DOTALL) if words in re.sub(r"<[^>]+>", "", part))
    return changed(content, (paragraph, ""))


def test_a_deleted_element_is_shown_and_goes_only_when_somebody_says_so(made, document):
    content = word_copies.take_down(document, by=made.actor("drafter"))
    copy = bring_back(document, made, without(content, "联系人"))
    found = word_copies.differences(copy, document)
    assert [row for row in found.fields if row[2] != "same"] == [("remark", "附注", "removed", "联系人：张某", "")]

    with pytest.raises(RuleBroken, match="上传稿里没有附注，请选择删去还是保留"):
        take_in(copy, document, made)
    document.refresh_from_db()
    assert document.remark == "联系人：张某"
    copy.refresh_from_db()
    assert copy.state == ReturnedState.WAITING

    take_in(copy, document, made, field_choices={"remark": "uploaded"})
    document.refresh_from_db()
    assert document.remark == ""


def test_deleted_recipients_are_kept_if_somebody_says_so_in_the_browser(made, document):
    client = signed_in(Client(), made.people["drafter"])
    principals = document.principal_line
    content = without(word_copies.take_down(document, by=made.actor("drafter")), principals.rstrip("："))
    copy = bring_back(document, made, content)
    address = reverse("documents:word_copy", args=[copy.pk])
    page = client.get(address).content.decode()
    assert "主送机关：上传稿里已删去，请选择" in page
    assert f"<del>{principals}</del>" in page

    unanswered = client.post(address, {"revision": document.revision})
    assert unanswered.status_code == 422
    assert "请选择删去还是保留" in unanswered.content.decode()
    kept = client.post(address, {"revision": document.revision, "choice-principals": "current"})

    assert kept.status_code == 302
    document.refresh_from_db()
    assert document.principal_line == principals


def test_what_the_layout_does_not_print_was_not_deleted(made):
    document = draft_in(made, document_type="minutes", layout="minutes_format", title="市政府常务会议纪要", body=BODY)
    copy = bring_back(document, made, word_copies.take_down(document, by=made.actor("drafter")))

    assert not word_copies.differences(copy, document).changes_anything


def test_a_bad_file_is_refused_on_its_page_and_a_copy_is_put_aside(made, document):
    client = signed_in(Client(), made.people["drafter"])
    upload = reverse("documents:word_upload", args=[document.pk])

    refused = client.post(upload, {"file": SimpleUploadedFile("x.docx", b"PK nothing")})
    copy = bring_back(document, made, typesetting.to_docx(typesetting.document_from_text("标题", "正文。")))
    aside = client.post(reverse("documents:word_put_aside", args=[copy.pk]))

    assert refused.status_code == 422
    assert "已损坏或不完整" in refused.content.decode()
    assert aside.status_code == 302
    copy.refresh_from_db()
    assert copy.state == ReturnedState.PUT_ASIDE


def test_a_stranger_finds_no_copy(made, document):
    copy = bring_back(document, made, word_copies.take_down(document, by=made.actor("drafter")))
    client = signed_in(Client(), office().people["drafter"])

    assert client.get(reverse("documents:word_copy", args=[copy.pk])).status_code == 404
    assert client.post(reverse("documents:word_take", args=[document.pk])).status_code == 404
