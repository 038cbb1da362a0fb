"""审核把关: findings are recorded as the draft climbs; a must-finding keeps it back unless somebody with the right lets it stand."""

from django.db import transaction

from zhongshu.domains.documents.checks.findings import Severity
from zhongshu.domains.documents.models import CheckFinding, CheckOverride, OutgoingDocument
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import checking
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit

# A text with more findings than this has one trouble, not many.
MOST_RECORDED = 100
RECORDED = (Severity.MUST, Severity.SHOULD)


def require_passed(document: OutgoingDocument) -> None:
    """Refuse a draft in which a must-rule is broken and nobody has let it stand.

    Raises:
        RuleBroken: with the first finding, how many there are, and whom to ask.
    """
    found = checking.blocking_of(document)
    if not found:
        return
    first = found[0]
    names = checking.whom_to_ask(document)
    ask = f"请{'或'.join(names[:3])}在“审核”中核准并说明理由" if names else "请办公室负责人在“审核”中核准并说明理由"
    words = f"（{first.text[:30]}）" if first.text and first.text not in first.message else ""
    count = f"等{len(found)}处" if len(found) > 1 else ""
    raise RuleBroken(
        f"{first.gate.label}未过：{first.message}{words}{count}，请改正后再送审；确需保留的，{ask}",
        code="check_failed",
        field=first.field if first.field in {"title", "body", "remark"} else None,
        rules=[finding.rule for finding in found],
    )


@transaction.atomic
def record(document: OutgoingDocument, *, level: int, by: Actor) -> None:
    """Keep what the rules find as the draft is passed on at a level, and close what is no longer there."""
    now = clock.now()
    present = {checking.key_of(finding): finding for finding in checking.findings_of(document) if finding.severity in RECORDED}
    known = {row.key: row for row in document.check_findings.all()}
    gone = [row.pk for key, row in known.items() if key not in present and row.fixed_level is None]
    if gone:
        CheckFinding.objects.filter(pk__in=gone, fixed_level=None).update(fixed_level=level, fixed_at=now, fixed_by_name=by.name)
    again = [row.pk for key, row in known.items() if key in present and row.fixed_level is not None]
    if again:
        CheckFinding.objects.filter(pk__in=again).update(fixed_level=None, fixed_at=None, fixed_by_name="")
    CheckFinding.objects.bulk_create(
        [
            CheckFinding(
                document=document,
                unit_id=document.drafting_unit_id,
                rule=finding.rule,
                rule_name=finding.name[:60],
                severity=finding.severity,
                category=finding.category,
                gate=finding.gate,
                message=finding.message[:300],
                words=finding.text[:200],
                key=key,
                found_level=level,
                found_at=now,
            )
            for key, finding in list(present.items())[:MOST_RECORDED]
            if key not in known
        ]
    )


@transaction.atomic
def let_stand(document: OutgoingDocument, *, key: str, reason: str, by: Actor) -> CheckOverride:
    """Let stand what a must-rule found (核准保留), with a reason that stays on the record.

    Raises:
        NotPermitted: neither the office's director nor its reviewer, or the person drafted the document.
        RuleBroken: no reason, or the finding is not there any more.
    """
    outgoing_policy.require(by, "override_check", document)
    if by.person_id == document.drafter_id:
        raise NotPermitted("拟稿人不能核准保留自己文稿的审核意见，请转请其他负责人核准", code="drafter_cannot_override")
    reason = reason.strip()
    if not reason:
        raise RuleBroken("请写明保留的理由", code="reason_missing", field="reason")
    finding = next((one for one in checking.blocking_of(document) if checking.key_of(one) == key), None)
    if finding is None:
        raise RuleBroken("这条意见已经不在，请刷新后核对", code="finding_gone")
    made = CheckOverride.objects.create(
        document=document,
        rule=finding.rule,
        key=key,
        message=finding.message[:300],
        words=finding.text[:200],
        reason=reason[:300],
        person_id=by.person_id,
        person_name=by.name,
        post_name=f"{by.unit_name}{by.post_name}"[:120],
        created_at=clock.now(),
    )
    audit.record("documents.check_overridden", document, by=by, rule=finding.rule, reason=reason)
    return made
