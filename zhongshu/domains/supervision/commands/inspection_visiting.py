"""通知、进点、记录问题、反馈、单位说明、问题立项、回访: what happens at the unit's door and after."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.files.base import File as Upload
from django.db import transaction
from django.db.models import Max

from zhongshu.domains.supervision.choices import DONE, SourceKind, SupervisionKind
from zhongshu.domains.supervision.commands import closing, docketing, frame, inspecting
from zhongshu.domains.supervision.inspection_choices import (
    CallBackResult,
    FindingState,
    InspectionEventKind,
    InspectionKind,
    InspectionState,
    VisitState,
)
from zhongshu.domains.supervision.inspection_policies import (
    finding_policy,
    inspection_policy,
    statement_policy,
    visit_policy,
)
from zhongshu.domains.supervision.models import (
    CallBack,
    InspectionFinding,
    InspectionPlan,
    InspectionStatement,
    InspectionVisit,
    SupervisionItem,
)
from zhongshu.domains.supervision.policies import policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, OfficeError, RuleBroken
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.calendars import public as calendars

E = InspectionEventKind
LONGEST = 2000
# How the kind of an inspection is called on the ledger (政府督查工作条例 art. 14).
LEDGER_KINDS = {
    InspectionKind.COMPREHENSIVE: SupervisionKind.COMPREHENSIVE,
    InspectionKind.CALL_BACK: SupervisionKind.DAILY,
}


@transaction.atomic
def announce_plan(plan: InspectionPlan, *, by: Actor) -> int:
    """Tell every unit that waits to be visited on which days (通知进点); returns how many were told.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: not registered, unannounced by its nature, or everybody knows already.
    """
    inspection_policy.require(by, "arrange", plan)
    if plan.unannounced:
        raise RuleBroken("“四不两直”督查不发通知、不打招呼，进点后单位才能看到", code="unannounced")
    if plan.state not in (InspectionState.REGISTERED, InspectionState.UNDERWAY):
        raise RuleBroken(f"该任务{plan.get_state_display()}，登记后才能通知进点", code="wrong_state")
    waiting = list(plan.visits.filter(state=VisitState.PLANNED).select_related("unit__organ", "plan"))
    if not waiting:
        raise RuleBroken("没有待通知的进点", code="nothing_to_announce")
    for visit in waiting:
        states.move(visit, to=VisitState.ANNOUNCED, shown_at=clock.now())
        text = f"{plan.department}将于{visit.days}进点：{plan.title}"
        inspecting.tell(visit.ref, inspecting.contacts(visit), text, level=plan.secrecy, by=by)
    inspecting.write(plan, E.ANNOUNCED, by=by, words="、".join(str(visit.unit) for visit in waiting))
    return len(waiting)


@transaction.atomic
def start_visit(visit: InspectionVisit, *, by: Actor) -> None:
    """Be at the unit's door (进点). The first visit sets the plan under way.

    Raises:
        NotPermitted: neither of the group nor of the organ that keeps the plan.
        RuleBroken: the plan is not registered, the unit was not told, or the day has not come.
    """
    visit_policy.require(by, "inspect", visit)
    frame.require_person(by)
    plan = visit.plan
    if plan.state not in (InspectionState.REGISTERED, InspectionState.UNDERWAY):
        raise RuleBroken(f"该任务{plan.get_state_display()}，登记后才能进点", code="wrong_state")
    if not plan.unannounced and visit.state == VisitState.PLANNED:
        raise RuleBroken("还没有通知该单位，请先通知进点；不打招呼的督查请在拟定时选“四不两直”", code="not_announced")
    if clock.today() < visit.start_date:
        raise RuleBroken(f"进点时间是{visit.days}，还没有到", code="too_early")
    now = clock.now()
    states.move(visit, to=VisitState.UNDERWAY, started_at=now, shown_at=visit.shown_at or now)
    if plan.state == InspectionState.REGISTERED:
        InspectionPlan.objects.filter(pk=plan.pk, state=InspectionState.REGISTERED).update(state=InspectionState.UNDERWAY)
        plan.state = InspectionState.UNDERWAY
    inspecting.write(plan, E.STARTED, by=by, words=str(visit.unit), visit_id=visit.pk)


@transaction.atomic
def record_finding(
    visit: InspectionVisit,
    *,
    fact: str,
    requirement: str,
    deadline: dt.date,
    unit_id: int | None = None,
    responsible_id: int | None = None,
    photos: Sequence[Upload] = (),
    token: uuid.UUID | None = None,
    by: Actor,
) -> InspectionFinding:
    """Write down what was found (记录问题), on the spot. The same form sent twice is one finding.

    Raises:
        NotPermitted: neither of the group nor of the organ that keeps the plan.
        RuleBroken: nobody is at the unit, no fact or requirement, a day that is past or a rest day, too many or too large photos.
    """
    visit_policy.require(by, "inspect", visit)
    frame.require_person(by)
    token = token or uuid.uuid4()
    sent = InspectionFinding.objects.filter(visit=visit, token=token).select_related("plan").first()
    if sent is not None:
        return sent
    plan = visit.plan
    if visit.state != VisitState.UNDERWAY:
        raise RuleBroken(f"该单位{visit.get_state_display()}，进点期间才能记录问题", code="wrong_state")
    fact, requirement = fact.strip(), requirement.strip()
    if not fact:
        raise RuleBroken("请写明问题：看到了什么、在哪里、多少", code="no_fact", field="fact")
    if len(fact) > LONGEST:
        raise RuleBroken(f"问题最多{LONGEST}字，请只写事实", code="too_long", field="fact")
    if not requirement:
        raise RuleBroken("请写明整改要求：办到什么程度才算整改到位", code="no_requirement", field="requirement")
    frame.storable(fact, requirement, level=plan.secrecy, by=by)
    unit = frame.working_unit(unit_id or visit.unit_id, field="unit")
    responsible = frame.working_person(responsible_id, unit, field="responsible")
    frame.limit(working_days=None, deadline=deadline)
    last = InspectionFinding.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    finding = InspectionFinding.objects.create(
        plan=plan, visit=visit, position=last + 1, unit=unit, fact=fact, requirement=requirement[:300], responsible=responsible,
        deadline=deadline, secrecy=plan.secrecy, token=token, recorded_by_name=by.name, recorded_at=clock.now(),
    )  # fmt: skip
    for photo in photos:
        attachments.add(finding.ref, photo, by=by, role="photo")
    inspecting.write(plan, E.FOUND, by=by, words=f"{unit}：{fact}", finding_id=finding.pk)
    return finding


@transaction.atomic
def finish_visit(visit: InspectionVisit, *, summary: str = "", by: Actor) -> None:
    """Tell the unit what was found and until when it may say something to it (反馈问题).

    Raises:
        NotPermitted: neither of the group nor of the organ that keeps the plan.
        RuleBroken: nobody is at the unit.
    """
    visit_policy.require(by, "inspect", visit)
    frame.storable(summary, level=visit.secrecy, by=by)
    last = calendars.add_working_days(clock.today(), settings.SUPERVISION_STATEMENT_DAYS)
    states.move(visit, to=VisitState.FINISHED, finished_at=clock.now(), summary=summary.strip(), statement_date=last)
    found = visit.findings.exclude(state=FindingState.WITHDRAWN).count()
    inspecting.write(visit.plan, E.FINISHED, by=by, words=f"{visit.unit}，{found}个问题", visit_id=visit.pk)
    text = f"督查反馈{found}个问题，{last.month}月{last.day}日前可以说明情况：{visit.plan.title}"
    inspecting.tell(visit.ref, inspecting.contacts(visit), text, level=visit.secrecy, by=by)


@transaction.atomic
def give_statement(
    visit: InspectionVisit, *, words: str, finding: InspectionFinding | None = None, by: Actor
) -> InspectionStatement:
    """Say something to what was found, before the report (说明、申辩), as the inspected unit.

    Raises:
        NotPermitted: does not speak for the unit.
        RuleBroken: nothing was told yet, the period or the report has gone by, no words.
    """
    visit_policy.require(by, "state", visit)
    frame.require_person(by)
    if visit.state != VisitState.FINISHED:
        raise RuleBroken("督查组还没有反馈问题，反馈后再说明情况", code="wrong_state")
    if visit.plan.state not in (InspectionState.REGISTERED, InspectionState.UNDERWAY):
        raise RuleBroken("督查报告已经形成，不再接收说明；对结论有异议的，可在收到结论30日内申请复核", code="reported")
    if visit.statement_date and clock.today() > visit.statement_date:
        raise RuleBroken(f"说明期已于{visit.statement_date:%m月%d日}截止，请与督查组联系", code="too_late")
    words = frame.reason_given(words, "请写明要说明的情况", field="words")
    frame.storable(words, level=visit.secrecy, by=by)
    if finding is not None and (finding.visit_id != visit.pk or finding.state == FindingState.WITHDRAWN):
        raise RuleBroken("没有找到这个问题，或者已撤回，请刷新后再说明", code="unknown_finding", field="finding")
    statement = InspectionStatement.objects.create(
        visit=visit, finding=finding, words=words[:LONGEST], unit_name=str(visit.unit), by_name=by.name, given_at=clock.now()
    )
    about = f"问题{finding.position}" if finding else "总体情况"
    inspecting.write(
        visit.plan, E.STATED, by=by, unit_name=str(visit.unit), words=f"{about}：{words[:200]}", statement_id=statement.pk
    )
    inspecting.tell(
        visit.ref, inspecting.arrangers(visit.plan), f"{visit.unit}对督查反馈作了说明（{about}）", level=visit.secrecy, by=by
    )
    return statement


@transaction.atomic
def answer_statement(statement: InspectionStatement, *, accepted: bool, answer: str, by: Actor) -> None:
    """Answer what a unit said (答复说明). Accepted, the finding that it is about is withdrawn.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: no words, answered already, or the finding is docketed.
    """
    statement_policy.require(by, "answer", statement)
    answer = frame.reason_given(answer, "请写明采纳或者不采纳的理由", field="answer")
    changed = InspectionStatement.objects.filter(pk=statement.pk, answered_at=None).update(
        accepted=accepted, answer=answer[:500], answered_by_name=by.name, answered_at=clock.now()
    )
    if not changed:
        raise RuleBroken("这条说明已经答复过", code="wrong_state")
    if accepted and statement.finding is not None:
        states.move(statement.finding, to=FindingState.WITHDRAWN)
    visit = statement.visit
    label = "采纳" if accepted else "未采纳"
    inspecting.write(visit.plan, E.ANSWERED, by=by, words=f"{visit.unit}的说明{label}：{answer}", statement_id=statement.pk)
    text = f"您单位的说明{label}：{answer}"
    inspecting.tell(visit.ref, inspecting.contacts(visit), text, level=visit.secrecy, by=by)


@transaction.atomic
def docket_finding(finding: InspectionFinding, *, title: str = "", by: Actor) -> SupervisionItem:
    """Put a finding onto the ledger (问题立项): the fact is the item's sentence, the requirement its verifiable outcome.

    Raises:
        NotPermitted: the actor does not keep the ledger.
        RuleBroken: docketed or withdrawn already, a statement about it waits, or what ``docket`` refuses.
    """
    finding_policy.require(by, "view", finding)
    plan = finding.plan
    inspection_policy.require(by, "arrange", plan)
    if finding.state != FindingState.RECORDED:
        raise RuleBroken(f"问题{finding.position}{finding.get_state_display()}，不能重复立项", code="wrong_state")
    if finding.statements.filter(answered_at=None).exists():
        raise RuleBroken(f"{finding.unit}对问题{finding.position}的说明还没有答复，请先答复", code="statement_waits")
    item = docketing.docket(
        title=(title.strip() or f"整改：{finding.fact}")[:120],
        outcome=finding.requirement,
        requirement=finding.fact,
        source=docketing.Source(kind=SourceKind.INSPECTION, ref=finding.ref, sentence=finding.fact, given_date=clock.today()),
        lead_unit_id=finding.unit_id,
        responsible_id=finding.responsible_id,
        kind=LEDGER_KINDS.get(InspectionKind(plan.kind), SupervisionKind.SPECIAL),
        deadline=finding.deadline,
        secrecy_level=plan.secrecy,
        organ_id=plan.organ_id,
        by=by,
    )
    states.move(finding, to=FindingState.DOCKETED, item_id=item.pk)
    inspecting.write(plan, E.DOCKETED, by=by, words=f"问题{finding.position}：{item.number}", item_id=item.pk)
    return item


@transaction.atomic
def docket_findings(plan: InspectionPlan, *, by: Actor) -> list[SupervisionItem]:
    """Put every finding that stands onto the ledger (全部立项): all of them or none.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: none is left, or one of them is refused; it is named.
    """
    inspection_policy.require(by, "arrange", plan)
    rows = list(plan.findings.filter(state=FindingState.RECORDED).select_related("plan", "unit", "responsible"))
    if not rows:
        raise RuleBroken("没有待立项的问题", code="nothing_to_docket")
    items = []
    for finding in rows:
        try:
            items.append(docket_finding(finding, by=by))
        except RuleBroken as error:
            raise RuleBroken(f"问题{finding.position}：{error.message}。全部未立项", code=error.code) from error
    return items


@transaction.atomic
def record_call_back(
    visit: InspectionVisit,
    item: SupervisionItem,
    *,
    result: str,
    words: str,
    respondents: str,
    reopen: bool = False,
    working_days: int | None = None,
    by: Actor,
) -> CallBack:
    """Ask whether what was closed has held (回访); a matter that came back may be taken up again at once.

    Raises:
        NotPermitted: neither of the group nor of the organ; answers for the item; reopening without keeping its ledger.
        RuleBroken: nobody is at the unit, the item is not done, no words, reopening what has held or without a limit.
    """
    visit_policy.require(by, "inspect", visit)
    policy.require(by, "view", item)
    person_id = frame.require_person(by)
    if visit.state != VisitState.UNDERWAY:
        raise RuleBroken(f"该单位{visit.get_state_display()}，进点期间才能登记回访", code="wrong_state")
    if item.state not in DONE:
        raise RuleBroken("该事项还没有办结，不用回访", code="not_done", field="item")
    if person_id == item.responsible_id:
        raise NotPermitted("责任人不能回访自己的事项，请换人回访", code="calls_back_own_item")
    words = frame.reason_given(words, "请写明回访情况：看了什么、问了谁、是否反弹", field="words")
    respondents = frame.reason_given(respondents, "请填写回访对象", field="respondents")
    frame.storable(words, respondents, level=item.secrecy, by=by)
    if reopen:
        if result == CallBackResult.HELD:
            raise RuleBroken("成效巩固的事项不用重新办理", code="held", field="reopen")
        if not working_days:
            raise RuleBroken("重新办理请填写办理工作日数", code="no_deadline", field="working_days")
        label = CallBackResult(result).label
        closing.reopen(item, reason=f"回访发现{label}：{words}"[:300], working_days=working_days, by=by)
    found = CallBack.objects.create(
        visit=visit, item=item, result=result, words=words, respondents=respondents[:120], reopened=reopen, by_name=by.name,
        at=clock.now(),
    )  # fmt: skip
    inspecting.write(
        visit.plan, E.CALLED_BACK, by=by, words=f"{item.number} {found.get_result_display()}", item_id=item.pk, reopened=reopen
    )
    return found


def refusal_of_report(plan: InspectionPlan) -> OfficeError | None:
    """Return why the report cannot be written yet, or None: every unit must have been heard."""
    visits = list(plan.visits.exclude(state=VisitState.CANCELLED).select_related("unit"))
    for visit in visits:
        if visit.state != VisitState.FINISHED:
            return RuleBroken(f"{visit.unit}还没有反馈问题，全部反馈后再起草报告", code="visit_open")
    waiting = InspectionStatement.objects.filter(visit__in=visits, answered_at=None).select_related("visit__unit").first()
    if waiting is not None:
        return RuleBroken(f"{waiting.visit.unit}的说明还没有答复，请先答复", code="statement_waits")
    for visit in visits:
        owed = visit.statement_date and clock.today() <= visit.statement_date and visit.findings.exists()
        if owed and not visit.statements.exists():
            day = visit.statement_date
            return RuleBroken(
                f"{visit.unit}的说明期到{day:%m月%d日}，到期或者收到说明后再起草报告" if day else "", code="statement_period"
            )
    return None
