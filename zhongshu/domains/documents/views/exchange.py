"""收文签收: the in-tray, one received document, and who has not signed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents import rendering
from zhongshu.domains.documents.commands import receipts
from zhongshu.domains.documents.forms import InTrayFilter, ReasonForm
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.policies import receipt_policy
from zhongshu.domains.documents.queries import exchange
from zhongshu.domains.documents.views import showing
from zhongshu.domains.documents.views.intake import ACCEPTED
from zhongshu.kernel import dialogs, pages, ui
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.public import Duty


@require_safe
@guarded_by(receipt_policy, "view")
def in_tray(request: HttpRequest) -> HttpResponse:
    """What was sent to the viewer's organs and waits to be signed for."""
    form = InTrayFilter(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = exchange.in_tray(request.actor, **filters)
    page = pages.keyset(found, order=("-dispatched_at", "-id"), after=request.GET.get("after"), before=request.GET.get("before"))
    accept = ACCEPTED if request.actor.has(Duty.REGISTRY_CLERK) else ""
    return ui.page_or_fragment(request, "documents/in_tray.html", "list", {"page": page, "form": form, "accept": accept})


@require_safe
@guarded_by(receipt_policy, "view")
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """One document as its recipient reads it."""
    receipt = get_object_or_404(exchange.received(request.actor), pk=pk)
    receipts.open_receipt(receipt, by=request.actor)
    if receipt.secrecy:
        audit.record_reading(receipt.ref, request.actor)
    document = _issued(receipt.document_id)
    context = {
        "receipt": receipt,
        "paper": showing.paper(document),
        "files": attachments.listing(document.ref),
        "facts": showing.receipt_facts(receipt),
        "incoming": getattr(receipt, "incoming", None),
    }
    return ui.page(request, "documents/received.html", context)


@require_POST
@guarded_by(receipt_policy, "sign")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for a document; its registration opens."""
    receipt = get_object_or_404(exchange.received(request.actor), pk=pk)
    incoming = receipts.sign(receipt, by=request.actor)
    if request.POST.get("then") == "tray":
        return dialogs.done(request, reverse("documents:in_tray"), f"已签收：{receipt.title}")
    return dialogs.done(request, reverse("documents:incoming_detail", args=[incoming.pk]), "已签收，请登记")


@guarded_by(receipt_policy, "return")
def return_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a document back unsigned, with the reason."""
    receipt = get_object_or_404(exchange.received(request.actor), pk=pk)
    form = ReasonForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        receipts.return_document(receipt, reason=values["reason"], by=request.actor)
        return "已退文，来文机关将收到退文理由"

    return dialogs.ask(request, form, run, back=reverse("documents:in_tray"), title="退文", submit_label="退文", tone="danger")


@require_safe
@guarded_by(receipt_policy, "follow")
def unsigned(request: HttpRequest) -> HttpResponse:
    """Who has not signed: organs that signed for nothing today, and documents unsigned beyond the hours."""
    page = pages.keyset(
        exchange.late(request.actor),
        order=("dispatched_at", "id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {"page": page, "organs": exchange.organs_without_signature_today(request.actor), "hours": showing.unsigned_hours()}
    return ui.page_or_fragment(request, "documents/unsigned.html", "list", context)


@require_safe
@guarded_by(receipt_policy, "view")
def received_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as its recipient prints it, with the copy number that went to this organ."""
    receipt = get_object_or_404(exchange.received(request.actor), pk=pk)
    document = _issued(receipt.document_id)
    copy = receipt.printed_copies.first()
    content = rendering.pdf(document, copy_number=str(copy) if copy else "")
    audit.record("documents.downloaded", receipt, by=request.actor, format="pdf")
    return pdf_response(content, f"{document.number}{document.title}.pdf")


@require_safe
@guarded_by(receipt_policy, "view")
def received_file(request: HttpRequest, pk: int, version_id: int) -> HttpResponse | StreamingHttpResponse:
    """An attachment of the document, for its recipient."""
    receipt = get_object_or_404(exchange.received(request.actor), pk=pk)
    found = [
        (file, version)
        for file in attachments.listing(receipt.document.ref)
        for version in file.versions.all()[:1]
        if version.pk == version_id
    ]
    if not found:
        raise Http404
    file, version = found[0]
    audit.record("documents.attachment_downloaded", receipt, by=request.actor, file=file.pk)
    response = StreamingHttpResponse(attachments.opened(version.path).chunks(), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return response


def pdf_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _issued(pk: int) -> OutgoingDocument:
    """Return the document behind a receipt that the caller has already shown to be the viewer's."""
    return OutgoingDocument.objects.select_related("organ").prefetch_related("recipients", "joint_organs__organ").get(pk=pk)
