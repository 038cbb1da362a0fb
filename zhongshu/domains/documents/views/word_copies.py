"""下载改稿、上传改稿: the draft in a word processor and back, the differences first."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from zhongshu.domains.documents.choices import ReturnedState
from zhongshu.domains.documents.commands import word_copies
from zhongshu.domains.documents.forms import reasons_in
from zhongshu.domains.documents.merging import Choice, Chunk
from zhongshu.domains.documents.models import OutgoingDocument, ReturnedCopy
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import outgoing
from zhongshu.domains.documents.views import explaining
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.widgets import DropInput
from zhongshu.platform.revisions import public as revisions

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHOICES: tuple[Choice, ...] = ("both", "current", "uploaded")
MOST_SHOWN = 200


class UploadForm(OfficeForm):
    file = forms.FileField(label="改好的Word文件", widget=DropInput(accept=".docx", limit="DOCX格式，不超过20MB"))


class TakeForm(OfficeForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


@require_POST
@guarded_by(outgoing_policy, "edit")
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft as a DOCX file, as it was last saved."""
    document = _editable(request, pk)
    content = word_copies.take_down(document, by=request.actor)
    response = HttpResponse(content, content_type=DOCX)
    name = "".join(document.title.split()) or "文稿"
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.docx") or ""
    return response


@guarded_by(outgoing_policy, "edit")
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the file; then the differences are shown."""
    document = _editable(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = word_copies.bring_back(document, content=file.read(), file_name=file.name, by=request.actor)
        except RuleBroken as error:
            form.refuse(error)
        else:
            return dialogs.done(request, reverse("documents:word_copy", args=[made.pk]), "文件已读入，请核对差异后决定是否采用")
    waiting = document.returned_copies.order_by("-at")[:10]
    context = {"document": document, "form": form, "copies": waiting}
    return ui.page(request, "documents/word_upload.html", context, status=422 if form.is_bound else 200)


@guarded_by(outgoing_policy, "edit")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The differences between what came back and the draft; taking it in keeps what was written meanwhile (409 shows them anew)."""
    copy = get_object_or_404(ReturnedCopy.objects.filter(document__in=outgoing_policy.visible(request.actor)), pk=pk)
    document = _editable(request, copy.document_id)
    form = TakeForm(request.POST or None, initial={"revision": document.revision})
    given, choices, unexplained, status = reasons_in(request.POST), _choices(request), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                word_copies.take_in(copy, by=request.actor, reasons=given, **form.cleaned_data, **choices)
                return dialogs.done(request, reverse("documents:edit", args=[document.pk]), "改稿已采用，原稿留在稿次中")
            except (RuleBroken, StaleState) as error:
                document.refresh_from_db()
                typed = request.POST.copy()
                typed["revision"] = str(document.revision)
                form = TakeForm(typed)
                form.full_clean()
                unexplained = error if error.code == "reason_required" else None
                if unexplained is None:
                    form.refuse(error)
                status = error.status
    found = word_copies.differences(copy, document)
    context = {
        "document": document,
        "copy": copy,
        "form": form,
        "found": found,
        "rows": _rows(found.chunks, request),
        "fields": _field_rows(found, request),
        "authors": _by_author(copy.changes),
    }
    if copy.state == ReturnedState.WAITING and explaining.asks(document, request.actor):
        taken = word_copies.taken_in(document, found, **choices)
        texts: dict[str, str] = {name: taken[name] for name in ("title", "body") if name in taken}
        missing = unexplained.facts["missing"] if unexplained else ()
        rows = explaining.rows(document, request.actor, typed=texts, given=given, missing=missing)
        context |= {"asks_reasons": True, "reasons": rows, "reasons_problem": unexplained.message if unexplained else ""}
    return ui.page(request, "documents/word_copy.html", context, status=status)


@require_POST
@guarded_by(outgoing_policy, "edit")
def put_aside(request: HttpRequest, pk: int) -> HttpResponse:
    copy = get_object_or_404(ReturnedCopy.objects.filter(document__in=outgoing_policy.visible(request.actor)), pk=pk)
    word_copies.put_aside(copy, by=request.actor)
    return dialogs.done(request, reverse("documents:edit", args=[copy.document_id]), "改稿未采用，文稿保持原样")


def _editable(request: HttpRequest, pk: int) -> OutgoingDocument:
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    if not document.can_edit:
        raise NotPermitted("此稿当前不在您手中，不能修改；如需修改请联系当前办理人", code="not_permitted_edit")
    return document


def _choices(request: HttpRequest) -> dict[str, Any]:
    chosen: dict[int, Choice] = {}
    fields: dict[str, Choice] = {}
    for name, value in request.POST.items():
        if value not in CHOICES or not name.startswith("choice-"):
            continue
        place = name.removeprefix("choice-")
        if place.isdigit() and len(place) < 7:
            chosen[int(place)] = value
        elif place in word_copies.FIELDS:
            fields[place] = value
    return {"choices": chosen, "field_choices": fields}


def _rows(chunks: list[Chunk], request: HttpRequest) -> list[dict[str, Any]]:
    """Return the paragraphs as the page shows them: changed ones word by word, the others counted."""
    rows = []
    for place, chunk in enumerate(chunks):
        current, uploaded = "\n".join(chunk.current).strip("\n"), "\n".join(chunk.uploaded).strip("\n")
        row: dict[str, Any] = {"kind": chunk.kind, "place": place, "paragraphs": len(chunk.current)}
        if chunk.kind == "uploaded":
            row["lines"] = revisions.compare(current, uploaded)
        elif chunk.kind == "conflict":
            chosen = request.POST.get(f"choice-{place}", "both")
            row |= {"current": current, "lines": revisions.compare(current, uploaded), "uploaded": uploaded, "chosen": chosen}
        elif chunk.kind == "current":
            row["current"] = current
        rows.append(row)
    return rows


def _field_rows(found: word_copies.Differences, request: HttpRequest) -> list[dict[str, Any]]:
    rows = []
    for name, label, kind, current, came in found.fields:
        if kind in {"uploaded", "conflict", "removed"}:
            chosen = request.POST.get(f"choice-{name}", "")
            lines = revisions.compare(current, came)
            rows.append({"name": name, "label": label, "kind": kind, "lines": lines, "came": came, "chosen": chosen})
    return rows


def _by_author(changes: list[dict[str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for change in changes[:MOST_SHOWN]:
        grouped.setdefault(change["author"] or "未署名", []).append(change)
    return list(grouped.items())
