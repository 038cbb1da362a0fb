"""A ledger kept as a spreadsheet, taken in: upload, look, decide, take in whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision.commands import importing, taking_in
from zhongshu.domains.supervision.import_forms import LedgerFileForm, UnderstandForm
from zhongshu.domains.supervision.import_policies import import_policy
from zhongshu.domains.supervision.models.importing import LedgerImport
from zhongshu.domains.supervision.policies import supervised_organs
from zhongshu.domains.supervision.queries import importing as queries
from zhongshu.domains.supervision.workbooks import ledger_template, left_out_rows
from zhongshu.kernel import clock, dialogs, ui
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.spreadsheets.public import CONTENT_TYPE, ImportState, uploading
from zhongshu.platform.spreadsheets.public import importing as sheet_imports


@require_http_methods(["GET", "POST"])
@guarded_by(import_policy, "decide")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a spreadsheet and show what was understood; nothing is on the ledger yet."""
    if not supervised_organs(request.actor):
        raise NotPermitted("导入台账由督查部门办理，请联系本单位督查人员", code="not_permitted_import")
    form = LedgerFileForm(request.POST, request.FILES) if request.method == "POST" else LedgerFileForm()
    made = uploading.keep_upload(form, lambda name, content: importing.upload(file_name=name, content=content, by=request.actor))
    if made is not None:
        if (clock.now() - made.created_at).total_seconds() > 5:
            messages.info(request, "这个文件已经上传，正在核对，没有重复上传")
        return redirect("supervision:import", pk=made.pk)
    page = queries.recent(request.actor, after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page(request, "supervision/import_new.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_safe
@guarded_by(import_policy, "view")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood: columns, names to be decided, problems by row, the rows as they will be."""
    shown = _import(request, pk)
    return ui.page_or_fragment(request, "supervision/import.html", "whole", _context(request, shown))


@require_POST
@guarded_by(import_policy, "decide")
def understand_anew(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _import(request, pk)
    form = UnderstandForm(request.POST, shown=shown, questions=queries.questions(shown))
    if form.is_valid():
        try:
            importing.understand_anew(shown, by=request.actor, **form.values())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("supervision:import", pk=pk)
    return ui.page(request, "supervision/import.html", {**_context(request, shown), "form": form}, status=422)


@require_POST
@guarded_by(import_policy, "decide")
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Take every row in, or (said explicitly) every row without problems."""
    shown = _import(request, pk)
    taking_in.take_in(shown, leave_out=request.POST.get("leave_out") == "1", by=request.actor)
    later = shown.state == ImportState.APPLYING
    said = "正在导入，可以离开本页，完成后在这里看结果" if later else f"已导入{shown.imported}项，编号{shown.first_number}起"
    return dialogs.done(request, reverse("supervision:import", args=[pk]), said)


@require_POST
@guarded_by(import_policy, "decide")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    importing.discard(_import(request, pk), by=request.actor)
    return dialogs.done(request, reverse("supervision:import_new"), "已放弃本次导入，台账没有变化")


@require_safe
@guarded_by(import_policy, "view")
def left_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows with problems as they stand in the sheet, with what to do, to be put right and imported again."""
    shown = _import(request, pk)
    return _workbook(left_out_rows(shown, queries.left_out(shown)), "需改正的行.xlsx")


@require_safe
@guarded_by(import_policy, "decide")
def template(request: HttpRequest) -> HttpResponse:
    """An empty ledger with the headings that are understood at once."""
    return _workbook(ledger_template(clock.today()), "督查台账模板.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _import(request: HttpRequest, pk: int) -> LedgerImport:
    return get_object_or_404(queries.imports(request.actor), pk=pk)


def _context(request: HttpRequest, shown: LedgerImport) -> dict[str, Any]:
    context: dict[str, Any] = {
        "shown": shown,
        "good": shown.rows_total - shown.rows_bad,
        "working": shown.state in (ImportState.READING, ImportState.APPLYING),
        "open": shown.state == ImportState.PREVIEWED,
    }
    if not context["open"]:
        return context
    bad = request.GET.get("bad") == "1"
    page = queries.rows(shown, bad=bad, after=request.GET.get("after"), before=request.GET.get("before"))
    return context | {
        "page": page,
        "heads": list(queries.SHOWN.values()),
        "tabs": [
            {"label": f"全部 {shown.rows_total}", "url": "?", "active": not bad},
            {"label": f"只看有问题的 {shown.rows_bad}", "url": "?bad=1", "active": bad},
        ],
        "form": UnderstandForm(shown=shown, questions=queries.questions(shown)),
        "twin": sheet_imports.twin_of(shown),
    }
