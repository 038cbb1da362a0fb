"""批注: on a passage, answered, settled, carried through later versions."""

import pytest

from zhongshu.domains.documents.choices import CommentState, OutgoingState
from zhongshu.domains.documents.commands import commenting, drafting
from zhongshu.domains.documents.models import CommentReply, OutgoingDocument, TextComment
from zhongshu.domains.documents.queries import revising
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db
PASSAGE = "重要情况随时报告"


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.fixture
def document(made) -> OutgoingDocument:
    document = factories.submitted(made)
    reviewer = made.actor("reviewer")
    workflow.claim(workflow.items_of_actor(document.ref, reviewer).get().pk, by=reviewer)
    return document


def comment_on(document: OutgoingDocument, by, passage: str = PASSAGE) -> TextComment:
    start = document.body.index(passage)
    return commenting.comment(document, start=start, end=start + len(passage), words="请写明时限。", by=by)


def rewrite(document: OutgoingDocument, by, old: str, new: str) -> None:
    document.refresh_from_db()
    drafting.save_draft(document, revision=document.revision, body=document.body.replace(old, new), by=by)
    document.refresh_from_db()


def test_a_comment_keeps_its_passage_and_tells_the_drafter(made, document):
    made_comment = comment_on(document, made.actor("reviewer"))

    assert (made_comment.quote, made_comment.person_name) == (PASSAGE, made.people["reviewer"].name)
    told = notifications.notifications(made.actor("drafter"))
    assert [row.kind for row in told] == ["documents.commented"]


def test_a_stranger_cannot_comment(document):
    with pytest.raises(NotPermitted):
        comment_on(document, factories.office().actor("reviewer"))

    assert TextComment.objects.count() == 0


def test_a_signed_text_takes_no_comments(made, document):
    factories.advance(document, made, until=OutgoingState.APPROVED_FOR_ISSUE)

    with pytest.raises(RuleBroken, match="已签发锁定"):
        comment_on(document, made.actor("reviewer"))

    assert TextComment.objects.count() == 0


def test_a_comment_needs_words_and_a_passage(made, document):
    reviewer = made.actor("reviewer")

    with pytest.raises(RuleBroken, match="请填写批注内容"):
        commenting.comment(document, start=0, end=4, words="  ", by=reviewer)
    with pytest.raises(RuleBroken, match="请选定要批注的文字"):
        commenting.comment(document, start=4, end=4, words="请改。", by=reviewer)

    assert TextComment.objects.count() == 0


def test_the_drafter_answers_and_settles(made, document):
    drafter, reviewer = made.actor("drafter"), made.actor("reviewer")
    made_comment = comment_on(document, reviewer)

    commenting.reply(made_comment, words="已补充为30分钟内。", by=drafter)
    commenting.resolve(made_comment, resolution="已改", by=drafter)

    made_comment.refresh_from_db()
    assert (made_comment.state, made_comment.resolution, made_comment.resolved_by_name) == (
        CommentState.RESOLVED, "已改", drafter.name,
    )  # fmt: skip
    assert CommentReply.objects.get().words == "已补充为30分钟内。"


def test_a_stranger_neither_answers_nor_settles(made, document):
    made_comment = comment_on(document, made.actor("reviewer"))
    stranger = factories.office().actor("reviewer")

    with pytest.raises(NotPermitted):
        commenting.reply(made_comment, words="我看看。", by=stranger)
    with pytest.raises(NotPermitted):
        commenting.resolve(made_comment, by=made.actor("reviewer"))

    made_comment.refresh_from_db()
    assert (made_comment.state, CommentReply.objects.count()) == (CommentState.OPEN, 0)


def test_a_settled_comment_takes_no_answer_until_its_writer_reopens_it(made, document):
    drafter, reviewer = made.actor("drafter"), made.actor("reviewer")
    made_comment = comment_on(document, reviewer)
    commenting.resolve(made_comment, by=drafter)

    with pytest.raises(RuleBroken, match="已处理"):
        commenting.reply(made_comment, words="再议。", by=reviewer)
    with pytest.raises(RuleBroken):
        commenting.resolve(made_comment, by=drafter)
    with pytest.raises(NotPermitted):
        commenting.reopen(made_comment, by=drafter)
    commenting.reopen(made_comment, by=reviewer)

    assert made_comment.state == CommentState.OPEN
    with pytest.raises(RuleBroken):
        commenting.reopen(made_comment, by=reviewer)


def test_a_comment_moves_with_its_passage(made, document):
    reviewer = made.actor("reviewer")
    made_comment = comment_on(document, reviewer)

    rewrite(document, reviewer, "各单位要落实值班责任。", "各单位要严格落实领导带班和值班责任。")

    made_comment.refresh_from_db()
    assert document.body[made_comment.start : made_comment.end] == PASSAGE
    assert not made_comment.is_changed


def test_a_comment_on_changed_words_says_so(made, document):
    reviewer = made.actor("reviewer")
    made_comment = comment_on(document, reviewer)

    rewrite(document, reviewer, "随时报告", "30分钟内报告")

    made_comment.refresh_from_db()
    assert (document.body[made_comment.start : made_comment.end], made_comment.is_changed) == ("重要情况30分钟内报告", True)


def test_a_comment_on_removed_words_stays_without_a_place(made, document):
    reviewer = made.actor("reviewer")
    made_comment = comment_on(document, reviewer)

    rewrite(document, reviewer, "重要情况随时报告。", "")

    made_comment.refresh_from_db()
    assert (made_comment.start, made_comment.end, made_comment.is_changed) == (0, 0, True)


def test_open_comments_come_first_with_what_one_may_do(made, document):
    drafter, reviewer = made.actor("drafter"), made.actor("reviewer")
    first = comment_on(document, reviewer, "为做好防汛工作")
    comment_on(document, reviewer)
    commenting.resolve(first, by=drafter)

    rows = revising.comments(document, drafter)

    assert [(row.quote, row.can_resolve, row.can_reopen) for row in rows] == [
        (PASSAGE, True, False), ("为做好防汛工作", True, False),
    ]  # fmt: skip
