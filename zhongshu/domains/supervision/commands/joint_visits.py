"""合并进点: bodies that want the same place in the same weeks go there once; who agreed is on record."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhongshu.domains.supervision.commands import frame, inspecting
from zhongshu.domains.supervision.inspection_choices import InspectionEventKind, JointState, VisitState
from zhongshu.domains.supervision.inspection_policies import visit_policy
from zhongshu.domains.supervision.models import InspectionPlan, InspectionVisit, JointConsent, JointVisit
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

E = InspectionEventKind
OPEN_VISITS = (VisitState.PLANNED, VisitState.ANNOUNCED)


@transaction.atomic
def propose_joint_visit(
    visits: Sequence[InspectionVisit], *, start_date: dt.date, end_date: dt.date, rest_day_reason: str = "", by: Actor
) -> JointVisit:
    """Propose that several bodies visit one place together (提议合并进点). Bodies that the proposer speaks for agree at once.

    Raises:
        NotPermitted: the actor speaks for none of the bodies, or may not know of one of the visits.
        RuleBroken: fewer than two bodies, different places, begun or joined already, a proposal that waits, days that do not do.
    """
    frame.require_person(by)
    for visit in visits:
        visit_policy.require(by, "coordinate", visit)
    spoken_for = set(visit_policy.allowed(by, "agree").filter(pk__in=[v.pk for v in visits]).values_list("pk", flat=True))
    if not spoken_for:
        visit_policy.require(by, "agree", visits[0])
    if len({visit.plan.department_id for visit in visits}) < 2:
        raise RuleBroken("合并进点至少要有两个督查单位", code="one_body")
    if len({visit.unit_id for visit in visits}) != 1:
        raise RuleBroken("进点单位不同，不能合并", code="other_place")
    if len({visit.plan.organ_id for visit in visits}) > 1 and any(visit.plan.unannounced for visit in visits):
        raise RuleBroken("“四不两直”的督查不向其他机关透露，不能提议合并", code="unannounced")
    for visit in visits:
        if visit.state not in OPEN_VISITS or visit.joint_id:
            raise RuleBroken(f"{visit.plan.department}的进点已经开始或者已合并，请刷新后再提议", code="wrong_state")
    if JointConsent.objects.filter(visit__in=visits, joint__state=JointState.PROPOSED).exists():
        raise RuleBroken("已有一份合并提议在征求意见，请先等各方答复", code="already_proposed")
    if start_date < clock.today():
        raise RuleBroken("进点日期不能早于今天，请重新选择", code="date_past", field="start_date")
    inspecting.check_days(start_date, end_date, reason=rest_day_reason)
    joint = JointVisit.objects.create(
        unit_id=visits[0].unit_id, start_date=start_date, end_date=end_date, rest_day_reason=rest_day_reason.strip()[:200],
        proposed_by_name=by.name, proposed_at=clock.now(),
    )  # fmt: skip
    days = _days(joint)
    for visit in visits:
        own = visit.pk in spoken_for
        JointConsent.objects.create(
            joint=joint, visit=visit, body_name=str(visit.plan.department)[:80], agreed=True if own else None,
            by_name=by.name if own else "", at=clock.now() if own else None, words="提议" if own else "",
        )  # fmt: skip
        inspecting.write(visit.plan, E.JOINT_PROPOSED, by=by, words=f"{visit.unit} {days}", joint_id=joint.pk)
        if not own:
            text = f"{by.unit_name}提议合并进点：{visit.unit}，{days}"
            inspecting.tell(visit.ref, _speakers(visit), text, level=visit.secrecy, by=by)
    _settle(joint, by=by)
    return joint


@transaction.atomic
def answer_joint_visit(joint: JointVisit, *, agreed: bool, words: str = "", by: Actor) -> None:
    """Agree to a joint visit or not, for every body that the actor speaks for (答复合并进点). The last agreement joins the visits.

    Raises:
        NotPermitted: the actor speaks for none of the bodies that still have to answer.
        RuleBroken: it does not wait, or a refusal without words.
    """
    if joint.state != JointState.PROPOSED:
        raise RuleBroken(f"该提议{joint.get_state_display()}，不必再答复", code="wrong_state")
    waiting = list(joint.consents.filter(agreed=None).select_related("visit__plan__department", "visit__unit"))
    spoken_for = set(
        visit_policy.allowed(by, "agree").filter(pk__in=[consent.visit_id for consent in waiting]).values_list("pk", flat=True)
    )
    mine = [consent for consent in waiting if consent.visit_id in spoken_for]
    if not mine:
        for consent in waiting[:1]:
            visit_policy.require(by, "agree", consent.visit)
        raise RuleBroken("您代表的单位已经答复", code="answered")
    words = words.strip() if agreed else frame.reason_given(words, "请说明不同意合并的理由", field="words")
    for consent in mine:
        JointConsent.objects.filter(pk=consent.pk, agreed=None).update(
            agreed=agreed, words=words[:200], by_name=by.name, at=clock.now()
        )
        kind = E.JOINT_AGREED if agreed else E.JOINT_REFUSED
        inspecting.write(consent.visit.plan, kind, by=by, words=words or _days(joint), joint_id=joint.pk)
    _settle(joint, by=by)


def _settle(joint: JointVisit, *, by: Actor) -> None:
    """Join the visits when everybody agreed; let the proposal rest when somebody did not."""
    consents = list(joint.consents.select_related("visit__plan__department", "visit__unit__organ"))
    if any(consent.agreed is False for consent in consents):
        states.move(joint, to=JointState.REFUSED)
        return
    if any(consent.agreed is None for consent in consents):
        return
    states.move(joint, to=JointState.AGREED)
    bodies = "、".join(dict.fromkeys(consent.body_name for consent in consents))
    for consent in consents:
        visit, plan = consent.visit, consent.visit.plan
        joined = InspectionVisit.objects.filter(pk=visit.pk, state__in=OPEN_VISITS, joint=None).update(
            joint=joint, start_date=joint.start_date, end_date=joint.end_date, rest_day_reason=joint.rest_day_reason
        )
        if not joined:
            raise RuleBroken(f"{consent.body_name}的进点已经开始或者已有变化，不能合并", code="wrong_state")
        InspectionPlan.objects.filter(pk=plan.pk).update(
            start_date=min(plan.start_date, joint.start_date), end_date=max(plan.end_date, joint.end_date)
        )
        inspecting.write(plan, E.JOINED, by=by, words=f"{visit.unit} {_days(joint)}，{bodies}一次进点", joint_id=joint.pk)
    shown = [consent.visit for consent in consents if consent.visit.shown_at]
    if shown:
        text = f"进点合并为一次：{_days(joint)}，{bodies}"
        inspecting.tell(shown[0].ref, inspecting.contacts(shown[0]), text, level=shown[0].secrecy, by=by)


def _speakers(visit: InspectionVisit) -> list[int]:
    people = organizations.holders_of_any([Duty.OFFICE_DIRECTOR, Duty.PRINCIPAL_HEAD], visit.plan.department.own_organ_id)
    return [*inspecting.arrangers(visit.plan), *(person.pk for person in people[:2])]


def _days(joint: JointVisit) -> str:
    return f"{joint.start_date.month}月{joint.start_date.day}日至{joint.end_date.month}月{joint.end_date.day}日"
