"""The register of outgoing documents, one document's page with its tabs, and what may be done to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents import rendering
from zhongshu.domains.documents.choices import Register
from zhongshu.domains.documents.commands import dispatching, drafting, receipts
from zhongshu.domains.documents.forms import OutgoingFilter, ReasonForm, RepealForm
from zhongshu.domains.documents.models import OutgoingDocument, Receipt
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import exchange, outgoing
from zhongshu.domains.documents.views import checking, reviewing, showing
from zhongshu.domains.documents.views.lookups import present_query, saved_views
from zhongshu.kernel import dialogs, pages, ui
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.audit import public as audit
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.opinions import public as opinions

TABS = {
    "text": "正文",
    "slip": "稿纸",
    "flow": "流程",
    "timeline": "时间线",
    "files": "附件",
    "compare": "花脸稿",
    "review": "审稿痕迹",
    "checks": "审核",
    "receipts": "签收情况",
    "readers": "阅知情况",
}


@require_safe
@guarded_by(outgoing_policy, "view")
def register(request: HttpRequest) -> HttpResponse:
    """发文登记簿: what the viewer may see, newest first, with filters and saved views."""
    form = OutgoingFilter(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = outgoing.register(request.actor, **filters)
    found = outgoing.with_receipts(found)
    page = pages.keyset(found, after=request.GET.get("after"), before=request.GET.get("before"), size=25)
    saved = saved_views(request, Register.OUTGOING)
    context = {"page": page, "form": form, "saved": saved, "query": present_query(request)}
    return ui.page_or_fragment(request, "documents/outgoing_register.html", "list", context)


@require_safe
@guarded_by(outgoing_policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One document; ``?tab=`` chooses the part, each with its own address."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    tab = request.GET.get("tab", "text")
    tab = tab if tab in TABS else "text"
    if document.secrecy:
        audit.record_reading(document.ref, request.actor)
    context = {
        "document": document,
        "tab": tab,
        "tabs": _tabs(document, tab),
        "panel": showing.handling_panel(request, document.ref, tab, lambda: outgoing.substance_digest(document)),
        "template": f"documents/_outgoing_{tab}.html",
        **PARTS[tab](request, document),
    }
    return ui.page_or_fragment(request, "documents/outgoing_detail.html", "part", context)


def _tabs(document: OutgoingDocument, active: str) -> list[dict[str, Any]]:
    address = reverse("documents:detail", args=[document.pk])
    shown = [name for name in TABS if name != "receipts" or (document.is_issued and document.can_follow_receipts)]
    return [
        {
            "label": TABS[name],
            "url": address if name == "text" else f"{address}?tab={name}",
            "active": name == active,
            "count": None,
        }
        for name in shown
    ]


def _slip(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    columns = opinions.columns(document.ref, request.actor, order=rendering.OUTGOING_COLUMNS, sort="rank")
    return {
        "slip_title": f"{document.organ.name}发文稿纸",
        "rows": rendering.slip_rows(rendering.issue_facts(document)),
        "columns": opinions.shown_columns(columns),
    }


def _flow(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    return {"picture": showing.flow_picture(document.ref)}


def _timeline(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    return {"entries": showing.timeline(document.ref, request.actor)}


def _files(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    return {"ref": document.ref, "may_attach": document.can_attach}


def _receipts(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    if not document.can_follow_receipts:
        return {"receipts": [], "summary": exchange.summary([])}
    rows = exchange.receipts_of(document)
    on_paper = [row for row in document.recipients.all() if row.unit_id is None and row.collective_id is None]
    return {"receipts": rows, "summary": exchange.summary(rows), "on_paper": on_paper}


def _readers(request: HttpRequest, document: OutgoingDocument) -> dict[str, Any]:
    return {"ref": document.ref, "rounds": circulation.rounds_of(document.ref, request.actor)}


PARTS: dict[str, Callable[[HttpRequest, OutgoingDocument], dict[str, Any]]] = {
    "text": reviewing.text,
    "slip": _slip,
    "flow": _flow,
    "timeline": _timeline,
    "files": _files,
    "compare": reviewing.compare,
    "review": reviewing.review,
    "checks": checking.tab,
    "receipts": _receipts,
    "readers": _readers,
}


@require_POST
@guarded_by(outgoing_policy, "submit")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the draft for review."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    drafting.submit(document, by=request.actor)
    return dialogs.done(request, reverse("documents:detail", args=[pk]), "已送审，可在“流程”中查看办理进度")


@guarded_by(outgoing_policy, "withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a document back before dispatch."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)

    def run(values: dict[str, Any]) -> str:
        dispatching.withdraw(document, reason=values["reason"], by=request.actor)
        return "已撤销，文稿回到起草状态"

    note = "撤销后文稿回到起草状态，各环节待办随即关闭。" + ("已取得的文号将作废留痕，不再使用。" if document.number else "")
    return _reason_dialog(request, document, run, title="撤销发文", note=note)


@guarded_by(outgoing_policy, "cancel")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a draft; it stays on record."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)

    def run(values: dict[str, Any]) -> str:
        dispatching.cancel_draft(document, reason=values["reason"], by=request.actor)
        return "文稿已作废"

    return _reason_dialog(request, document, run, title="作废文稿", note="作废后不能恢复，记录保留。")


@guarded_by(outgoing_policy, "repeal")
def repeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Repeal an issued document from a day on."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    form = RepealForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        dispatching.repeal(document, reason=values["reason"], from_date=values["from_date"], by=request.actor)
        return "公文已废止"

    back = reverse("documents:detail", args=[pk])
    return dialogs.ask(
        request, form, run, back=back, title="废止公文", submit_label="废止", text="自所填日期起失效。", tone="danger"
    )


@guarded_by(outgoing_policy, "repeal")
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke an issued document from the beginning."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)

    def run(values: dict[str, Any]) -> str:
        dispatching.revoke(document, reason=values["reason"], by=request.actor)
        return "公文已撤销，视为自始无效"

    return _reason_dialog(request, document, run, title="撤销已发公文", note="被撤销的公文视为自始无效。")


@require_POST
@guarded_by(outgoing_policy, "chase")
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """Press the organs that have not signed: those ticked, or all."""
    document = get_object_or_404(outgoing.detail(request.actor), pk=pk)
    chosen = [int(one) for one in request.POST.getlist("receipts") if one.isdigit()]
    count = receipts.chase_unsigned(document, chosen or None, by=request.actor)
    return dialogs.done(request, f"{reverse('documents:detail', args=[pk])}?tab=receipts", f"已向{count}个单位催收")


@guarded_by(outgoing_policy, "recall")
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document back from one organ."""
    receipt = get_object_or_404(
        Receipt.objects.filter(document__in=outgoing_policy.visible(request.actor)).select_related("document", "organ"), pk=pk
    )
    form = ReasonForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        dispatching.recall(receipt, reason=values["reason"], by=request.actor)
        return f"已从{receipt.organ}撤回"

    back = f"{reverse('documents:detail', args=[receipt.document_id])}?tab=receipts"
    return dialogs.ask(request, form, run, back=back, title=f"从{receipt.organ}撤回", submit_label="撤回", tone="danger")


def _reason_dialog(
    request: HttpRequest, document: OutgoingDocument, run: Callable[[dict[str, Any]], str], *, title: str, note: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    back = reverse("documents:detail", args=[document.pk])
    return dialogs.ask(request, form, run, back=back, title=title, submit_label=title, text=note, tone="danger")
