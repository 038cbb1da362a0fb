"""Writes: opinions given, drafts kept, phrases collected."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.kernel.text import digest as digest_of
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions.choices import INSTRUCTION_COLUMN, Attitude, OpinionKind, PhraseScope
from zhongshu.platform.opinions.events import InstructionGiven
from zhongshu.platform.opinions.ink import Ink
from zhongshu.platform.opinions.models import WORDS_LIMIT, CommonPhrase, DraftOpinion, Handwriting, Opinion, OpinionReader
from zhongshu.platform.opinions.policies import phrase_policy
from zhongshu.platform.organizations import public as organizations

PHRASES_PER_OWNER = 60
# An attitude that says something even without words.
_SPEAKS_FOR_ITSELF = {Attitude.AGREE, Attitude.READ, Attitude.TICK_READ}


def record(
    ref: ObjectRef,
    *,
    kind: str = OpinionKind.HANDLING,
    words: str = "",
    attitude: str | None = None,
    column: str = "",
    step_label: str = "",
    by: Actor,
    handwriting: Ink | None = None,
    digest: str = "",
    opened_text: bool = False,
    behalf_id: int | None = None,
    entered_by: Actor | None = None,
    paper_date: dt.date | None = None,
    visible_to: Iterable[int] = (),
    round_no: int = 1,
    step_id: int | None = None,
    item_id: int | None = None,
    late: bool = False,
) -> Opinion:
    """Add an opinion to an object's record; it never changes afterwards.

    Whether ``by`` may act on the object is the caller's rule. ``digest`` is that of the text read (``kinds.digest``). With
    ``entered_by`` the words were written on paper by ``by`` on ``paper_date`` and entered by a clerk (代录). ``visible_to``
    limits who reads it.

    Raises:
        RuleBroken: nothing was said, too much was said, or a paper opinion has no date or one in the future.
    """
    words = words.strip()
    chosen = Attitude(attitude) if attitude else Attitude.COMMENT
    if by.person_id is None:
        raise RuleBroken("意见必须由工作人员签署", code="opinion_without_person")
    if not words and handwriting is None and chosen not in _SPEAKS_FOR_ITSELF:
        raise RuleBroken("请填写意见，或者选择常用语", code="opinion_empty", field="words")
    if len(words) > WORDS_LIMIT:
        raise RuleBroken(f"意见最多{WORDS_LIMIT}字，请精简后提交", code="opinion_too_long", field="words")
    _check_paper(by, entered_by, paper_date)
    at = clock.now()
    readers = {*visible_to} - {by.person_id}
    with transaction.atomic(savepoint=False):  # part of the caller's command; the refusals above come before anything is written
        opinion = Opinion.objects.create(
            **ref_fields(ref),
            kind=kind,
            column=column,
            step_label=step_label,
            step_id=step_id,
            item_id=item_id,
            round=round_no,
            words=words,
            attitude=chosen,
            at=at,
            text_digest=digest,
            opened_text=opened_text,
            has_handwriting=handwriting is not None,
            **_signed(by),
            behalf_id=behalf_id,
            behalf_name=organizations.person(behalf_id).name if behalf_id else "",
            entered_by_id=entered_by.person_id if entered_by else None,
            entered_by_name=entered_by.name if entered_by else "",
            paper_date=paper_date,
            is_restricted=bool(readers),
            is_late=late,
        )
        OpinionReader.objects.bulk_create([OpinionReader(opinion=opinion, person_id=pk) for pk in sorted(readers)])
        if handwriting is not None:
            _keep_ink(opinion, handwriting, page_digest=digest)
        audit.record(
            "opinions.recorded",
            ref,
            by=entered_by or by,
            opinion_id=opinion.pk,
            signed_by=opinion.signature,
            attitude=str(chosen),
            words_digest=digest_of(words),
            text_digest=digest,
            ink_digest=digest_of(handwriting.picture) if handwriting else "",
        )
        if not readers and (kind == OpinionKind.INSTRUCTION or column == INSTRUCTION_COLUMN):
            _announce(opinion, ref)
    return opinion


def _announce(opinion: Opinion, ref: ObjectRef) -> None:
    """Tell others that a leader gave an instruction (批示)."""
    publish(
        InstructionGiven(
            opinion_id=opinion.pk,
            ref_kind=ref.kind,
            ref_id=ref.id,
            ref_title=ref.title,
            ref_number=ref.number,
            person_id=opinion.person_id,
            person_name=opinion.person_name,
            post_name=opinion.post_name,
            organ_id=opinion.organ_id,
            words=opinion.words,
            attitude=str(opinion.attitude),
            has_handwriting=opinion.has_handwriting,
            text_digest=opinion.text_digest,
        )
    )


def _check_paper(by: Actor, entered_by: Actor | None, paper_date: dt.date | None) -> None:
    if entered_by is None:
        if paper_date is not None:
            raise RuleBroken("只有代录的意见才填写纸面签署日期", code="paper_date_without_clerk", field="paper_date")
        return
    if paper_date is None:
        raise RuleBroken("代录意见必须填写纸面签署日期", code="paper_date_missing", field="paper_date")
    if paper_date > clock.today():
        raise RuleBroken("纸面签署日期不能晚于今天，请核对", code="paper_date_in_future", field="paper_date")
    if entered_by.person_id is None or entered_by.person_id == by.person_id:
        raise RuleBroken("代录人不能是签署人本人，请直接填写意见", code="enters_own_opinion", field="person")


def _signed(by: Actor) -> dict[str, Any]:
    return {
        "person_id": by.person_id,
        "person_name": by.name,
        "post_id": by.post_id,
        "post_name": by.post_name,
        "post_rank": by.rank,
        "unit_name": by.unit_name,
        "organ_id": by.organ_id,
        "organ_name": by.organ_name,
    }


def _keep_ink(opinion: Opinion, ink: Ink, *, page_digest: str) -> None:
    Handwriting.objects.create(
        opinion=opinion,
        strokes=ink.strokes,
        picture=ink.picture,
        picture_digest=digest_of(ink.picture),
        page_digest=page_digest,
        transcript=ink.transcript,
        width=ink.width,
        height=ink.height,
    )


def mark_before_return(step_ids: Iterable[int]) -> int:
    """Mark the opinions given at steps that a return undid (退回前); their words stay. Called by the process, which has asked
    who may return."""
    return Opinion.objects.filter(step_id__in=list(step_ids), before_return=False).update(before_return=True)


@transaction.atomic
def save_draft(
    ref: ObjectRef,
    *,
    place: str,
    words: str = "",
    attitude: str = "",
    strokes: list[Any] | None = None,
    extra: dict[str, Any] | None = None,
    by: Actor,
) -> DraftOpinion:
    """Keep an unfinished opinion for its author (暂存); a later draft at the same place replaces it."""
    if by.person_id is None:
        raise NotPermitted("只有工作人员可以暂存意见", code="draft_without_person")
    if len(words) > WORDS_LIMIT:
        raise RuleBroken(f"意见最多{WORDS_LIMIT}字，请精简后保存", code="opinion_too_long", field="words")
    draft, _ = DraftOpinion.objects.update_or_create(
        person_id=by.person_id,
        place=place,
        defaults={
            **ref_fields(ref),
            "words": words,
            "attitude": attitude,
            "strokes": strokes,
            "extra": extra or {},
            "saved_at": clock.now(),
        },
    )
    return draft


def drop_drafts(*places: str) -> None:
    """Forget the unfinished opinions at these places: the matter went on. A draft is no record."""
    DraftOpinion.objects.filter(place__in=places).delete()


@transaction.atomic
def add_phrase(text: str, *, scope: str = PhraseScope.PERSON, by: Actor) -> CommonPhrase:
    """Collect a common phrase for oneself, for one's unit, or (system administrator) for all.

    Raises:
        NotPermitted: the actor may not add to this scope.
        RuleBroken: empty, too long, already there, or too many.
    """
    text = " ".join(text.split())
    owner = _phrase_owner(scope, by)
    if not text:
        raise RuleBroken("请填写常用语内容", code="phrase_empty", field="text")
    if len(text) > 100:
        raise RuleBroken("常用语最多100字，请精简", code="phrase_too_long", field="text")
    present = set(CommonPhrase.objects.filter(scope=scope, **owner).values_list("text", flat=True))
    if text in present:
        raise RuleBroken("这条常用语已经有了", code="phrase_exists", field="text")
    if len(present) >= PHRASES_PER_OWNER:
        raise RuleBroken(f"常用语最多{PHRASES_PER_OWNER}条，请先删除不用的", code="phrases_too_many", field="text")
    return CommonPhrase.objects.create(scope=scope, text=text, **owner)


def _phrase_owner(scope: str, by: Actor) -> dict[str, Any]:
    if scope == PhraseScope.SYSTEM:
        if by.administrator != "system" and not by.is_system:
            raise NotPermitted("通用常用语由系统管理员维护", code="not_system_administrator")
        return {}
    if by.person_id is None:
        raise NotPermitted("管理员账号没有个人常用语", code="phrase_without_person")
    return {"unit_id": by.unit_id} if scope == PhraseScope.UNIT else {"person_id": by.person_id}


@transaction.atomic
def remove_phrase(phrase: CommonPhrase, *, by: Actor) -> None:
    """Take a common phrase off the list; opinions that used it keep their words."""
    phrase_policy.require(by, "remove", phrase)
    phrase.delete()
