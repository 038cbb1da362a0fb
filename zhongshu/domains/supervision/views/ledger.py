"""The ledger: the page, feedback in its rows, print, workbook, saved views."""

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision import forms
from zhongshu.domains.supervision.commands import keeping, reporting
from zhongshu.domains.supervision.policies import part_policy, policy, saved_view_policy, supervised_organs
from zhongshu.domains.supervision.queries import items, ledger
from zhongshu.domains.supervision.queries import rules as rule_queries
from zhongshu.domains.supervision.workbooks import workbook
from zhongshu.kernel import clock, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.pages import Page


@require_safe
@guarded_by(policy, "view")
def page(request: HttpRequest) -> HttpResponse:
    """The ledger: a thousand items on a page if wanted, with the columns and groups that the address asks for."""
    context = _context(request)
    return ui.page_or_fragment(request, "supervision/ledger.html", "rows", context)


@require_safe
@guarded_by(policy, "view")
def printed(request: HttpRequest) -> HttpResponse:
    """The ledger as a page to print in landscape, its heads repeated on every sheet."""
    form, found, _, columns = _asked(request)
    group = _group(form)
    rows = ledger.all_rows(found, request.actor, group=group, columns=columns)[:2000]
    for row in rows:
        vars(row)["printed_cells"] = [ledger.cell(row, name) for name in columns]
    context = {
        "groups": ledger.grouped(rows, group),
        "heads": [ledger.COLUMNS[name] for name in columns],
        "count": len(rows),
        "most": 2000,
        "today": clock.today(),
        "width": len(columns) + 3,
    }
    return ui.page(request, "supervision/ledger_print.html", context)


@require_safe
@guarded_by(policy, "view")
def exported(request: HttpRequest) -> HttpResponse:
    """The ledger as a workbook, with the filters and columns of the address."""
    form, found, _, columns = _asked(request)
    rows = ledger.all_rows(found, request.actor, group=_group(form), columns=columns)
    keeping.record_export(count=len(rows), by=request.actor)
    heads = ["序号", "事项", "灯", *(ledger.COLUMNS[name] for name in columns)]
    lights = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝", "grey": "灰", "": ""}
    lines = [
        [number, row.title, lights[vars(row)["shown_light"].light], *(ledger.cell(row, name) for name in columns)]
        for number, row in enumerate(rows, start=1)
    ]
    response = HttpResponse(
        workbook("督查台账", heads, lines), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response.headers["Content-Disposition"] = content_disposition_header(True, f"督查台账{clock.today():%Y%m%d}.xlsx")
    return response


@require_http_methods(["GET", "POST"])
@guarded_by(part_policy, "handle")
def row_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress without leaving the list: the row turns into a small form and back."""
    part = get_object_or_404(items.part(request.actor, pk))
    back = f"{reverse('supervision:mine')}#part-{pk}"
    form = forms.InlineFeedbackForm(request.POST or None, initial={"progress": part.item.progress})
    if request.method == "POST" and form.is_valid():
        try:
            reporting.give_feedback(part, by=request.actor, **form.cleaned_data)
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
        else:
            if not ui.is_fragment(request):
                messages.success(request, "已反馈")
                return redirect(back)
            fresh = get_object_or_404(items.part(request.actor, pk))
            response = ui.fragment(request, "supervision/_part_row.html", {"part": dressed(fresh)})
            response.headers["HX-Trigger"] = json.dumps({"toast": {"text": "已反馈", "tone": "ok"}})
            return response
    status = 422 if form.is_bound else 200
    context = {"part": dressed(part), "form": form, "back": back}
    if ui.is_fragment(request):
        return ui.fragment(request, "supervision/_part_form.html", context, status=status)
    return ui.page(request, "supervision/part_feedback.html", context, status=status)


def dressed(part: Any) -> Any:
    """Add to a part the light of its item."""
    vars(part)["shown_light"] = rule_queries.light(part.item, rule_queries.light_rules(), clock.today())
    return part


@require_POST
@guarded_by(saved_view_policy, "use")
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the present filters, columns and grouping under a name."""
    form = forms.SaveViewForm(request.POST)
    query = request.POST.get("query", "")[:1000]
    if form.is_valid():
        keeping.save_view(form.cleaned_data["name"], query, by=request.actor)
        messages.success(request, "已存为常用视图")
    else:
        messages.error(request, "请填写视图名称")
    return redirect(f"{reverse('supervision:ledger')}?{query}" if query else "supervision:ledger")


@require_POST
@guarded_by(saved_view_policy, "use")
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a kept view."""
    view = get_object_or_404(saved_view_policy.allowed(request.actor, "use"), pk=pk)
    keeping.remove_view(view, by=request.actor)
    messages.success(request, "已删除常用视图")
    return redirect("supervision:ledger")


def _context(request: HttpRequest) -> dict[str, Any]:
    form, found, rules, columns = _asked(request)
    group = _group(form)
    size = form.cleaned_data.get("size") if form.is_bound and form.is_valid() else None
    page_: Page = ledger.page(
        found,
        request.actor,
        group=group,
        columns=columns,
        size=int(size or 100),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
        light_rules=rules,
    )
    context: dict[str, Any] = {
        "page": page_,
        "groups": ledger.grouped(page_.rows, group),
        "columns": columns,
        "heads": [(name, ledger.COLUMNS[name]) for name in columns],
        "width": len(columns) + 1,
        "form": form,
        "query": _query(request),
    }
    if not ui.is_fragment(request):
        views = items.saved_views(request.actor)
        context |= {
            "saved": [
                {"pk": view.pk, "label": view.name, "url": f"?{view.query}", "active": view.query == context["query"]}
                for view in views
            ],
            "columns_form": forms.ColumnsForm(initial={"columns": columns}),
            "kept_parameters": [
                (name, value) for name in request.GET for value in request.GET.getlist(name) if name not in _PAGING
            ],
            "may_docket": bool(supervised_organs(request.actor)),
        }
    return context


_PAGING = {"after", "before", "columns"}


def _asked(request: HttpRequest) -> tuple[forms.LedgerForm, Any, Any, list[str]]:
    form = forms.LedgerForm(request.GET or None)
    rules = rule_queries.light_rules()
    found = ledger.ledger(request.actor, light_rules=rules, **form.filters())
    chosen = [name for name in request.GET.getlist("columns") if name in ledger.COLUMNS]
    columns = [name for name in ledger.COLUMNS if name in chosen] if chosen else list(ledger.DEFAULT_COLUMNS)
    return form, found, rules, columns


def _group(form: forms.LedgerForm) -> str:
    return form.cleaned_data.get("group", "") if form.is_bound and form.is_valid() else ""


def _query(request: HttpRequest) -> str:
    pairs = [
        (name, value) for name in request.GET for value in request.GET.getlist(name) if name not in {"after", "before"} and value
    ]
    return urlencode(pairs)
