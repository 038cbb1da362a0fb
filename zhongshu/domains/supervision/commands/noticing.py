"""督查文书: notices and briefs become outgoing documents through an event."""

import datetime as dt

from django.db import transaction

from zhongshu.domains.supervision.choices import EventKind, NoticeKind, NoticeState
from zhongshu.domains.supervision.circular import circular_title
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.events import NoticeRequested
from zhongshu.domains.supervision.models import Notice, SupervisionItem
from zhongshu.domains.supervision.policies import notice_policy, policy, supervised_organs
from zhongshu.domains.supervision.queries import statistics
from zhongshu.domains.supervision.wording import brief_body, notice_body
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.typesetting import public as typesetting

# The document type under which each goes out (党政机关公文处理工作条例 art. 8).
DOCUMENT_TYPES = {
    NoticeKind.SUPERVISION_NOTICE: "notice",
    NoticeKind.URGING_NOTICE: "notice",
    NoticeKind.SUPERVISION_BRIEF: "report",
    NoticeKind.CIRCULAR: "circular",
    NoticeKind.INSPECTION_REPORT: "report",
}


@transaction.atomic
def issue_notice(item: SupervisionItem, *, kind: str, words: str = "", by: Actor) -> Notice:
    """Let a notice or brief about an item be drafted as an outgoing document (印发督查文书).

    Raises:
        NotPermitted: the actor does not keep this ledger.
    """
    policy.require(by, "supervise", item)
    wanted = NoticeKind(kind)
    parts = frame.live_parts(item)
    if wanted == NoticeKind.SUPERVISION_BRIEF:
        body = brief_body(item, list(item.sources.all()), list(item.feedback.order_by("given_at")), words=words)
        organ = organizations.unit(item.organ_id)
        above = organizations.units([organ.parent_id]).get(organ.parent_id) if organ.parent_id else None
        recipients = above.name if above else ""
        title = f"{organ.name}关于{item.title}办理情况的报告"
    else:
        body = notice_body(item, list(item.sources.all()), parts, words=words, urging=wanted == NoticeKind.URGING_NOTICE)
        recipients = "、".join(part.unit.name for part in parts)
        title = f"{organizations.unit(item.organ_id).name}关于{'催办' if wanted == NoticeKind.URGING_NOTICE else '督办'}{item.title}的通知"
    notice = request_document(
        organ_id=item.organ_id,
        kind=wanted,
        title=title,
        body=body,
        recipients=recipients,
        secrecy_level=item.secrecy,
        item=item,
        by=by,
    )
    frame.write(item, EventKind.NOTICE, by=by, words=notice.get_kind_display(), notice_id=notice.pk)
    return notice


@transaction.atomic
def issue_circular(organ_id: int, *, as_of: dt.date, docketed_from: dt.date | None = None, by: Actor) -> Notice:
    """Let the circular (督查通报) as of a day be drafted as an outgoing document.

    Raises:
        NotPermitted: the actor does not keep the organ's ledger.
        RuleBroken: a day still to come.
    """
    _require_keeper(organ_id, by)
    if as_of > clock.today():
        raise RuleBroken("通报的统计截至日期不能晚于今天", code="date_in_future", field="as_of")
    organ = organizations.unit(organ_id)
    scope = statistics.Scope(frozenset({organ_id}), as_of, docketed_from)
    return request_document(
        organ_id=organ_id, kind=NoticeKind.CIRCULAR, title=circular_title(organ.name, as_of), body=statistics.circular_text(scope),
        recipients="", secrecy_level=0, as_of_date=as_of, by=by,
    )  # fmt: skip


def circular_pdf(organ_id: int, *, as_of: dt.date, docketed_from: dt.date | None = None) -> bytes:
    """Return the circular of an organ as of a day as a PDF; the caller has asked who may read it."""
    name = organizations.unit(organ_id).name
    body = statistics.circular_text(statistics.Scope(frozenset({organ_id}), as_of, docketed_from))
    document = typesetting.document_from_text(circular_title(name, as_of), body, masthead=(name,), signed_date=as_of)
    return typesetting.to_pdf(document)


def request_document(
    *,
    organ_id: int,
    kind: str,
    title: str,
    body: str,
    recipients: str,
    secrecy_level: int,
    by: Actor,
    item: SupervisionItem | None = None,
    as_of_date: dt.date | None = None,
) -> Notice:
    """Write down what should go out and ask for its draft; the caller has asked its own policy.

    Raises:
        NotPermitted: the actor does not keep the organ's ledger.
    """
    _require_keeper(organ_id, by)
    person_id = frame.require_person(by)
    notice = Notice.objects.create(
        organ_id=organ_id, item=item, kind=kind, title=title[:200], body=body, recipients=recipients[:500],
        secrecy=secrecy_level, as_of_date=as_of_date, requested_by_id=person_id, requested_by_name=by.name,
        requested_at=clock.now(),
    )  # fmt: skip
    audit.record("supervision.notice_requested", notice, by=by, notice_kind=str(kind))
    _ask(notice, post_id=by.post_id)
    return notice


@transaction.atomic
def retry_notice(notice: Notice, *, by: Actor) -> None:
    """Ask once more for the draft that failed (重新生成).

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: it has not failed.
    """
    notice_policy.require(by, "retry", notice)
    states.move(notice, to=NoticeState.REQUESTED, problem="")
    _ask(notice, post_id=by.post_id)


def notice_waits(notice_id: int) -> bool:
    """Tell whether a notice still waits for its document."""
    return Notice.objects.filter(pk=notice_id, state=NoticeState.REQUESTED).exists()


def record_document(notice_id: int, *, document_id: int | None, problem: str = "") -> None:
    """Write back which document a notice became, or why none; called by the bridge. Safe to run twice."""
    state = NoticeState.DRAFTED if document_id else NoticeState.FAILED
    Notice.objects.filter(pk=notice_id, state=NoticeState.REQUESTED).update(
        state=state, document_id=document_id, problem=problem[:300]
    )


def _require_keeper(organ_id: int, by: Actor) -> None:
    if organ_id not in supervised_organs(by):
        raise NotPermitted("您没有“印发督查文书”的权限，由督查部门办理", code="not_permitted_notice")


def _ask(notice: Notice, *, post_id: int | None) -> None:
    publish(
        NoticeRequested(
            notice_id=notice.pk,
            organ_id=notice.organ_id,
            person_id=notice.requested_by_id,
            post_id=post_id,
            document_type=DOCUMENT_TYPES[NoticeKind(notice.kind)],
            title=notice.title,
            body=notice.body,
            recipients=notice.recipients,
            secrecy=notice.secrecy,
        )
    )
