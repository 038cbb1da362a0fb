"""Spreadsheets of figures taken in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.figures import forms
from zhongshu.domains.figures.commands import importing
from zhongshu.domains.figures.models import FigureImport
from zhongshu.domains.figures.policies import import_policy
from zhongshu.domains.figures.queries import importing as queries
from zhongshu.kernel import ui
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.spreadsheets.public import ImportState, uploading
from zhongshu.platform.spreadsheets.public import importing as sheet_imports


@require_http_methods(["GET", "POST"])
@guarded_by(import_policy, "view")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a spreadsheet and show what was understood; nothing is imported yet."""
    form = forms.ImportForm(request.POST, request.FILES) if request.method == "POST" else forms.ImportForm()
    made = uploading.keep_upload(
        form, lambda name, content: importing.preview_import(file_name=name, content=content, by=request.actor)
    )
    if made is not None:
        return redirect("figures:import", pk=made.pk)
    context = {"form": form, "page": queries.recent(request.actor)}
    return ui.page(request, "figures/upload.html", context, status=422 if form.errors else 200)


@require_safe
@guarded_by(import_policy, "view")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import would do, value by value, with problems."""
    shown = _import(request, pk)
    rows = queries.judged(shown, request.actor)
    context = {
        "shown": shown,
        "open": shown.state == ImportState.PREVIEWED,
        "rows": rows,
        "counts": queries.tally(rows),
        "twin": sheet_imports.twin_of(shown),
    }
    return ui.page(request, "figures/import.html", context)


@require_POST
@guarded_by(import_policy, "decide")
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _import(request, pk)
    importing.apply_import(shown, by=request.actor)
    messages.success(request, f"已导入：新登记 {shown.registered} 项，填报 {shown.recorded} 个数")
    return redirect("figures:catalogue")


@require_POST
@guarded_by(import_policy, "decide")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _import(request, pk)
    importing.discard_import(shown, by=request.actor)
    messages.success(request, "已放弃本次导入，没有改动任何数据")
    return redirect("figures:upload")


def _import(request: HttpRequest, pk: int) -> FigureImport:
    return get_object_or_404(import_policy.visible(request.actor).select_related("organ", "entered_by"), pk=pk)
