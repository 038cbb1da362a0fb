"""Yearly targets: the sheets, the tree of a sheet, one target, a unit's own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision import target_forms as forms
from zhongshu.domains.supervision.commands import target_reporting as reporting
from zhongshu.domains.supervision.commands import target_setting as setting
from zhongshu.domains.supervision.inspection_forms import ReasonForm
from zhongshu.domains.supervision.models import Target, TargetReport, TargetSheet
from zhongshu.domains.supervision.policies import supervised_organs
from zhongshu.domains.supervision.queries import targets
from zhongshu.domains.supervision.target_choices import Quarter
from zhongshu.domains.supervision.target_lights import NAMES, difference, finished_quarter, written
from zhongshu.domains.supervision.target_policies import sheet_policy, target_policy
from zhongshu.domains.supervision.workbooks import workbook
from zhongshu.kernel import clock, dialogs, ui
from zhongshu.kernel.errors import NotPermitted, OfficeError
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.audit import public as audit

GET_OR_POST = ["GET", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TREND = {"reached": "达到进度", "behind": "略慢", "far": "滞后", "missing": "未报告"}


@require_safe
@guarded_by(sheet_policy, "view")
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets of the reader's organs."""
    page = targets.sheets_page(request.actor, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {"page": page, "may_draft": bool(supervised_organs(request.actor))}
    return ui.page(request, "supervision/target_sheets.html", context)


@require_http_methods(GET_OR_POST)
@guarded_by(sheet_policy, "manage")
def new_sheet(request: HttpRequest) -> HttpResponse:
    if not supervised_organs(request.actor):
        raise NotPermitted("目标责任书由督查部门编制", code="not_permitted_targets")

    def run(values: dict[str, Any]) -> TargetSheet:
        return setting.draft_sheet(by=request.actor, **values)

    form = forms.SheetForm(request.POST or None, initial={"year": clock.today().year})
    return dialogs.ask(
        request, form, run, title="编制目标责任书", back=reverse("supervision:target_sheets"), sentence="已建立，请列入目标",
        submit_label="建立",
    )  # fmt: skip


@require_safe
@guarded_by(sheet_policy, "view")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet as a tree: what was wanted, planned and reached by each quarter; it prints in landscape."""
    found = _sheet(request, pk)
    if found.secrecy:
        audit.record_reading(found.ref, request.actor)
    lines = targets.lines(found)
    rows = targets.trend(lines)
    trend = {
        "kind": "stack",
        "categories": list(Quarter.labels),
        "series": [{"name": label, "values": [row[key] for row in rows]} for key, label in TREND.items()],
        "unit": "项",
    }
    counts = {key: sum(line.stand.light == key for line in lines) for key in NAMES}
    context = {
        "sheet": found,
        "lines": lines,
        "quarters": Quarter.labels,
        "trend": trend,
        "trend_rows": [(label, list(row.values())) for label, row in zip(Quarter.labels, rows, strict=True)],
        "trend_heads": list(TREND.values()),
        "counts": counts,
        "today": clock.today(),
        "limits": targets.thresholds(),
    }
    return ui.page(request, "supervision/target_sheet.html", context)


@require_safe
@guarded_by(sheet_policy, "view")
def sheet_record(request: HttpRequest, pk: int) -> HttpResponse:
    found = _sheet(request, pk)
    return ui.page(request, "supervision/target_record.html", {"sheet": found, "events": targets.sheet_events(found)})


@require_safe
@guarded_by(sheet_policy, "view")
def exported(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as a workbook."""
    found = _sheet(request, pk)
    lines = targets.lines(found)
    setting.record_sheet_export(found, count=len(lines), by=request.actor)
    heads = ["序号", "事项", "类别", "目标值", "计量单位", "牵头单位", "配合单位", "责任领导", "责任人"]
    heads += [f"{label}{kind}" for label in Quarter.labels for kind in ("计划", "完成")]
    heads += ["完成目标%", "灯", "说明"]
    rows = []
    for line in lines:
        target = line.target
        reached = [value for cell in line.cells for value in (_cell(cell.planned), _cell(cell.reached))]
        rows.append([
            line.code, f"{'　' * line.depth}{target.title}", target.get_kind_display(), line.wanted, target.unit_of_measure,
            str(target.lead_unit), "、".join(line.supporting), target.leader.name if target.leader else "", target.responsible.name,
            *reached, line.stand.percent, line.stand.light_name,
            "；".join(text for text in (line.stand.reason, line.difference) if text),
        ])  # fmt: skip
    response = HttpResponse(workbook("年度目标", heads, rows), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{found.title}{clock.today():%Y%m%d}.xlsx")
    return response


@require_http_methods(GET_OR_POST)
@guarded_by(sheet_policy, "manage")
def new_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a target onto the sheet; with ``under`` a part of another one."""
    found = _sheet(request, pk)
    sheet_policy.require(request.actor, "manage", found)
    under = request.GET.get("under", "")
    parent = get_object_or_404(found.targets.select_related("lead_unit"), pk=int(under)) if under.isdigit() else None
    initial: dict[str, Any] = {}
    if parent is not None:
        initial = {
            name: getattr(parent, name) for name in ("title", "kind", "measure", "direction", "unit_of_measure", "figure_name")
        }
        initial |= {"leader": [parent.leader_id] if parent.leader_id else [], "figure_name": ""}
    form = forms.TargetForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if not name.startswith("quarter_")}
        people = {
            "lead_unit_id": values.pop("lead_unit"),
            "responsible_id": values.pop("responsible"),
            "leader_id": values.pop("leader"),
        }
        helpers = values.pop("supporting_units")
        try:
            target = setting.add_target(
                found, **values, **people, supporting_unit_ids=helpers, parent=parent, quarters=form.quarters(), by=request.actor
            )
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
        else:
            messages.success(request, f"已列入：{target.title}")
            return redirect("supervision:target_sheet", pk=pk)
    context = {"sheet": found, "parent": parent, "form": form, "here": request.get_full_path()}
    return ui.page(request, "supervision/target_new.html", context, status=422 if form.is_bound else 200)


@require_POST
@guarded_by(sheet_policy, "manage")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    found = _sheet(request, pk)
    setting.issue_sheet(found, by=request.actor)
    return dialogs.done(request, reverse("supervision:target_sheet", args=[pk]), "已下达，责任人将收到消息")


@require_http_methods(GET_OR_POST)
@guarded_by(sheet_policy, "manage")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _sheet(request, pk)
    sheet_policy.require(request.actor, "manage", found)
    return dialogs.ask(
        request, forms.CloseSheetForm(request.POST or None), lambda values: setting.close_sheet(found, by=request.actor, **values),
        title="结束", back=reverse("supervision:target_sheet", args=[pk]), sentence="已结束", about=found.title,
    )  # fmt: skip


# ── one target ───────────────────────────────────────────────────────────────


@require_safe
@guarded_by(target_policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One target: plan and progress by quarter, its light with the reason, its parts, its items, its record."""
    target = _target(request, pk)
    line, parts = targets.with_parts(target)
    drawn = [cell for cell in line.cells if cell.planned]
    chart = {
        "kind": "line",
        "categories": [cell.label for cell in drawn],
        "series": [
            {"name": "计划", "values": [float(cell.planned) for cell in drawn]},
            {"name": "完成", "values": [float(cell.reached) if cell.reached else None for cell in drawn]},
        ],
        "unit": target.unit_of_measure,
    }
    context = {
        "target": target,
        "line": line,
        "chart": chart,
        "reports": targets.reports(target),
        "parts": parts,
        "difference": _difference(target, parts),
        "items": targets.items(target, request.actor),
        "events": targets.events(target),
        "live": target.voided_at is None and target.sheet.is_open,
        "limits": targets.thresholds(),
    }
    return ui.page(request, "supervision/target.html", context)


@require_safe
@guarded_by(target_policy, "view")
def own(request: HttpRequest) -> HttpResponse:
    """The targets that the reader's unit or the reader carries."""
    page = targets.own_page(request.actor, after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page(request, "supervision/own_targets.html", {"page": page, "quarters": Quarter.labels})


@require_http_methods(GET_OR_POST)
@guarded_by(target_policy, "manage")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    target = _managed(request, pk)

    def run(values: dict[str, Any]) -> None:
        setting.change_target(target, responsible_id=values.pop("responsible"), by=request.actor, **values)

    initial = {"wanted": target.wanted, "measure": target.measure, "responsible": [target.responsible_id]}
    form = forms.ChangeTargetForm(request.POST or None, initial=initial)
    return _ask(request, form, run, target=target, title="调整目标", sentence="已调整，原内容留在记录里", label="保存")


@require_http_methods(GET_OR_POST)
@guarded_by(target_policy, "manage")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    target = _managed(request, pk)
    initial = {f"quarter_{row.quarter}": row.planned for row in target.quarters.all()}
    form = forms.QuartersForm(request.POST or None, initial=initial)
    return _ask(
        request, form, lambda values: setting.plan_quarters(target, quarters=form.quarters(), by=request.actor), target=target,
        title="安排进度", sentence="已安排", label="保存", text=f"目标值{written(target.wanted)}{target.unit_of_measure}，按年初累计。",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(target_policy, "manage")
def place(request: HttpRequest, pk: int) -> HttpResponse:
    target = _managed(request, pk)
    others = {each.pk: each for each in target.sheet.targets.filter(voided_at=None).exclude(pk=pk).select_related("parent")}

    def run(values: dict[str, Any]) -> None:
        setting.place_target_under(target, others.get(values["parent"]), by=request.actor)

    form = forms.PlaceForm(
        request.POST or None,
        targets=[(key, each.title) for key, each in others.items()],
        initial={"parent": target.parent_id or ""},
    )
    return _ask(request, form, run, target=target, title="调整分解关系", sentence="已调整", label="保存")


@require_http_methods(GET_OR_POST)
@guarded_by(target_policy, "manage")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    target = _managed(request, pk)
    return _ask(
        request, ReasonForm(request.POST or None), lambda values: setting.void_target(target, by=request.actor, **values),
        target=target, title="撤销目标", sentence="已撤销", tone="danger", text="分解出来的各部分一并撤销。",
    )  # fmt: skip


@require_http_methods(GET_OR_POST)
@guarded_by(target_policy, "manage")
def docket(request: HttpRequest, pk: int) -> HttpResponse:
    target = _managed(request, pk)

    def run(values: dict[str, Any]) -> Any:
        return reporting.docket_target(target, by=request.actor, **values)

    sign = "不高于" if target.direction == "at_most" else "达到"
    initial = {
        "title": f"推进{target.title}",
        "outcome": f"{target.title}{sign}{written(target.wanted)}{target.unit_of_measure}",
        "grade": "major",
    }
    form = forms.DocketTargetForm(request.POST or None, initial=initial)
    return _ask(
        request,
        form,
        run,
        target=target,
        title="转督查事项",
        sentence=lambda item: f"已立项：{item.number}，请交办",
        label="立项",
    )


@require_http_methods(GET_OR_POST)
@guarded_by(target_policy, "report")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    target = _target(request, pk)
    target_policy.require(request.actor, "report", target)

    def run(values: dict[str, Any]) -> TargetReport:
        return reporting.report_progress(target, by=request.actor, **values)

    text = f"目标值{written(target.wanted)}{target.unit_of_measure}。"
    if target.figure_name:
        text += f"“{target.figure_name}”已登记的，不用填数，直接引用。"
    year = target.sheet.year
    form = forms.ReportForm(request.POST or None, initial={"quarter": max(1, finished_quarter(year, clock.today()))})
    return _ask(request, form, run, target=target, title="报告进度", sentence="已报告，待核实", text=text, label="提交")


@require_http_methods(GET_OR_POST)
@guarded_by(target_policy, "verify")
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    seen = target_policy.visible(request.actor)
    found = TargetReport.objects.filter(target__in=seen).select_related("target__sheet", "target__responsible")
    row: TargetReport = get_object_or_404(found, pk=pk)
    target_policy.require(request.actor, "verify", row.target)
    text = f"{row.unit_name} {row.reporter_name}：{row.get_quarter_display()}{written(row.value)}{row.target.unit_of_measure}。{row.words}"
    if row.figure_words:
        text += f"（引用：{row.figure_words}）"
    return _ask(
        request, forms.VerifyReportForm(request.POST or None),
        lambda values: reporting.verify_report(row, by=request.actor, **values), target=row.target, title="核实进度",
        sentence="已登记", text=text, label="提交",
    )  # fmt: skip


def _difference(target: Target, parts: list[targets.Line]) -> str:
    """Say how the parts differ from the whole, where they should make it."""
    if not target.adds_up:
        return ""
    return difference(target.wanted, [part.target.wanted for part in parts], unit=target.unit_of_measure)


def _cell(text: str) -> Any:
    return float(text) if text else ""


def _sheet(request: HttpRequest, pk: int) -> TargetSheet:
    return get_object_or_404(targets.sheet(request.actor), pk=pk)


def _target(request: HttpRequest, pk: int) -> Target:
    return get_object_or_404(targets.target(request.actor), pk=pk)


def _managed(request: HttpRequest, pk: int) -> Target:
    target = _target(request, pk)
    target_policy.require(request.actor, "manage", target)
    return target


def _ask(
    request: HttpRequest,
    form: OfficeForm,
    run: Callable[[dict[str, Any]], Any],
    *,
    target: Target,
    title: str,
    sentence: str | Callable[[Any], str],
    label: str = "",
    **more: Any,
) -> HttpResponse:
    back = reverse("supervision:target", args=[target.pk])
    return dialogs.ask(
        request, form, run, title=title, back=back, sentence=sentence, submit_label=label or title, about=target.title, **more
    )
