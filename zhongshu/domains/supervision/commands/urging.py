"""催办: words of a person, reminders and escalations by rule."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from zhongshu.domains.supervision.choices import OPEN, EventKind, PartState, State, UrgingKind
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.models import GradeRule, Part, SupervisionItem, Urging
from zhongshu.domains.supervision.policies import policy
from zhongshu.domains.supervision.queries import rules
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

# How long after one manual 催办 the next may go to the same unit.
QUIET_HOURS = 4


@transaction.atomic
def urge(item: SupervisionItem, *, words: str, part: Part | None = None, by: Actor) -> Urging:
    """Urge the units that still owe something (催办), with words.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: nobody owes anything, no words, or they were urged a moment ago.
    """
    policy.require(by, "supervise", item)
    words = frame.reason_given(words, "请写明催办的内容", field="words")
    if item.state not in (State.ASSIGNED, State.IN_PROGRESS):
        raise RuleBroken(f"事项{item.get_state_display()}，没有需要催办的单位", code="wrong_state")
    owing = [each for each in frame.live_parts(item) if each.state in (PartState.ASSIGNED, PartState.IN_PROGRESS)]
    owing = [each for each in owing if part is None or each.pk == part.pk]
    if not owing:
        raise RuleBroken("各单位都已报结，没有需要催办的单位", code="nobody_owes")
    since = clock.now() - dt.timedelta(hours=QUIET_HOURS)
    if item.urging_notes.filter(kind=UrgingKind.MANUAL, at__gt=since, part=part).exists():
        raise RuleBroken(f"{QUIET_HOURS}小时内已经催办过，请稍后再催", code="urged_just_now")
    return _urge(item, owing, kind=UrgingKind.MANUAL, words=words, part=part, by=by)


def remind(*, by: Actor, today: dt.date | None = None, limit: int = 2000) -> int:
    """Send the reminders and escalations that the rules ask for on this day; returns how many. Safe to run again.

    Nothing is sent for suspended items; each rule speaks once for each deadline of an item.
    """
    today = today or clock.today()
    if not calendars.is_working_day(today):
        return 0
    grades = rules.grade_rules()
    furthest = max(rule.remind_days for rule in grades.values())
    bound = today + dt.timedelta(days=furthest * 2 + 10)
    sent = 0
    found = SupervisionItem.objects.filter(state__in=OPEN, deadline__lte=bound).exclude(state=State.DOCKETED)
    for item in found.select_related("lead_unit").order_by("deadline", "pk")[:limit]:
        wanted = _wanted(item, grades[item.grade], today)
        if wanted:
            sent += _remind(item, *wanted, by=by)
    return sent


def _wanted(item: SupervisionItem, rule: GradeRule, today: dt.date) -> tuple[UrgingKind, str] | None:
    """Return the one reminder that is due for the item today, the gravest first."""
    if item.deadline >= today:
        left = calendars.working_days_between(today, item.deadline)
        if left <= rule.remind_days:
            return UrgingKind.REMINDER, f"距办理时限还有{left}个工作日" if left else "今天是办理时限"
        return None
    late = frame.days_late(item.deadline, today)
    if late >= rule.escalate_leader_days:
        return UrgingKind.ESCALATION_LEADER, f"已逾期{late}个工作日，提请分管领导协调"
    if late >= rule.escalate_head_days:
        return UrgingKind.ESCALATION_HEAD, f"已逾期{late}个工作日，提请单位主要负责人督促"
    return None


def _remind(item: SupervisionItem, kind: UrgingKind, words: str, *, by: Actor) -> int:
    key = f"{kind.value}:{item.deadline}"
    if item.urging_notes.filter(rule_key=key).exists():
        return 0
    owing = [each for each in frame.live_parts(item) if each.state in (PartState.ASSIGNED, PartState.IN_PROGRESS)]
    if not owing:
        return 0
    try:
        with transaction.atomic():
            _urge(item, owing, kind=kind, words=words, by=by, rule_key=key)
    except IntegrityError:  # another worker sent it in the same moment
        return 0
    return 1


def _urge(
    item: SupervisionItem,
    owing: Sequence[Part],
    *,
    kind: UrgingKind,
    words: str,
    by: Actor,
    part: Part | None = None,
    rule_key: str = "",
) -> Urging:
    people = [person_id for each in owing for person_id in frame.contacts(each)]
    if kind in (UrgingKind.ESCALATION_HEAD, UrgingKind.ESCALATION_LEADER):
        heads = organizations.holders_of(Duty.PRINCIPAL_HEAD, {each.unit.own_organ_id for each in owing})
        people += [person.pk for persons in heads.values() for person in persons[:1]]
    if kind == UrgingKind.ESCALATION_LEADER:
        people += [pk for pk in (item.leader_in_charge_id, item.leader_id) if pk][:1]
    people = list(dict.fromkeys(people))
    names = [person.name for person in organizations.people(people).values()]
    SupervisionItem.objects.filter(pk=item.pk).update(urgings=F("urgings") + 1)
    frame.present(item, "urgings")
    note = Urging.objects.create(
        item=item, part=part, kind=kind, words=words[:300], to_names="、".join(names)[:300], by_name=by.name, at=clock.now(),
        rule_key=rule_key,
    )  # fmt: skip
    frame.write(item, EventKind.URGED, by=by, words=words, kind=kind.label, units="、".join(str(each.unit) for each in owing))
    frame.tell(item, people, f"{kind.label}：{item.title}。{words}", kind="urged", by=by)
    return note
