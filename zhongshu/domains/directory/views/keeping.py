"""Keeping an organ's book: who sees what, spreadsheets taken in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.directory import commands, forms, queries
from zhongshu.domains.directory.importing.headers import LABELS
from zhongshu.domains.directory.models import ContactImport
from zhongshu.domains.directory.policies import books, imports
from zhongshu.kernel import ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.organizations.public import Unit
from zhongshu.platform.spreadsheets.public import ImportState, importing, uploading


@require_http_methods(["GET", "POST"])
@guarded_by(books, "keep")
def visibility(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may see each field of the organ's people."""
    organ = _book(request, pk)
    form = forms.VisibilityForm(request.POST or None, initial=queries.audiences(organ.pk))
    if form.is_bound and form.is_valid():
        commands.set_visibility(organ, form.cleaned_data, by=request.actor)
        messages.success(request, "可见范围已调整，立即生效")
        return redirect("directory:organ", pk=pk)
    return ui.page(request, "directory/visibility.html", {"organ": organ, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@guarded_by(books, "keep")
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a spreadsheet and show what was understood; nothing is imported yet."""
    organ = _book(request, pk)
    form = forms.ImportForm(request.POST, request.FILES) if request.method == "POST" else forms.ImportForm()
    made = uploading.keep_upload(
        form, lambda name, content: commands.preview_import(organ, file_name=name, content=content, by=request.actor)
    )
    if made is not None:
        return redirect("directory:import", pk=made.pk)
    context = {"organ": organ, "form": form, "page": queries.recent_imports(request.actor)}
    return ui.page(request, "directory/upload.html", context, status=422 if form.errors else 200)


@require_safe
@guarded_by(imports, "view")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import would do, row by row, with problems and the mapping of columns."""
    shown = _import(request, pk)
    return ui.page(request, "directory/import.html", _preview(shown))


@require_POST
@guarded_by(imports, "decide")
def change_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _import(request, pk)
    form = _mapping(shown, request.POST)
    if form.is_valid():
        try:
            commands.change_mapping(shown, form.mapping(), by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return redirect("directory:import", pk=pk)
    return ui.page(request, "directory/import.html", {**_preview(shown), "form": form}, status=422)


@require_POST
@guarded_by(imports, "decide")
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _import(request, pk)
    commands.apply_import(shown, by=request.actor)
    messages.success(request, f"已导入：新增 {shown.enrolled} 人，更新 {shown.updated} 人")
    return redirect("directory:organ", pk=shown.organ_id)


@require_POST
@guarded_by(imports, "decide")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _import(request, pk)
    commands.discard_import(shown, by=request.actor)
    messages.success(request, "已放弃本次导入，没有改动任何人员")
    return redirect("directory:upload", pk=shown.organ_id)


def _book(request: HttpRequest, pk: int) -> Unit:
    organ = get_object_or_404(books.visible(request.actor), pk=pk)
    books.require(request.actor, "keep", organ)
    return organ


def _import(request: HttpRequest, pk: int) -> ContactImport:
    return get_object_or_404(imports.visible(request.actor).select_related("organ", "entered_by"), pk=pk)


def _mapping(shown: ContactImport, sent: Any = None) -> uploading.MappingForm:
    return uploading.MappingForm(sent, headers=shown.headers, mapping=shown.mapping, labels=LABELS)


def _preview(shown: ContactImport) -> dict:
    rows = queries.judged(shown)
    columns = [(name, LABELS[name]) for name in LABELS if name in shown.mapping]
    return {
        "shown": shown,
        "open": shown.state == ImportState.PREVIEWED,
        "form": _mapping(shown),
        "twin": importing.twin_of(shown),
        "columns": [label for _, label in columns],
        "rows": [(row, [row.values.get(name, "") for name, _ in columns]) for row in rows],
        "counts": queries.tally(rows),
    }
