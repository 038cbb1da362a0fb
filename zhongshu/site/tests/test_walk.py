"""The main job from the first draft to the completed answer, and what becomes of the record when somebody tampers with it."""

import datetime as dt
import re
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from zhongshu.domains.documents import public as documents
from zhongshu.kernel.actors import Actor
from zhongshu.platform.audit import public as audit
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.audit.tests.emptying import _without_triggers
from zhongshu.platform.opinions.public import Opinion
from zhongshu.platform.workflow import public as workflow
from zhongshu.site.demonstration.walk import Walk

pytestmark = pytest.mark.django_db
NUMBER = "云政办发〔2026〕1号"


@dataclass
class Walked:
    told: list[str]
    people: list[str]
    document: documents.OutgoingDocument
    incoming: documents.IncomingDocument

    def steps(self) -> list[tuple[str, str]]:
        """Return (post, what was done) in order; names and reasons left out."""
        found = []
        for line in self.told:
            who, _, what = line.partition("：")
            found.append((who.split()[-2], re.split("[：（]", what)[0]))
        return found


@pytest.fixture(scope="module")
def walked(city) -> Walked:
    told: list[str] = []
    walk = Walk(told.append)
    document, incoming = walk.whole()
    return Walked(told, walk.people, document, incoming)


def test_the_document_passes_its_steps_and_is_handled_where_it_is_received(walked):
    assert [what for _, what in walked.steps()] == [
        *("拟稿", "退回", "修改后重新送审", "核稿", f"会签中加签{walked.people[6]}", "会签", "会签", "审批", "签发"),
        *("编号", "校核", "印制", "用印", "分发"),
        *("市水利局退文", "青禾县政府签收", "市财政局签收"),
        *("登记", "初审", "拟办", "批示", "分办", "催办一次", "承办", "答复", "办结"),
    ]


def test_nine_people_carry_it_to_its_dispatch(walked):
    posts = {name: post for name, (post, _) in zip(walked.people[:14], walked.steps(), strict=False)}

    assert sorted(posts.values()) == [
        "办公室主任", "印制员", "印章管理员", "局长", "局长", "文书", "校核员", "科长", "秘书长",
    ]  # fmt: skip


def test_it_is_numbered_only_after_the_signature_and_the_final_check(walked):
    document = walked.document
    trail = [entry.action for entry in audit.trail(document.ref)]
    landmarks = [
        action for action in trail if action in {"documents.approved_for_issue", "documents.final_checked", "documents.numbered"}
    ]

    assert landmarks == ["documents.approved_for_issue", "documents.final_checked", "documents.numbered"]
    assert (document.number, document.state) == (NUMBER, documents.OutgoingState.DISPATCHED)
    assert document.approved_at < document.final_checked_at <= document.dispatched_at


def test_the_slip_shows_every_opinion_and_the_return(walked):
    said = Opinion.objects.about(walked.document.ref).order_by("pk").values_list("column", "words", "before_return")

    assert list(said) == [
        ("核稿", "第三部分请写明反馈时限。", True),
        ("核稿", "文稿符合要求，呈审。", False),
        ("会签", "同意。", False),
        ("会签", "同意。", False),
        ("审批", "同意，请签发。", False),
        ("签发", "同意签发。", False),
    ]


def test_the_history_tells_of_one_return_and_one_added_signer(walked):
    told = [entry.operation for entry in workflow.timeline(walked.document.ref, Actor.system())]

    assert told.count("send_back") == 1
    assert told.count("add_signer") == 1


def test_three_organs_receive_it_and_one_returns_it(walked):
    receipts = {row.organ.short_name: row for row in walked.document.receipts.select_related("organ")}

    assert {name: row.state for name, row in receipts.items()} == {
        "市水利局": "returned",
        "青禾县政府": "signed",
        "市财政局": "signed",
    }
    assert receipts["市水利局"].reason == "此件已由市政府另行部署，请核对主送机关。"


def test_the_leaders_handwriting_is_kept_as_strokes_and_picture(walked):
    opinion = Opinion.objects.about(walked.incoming.ref).get(column="批示")

    assert opinion.has_handwriting
    assert len(opinion.handwriting.strokes) >= 3
    assert bytes(opinion.handwriting.picture).startswith(b"\x89PNG")


def test_it_is_chased_once_and_completed(walked):
    trail = [entry.action for entry in audit.trail(walked.incoming.ref)]

    assert trail.count("workflow.urged") == 1
    assert trail[-1] == "workflow.completed"
    assert (walked.incoming.state, walked.incoming.outcome) == ("completed", "telephone")
    assert list(workflow.open_items(walked.incoming.ref)) == []


def test_the_record_of_it_all_holds(walked):
    answer = StringIO()

    call_command("verify_audit", stdout=answer)

    assert f"审计日志完好：{Entry.objects.count()}条记录" in answer.getvalue()


def test_the_command_walks_the_same_way(walked):
    answer = StringIO()

    call_command("walk_document", stdout=answer)

    assert "发文 云政办发〔2026〕2号 已分发，市财政局 收文 云财收〔2026〕2号 已办结" in answer.getvalue()
    assert "审计日志完好" in answer.getvalue()


# ── somebody with access to the database file ────────────────────────────────


def change_one_character(table: str, column: str, pk: int) -> None:
    """Change the first character of one value, as somebody could who sets the triggers aside."""
    connection.check_constraints()  # PostgreSQL alters no table while deferred checks wait
    with _without_triggers(connection), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        (value,) = cursor.fetchone()
        if isinstance(value, bytes | memoryview):
            changed = bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]
        elif isinstance(value, str):
            changed = chr(ord(value[0]) ^ 1) + value[1:]
        elif isinstance(value, dt.datetime):
            changed = value + dt.timedelta(microseconds=1)
        else:
            changed = value + 1
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [changed, pk])
        connection.check_constraints()


def verify() -> str:
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit", stdout=StringIO())
    return str(refused.value)


@pytest.mark.parametrize(
    "column", ["person_name", "post_name", "at", "action", "ref_title", "ref_id", "facts", "prev_hash", "hash"]
)
def test_a_changed_character_of_the_log_is_found_in_its_row(walked, column):
    entry = Entry.objects.about(walked.document.ref).get(action="documents.approved_for_issue")

    change_one_character("audit_entry", column, entry.pk)

    assert f"第{entry.chain}链第{entry.seq}条（记录编号{entry.pk}）" in verify()


@pytest.mark.parametrize("action", ["documents.drafted", "workflow.sent_back", "documents.dispatched"])
def test_it_is_found_wherever_it_stands(walked, action):
    entry = Entry.objects.about(walked.document.ref).get(action=action)

    change_one_character("audit_entry", "facts", entry.pk)

    assert f"（记录编号{entry.pk}）" in verify()


def test_an_entry_taken_out_of_the_log_is_missed(walked):
    entry = Entry.objects.about(walked.document.ref).get(action="workflow.sent_back")

    connection.check_constraints()  # PostgreSQL alters no table while deferred checks wait
    with _without_triggers(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entry.pk])

    assert f"第{entry.chain}链第{entry.seq}条：缺少记录" in verify()


@pytest.mark.parametrize("column", ["title", "body", "principal_line"])
def test_an_issued_document_that_differs_from_what_was_signed_is_named(walked, column):
    change_one_character("documents_outgoingdocument", column, walked.document.pk)

    assert f"已发公文：{NUMBER}" in verify()
    assert f"（发文编号{walked.document.pk}）" in verify()


@pytest.mark.parametrize("column", ["words", "person_name", "text_digest"])
def test_a_changed_opinion_is_named(walked, column):
    opinion = Opinion.objects.about(walked.document.ref).get(column="签发")

    change_one_character("opinions_opinion", column, opinion.pk)

    assert f"意见{opinion.pk}" in verify()


def test_a_changed_pen_stroke_is_named(walked):
    opinion = Opinion.objects.about(walked.incoming.ref).get(column="批示")

    change_one_character("opinions_handwriting", "picture", opinion.handwriting.pk)

    assert f"意见{opinion.pk}（{opinion.person_name}）的手写笔迹被改动" in verify()
