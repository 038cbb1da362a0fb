"""反馈、退回补充、报请办结: what the units tell the supervisors."""

from django.db import transaction
from django.db.models import Q

from zhongshu.domains.supervision.choices import DONE, EventKind, FeedbackKind, PartRole, PartState, State
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.events import FeedbackGiven
from zhongshu.domains.supervision.models import Feedback, Part, SupervisionItem
from zhongshu.domains.supervision.policies import part_policy, policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.events import publish

LONGEST = 5000


@transaction.atomic
def give_feedback(
    part: Part,
    *,
    words: str,
    progress: int = 0,
    kind: str = FeedbackKind.PROGRESS,
    milestone: str = "",
    difficulties: str = "",
    by: Actor,
) -> Feedback:
    """Report progress, a milestone, or the result (反馈). The lead's report of the result takes the item to verification.

    Raises:
        NotPermitted: not the responsible person, nor the unit's office.
        RuleBroken: no words, not signed for, closed out or done already, or a supporting unit still owes its result.
    """
    part_policy.require(by, "handle", part)
    person_id = frame.require_person(by)
    item = part.item
    words = words.strip()
    if item.state in DONE:
        raise RuleBroken(
            f"该事项已于{item.completed_date:%Y年%m月%d日}办结，不再接收反馈；如有新情况请联系督查部门重新办理",
            code="feedback_after_close",
        )
    if item.state == State.SUSPENDED:
        raise RuleBroken("该事项已中止，恢复后再反馈", code="suspended")
    if part.state == PartState.ASSIGNED:
        raise RuleBroken("请先签收，再反馈进展", code="not_signed")
    if part.state != PartState.IN_PROGRESS:
        raise RuleBroken(f"该任务{part.get_state_display()}，不能再反馈", code="wrong_state")
    if not words:
        raise RuleBroken("请填写进展情况", code="no_words", field="words")
    if len(words) > LONGEST:
        raise RuleBroken(f"进展情况最多{LONGEST}字，请只写结果和数字，材料不必附上", code="too_long", field="words")
    if not 0 <= progress <= 100:
        raise RuleBroken("完成进度应在 0 至 100 之间", code="bad_progress", field="progress")
    frame.storable(words, difficulties, level=item.secrecy, by=by)
    completing = kind == FeedbackKind.COMPLETION
    feedback = Feedback.objects.create(
        part=part,
        item=item,
        kind=kind,
        milestone=milestone.strip()[:60],
        words=words,
        difficulties=difficulties.strip(),
        progress=100 if completing else progress,
        due_date=item.next_feedback_date,
        reporter_id=person_id,
        reporter_name=by.name,
        unit_name=str(part.unit),
        given_at=clock.now(),
    )
    _note(item, part, feedback)
    event = EventKind.FEEDBACK
    if completing:
        event = _report(item, part)
    frame.write(item, event, by=by, unit_name=str(part.unit), words=words, progress=feedback.progress, feedback_id=feedback.pk)
    label = feedback.get_kind_display()
    frame.tell(item, frame.supervisors(item), f"{part.unit}{label}：{item.title}", kind="feedback", by=by)
    publish(FeedbackGiven(item.pk, feedback.pk, part.unit_id, str(kind)))
    return feedback


@transaction.atomic
def return_feedback(feedback: Feedback, *, reason: str, by: Actor) -> None:
    """Ask a unit to complete what it reported (退回补充); its words stay. A reported result goes back to handling.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: no reason, returned already, or the item is verified.
    """
    item, part = feedback.item, feedback.part
    policy.require(by, "supervise", item)
    reason = frame.reason_given(reason, "请说明还缺什么")
    if item.state in (*DONE, State.VERIFIED):
        raise RuleBroken("事项已核查或办结，不能再退回反馈", code="wrong_state")
    if not Feedback.objects.filter(pk=feedback.pk, returned_at=None).update(
        returned_at=clock.now(), returned_reason=reason[:300]
    ):
        raise RuleBroken("这条反馈已经退回过", code="wrong_state")
    if feedback.kind == FeedbackKind.COMPLETION and part.state == PartState.REPORTED:
        states.move(part, to=PartState.IN_PROGRESS, reported_at=None)
        if part.role == PartRole.LEAD and item.state == State.FEEDBACK_GIVEN:
            states.move(item, to=State.IN_PROGRESS, reported_date=None)
    frame.write(item, EventKind.FEEDBACK_RETURNED, by=by, unit_name=str(part.unit), words=reason, feedback_id=feedback.pk)
    frame.tell(
        item, [*frame.contacts(part), feedback.reporter_id], f"反馈需补充：{item.title}（{reason}）", kind="returned", by=by
    )


def _report(item: SupervisionItem, part: Part) -> EventKind:
    """Mark a part as done by its unit; the lead reports last, because it answers for the whole."""
    if part.role == PartRole.LEAD:
        owing = [each for each in frame.live_parts(item) if each.role != PartRole.LEAD and each.state != PartState.REPORTED]
        if owing:
            names = "、".join(str(each.unit) for each in owing[:3])
            raise RuleBroken(f"协办单位{names}尚未报结，请先催齐再报请办结", code="supporting_owes", field="kind")
    states.move(part, to=PartState.REPORTED, reported_at=clock.now())
    if part.role == PartRole.LEAD:
        states.move(item, to=State.FEEDBACK_GIVEN, reported_date=clock.today())
    return EventKind.REPORTED if part.role == PartRole.LEAD else EventKind.FEEDBACK


def _note(item: SupervisionItem, part: Part, feedback: Feedback) -> None:
    today = clock.today()
    changes = {"latest_feedback": f"{part.unit}：{feedback.words}"[:300], "latest_feedback_date": today}
    if part.role == PartRole.LEAD:
        changes |= {
            "progress": feedback.progress,
            "next_feedback_date": frame.next_feedback(item.grade, after=today, deadline=max(item.deadline, today)),
        }
    still = ~Q(state__in=DONE)
    if not SupervisionItem.objects.filter(still, pk=item.pk).update(**changes):
        raise RuleBroken("该事项刚刚办结，不再接收反馈", code="feedback_after_close")
    frame.present(item, *changes)
