"""Inspection tasks: the list, one task, and what the organ that keeps it does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision import inspection_forms as forms
from zhongshu.domains.supervision.commands import inspection_planning as planning
from zhongshu.domains.supervision.commands import inspection_reporting as reporting
from zhongshu.domains.supervision.commands import inspection_visiting as visiting
from zhongshu.domains.supervision.inspection_choices import InspectionKind, InspectionState, VisitState
from zhongshu.domains.supervision.inspection_policies import inspection_policy
from zhongshu.domains.supervision.inspection_wording import report_title
from zhongshu.domains.supervision.models import GroupMember, InspectionGroup, InspectionPlan
from zhongshu.domains.supervision.policies import supervised_organs
from zhongshu.domains.supervision.queries import inspections
from zhongshu.kernel import clock, dialogs, ui
from zhongshu.kernel.errors import NotPermitted, OfficeError
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import for_administrators, guarded_by
from zhongshu.platform.audit import public as audit
from zhongshu.platform.typesetting import public as typesetting

GET_OR_POST = ["GET", "POST"]
S = InspectionState
WAY = (
    ("拟定", (S.DRAFTING,)), ("批准", (S.AWAITING_APPROVAL,)), ("登记", (S.REGISTERED,)), ("督查", (S.UNDERWAY,)),
    ("报告", (S.REPORTED,)), ("结束", (S.CLOSED,)),
)  # fmt: skip
TABS = {"": "方案和进点", "findings": "发现的问题", "record": "记录"}


@require_safe
@guarded_by(inspection_policy, "view")
def page(request: HttpRequest) -> HttpResponse:
    """The inspections that the reader keeps, takes part in or approves."""
    form = forms.PlanFilter(request.GET or None)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = inspections.plans_page(
        request.actor, words=values.get("q", ""), year=values.get("year"), kind=values.get("kind", ""),
        state=values.get("state", ""), after=request.GET.get("after"), before=request.GET.get("before"),
    )  # fmt: skip
    context = {"page": rows, "form": form, "may_draft": bool(supervised_organs(request.actor))}
    return ui.page_or_fragment(request, "supervision/inspections.html", "rows", context)


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def new(request: HttpRequest) -> HttpResponse:
    """Draft an inspection."""
    if not supervised_organs(request.actor):
        raise NotPermitted("督查任务由督查部门登记，如需开展请联系本级督查部门", code="not_permitted_inspection")
    form = forms.PlanForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            plan = planning.draft_plan(department_id=values.pop("department"), by=request.actor, **values)
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
        else:
            messages.success(request, "已拟定，请编组、安排进点，再登记")
            return redirect("supervision:inspection", pk=plan.pk)
    return ui.page(request, "supervision/inspection_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@guarded_by(inspection_policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection: its plan, its group, its visits, what was found, its record."""
    plan = _plan(request, pk)
    if plan.secrecy:
        audit.record_reading(plan.ref, request.actor)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    context: dict[str, Any] = {
        "plan": plan,
        "tab": tab,
        "tabs": [{"label": label, "url": f"?tab={name}" if name else "?", "active": name == tab} for name, label in TABS.items()],
        "steps": _way(plan),
        "arranging": plan.can_arrange and plan.is_open,
        "quota": inspections.quota(plan.department_id, plan.quota_year) if plan.kind == InspectionKind.COMPREHENSIVE else None,
    }
    if tab == "record":
        context["events"] = inspections.events(plan)
    elif tab == "findings":
        rows = inspections.findings(plan, request.actor)
        context |= {"findings": rows, "open_findings": sum(row.state == "recorded" for row in rows)}
    else:
        visits = inspections.visits(plan)
        context |= {
            "groups": inspections.groups(plan),
            "visits": visits,
            "may_announce": plan.state in (S.REGISTERED, S.UNDERWAY)
            and not plan.unannounced
            and any(visit.state == VisitState.PLANNED for visit in visits),
        }
    return ui.page(request, "supervision/inspection.html", context)


@require_safe
@guarded_by(inspection_policy, "view")
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it would be drafted now."""
    plan = _plan(request, pk)
    title = report_title(plan)
    document = typesetting.document_from_text(
        title, reporting.body_of(plan), masthead=(plan.organ.name,), signed_date=clock.today()
    )
    response = HttpResponse(typesetting.to_pdf(document), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{title}.pdf") or ""
    return response


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    names = ("title", "basis", "content", "start_date", "end_date")
    form = forms.ChangePlanForm(request.POST or None, initial={name: getattr(plan, name) for name in names})
    return _ask(
        request, form, lambda values: planning.change_plan(plan, by=request.actor, **values), plan=plan, title="调整督查任务",
        sentence="已调整，原内容留在记录里", label="保存",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def form_group(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)

    def run(values: dict[str, Any]) -> InspectionGroup:
        leader, members = values.pop("leader"), values.pop("members")
        return planning.form_group(plan, leader_id=leader, member_ids=members, by=request.actor, **values)

    form = forms.GroupForm(request.POST or None)
    return _ask(request, form, run, plan=plan, title="编组", sentence="已编组，组员将收到消息")


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    seen = inspection_policy.visible(request.actor)
    group = get_object_or_404(InspectionGroup.objects.filter(plan__in=seen).select_related("plan"), pk=pk)
    inspection_policy.require(request.actor, "arrange", group.plan)

    def run(values: dict[str, Any]) -> GroupMember:
        return planning.add_member(group, person_id=values.pop("person"), by=request.actor, **values)

    initial = {"start_date": group.plan.start_date, "end_date": group.plan.end_date}
    form = forms.MemberForm(request.POST or None, initial=initial)
    return _ask(request, form, run, plan=group.plan, title=f"{group.name}增加组员", sentence="已增加组员", label="增加")


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    seen = inspection_policy.visible(request.actor)
    found = GroupMember.objects.filter(group__plan__in=seen).select_related("group__plan", "person")
    member = get_object_or_404(found, pk=pk)
    inspection_policy.require(request.actor, "arrange", member.group.plan)
    return _ask(
        request, _reason(request), lambda values: planning.remove_member(member, by=request.actor, **values),
        plan=member.group.plan, title=f"调出{member.person.name}", sentence="已调出", tone="danger", label="调出",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def plan_visit(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    groups = list(plan.groups.values_list("pk", "name"))

    def run(values: dict[str, Any]) -> Any:
        unit, group = values.pop("unit"), values.pop("group")
        return planning.plan_visit(plan, unit_id=unit, group_id=group, by=request.actor, **values)

    form = forms.VisitForm(request.POST or None, groups=groups)
    text = f"应在{plan.start_date:%Y-%m-%d}至{plan.end_date:%Y-%m-%d}之间，避开休息日。"
    return _ask(request, form, run, plan=plan, title="安排进点", sentence="已安排", text=text)


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def register(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    text = ""
    if plan.kind == InspectionKind.COMPREHENSIVE:
        quota = inspections.quota(plan.department_id, plan.quota_year)
        text = f"{plan.department}{plan.quota_year}年综合督查：上限{quota.most}次，已登记{quota.used}次。依据：{quota.basis}。"

    def run(values: dict[str, Any]) -> None:
        approver = values.pop("approver")
        planning.register_plan(plan, approver_id=approver, by=request.actor, **values)

    def said(_: Any) -> str:
        return "已报批，批准后自动登记" if plan.state == S.AWAITING_APPROVAL else f"已登记：{plan.number}"

    form = forms.RegisterForm(request.POST or None)
    return _ask(request, form, run, plan=plan, title="登记", sentence=said, text=text)


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "approve")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    inspection_policy.require(request.actor, "approve", plan)
    text = f"{plan.department}{plan.quota_year}年超出年度次数的综合督查。理由：{plan.over_quota_reason}"
    return _ask(
        request, forms.ApprovalForm(request.POST or None),
        lambda values: planning.approve_plan(plan, by=request.actor, **values), plan=plan, title="批准", sentence="已答复",
        text=text, label="提交",
    )  # fmt: skip


@require_POST
@guarded_by(inspection_policy, "arrange")
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    count = visiting.announce_plan(plan, by=request.actor)
    return dialogs.done(request, reverse("supervision:inspection", args=[pk]), f"已通知{count}个单位")


@require_POST
@guarded_by(inspection_policy, "arrange")
def docket_all(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    items = visiting.docket_findings(plan, by=request.actor)
    address = f"{reverse('supervision:inspection', args=[pk])}?tab=findings"
    return dialogs.done(request, address, f"已立项{len(items)}项，请在督查台账中交办")


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def draft_report(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    return _ask(
        request, forms.ReportForm(request.POST or None),
        lambda values: reporting.draft_report(plan, by=request.actor, **values), plan=plan, title="起草督查报告",
        sentence="正在生成发文文稿，稍后可在本页打开", label="生成文稿",
        text="报告由记录自动汇总：进点、问题、单位说明、回访。生成的是发文草稿，核对后按发文程序办理。",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    return _ask(
        request, forms.ConclusionForm(request.POST or None),
        lambda values: reporting.close_plan(plan, by=request.actor, **values), plan=plan, title="结束督查任务", sentence="已结束",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _arranged(request, pk)
    return _ask(
        request, _reason(request), lambda values: planning.void_plan(plan, by=request.actor, **values), plan=plan,
        title="撤销督查任务", sentence="已撤销，年度次数已退回", tone="danger",
    )  # fmt: skip


# ── quotas ───────────────────────────────────────────────────────────────────


@require_safe
@for_administrators("system")
def quotas(request: HttpRequest) -> HttpResponse:
    """How many comprehensive inspections a department may run in a year, and by which clause."""
    context = {
        "rows": inspections.quota_rows(),
        "shipped_most": inspections.QUOTA_MOST,
        "shipped_basis": inspections.QUOTA_BASIS,
    }
    return ui.page(request, "supervision/quotas.html", context)


@require_http_methods(GET_OR_POST)
@for_administrators("system")
def set_quota(request: HttpRequest) -> HttpResponse:
    def run(values: dict[str, Any]) -> None:
        planning.set_quota(
            department_id=values["department"], year=values["year"] or 0, most=values["most"], basis=values["basis"],
            by=request.actor,
        )  # fmt: skip

    initial = {"most": inspections.QUOTA_MOST, "basis": inspections.QUOTA_BASIS}
    return dialogs.ask(
        request, forms.QuotaForm(request.POST or None, initial=initial), run, title="设定年度次数",
        back=reverse("supervision:quotas"), sentence="已设定，新的登记按此核对", submit_label="保存",
    )  # fmt: skip


def _plan(request: HttpRequest, pk: int) -> InspectionPlan:
    return get_object_or_404(inspections.plan(request.actor), pk=pk)


def _arranged(request: HttpRequest, pk: int) -> InspectionPlan:
    plan = _plan(request, pk)
    inspection_policy.require(request.actor, "arrange", plan)
    return plan


def _reason(request: HttpRequest) -> forms.ReasonForm:
    return forms.ReasonForm(request.POST or None)


def _ask(
    request: HttpRequest,
    form: OfficeForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    plan: InspectionPlan,
    title: str,
    sentence: str | Callable[[Any], str],
    label: str = "",
    **more: Any,
) -> HttpResponse:
    back = reverse("supervision:inspection", args=[plan.pk])
    return dialogs.ask(
        request, form, run, title=title, back=back, sentence=sentence, submit_label=label or title, about=plan.title, **more
    )


def _way(plan: InspectionPlan) -> list[dict[str, str]]:
    above = bool(plan.over_quota_reason)
    way = [step for step in WAY if above or step[0] != "批准"]
    place = next((index for index, (_, states) in enumerate(way) if plan.state in states), 0)
    # A state names what has been done, except where somebody is at it.
    done = place + 1 if plan.state in (S.REGISTERED, S.REPORTED, S.CLOSED) else place
    return [
        {"name": name, "state": "done" if index < done else "now" if index == done else "next"}
        for index, (name, _) in enumerate(way)
    ]
