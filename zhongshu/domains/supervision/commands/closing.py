"""核查、办结、销号、重新办理、归档: nobody closes a matter on the reporter's word alone."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from zhongshu.domains.supervision.choices import EventKind, FeedbackKind, PartState, State, VerificationKind
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.events import ItemClosedOut, ItemCompleted
from zhongshu.domains.supervision.models import SupervisionItem, Verification
from zhongshu.domains.supervision.policies import policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish


@transaction.atomic
def verify(
    item: SupervisionItem,
    *,
    kind: str,
    passed: bool,
    words: str,
    place: str = "",
    checked_date: dt.date | None = None,
    by: Actor,
) -> Verification:
    """Say whether the reported result is true (核查), measured by the outcome stated at the start.

    Raises:
        NotPermitted: the actor is not of the supervising organ, or reported the result, or answers for it.
        RuleBroken: nothing is reported, no words, a visit without a place, a day in the future.
        StaleState: another verifier was first.
    """
    policy.require(by, "verify", item)
    person_id = frame.require_person(by)
    if item.state != State.FEEDBACK_GIVEN:
        raise RuleBroken(f"事项{item.get_state_display()}，没有待核查的结果", code="wrong_state")
    _independent(item, person_id)
    words = words.strip()
    if not words:
        raise RuleBroken("请写明核查情况：查了什么，与“可核实的结果”是否一致", code="no_words", field="words")
    if kind in (VerificationKind.VISIT, VerificationKind.CALL_BACK) and not place.strip():
        asked = "核查地点" if kind == VerificationKind.VISIT else "回访对象"
        raise RuleBroken(f"请填写{asked}", code="no_place", field="place")
    day = checked_date or clock.today()
    if day > clock.today():
        raise RuleBroken("核查日期不能晚于今天", code="date_in_future", field="checked_date")
    frame.storable(words, place, level=item.secrecy, by=by)
    if passed:
        states.move(item, to=State.VERIFIED)
    else:
        states.move(item, to=State.IN_PROGRESS, reported_date=None, progress=90)
        for part in frame.live_parts(item):
            if part.state == PartState.REPORTED:
                states.move(part, to=PartState.IN_PROGRESS, reported_at=None)
    verification = Verification.objects.create(
        item=item, kind=kind, passed=passed, words=words, place=place.strip()[:120], checked_date=day, verifier_id=person_id,
        verifier_name=by.name, at=clock.now(),
    )  # fmt: skip
    event = EventKind.VERIFIED if passed else EventKind.VERIFICATION_FAILED
    frame.write(item, event, by=by, words=words, verification_id=verification.pk, method=str(VerificationKind(kind).label))
    if not passed:
        for part in frame.live_parts(item):
            frame.tell(item, frame.contacts(part), f"核查不实，请继续办理：{item.title}（{words[:60]}）", kind="returned", by=by)
    return verification


@transaction.atomic
def complete(item: SupervisionItem, *, conclusion: str, by: Actor) -> None:
    """Hold the verified result to be the end of the matter (办结). It counts for the day on which it was reported.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: not verified, or no conclusion.
    """
    policy.require(by, "supervise", item)
    conclusion = frame.reason_given(conclusion, "请写明办结结论", field="conclusion")
    frame.storable(conclusion, level=item.secrecy, by=by)
    done = item.reported_date or clock.today()
    states.move(item, to=State.COMPLETED, completed_date=done, conclusion=conclusion, progress=100, next_feedback_date=None)
    late = frame.days_late(item.deadline, done)
    frame.write(item, EventKind.COMPLETED, by=by, words=conclusion, working_days_late=late)
    leaders = list(item.sources.exclude(leader=None).values_list("leader_id", flat=True))
    frame.tell(item, leaders, f"您批示的事项已办结：{item.title}。{conclusion}"[:300], kind="completed", by=by)
    publish(ItemCompleted(item.pk, item.organ_id, item.lead_unit_id, late))


@transaction.atomic
def close_out(item: SupervisionItem, *, by: Actor) -> None:
    """Take a completed item off the ledger (销号).

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: not completed, or never verified since it was reported.
        StaleState: somebody else moved the item first.
    """
    policy.require(by, "supervise", item)
    if item.state == State.COMPLETED and not item.verifications.filter(passed=True).exists():
        raise RuleBroken("该事项没有核查记录，不能销号", code="not_verified")
    states.move(item, to=State.CLOSED_OUT, close_out_date=clock.today())
    frame.write(item, EventKind.CLOSED_OUT, by=by, words=item.conclusion)
    publish(ItemClosedOut(item.pk, item.organ_id, item.lead_unit_id))


@transaction.atomic
def reopen(item: SupervisionItem, *, reason: str, working_days: int, by: Actor) -> None:
    """Take a matter up again that came back (重新办理): the lead unit goes on, with a new limit; statistics show it apart.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: not done, filed already, no reason, or no limit.
    """
    policy.require(by, "supervise", item)
    reason = frame.reason_given(reason, "请说明为什么重新办理")
    if item.state not in (State.COMPLETED, State.CLOSED_OUT):
        raise RuleBroken(f"事项{item.get_state_display()}，不能重新办理", code="wrong_state")
    found = frame.limit(working_days=working_days, deadline=None, field="working_days")
    today = clock.today()
    states.move(
        item, to=State.IN_PROGRESS, completed_date=None, close_out_date=None, reported_date=None, conclusion="",
        reopenings=F("reopenings") + 1, deadline=found.deadline, working_days=found.working_days,
        deadline_explanation=f"重新办理（{reason}）\n{found.explanation}",
        warning_date=frame.warning_date(item.grade, found, start=today),
        next_feedback_date=frame.next_feedback(item.grade, after=today, deadline=found.deadline), progress=0,
    )  # fmt: skip
    item.refresh_from_db()
    for part in frame.live_parts(item):
        if part.state == PartState.REPORTED:
            states.move(part, to=PartState.IN_PROGRESS, reported_at=None, deadline=found.deadline)
        frame.tell(item, frame.contacts(part), f"事项重新办理：{item.title}（{reason}）", kind="assigned", by=by)
    frame.write(item, EventKind.REOPENED, by=by, words=reason, deadline=str(found.deadline))


@transaction.atomic
def archive(item: SupervisionItem, *, by: Actor) -> None:
    """Put a closed-out item on file (归档); nothing about it changes any more.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: not closed out.
    """
    policy.require(by, "supervise", item)
    states.move(item, to=State.ARCHIVED)
    frame.write(item, EventKind.ARCHIVED, by=by)


def _independent(item: SupervisionItem, person_id: int) -> None:
    reporters = set(item.feedback.filter(kind=FeedbackKind.COMPLETION).values_list("reporter_id", flat=True))
    answering = {part.responsible_id for part in frame.live_parts(item)} | {item.responsible_id}
    if person_id in reporters | answering:
        raise NotPermitted("核查须由报结人、责任人以外的人员办理，请换人核查", code="verifies_own_report")
