"""延期、中止、恢复: when the limit moves, why, and who allowed it."""

from django.db import transaction
from django.db.models import F

from zhongshu.domains.supervision.choices import OPEN, EventKind, ExtensionState, State
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.models import Extension, Part, SupervisionItem
from zhongshu.domains.supervision.policies import part_policy, policy
from zhongshu.domains.supervision.queries import rules
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty


@transaction.atomic
def request_extension(part: Part, *, working_days: int, reason: str, by: Actor) -> Extension:
    """Ask for a later deadline (申请延期), before the present one has passed.

    Raises:
        NotPermitted: not of the unit that answers for the item.
        RuleBroken: not open, asked already, overdue, no reason, or beyond the known calendar.
    """
    part_policy.require(by, "handle", part)
    person_id = frame.require_person(by)
    item = part.item
    if item.state not in (State.ASSIGNED, State.IN_PROGRESS):
        raise RuleBroken(f"事项{item.get_state_display()}，不能申请延期", code="wrong_state")
    reason = frame.reason_given(reason, "请说明延期的理由和新的工作安排")
    if item.deadline < clock.today():
        raise RuleBroken("办理时限已过，不能再申请延期，请尽快办结并说明原因", code="overdue")
    if working_days < 1:
        raise RuleBroken("请填写需要延长的工作日数", code="no_days", field="working_days")
    if item.extension_requests.filter(state=ExtensionState.REQUESTED).exists():
        raise RuleBroken("该事项已有延期申请待批准，请等候答复", code="extension_open")
    most = rules.grade_rule(item.grade).most_extensions
    if item.extensions >= most:
        raise RuleBroken(
            f"该事项已延期{item.extensions}次，{item.get_grade_display()}事项最多延期{most}次", code="extended_enough"
        )
    due = calendars.due(frame.midday(item.deadline), working_days)
    extension = Extension.objects.create(
        item=item, part=part, working_days=working_days, reason=reason[:500], from_date=item.deadline, to_date=due.date,
        explanation=due.explanation, requested_by_id=person_id, requested_by_name=by.name, unit_name=str(part.unit),
        requested_at=clock.now(),
    )  # fmt: skip
    frame.write(
        item, EventKind.EXTENSION_REQUESTED, by=by, unit_name=str(part.unit), words=reason, to_date=str(due.date),
        working_days=working_days,
    )  # fmt: skip
    approvers = organizations.holders_of_any([Duty.OFFICE_DIRECTOR, Duty.SECRETARY_GENERAL], item.organ_id)
    told = [*frame.supervisors(item), *(person.pk for person in approvers)]
    frame.tell(item, told, f"{part.unit}申请延期至{due.date:%m月%d日}：{item.title}", kind="extension", by=by)
    return extension


@transaction.atomic
def decide_extension(extension: Extension, *, approved: bool, words: str = "", by: Actor) -> None:
    """Grant or refuse a later deadline (审批延期); who asked does not decide.

    Raises:
        NotPermitted: the actor does not approve for the docketing organ, or asked for it.
        RuleBroken: decided already, or refused without a word.
        StaleState: somebody else decided first.
    """
    item = extension.item
    policy.require(by, "approve_extension", item)
    if extension.requested_by_id == by.person_id:
        raise NotPermitted("延期不能由申请人自己批准", code="own_request")
    words = words.strip()
    if not approved and not words:
        raise RuleBroken("不同意延期的，请写明意见", code="no_words", field="words")
    if approved and item.state not in (State.ASSIGNED, State.IN_PROGRESS):
        raise RuleBroken(f"事项{item.get_state_display()}，不需要再批准延期", code="wrong_state")
    to = ExtensionState.APPROVED if approved else ExtensionState.REFUSED
    states.move(extension, to=to, decided_by_name=by.name, decided_at=clock.now(), decision=words[:300])
    kind = EventKind.EXTENSION_REFUSED
    if approved:
        kind = EventKind.EXTENDED
        found = frame.Limit(extension.to_date, item.working_days + extension.working_days, extension.explanation)
        _set_deadline(
            item, found, explanation=f"批准延期{extension.working_days}个工作日（{by.name}）", extensions=F("extensions") + 1
        )
    frame.write(
        item, kind, by=by, words=words or extension.reason, to_date=str(extension.to_date), from_date=str(extension.from_date)
    )
    answer = f"同意延期至{extension.to_date:%m月%d日}" if approved else "不同意延期"
    people = [extension.requested_by_id, item.responsible_id, *frame.supervisors(item)]
    frame.tell(item, people, f"{answer}：{item.title}", kind="extension", by=by)


@transaction.atomic
def suspend(item: SupervisionItem, *, reason: str, by: Actor) -> None:
    """Stop the clock (中止), for a reason that lies outside the units.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: not under way, or no reason.
    """
    policy.require(by, "supervise", item)
    reason = frame.reason_given(reason, "请说明中止的理由")
    states.move(item, to=State.SUSPENDED, suspended_state=item.state, suspended_at=clock.now())
    frame.write(item, EventKind.SUSPENDED, by=by, words=reason)
    for part in frame.live_parts(item):
        frame.tell(item, frame.contacts(part), f"督查事项已中止：{item.title}（{reason}）", kind="changed", by=by)


@transaction.atomic
def resume(item: SupervisionItem, *, words: str = "", by: Actor) -> None:
    """Let the clock go on (恢复): what was left when it stopped is left now.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: not suspended.
    """
    policy.require(by, "supervise", item)
    if item.state != State.SUSPENDED or item.suspended_at is None:
        raise RuleBroken("事项没有中止，不需要恢复", code="wrong_state")
    stopped, today = item.suspended_at, clock.today()
    moved = calendars.shift(frame.closing(item.deadline), stopped, clock.now()).date()
    days = calendars.working_days_between(item.deadline, moved)
    states.move(item, to=item.suspended_state, suspended_state="", suspended_at=None)
    if moved > item.deadline:
        line = f"中止{days}个工作日不计入时限，时限顺延至{moved.month}月{moved.day}日"
        found = frame.Limit(moved, item.working_days + days, "")
        _set_deadline(item, found, explanation=line, original_too=True)
    following = frame.next_feedback(item.grade, after=today, deadline=max(item.deadline, today))
    SupervisionItem.objects.filter(pk=item.pk).update(next_feedback_date=following)
    frame.present(item, "next_feedback_date")
    frame.write(item, EventKind.RESUMED, by=by, words=words, working_days=days)
    for part in frame.live_parts(item):
        frame.tell(
            item, frame.contacts(part), f"督查事项已恢复办理：{item.title}，{item.deadline:%m月%d日}前办结", kind="changed", by=by
        )


def _set_deadline(
    item: SupervisionItem, found: frame.Limit, *, explanation: str, original_too: bool = False, **changes: object
) -> None:
    """Move the limit of an item and of its parts that were due with it. A suspension moves the original limit as well."""
    text = "\n".join(line for line in (item.deadline_explanation, explanation, found.explanation) if line)
    original = (
        calendars.add_working_days(item.original_deadline, found.working_days - item.working_days) if original_too else None
    )
    before = item.deadline
    SupervisionItem.objects.filter(pk=item.pk, state__in=OPEN).update(
        deadline=found.deadline,
        original_deadline=original or item.original_deadline,
        working_days=found.working_days,
        deadline_explanation=text,
        warning_date=frame.warning_date(item.grade, found, start=item.docketed_date),
        **changes,
    )
    item.parts.filter(deadline=before).update(deadline=found.deadline)
    item.refresh_from_db()
