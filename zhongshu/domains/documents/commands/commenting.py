"""批注: comments on passages of a text under review, their replies, and their way through later versions."""

from django.db import transaction

from zhongshu.domains.documents.choices import CommentState
from zhongshu.domains.documents.models import CommentReply, OutgoingDocument, TextComment
from zhongshu.domains.documents.models.outgoing import AFTER_APPROVAL, EDITABLE, IN_FLOW
from zhongshu.domains.documents.policies import comment_policy, outgoing_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.revisions import public as revisions

COMMENTABLE = EDITABLE | (IN_FLOW - AFTER_APPROVAL)
LONGEST_QUOTE = 500


@transaction.atomic
def comment(document: OutgoingDocument, *, start: int, end: int, words: str, by: Actor) -> TextComment:
    """Comment on the passage ``body[start:end]`` (批注); the drafter is told.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: the text is signed already, no passage is marked, or nothing was written.
    """
    outgoing_policy.require(by, "comment", document)
    _require_open(document)
    words = words.strip()
    if not words:
        raise RuleBroken("请填写批注内容", code="comment_empty", field="words")
    start, end = _trimmed(document.body, start, end)
    if start >= end:
        raise RuleBroken("请选定要批注的文字", code="no_passage", field="quote")
    if end - start > LONGEST_QUOTE:
        raise RuleBroken(f"所批文字最多{LONGEST_QUOTE}字，请选短一些", code="passage_too_long", field="quote")
    if by.person_id is None:
        raise NotPermitted("批注须由工作人员填写", code="comment_without_person")
    made = TextComment.objects.create(
        document=document,
        version=document.versions.count(),
        start=start,
        end=end,
        quote=document.body[start:end],
        words=words[:1000],
        secrecy=document.secrecy,
        person_id=by.person_id,
        person_name=by.name,
        post_name=f"{by.unit_name}{by.post_name}"[:120],
        created_at=clock.now(),
    )
    audit.record("documents.commented", document, by=by, comment_id=made.pk)
    _tell({document.drafter_id}, document, f"{by.name}在《{document.title}》上作了批注", by=by)
    return made


@transaction.atomic
def reply(comment: TextComment, *, words: str, by: Actor) -> CommentReply:
    """Answer under a comment; its writer and the drafter are told.

    Raises:
        NotPermitted: neither the drafter nor one through whose hands the document passed.
        RuleBroken: nothing was written, or the comment is settled.
    """
    comment_policy.require(by, "reply", comment)
    words = words.strip()
    if not words:
        raise RuleBroken("请填写答复内容", code="comment_empty", field="words")
    if comment.state != CommentState.OPEN:
        raise RuleBroken("此条批注已处理，如需继续讨论请先重新打开", code="comment_resolved")
    if by.person_id is None:
        raise NotPermitted("批注须由工作人员答复", code="comment_without_person")
    made = CommentReply.objects.create(
        comment=comment, words=words[:1000], person_id=by.person_id, person_name=by.name, created_at=clock.now()
    )
    audit.record("documents.comment_replied", comment.document, by=by, comment_id=comment.pk)
    people = {comment.person_id, comment.document.drafter_id}
    _tell(people, comment.document, f"{by.name}答复了《{comment.document.title}》的批注", by=by)
    return made


@transaction.atomic
def resolve(comment: TextComment, *, resolution: str = "", by: Actor) -> None:
    """Settle a comment (已处理): the drafter has dealt with it.

    Raises:
        NotPermitted: not the drafter.
        StaleState: somebody settled it first.
    """
    comment_policy.require(by, "resolve", comment)
    states.move(
        comment,
        to=CommentState.RESOLVED,
        resolved_at=clock.now(),
        resolved_by_name=by.name,
        resolution=resolution.strip()[:300],
    )
    audit.record("documents.comment_resolved", comment.document, by=by, comment_id=comment.pk)


@transaction.atomic
def reopen(comment: TextComment, *, by: Actor) -> None:
    """Take up a settled comment again: its writer is not content.

    Raises:
        NotPermitted: not the one who wrote it.
        RuleBroken: the text is signed already.
        StaleState: it is open.
    """
    comment_policy.require(by, "reopen", comment)
    _require_open(comment.document)
    states.move(comment, to=CommentState.OPEN, resolved_at=None, resolved_by_name="", resolution="")
    audit.record("documents.comment_reopened", comment.document, by=by, comment_id=comment.pk)


def carry(document: OutgoingDocument, old: str) -> None:
    """Carry the places of the comments from the text ``old`` over to the document's present one. A save calls this."""
    if old == document.body:
        return
    rows = [row for row in document.comments.all() if row.start < row.end]
    if not rows:
        return
    anchors = revisions.carry([(row.start, row.end) for row in rows], old, document.body)
    for row, anchor in zip(rows, anchors, strict=True):
        row.start, row.end = anchor.start, anchor.end
        row.is_changed = document.body[anchor.start : anchor.end] != row.quote
    TextComment.objects.bulk_update(rows, ["start", "end", "is_changed"])


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    start, end = max(0, min(start, len(body))), max(0, min(end, len(body)))
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return start, end


def _require_open(document: OutgoingDocument) -> None:
    if document.state not in COMMENTABLE:
        raise RuleBroken("文稿已签发锁定，不能再批注；确需修改请退回签发人", code="text_locked")


def _tell(person_ids: set[int], document: OutgoingDocument, text: str, *, by: Actor) -> None:
    people = sorted(person_ids - {by.person_id})
    if people:
        notifications.notify(
            people, kind="documents.commented", text=text[:200], ref=document.ref, by=by, secrecy=document.secrecy
        )
