"""Uploading, downloading and reading attachments."""

from collections.abc import Sequence
from typing import TypeVar

from django.core.files.base import File as Upload
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from zhongshu.kernel import kinds, ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.attachments import commands, previewing, queries, sniffing, storage
from zhongshu.platform.attachments.forms import VoidForm
from zhongshu.platform.attachments.models import PICTURES, File, FileVersion
from zhongshu.platform.attachments.pictures import picture_limit
from zhongshu.platform.attachments.uploads import refusals

T = TypeVar("T")
_OWNER_DECIDES = "the policy of the object that the file belongs to decides, in queries and commands"
# A file is shown as what it is and runs nothing, whatever it holds.
_LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_TEXT_SHOWN = 200_000


@require_GET
@open_to_signed_in(_OWNER_DECIDES)
def files(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Return the list of an object's files as a fragment."""
    return _list(request, _found(queries.reference(kind, object_id, request.actor)))


@require_POST
@open_to_signed_in(_OWNER_DECIDES)
def upload(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Add the files that were sent; if one is refused none is added."""
    ref = _found(queries.reference(kind, object_id, request.actor))
    for content in _sent(request):
        commands.upload(ref, content, by=request.actor, role=request.POST.get("role", "")[:30] or "attachment")
    return _after(request, ref)


@require_POST
@open_to_signed_in(_OWNER_DECIDES)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    file = _found(queries.file(pk, request.actor))
    commands.replace(file, _sent(request)[0], by=request.actor)
    return _after(request, file.ref)


@require_POST
@open_to_signed_in(_OWNER_DECIDES)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    file = _found(queries.file(pk, request.actor))
    form = VoidForm(request.POST)
    commands.void(file, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=request.actor)
    return _after(request, file.ref)


@require_GET
@open_to_signed_in(_OWNER_DECIDES)
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file as a copy to keep."""
    version = _found(queries.version(pk, request.actor))
    commands.record_download(version, by=request.actor)
    return _content(version, as_attachment=True)


@require_GET
@open_to_signed_in(_OWNER_DECIDES)
def inline(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a picture to be shown inside the preview; nothing else is ever sent so."""
    version = _found(queries.version(pk, request.actor))
    if version.media_type not in PICTURES:
        raise Http404
    return _content(version, as_attachment=False)


@require_GET
@open_to_signed_in(_OWNER_DECIDES)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a picture, the pages of a PDF or a plain text on the screen."""
    version = _found(queries.version(pk, request.actor))
    commands.record_preview(version, by=request.actor)
    context = {"version": version, "back_url": kinds.url(version.file.ref), "pages": [], "page_count": 0, "text": None}
    with storage.opened(version.path) as handle:
        if version.media_type == "application/pdf":
            try:
                context["pages"], context["page_count"] = previewing.page_sizes(handle)
            except previewing.Unreadable:
                context["is_unreadable"] = True
        elif version.media_type in {"text/plain", "text/csv"}:
            context["text"] = sniffing.decoded(handle.read(_TEXT_SHOWN))
    context["is_picture"] = version.media_type in PICTURES
    return ui.page(request, "attachments/preview.html", context)


@require_GET
@open_to_signed_in(_OWNER_DECIDES)
def page_picture(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Send one page of a PDF as a picture; the preview page that shows it has been recorded."""
    version = _found(queries.version(pk, request.actor))
    if version.media_type != "application/pdf":
        raise Http404
    with storage.opened(version.path) as handle:
        try:
            picture = _found(previewing.page_picture(handle, number))
        except previewing.Unreadable as error:
            raise Http404 from error
    return _locked(HttpResponse(picture, content_type="image/png"), "private, max-age=3600")


def _sent(request: HttpRequest) -> Sequence[Upload]:
    for refusal in refusals(request):
        raise refusal
    sent = request.FILES.getlist("file")
    if not sent:
        raise RuleBroken("请先选择要上传的文件", code="file_missing", field="file")
    return sent


def _after(request: HttpRequest, ref: ObjectRef) -> HttpResponse:
    return _list(request, ref) if ui.is_fragment(request) else redirect(kinds.url(ref) or "home")


def _list(request: HttpRequest, ref: ObjectRef) -> HttpResponse:
    return ui.fragment(request, "attachments/_list.html", list_context(ref, queries.may_attach(ref, request.actor)))


def list_context(ref: ObjectRef, may_attach: bool) -> dict:
    """Return the context of ``attachments/_list.html``."""
    files: list[File] = queries.listing(ref)
    accept = ",".join(f".{name}" for name in sorted(sniffing.FORMATS))
    limit = picture_limit(ref.kind)
    return {"ref": ref, "files": files, "may_attach": may_attach, "accept": accept, "picture_words": limit.words if limit else ""}


def _content(version: FileVersion, *, as_attachment: bool) -> HttpResponseBase:
    response = FileResponse(
        storage.opened(version.path), as_attachment=as_attachment, filename=version.name, content_type=version.media_type
    )
    response.headers["Content-Length"] = str(version.size)
    return _locked(response, "private, no-cache")


def _locked(response: HttpResponseBase, caching: str) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = _LOCKED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = caching
    return response


def _found(value: T | None) -> T:
    if value is None:
        raise Http404
    return value
