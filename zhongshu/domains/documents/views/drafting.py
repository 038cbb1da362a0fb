"""拟稿: the editor with autosave, live balance and preview."""

import secrets
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents import rendering, rules
from zhongshu.domains.documents.commands import drafting
from zhongshu.domains.documents.forms import DraftForm, NewDraftForm, PreviewForm, reasons_in
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.models.outgoing import AFTER_APPROVAL
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import checking, outgoing, quotas
from zhongshu.domains.documents.views import explaining, reviewing
from zhongshu.kernel import clock, dialogs, ui
from zhongshu.kernel.errors import NotPermitted, OfficeError, RuleBroken, StaleState
from zhongshu.kernel.guards import guarded_by, open_to_signed_in
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.organizations import public as organizations

# Chinese travels as itself: half the size of escapes.
READABLE = {"ensure_ascii": False, "separators": (",", ":")}


@open_to_signed_in("whoever holds a post may begin a draft; the command names the organs")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a document: in whose name and of which type; then the editor opens."""
    organ_ids = drafting.issuing_organ_ids(request.actor)
    units = organizations.units(organ_ids)
    choices = [(pk, str(units[pk])) for pk in organ_ids if pk in units]
    form = NewDraftForm(request.POST or None, organ_choices=choices)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        document_type = values["document_type"]
        try:
            document = drafting.draft(
                organ_id=values["organ"],
                document_type=document_type,
                layout=rules.DEFAULT_LAYOUT.get(document_type, "general"),
                title=values["title"],
                contact=f"{request.actor.name}",
                by=request.actor,
            )
            return redirect("documents:edit", document.pk)
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
    drafts = outgoing.drafts(request.actor)[:10]
    balance = quotas.balance(request.actor.unit_id) if request.actor.unit_id else None
    context = {"form": form, "drafts": drafts, "balance": balance}
    return ui.page(request, "documents/draft_new.html", context, status=422 if form.is_bound else 200)


@guarded_by(outgoing_policy, "edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor. A save refused because somebody else saved first keeps everything typed (409)."""
    document = _editable(request, pk)
    if request.method != "POST":
        reviewing.note_opening(request, document)
        prefetch_related_objects([document], "recipients", "joint_organs")
        form = DraftForm(
            initial=DraftForm.initial_of(document, token=secrets.token_hex(8)), document=document, viewer=request.actor
        )
        return ui.page(request, "documents/draft.html", _context(request, document, form))
    form = DraftForm(request.POST, document=document, viewer=request.actor)
    status = 422
    if form.is_valid():
        try:
            saved = drafting.save_draft(document, by=request.actor, **form.written())
            if request.POST.get("then") == "submit":
                drafting.submit(saved, by=request.actor)
                return dialogs.done(request, reverse("documents:detail", args=[pk]), "已送审，可在“流程”中查看办理进度")
            if request.POST.get("then") == "view":
                return dialogs.done(request, reverse("documents:detail", args=[pk]), "文稿已保存")
            return dialogs.done(request, reverse("documents:edit", args=[pk]), "文稿已保存")
        except StaleState as error:
            status = 409
            form = _with_present_revision(request, document, error)
            form.refuse(error)
        except RuleBroken as error:
            form = _with_present_revision(request, document, error)
            if error.code == "reason_required":
                return ui.page(request, "documents/draft.html", _context(request, document, form, error), status=status)
            form.refuse(error)
    return ui.page(request, "documents/draft.html", _context(request, document, form), status=status)


@require_POST
@guarded_by(outgoing_policy, "edit")
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed and answer with the line of state: saved when, balance, what is still missing."""
    document = _editable(request, pk)
    form = DraftForm(request.POST, document=document, viewer=request.actor)
    context: dict[str, Any] = {"document": document, "saved_at": None, "problem": ""}
    status = 200
    if not form.is_valid():
        context["problem"] = "有填写不符合要求的内容，尚未自动保存：" + "；".join(
            f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items() if name in form.fields
        )
    else:
        try:
            drafting.save_draft(document, by=request.actor, automatic=True, **form.written())
            context["saved_at"] = clock.now()
        except StaleState as error:
            context["problem"], status = error.message, 409
        except RuleBroken as error:
            context["problem"], status = error.message, 422
    document.refresh_from_db()
    context |= _state_line(document)
    return ui.fragment(request, "documents/draft.html#state", context, status=status)


@require_POST
@gzip_page
@guarded_by(outgoing_policy, "edit")
def preview(request: HttpRequest, pk: int) -> JsonResponse:
    """Set the text as it is being typed and answer with the pages that changed, as JSON; nothing is stored.

    ``known`` names the digests of the pages that the browser shows. A text that cannot be set answers with the ``problem``.
    """
    document = _editable(request, pk)
    form = PreviewForm(request.POST)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        return JsonResponse({"problem": f"{form.fields[field].label}：{errors[0]}"}, json_dumps_params=READABLE)
    try:
        return JsonResponse(
            rendering.live_pages(document, form.typed(document), known=form.known_pages()), json_dumps_params=READABLE
        )
    except RuleBroken as error:
        return JsonResponse({"problem": error.message}, json_dumps_params=READABLE)


@require_safe
@guarded_by(outgoing_policy, "edit")
def attachment_names(request: HttpRequest, pk: int) -> JsonResponse:
    """Answer with the names of the attachments in their order, for the editor to refer to."""
    document = _editable(request, pk)
    return JsonResponse({"names": attachments.names(document.ref)}, json_dumps_params=READABLE)


def _editable(request: HttpRequest, pk: int) -> OutgoingDocument:
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    if not document.can_edit:
        raise NotPermitted("此稿当前不在您手中，不能修改；如需修改请联系当前办理人", code="not_permitted_edit")
    return document


def _with_present_revision(request: HttpRequest, document: OutgoingDocument, error: OfficeError) -> DraftForm:
    """Show what was typed again, over the revision that now stands: the next save is a knowing one."""
    typed = request.POST.copy()
    if not isinstance(error, StaleState):
        document.refresh_from_db()
    typed["revision"] = str(error.facts.get("present_revision", document.revision))
    form = DraftForm(typed, document=document, viewer=request.actor)
    form.full_clean()
    return form


def _context(
    request: HttpRequest, document: OutgoingDocument, form: DraftForm, unexplained: OfficeError | None = None
) -> dict[str, Any]:
    context = {"document": document, "form": form, "versions": outgoing.versions(document), **_state_line(document)}
    if not explaining.asks(document, request.actor):
        return context
    typed = {name: form.cleaned_data[name] for name in ("title", "body")} if form.is_bound and form.is_valid() else {}
    missing = unexplained.facts["missing"] if unexplained else ()
    rows = explaining.rows(document, request.actor, typed=typed, given=reasons_in(form.data), missing=missing)
    return context | {"asks_reasons": True, "reasons": rows, "reasons_problem": unexplained.message if unexplained else ""}


def _state_line(document: OutgoingDocument) -> dict[str, Any]:
    found = checking.findings_of(document)
    return {
        "balance": quotas.balance_of(document),
        "refusals": [sentence for _, sentence in drafting.refusals_of(document, found)],
        "warnings": checking.pointed_out(found),
        "length": len("".join(document.body.split())),
        "after_approval": document.state in AFTER_APPROVAL,
    }
