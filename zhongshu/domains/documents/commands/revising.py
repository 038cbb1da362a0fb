"""修改理由: what was changed at a level of review, and why; a reason for each passage."""

from collections.abc import Mapping

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


def asked(document: OutgoingDocument, place: versions.Place) -> list[reasons.Passage]:
    """Return the passages that must be accounted for as the document now reads, each by itself; none below the third level.

    A change of signed text that touches no figure, name or policy is one passage, ``reasons.WHOLE``.
    """
    if place.level < reasons.LEVEL:
        return []
    found = revising.passages_to_explain(document, versions.before(document, place), place.item_id)
    if found or place.level < ReviewLevel.FINAL_CHECK:
        return found
    is_touched = bool(document.approved_digest) and substance_digest(document) != document.approved_digest
    return [reasons.WHOLE] if is_touched else []


def require_reasons(document: OutgoingDocument, place: versions.Place, given: Mapping[str, str]) -> list[reasons.Passage]:
    """Return the passages that this save changes and that must be accounted for; ``given`` holds the reasons by the passage's key.

    Raises:
        RuleBroken: a reason is missing; ``facts["missing"]`` names the keys.
    """
    found = asked(document, place)
    missing = reasons.lacking(found, given)
    if not missing:
        return found
    if place.level == ReviewLevel.FINAL_CHECK:
        sentence = "文稿已签发锁定。确需修改的，请逐处填写修改理由；保存后报原签发人复审"
    else:
        named = "；".join(f"{one.label}：{one.sentence}" for one in missing[:3])
        more = f"等{len(missing)}处" if len(missing) > 3 else ""
        sentence = f"本级修改了{named}{more}，请{'逐处' if len(missing) > 1 else ''}填写修改理由后保存"
    raise RuleBroken(
        sentence, code="reason_required", field="reasons", missing=[one.key for one in missing],
        passages=[one.sentence for one in missing],
    )  # fmt: skip


def keep_with_reasons(
    document: OutgoingDocument, place: versions.Place, passages: list[reasons.Passage], given: Mapping[str, str], *, by: Actor
) -> None:
    """Keep what was written at a level of review as its version, with the reason given for each passage."""
    version = versions.write_on(document, place, by=by)
    now = clock.now()
    told = [(one, " ".join(given.get(one.key, "").split())[:500]) for one in passages]
    known = set(version.reasons.values_list("old", "new", "words"))
    made = [
        ChangeReason(
            version=version, old=one.old, new=one.new, kinds=list(one.kinds), words=words, person_id=by.person_id,
            person_name=by.name, created_at=now,
        )
        for one, words in told
        if words and (one.old, one.new, words) not in known
    ]  # fmt: skip
    if not made:
        return
    ChangeReason.objects.bulk_create(made)
    audit.record(
        "documents.change_explained", document, by=by, version=version.sequence, level=int(place.level),
        reason="；".join(dict.fromkeys(row.words for row in made)),
        passages=[f"{one.sentence}：{words}" for one, words in told if words],
    )  # fmt: skip
