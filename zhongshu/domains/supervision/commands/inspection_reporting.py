"""督查报告和结束: the report goes the way of every document; a task ends when its findings have their items."""

from django.db import transaction

from zhongshu.domains.supervision.choices import NoticeKind
from zhongshu.domains.supervision.commands import frame, inspecting, noticing
from zhongshu.domains.supervision.commands.inspection_visiting import refusal_of_report
from zhongshu.domains.supervision.inspection_choices import FindingState, InspectionEventKind, InspectionState
from zhongshu.domains.supervision.inspection_policies import inspection_policy
from zhongshu.domains.supervision.inspection_wording import report_body, report_title
from zhongshu.domains.supervision.models import CallBack, InspectionPlan, InspectionStatement, Notice
from zhongshu.kernel import states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.organizations import public as organizations

E = InspectionEventKind


@transaction.atomic
def draft_report(plan: InspectionPlan, *, words: str = "", by: Actor) -> Notice:
    """Let the report of an inspection be drafted as an outgoing document (起草督查报告), once every unit has been heard.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: nobody went out, a unit is not told yet, may still say something, or waits for an answer.
    """
    inspection_policy.require(by, "arrange", plan)
    if plan.state != InspectionState.UNDERWAY:
        raise RuleBroken(f"该任务{plan.get_state_display()}，督查中才能起草报告", code="wrong_state")
    refusal = refusal_of_report(plan)
    if refusal is not None:
        raise refusal
    organ = organizations.unit(plan.organ_id)
    above = organizations.units([organ.parent_id]).get(organ.parent_id) if organ.parent_id else None
    notice = noticing.request_document(
        organ_id=plan.organ_id, kind=NoticeKind.INSPECTION_REPORT, title=report_title(plan), body=body_of(plan, words=words),
        recipients=above.name if above else "", secrecy_level=plan.secrecy, by=by,
    )  # fmt: skip
    states.move(plan, to=InspectionState.REPORTED, report_id=notice.pk)
    inspecting.write(plan, E.REPORT, by=by, words=notice.title, notice_id=notice.pk)
    return notice


def body_of(plan: InspectionPlan, *, words: str = "") -> str:
    """Return the report's text as the record stands; the caller has asked who may read it."""
    return report_body(
        plan,
        list(plan.visits.select_related("unit", "group")),
        list(plan.findings.select_related("unit", "responsible", "item")),
        list(InspectionStatement.objects.filter(visit__plan=plan)),
        list(CallBack.objects.filter(visit__plan=plan).select_related("item")),
        words=words,
    )


@transaction.atomic
def close_plan(plan: InspectionPlan, *, conclusion: str, by: Actor) -> None:
    """End an inspection task (结束): each finding is an item of its own by now, or was withdrawn.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: no report, no words, or a finding is neither docketed nor withdrawn.
    """
    inspection_policy.require(by, "arrange", plan)
    conclusion = frame.reason_given(conclusion, "请写明结束意见", field="conclusion")
    left = plan.findings.filter(state=FindingState.RECORDED).count()
    if left:
        raise RuleBroken(f"还有{left}个问题没有立项，请立项后再结束", code="finding_open")
    frame.storable(conclusion, level=plan.secrecy, by=by)
    states.move(plan, to=InspectionState.CLOSED, conclusion=conclusion)
    inspecting.write(plan, E.CLOSED, by=by, words=conclusion)
