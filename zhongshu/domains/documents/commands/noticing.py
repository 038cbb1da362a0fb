"""The quarterly notice as a document: drafted from the records, then reviewed, signed and issued like any other."""

from django.db import transaction

from zhongshu.domains.documents.choices import DocumentType
from zhongshu.domains.documents.commands import drafting
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.notices import counting, writing
from zhongshu.domains.documents.notices.quarters import Quarter
from zhongshu.domains.documents.policies import may_report
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit


@transaction.atomic
def draft_notice(*, organ_id: int, quarter: Quarter, by: Actor) -> OutgoingDocument:
    """Draft 公文运转及差错情况通报 of a quarter in the organ's name; it is numbered, signed and issued in the usual way.

    Raises:
        NotPermitted: the actor does not keep the organ's documents.
        RuleBroken: the quarter is not over.
    """
    if organ_id not in may_report(by):
        raise NotPermitted("起草运转情况通报限本机关办公室主任、秘书长和文书办理", code="reports_nothing")
    ensure_over(quarter)
    report = counting.report(organ_id, quarter)
    document = drafting.draft(
        by=by,
        organ_id=organ_id,
        principals="各科室",
        document_type=DocumentType.CIRCULAR,
        title=writing.title(report),
        body=writing.body(report),
    )
    audit.record("documents.notice_drafted", document, by=by, quarter=quarter.label)
    return document


def ensure_over(quarter: Quarter) -> None:
    """Refuse a quarter whose records are still being written.

    Raises:
        RuleBroken: it is not over.
    """
    if quarter.end > clock.now():
        raise RuleBroken(f"{quarter.label}尚未结束，结束后才能生成通报", code="quarter_not_over", field="quarter")
