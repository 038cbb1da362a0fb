"""审核把关: findings are recorded as the draft climbs; a must-finding keeps it back unless somebody with the right lets it stand."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from zhongshu.domains.documents.checks.findings import Finding, Severity
from zhongshu.domains.documents.choices import CheckDeed, ReviewLevel
from zhongshu.domains.documents.commands import versions
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models import CheckEntry, OutgoingDocument
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import checking
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit

# A text with more findings than this has one trouble, not many.
MOST_RECORDED = 100
RECORDED = (Severity.MUST, Severity.SHOULD)


def require_passed(document: OutgoingDocument) -> list[Finding]:
    """Refuse a draft in which a must-rule is broken and nobody has let it stand; return everything else that was found.

    Raises:
        RuleBroken: with the first finding, how many there are, and whom to ask.
    """
    everything = checking.findings_of(document, typos=True)
    found = checking.blocking(document, everything)
    if not found:
        return everything
    first = found[0]
    names = checking.whom_to_ask(document)
    ask = f"请{'或'.join(names[:3])}在“审核”中核准并说明理由" if names else "请办公室负责人在“审核”中核准并说明理由"
    words = f"（{first.text[:30]}）" if first.text and first.text not in first.message else ""
    count = f"等{len(found)}处" if len(found) > 1 else ""
    raise RuleBroken(
        f"{first.gate.label}未过：{first.message}{words}{count}，请改正后再{'送审' if document.is_editable else '送出'}；"
        f"确需保留的，{ask}",
        code="check_failed",
        field=first.field if first.field in {"title", "body", "remark"} else None,
        rules=[finding.rule for finding in found],
    )


@transaction.atomic
def record(document: OutgoingDocument, found: Iterable[Finding], *, station: Station, by: Actor) -> None:
    """Append what changed since the draft was passed on the last time: what is there now for the first time or again, what is gone.

    ``station`` is the step at which that happened. Recording the same state again appends nothing.
    """
    present = {checking.key_of(finding): finding for finding in found if finding.severity in RECORDED}
    last = checking.last_entries(document)
    made = [
        _entry(document, _facts(finding), key, CheckDeed.FOUND_AGAIN if key in last else CheckDeed.FOUND, station, by)
        for key, finding in list(present.items())[:MOST_RECORDED]
        if key not in last or last[key].deed == CheckDeed.FIXED
    ]
    made += [
        _entry(document, {name: getattr(row, name) for name in FACTS}, key, CheckDeed.FIXED, station, by)
        for key, row in last.items()
        if key not in present and row.deed != CheckDeed.FIXED
    ]
    CheckEntry.objects.bulk_create(made)


def record_left(document: OutgoingDocument, *, by: Actor) -> None:
    """Record what somebody put right who then sent the draft back instead of passing it on."""
    version = document.versions.last()
    if version is None or version.level == ReviewLevel.DRAFTING or version.person_id != by.person_id:
        return
    if version.digest == substance_digest(document):
        record(document, checking.findings_of(document, typos=True), station=version.station, by=by)


FACTS = ("rule", "rule_name", "severity", "category", "gate", "message", "words")


def _facts(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "rule_name": finding.name[:60],
        "severity": finding.severity,
        "category": finding.category,
        "gate": finding.gate,
        "message": finding.message[:300],
        "words": finding.text[:200],
    }


def _entry(
    document: OutgoingDocument, facts: Mapping[str, str], key: str, deed: CheckDeed, station: Station, by: Actor, reason: str = ""
) -> CheckEntry:
    return CheckEntry(
        document=document,
        organ_id=document.organ_id,
        unit_id=document.drafting_unit_id,
        deed=deed,
        key=key,
        level=station.level,
        step_name=station.step[:60],
        reason=reason[:300],
        person_id=by.person_id,
        person_name=by.name,
        post_name=f"{by.unit_name}{by.post_name}"[:120],
        at=clock.now(),
        **facts,
    )


@transaction.atomic
def let_stand(document: OutgoingDocument, *, key: str, reason: str, by: Actor) -> CheckEntry:
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
    found = checking.blocking(document, checking.findings_of(document))
    finding = next((one for one in found if checking.key_of(one) == key), None)
    if finding is None:
        raise RuleBroken("这条意见已经不在，请刷新后核对", code="finding_gone")
    if finding.rule in checking.NEVER_LET_STAND:
        raise RuleBroken(f"{finding.message}；此项不能核准保留，请改正", code="never_let_stand")
    station = versions.place_of(document, by).station
    made = _entry(document, _facts(finding), key, CheckDeed.LET_STAND, station, by, reason)
    made.save(force_insert=True)
    audit.record("documents.check_overridden", document, by=by, rule=finding.rule, reason=reason)
    return made
