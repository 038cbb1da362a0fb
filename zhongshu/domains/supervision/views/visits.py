"""Visits: the picture of who goes where, joint visits, and what is done at a unit's door, on a phone."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision import inspection_forms as forms
from zhongshu.domains.supervision.commands import inspection_planning as planning
from zhongshu.domains.supervision.commands import inspection_visiting as visiting
from zhongshu.domains.supervision.commands import joint_visits
from zhongshu.domains.supervision.inspection_choices import VisitState
from zhongshu.domains.supervision.inspection_policies import (
    finding_policy,
    inspection_policy,
    statement_policy,
    visit_policy,
)
from zhongshu.domains.supervision.models import InspectionFinding, InspectionStatement, InspectionVisit, JointVisit
from zhongshu.domains.supervision.overlaps import monday_of
from zhongshu.domains.supervision.queries import inspections
from zhongshu.domains.supervision.visit_picture import Going, picture
from zhongshu.kernel import clock, dialogs, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars

GET_OR_POST = ["GET", "POST"]
WEEKS = 10


@require_safe
@guarded_by(visit_policy, "coordinate")
def page(request: HttpRequest) -> HttpResponse:
    """Who goes where in the coming weeks; where several bodies want one place, one visit is proposed."""
    today = clock.today()
    try:
        first = monday_of(dt.date.fromisoformat(request.GET.get("from", "")))
    except ValueError:
        first = monday_of(today)
    last = first + dt.timedelta(days=7 * WEEKS - 1)
    rows = inspections.calendar_visits(request.actor, first, last)
    found = inspections.crowded(rows)
    by_id = {row.pk: row for row in rows}
    stretches: dict[int, list[tuple[dt.date, dt.date]]] = {}
    crowds = []
    for crowding in found:
        here = [by_id[pk] for pk in crowding.visit_ids]
        stretches.setdefault(crowding.unit_id, []).append(
            (min(row.start_date for row in here), max(row.end_date for row in here))
        )
        crowds.append({
            "unit": here[0].unit,
            "visits": here,
            "start": crowding.start,
            "end": crowding.end,
            "query": ",".join(str(pk) for pk in crowding.visit_ids),
            "may_propose": any(row.can_agree for row in here),
        })  # fmt: skip
    going = [
        Going(
            row.pk, row.unit_id, str(row.unit), row.plan.department_id, str(row.plan.department), row.start_date, row.end_date,
            row.joint_id, row.days,
        )
        for row in rows
    ]  # fmt: skip
    context = {
        "drawn": picture(going, first=first, weeks=WEEKS, today=today, crowds=stretches),
        "visits": rows,
        "crowds": crowds,
        "joints": [dressed(joint, by_id) for joint in inspections.joint_proposals(list(by_id))],
        "first": first,
        "last": last,
        "earlier": first - dt.timedelta(days=7 * WEEKS),
        "later": first + dt.timedelta(days=7 * WEEKS),
    }
    return ui.page(request, "supervision/visits.html", context)


def dressed(joint: JointVisit, by_id: dict[int, InspectionVisit]) -> JointVisit:
    """Add to a joint visit its answers, and whether the reader still owes one."""
    said = list(joint.consents.all())
    waits = any(one.agreed is None and one.visit_id in by_id and by_id[one.visit_id].can_agree for one in said)
    vars(joint).update(said=said, may_answer=joint.state == "proposed" and waits)
    return joint


@require_http_methods(GET_OR_POST)
@guarded_by(visit_policy, "agree")
def propose_joint(request: HttpRequest) -> HttpResponse:
    """Propose one visit for the visits that the address names."""
    ids = [int(one) for one in request.GET.get("visits", "").split(",") if one.isdigit()]
    known = visit_policy.allowed(request.actor, "coordinate").filter(pk__in=ids[:20])
    visits = list(known.select_related("plan__department", "plan__organ", "unit").order_by("pk"))
    if not visits:
        raise Http404
    found = inspections.crowded(visits)
    initial = {"start_date": found[0].start, "end_date": found[0].end} if found else {}
    bodies = "、".join(dict.fromkeys(str(visit.plan.department) for visit in visits))

    def run(values: dict[str, Any]) -> JointVisit:
        return joint_visits.propose_joint_visit(visits, by=request.actor, **values)

    def said(joint: JointVisit) -> str:
        return "已合并为一次进点" if joint.state == "agreed" else "已提议，各督查单位将收到消息"

    return dialogs.ask(
        request, forms.DaysForm(request.POST or None, initial=initial), run, title="提议合并进点",
        back=reverse("supervision:visits"), sentence=said, submit_label="提议", about=f"{visits[0].unit}：{bodies}",
        text="各督查单位都同意后合并为一次进点；每个单位的意见和答复人都留在记录里。",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(visit_policy, "agree")
def answer_joint(request: HttpRequest, pk: int) -> HttpResponse:
    joint = get_object_or_404(inspections.joint(request.actor, pk))
    text = f"{joint.unit}：{joint.start_date:%m月%d日}至{joint.end_date:%m月%d日}，由{joint.proposed_by_name}提议。"
    return dialogs.ask(
        request, forms.JointAnswerForm(request.POST or None),
        lambda values: joint_visits.answer_joint_visit(joint, by=request.actor, **values), title="答复合并进点",
        back=reverse("supervision:visits"), sentence="已答复", submit_label="提交", text=text,
    )  # fmt: skip


# ── one visit ────────────────────────────────────────────────────────────────


@require_safe
@guarded_by(visit_policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: for the group what to do there, for the unit what was found and what it may say to it."""
    visit = _visit(request, pk)
    if visit.secrecy:
        audit.record_reading(visit.ref, request.actor)
    findings = inspections.findings_of(visit, request.actor)
    statements = inspections.statements_of(visit)
    told = visit.state == VisitState.FINISHED
    open_ = told and visit.plan.state in ("registered", "underway") and (visit.statement_date or dt.date.min) >= clock.today()
    context = {
        "visit": visit,
        "findings": findings,
        "statements": statements,
        "call_backs": list(visit.call_backs.select_related("item")) if visit.can_inspect else [],
        "may_state": visit.can_state and open_,
        "may_answer": inspection_policy.can(request.actor, "arrange", visit.plan) if visit.can_inspect else False,
    }
    return ui.page(request, "supervision/visit.html", context)


@require_safe
@guarded_by(visit_policy, "view")
def inspected(request: HttpRequest) -> HttpResponse:
    """The visits to the reader's own organs."""
    rows = inspections.inspected_page(request.actor, after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page(request, "supervision/inspected.html", {"page": rows})


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _arranged(request, pk)
    initial = {name: getattr(visit, name) for name in ("start_date", "end_date", "rest_day_reason")}
    form = forms.MoveVisitForm(request.POST or None, initial=initial)
    return _ask(
        request, form, lambda values: planning.change_visit(visit, by=request.actor, **values), visit=visit, title="调整进点",
        sentence="已调整", label="保存",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(inspection_policy, "arrange")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _arranged(request, pk)
    form = forms.ReasonForm(request.POST or None)
    return _ask(
        request, form, lambda values: planning.cancel_visit(visit, by=request.actor, **values), visit=visit,
        title="取消进点", sentence="已取消", tone="danger",
    )  # fmt: skip


@require_POST
@guarded_by(visit_policy, "inspect")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    visiting.start_visit(visit, by=request.actor)
    return dialogs.done(request, reverse("supervision:visit", args=[pk]), "已进点，可以记录问题")


@require_http_methods(GET_OR_POST)
@guarded_by(visit_policy, "inspect")
def new_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a finding, standing up with one thumb."""
    visit = _visit(request, pk)
    visit_policy.require(request.actor, "inspect", visit)
    posted = request.method == "POST"
    initial = {"unit": [visit.unit_id], "deadline": _in_ten_days()}
    form = forms.FindingForm(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            for refusal in attachments.refusals(request):
                raise refusal
            finding = visiting.record_finding(
                visit, unit_id=values["unit"], responsible_id=values["responsible"], by=request.actor,
                **{name: values[name] for name in ("fact", "requirement", "deadline", "photos", "token")},
            )  # fmt: skip
        except OfficeError as error:
            if error.status != 422:
                raise
            _refuse(form, error)
        else:
            messages.success(request, f"已记录问题{finding.position}")
            return redirect("supervision:visit", pk=pk)
    return ui.page(request, "supervision/finding_new.html", {"visit": visit, "form": form}, status=422 if posted else 200)


@require_http_methods(GET_OR_POST)
@guarded_by(visit_policy, "inspect")
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    visit_policy.require(request.actor, "inspect", visit)
    return _ask(
        request, forms.FinishForm(request.POST or None),
        lambda values: visiting.finish_visit(visit, by=request.actor, **values), visit=visit, title="反馈问题",
        sentence="已反馈，单位可以在说明期内说明情况", text="反馈后单位能看到问题和照片，可以说明情况；不再增加问题。",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(visit_policy, "inspect")
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    visit_policy.require(request.actor, "inspect", visit)
    items = {item.pk: item for item in inspections.closed_items(visit, request.actor)}
    choices = [(pk, f"{item.number} {item.title}") for pk, item in items.items()]

    def run(values: dict[str, Any]) -> Any:
        return visiting.record_call_back(visit, items[values.pop("item")], by=request.actor, **values)

    form = forms.CallBackForm(request.POST or None, items=choices)
    return _ask(request, form, run, visit=visit, title="登记回访", sentence="回访已登记", label="登记")


@require_http_methods(GET_OR_POST)
@guarded_by(visit_policy, "state")
def give_statement(request: HttpRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    visit_policy.require(request.actor, "state", visit)
    findings = {finding.pk: finding for finding in inspections.findings_of(visit, request.actor) if finding.state != "withdrawn"}

    def run(values: dict[str, Any]) -> Any:
        finding = findings.get(values["finding"])
        return visiting.give_statement(visit, finding=finding, words=values["words"], by=request.actor)

    choices = [(pk, f"问题{finding.position}：{finding.fact[:40]}") for pk, finding in findings.items()]
    initial = {"finding": request.GET.get("finding", "")}
    form = forms.StatementForm(request.POST or None, findings=choices, initial=initial)
    text = f"{visit.statement_date:%m月%d日}前可以说明，说明和答复写入督查报告。" if visit.statement_date else ""
    return _ask(request, form, run, visit=visit, title="说明情况", sentence="已提交，督查部门将答复", label="提交", text=text)


@require_http_methods(GET_OR_POST)
@guarded_by(statement_policy, "answer")
def answer_statement(request: HttpRequest, pk: int) -> HttpResponse:
    found = statement_policy.visible(request.actor).select_related(
        "visit__plan__department", "visit__unit__organ", "finding__plan"
    )
    statement: InspectionStatement = get_object_or_404(found, pk=pk)
    statement_policy.require(request.actor, "answer", statement)
    return _ask(
        request, forms.AnswerForm(request.POST or None),
        lambda values: visiting.answer_statement(statement, by=request.actor, **values), visit=statement.visit,
        title="答复说明", sentence="已答复", text=f"{statement.unit_name}：{statement.words}", label="提交",
    )  # fmt: skip


# ── findings ─────────────────────────────────────────────────────────────────


@require_safe
@guarded_by(finding_policy, "view")
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with its photos."""
    found = finding_policy.mark(finding_policy.visible(request.actor), request.actor, "attach")
    row = get_object_or_404(found.select_related("plan", "visit__unit", "unit", "responsible", "item"), pk=pk)
    may_docket = row.state == "recorded" and inspection_policy.can(request.actor, "arrange", row.plan)
    return ui.page(request, "supervision/finding.html", {"finding": row, "may_docket": may_docket})


@require_POST
@guarded_by(inspection_policy, "arrange")
def docket_finding(request: HttpRequest, pk: int) -> HttpResponse:
    row: InspectionFinding = get_object_or_404(
        finding_policy.visible(request.actor).select_related("plan", "unit", "responsible"), pk=pk
    )
    item = visiting.docket_finding(row, by=request.actor)
    address = f"{reverse('supervision:inspection', args=[row.plan_id])}?tab=findings"
    return dialogs.done(request, address, f"已立项：{item.number}，请在督查台账中交办")


def _visit(request: HttpRequest, pk: int) -> InspectionVisit:
    return get_object_or_404(inspections.visit(request.actor), pk=pk)


def _arranged(request: HttpRequest, pk: int) -> InspectionVisit:
    visit = _visit(request, pk)
    inspection_policy.require(request.actor, "arrange", visit.plan)
    return visit


def _in_ten_days() -> dt.date:
    """Return the day by which what is found is usually put right; the last day of the year where the next is not known yet."""
    today = clock.today()
    try:
        return calendars.add_working_days(today, 10)
    except OfficeError:
        return calendars.previous_working_day(dt.date(today.year + 1, 1, 1))


def _refuse(form: forms.FindingForm, error: OfficeError) -> None:
    if error.field == "file":
        error.field = "photos"
    form.refuse(error)


def _ask(
    request: HttpRequest,
    form: OfficeForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    visit: InspectionVisit,
    title: str,
    sentence: str,
    label: str = "",
    **more: Any,
) -> HttpResponse:
    about = f"{visit.plan.title} · {visit.unit}"
    back = reverse("supervision:visit", args=[visit.pk])
    return dialogs.ask(
        request, form, run, title=title, back=back, sentence=sentence, submit_label=label or title, about=about, **more
    )
