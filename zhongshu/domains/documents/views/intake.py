"""Registering from files: the queue, one file beside its pages, and what is decided about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents.choices import IntakeState, ItemNature, Urgency
from zhongshu.domains.documents.commands import intake as commands
from zhongshu.domains.documents.forms import IntakeFilter, IntakeForm, ReasonForm
from zhongshu.domains.documents.models import IntakeFile
from zhongshu.domains.documents.policies import intake_policy
from zhongshu.domains.documents.queries import intake as queries
from zhongshu.domains.documents.views import intake_pages
from zhongshu.kernel import dialogs, pages, ui
from zhongshu.kernel.errors import OfficeError, RuleBroken
from zhongshu.kernel.guards import for_duty, guarded_by
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

ACCEPTED = ".docx,.pdf,.ofd,.doc,.wps,.rtf,.odt,.txt,.md,.png,.jpg,.jpeg,.bmp,.webp,.gif,.tif,.tiff"
# Which field of the form shows what was read.
SHOWN = {
    "title": "title", "source_number": "number", "sender_name": "issuers", "source_date": "date", "document_type": "document_type",
    "principals": "recipients", "urgency": "urgency", "secrecy": "secrecy", "copies_to": "copies_to", "copy_number": "copy_number",
    "signers": "signers",
}  # fmt: skip
URGENCIES = {"特提": Urgency.EXTRA_URGENT, "特急": Urgency.EXTRA_URGENT, "加急": Urgency.URGENT, "平急": Urgency.URGENT,
             "急件": Urgency.URGENT, "紧急": Urgency.URGENT}  # fmt: skip
EXPECTED = {"title", "source_number", "sender_name", "source_date", "principals"}  # a clerk looks for them on every document
FOR_INFORMATION = {"circular", "communique", "minutes", "announcement", "public_notice", "resolution"}


@require_safe
@guarded_by(intake_policy, "view")
def queue(request: HttpRequest) -> HttpResponse:
    """The files that were dropped, newest first, and the place to drop more."""
    form = IntakeFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    found = queries.files(request.actor, state=state)
    page = pages.keyset(found, order=("-uploaded_at", "-id"), after=request.GET.get("after"), before=request.GET.get("before"))
    counts = queries.waiting_counts(request.actor)
    context = {
        "page": page,
        "form": form,
        "counts": counts,
        "accept": ACCEPTED,
        "may_upload": request.actor.has(Duty.REGISTRY_CLERK),
        "address": request.get_full_path(),
    }
    return ui.page_or_fragment(request, "documents/intake.html", "list", context)


@require_safe
@guarded_by(intake_policy, "view")
def news(request: HttpRequest) -> HttpResponse:
    """How many files are being read and how many wait, for the in-tray; asks again while files are read."""
    return ui.fragment(request, "documents/intake.html#news", {"counts": queries.waiting_counts(request.actor)})


@require_POST
@for_duty(Duty.REGISTRY_CLERK)
def upload(request: HttpRequest) -> HttpResponse:
    """Take one or many files; each becomes a row of the queue, also one that is refused."""
    for refusal in attachments.refusals(request):
        raise refusal
    contents = request.FILES.getlist("file")
    if not contents:
        raise RuleBroken("请先选择要登记的文件", code="file_missing", field="file")
    organ_id = _organ(request)
    for content in contents:
        commands.upload(content, organ_id=organ_id, by=request.actor)
    if ui.is_fragment(request):
        return HttpResponse(status=204)
    messages.success(request, f"已上传{len(contents)}个文件，正在识读")
    return redirect("documents:intake")


@require_safe
@guarded_by(intake_policy, "handle")
def next_file(request: HttpRequest) -> HttpResponse:
    """Go to the file that has waited longest to be confirmed."""
    found = queries.next_to_confirm(request.actor)
    return redirect("documents:intake_file", pk=found) if found else redirect("documents:intake")


@guarded_by(intake_policy, "handle")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file beside what was read of it; confirming registers it and opens the next."""
    found = get_object_or_404(queries.detail(request.actor), pk=pk)
    if request.method == "POST":
        return _confirm(request, found)
    if found.secrecy:
        audit.record_reading(found.ref, request.actor)
    if found.state != IntakeState.PROPOSED:
        shown = _shown(request, found, None, [])
    elif request.headers.get("HX-Target") == "intake-waiting":
        # The page asked whether reading is over: it is loaded anew with its form.
        shown = HttpResponse(headers={"HX-Refresh": "true"})
    else:
        alike = queries.alike(found, request.actor)
        shown = _shown(request, found, _form(request, found, None, alike), alike)
    return shown


def _confirm(request: HttpRequest, found: IntakeFile) -> HttpResponse:
    alike = queries.alike(found, request.actor)
    form = _form(request, found, request.POST, alike)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            document = commands.confirm(found, organ_id=values.pop("organ"), by=request.actor, **values)
        except OfficeError as error:
            if error.status != 422:
                raise
            if error.code == "number_registered":
                form = _form(request, found, request.POST, [], asks_again=True)
                form.is_valid()
            form.refuse(error)
        else:
            following = queries.next_to_confirm(request.actor, after=found)
            to = reverse("documents:intake_file", args=[following]) if following else reverse("documents:intake")
            return dialogs.done(request, to, f"已登记：{document.title}，收文号{document.number}")
    return _shown(request, found, form, alike, status=422)


def _shown(
    request: HttpRequest, found: IntakeFile, form: IntakeForm | None, alike: list[queries.Alike], *, status: int = 200
) -> HttpResponse:
    fields = found.proposal.get("fields", {})
    context = {
        "file": found,
        "form": form,
        "rows": [_row(bound, fields) for bound in form.visible_fields()] if form else [],
        "sheets": intake_pages.sheets(found),
        "paragraphs": intake_pages.marked_lines(found),
        "alike": alike,
        "doubts": sum(_is_doubtful(SHOWN[name], fields) for name in SHOWN) if form else 0,
        "accept": ACCEPTED,
    }
    return ui.page(request, "documents/intake_file.html", context, status=status)


def _row(bound: Any, fields: dict[str, Any]) -> dict[str, Any]:
    name = SHOWN.get(bound.name, "")
    read = fields.get(name)
    if not name:
        state = ""
    elif read is None:
        state = "missing" if bound.name in EXPECTED and fields else ""  # where nothing was read one sentence says so
    else:
        state = "doubt" if _is_doubtful(name, fields) else "read"
    return {"field": bound, "name": name, "state": state, "has_place": bool(read and (read["places"] or read["spans"]))}


def _is_doubtful(name: str, fields: dict[str, Any]) -> bool:
    return name in fields and fields[name]["sure"] < intake_pages.SURE


def _form(
    request: HttpRequest, found: IntakeFile, data: Any, alike: list[queries.Alike], *, asks_again: bool = False
) -> IntakeForm:
    read = {name: entry["value"] for name, entry in found.proposal.get("fields", {}).items()}
    initial = {form_name: read.get(name, "") for form_name, name in SHOWN.items()} | {
        "urgency": URGENCIES.get(read.get("urgency", ""), Urgency.NONE),
        "secrecy": found.secrecy,
        "source_date": read.get("date") or None,
        "nature": ItemNature.FOR_INFORMATION if read.get("document_type") in FOR_INFORMATION else ItemNature.FOR_ACTION,
        "copies": 1,
        "organ": found.organ_id,
        "received_at": timezone.localtime(found.uploaded_at).replace(second=0, microsecond=0),
        "chaser_id": request.actor.person_id,
    }
    asks_again = asks_again or any(one.is_same and one.kind == "incoming" for one in alike)
    return IntakeForm(data, initial=initial, organ_choices=_organs(request), asks_again=asks_again)


@require_safe
@guarded_by(intake_policy, "view")
def page_picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page as a picture, upright as it was read."""
    found = get_object_or_404(queries.detail(request.actor), pk=pk)
    picture = intake_pages.picture(found, number - 1)
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@guarded_by(intake_policy, "view")
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was sent, to keep."""
    found = get_object_or_404(queries.detail(request.actor), pk=pk)
    if not found.path:
        raise Http404
    audit.record("documents.intake_downloaded", found, by=request.actor)
    response = FileResponse(
        attachments.opened(found.path), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@guarded_by(intake_policy, "handle")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file aside, with the reason; the next one opens."""
    found = get_object_or_404(queries.detail(request.actor), pk=pk)
    form = ReasonForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        commands.discard(found, reason=values["reason"], by=request.actor)
        return f"已放弃登记：{found}"

    following = queries.next_to_confirm(request.actor, after=found)
    back = reverse("documents:intake_file", args=[following]) if following else reverse("documents:intake")
    return dialogs.ask(
        request, form, run, back=back, title="不登记", submit_label="放弃登记", tone="danger", text="文件保留在队列中，可以恢复。"
    )


@require_POST
@guarded_by(intake_policy, "handle")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up again what was put aside."""
    found = get_object_or_404(queries.detail(request.actor), pk=pk)
    commands.restore(found, by=request.actor)
    return dialogs.done(request, reverse("documents:intake_file", args=[pk]), "已恢复，请核对后登记")


def _organs(request: HttpRequest) -> list[tuple[int, str]]:
    return [(pk, str(unit)) for pk, unit in organizations.units(sorted(request.actor.organs_where(Duty.REGISTRY_CLERK))).items()]


def _organ(request: HttpRequest) -> int:
    """Return the organ for which files come in: the one asked for, or the clerk's own."""
    asked = request.POST.get("organ") or request.GET.get("organ") or ""
    served = request.actor.organs_where(Duty.REGISTRY_CLERK)
    if asked.isdigit():
        return int(asked)
    return request.actor.organ_id if request.actor.organ_id in served else min(served)
