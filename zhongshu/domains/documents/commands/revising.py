"""修改理由: what was changed at a level of review, and why."""

from zhongshu.domains.documents import reasons
from zhongshu.domains.documents.choices import ReviewLevel
from zhongshu.domains.documents.commands import versions
from zhongshu.domains.documents.models import ChangeReason, OutgoingDocument
from zhongshu.domains.documents.queries import revising
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.audit import public as audit

SHORTEST_REASON = 4


def require_reason(document: OutgoingDocument, place: versions.Place, *, reason: str) -> list[reasons.Passage]:
    """Return the passages that this save changes and that must be accounted for; none below the third level.

    Raises:
        RuleBroken: there are such passages, or the signed text changes, and no reason is given.
    """
    if place.level < reasons.LEVEL:
        return []
    found = revising.passages_to_explain(document, versions.before(document, place), place.item_id)
    given = len("".join(reason.split())) >= SHORTEST_REASON
    if place.level == ReviewLevel.FINAL_CHECK:
        if not given and document.approved_digest and substance_digest(document) != document.approved_digest:
            raise RuleBroken(
                "文稿已签发锁定。确需修改的，请填写修改理由；保存后报原签发人复审", code="reason_required", field="reason",
                passages=[passage.sentence for passage in found],
            )  # fmt: skip
    elif found and not given:
        named = "；".join(f"{passage.label}：{passage.sentence}" for passage in found[:3])
        more = f"等{len(found)}处" if len(found) > 3 else ""
        raise RuleBroken(
            f"本级修改了{named}{more}，请填写修改理由后保存", code="reason_required", field="reason",
            passages=[passage.sentence for passage in found],
        )  # fmt: skip
    return found


def keep_with_reason(
    document: OutgoingDocument, place: versions.Place, passages: list[reasons.Passage], *, reason: str, by: Actor
) -> None:
    """Keep what was written at a level of review as its version, with the reason given for it."""
    version = versions.write_on(document, place, by=by)
    words = " ".join(reason.split())[:500]
    if not words:
        return
    rows = [passage.as_row() for passage in passages]
    if version.reasons.filter(words=words, passages=rows).exists():
        return
    ChangeReason.objects.create(
        version=version, words=words, passages=rows, person_id=by.person_id, person_name=by.name, created_at=clock.now()
    )
    audit.record(
        "documents.change_explained", document, by=by, version=version.sequence, level=int(place.level), reason=words,
        passages=[passage.sentence for passage in passages],
    )  # fmt: skip
