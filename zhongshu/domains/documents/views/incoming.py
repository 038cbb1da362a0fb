"""The register of incoming documents, one document's page with its tabs, and what may be done to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents import rendering
from zhongshu.domains.documents.choices import Register
from zhongshu.domains.documents.commands import handling, registering
from zhongshu.domains.documents.forms import ExtendForm, IncomingFilter, ReasonForm, ReceiveForm, RegisterForm
from zhongshu.domains.documents.models import IncomingDocument
from zhongshu.domains.documents.policies import incoming_policy
from zhongshu.domains.documents.queries import incoming
from zhongshu.domains.documents.views import showing
from zhongshu.domains.documents.views.lookups import present_query, saved_views
from zhongshu.kernel import clock, dialogs, pages, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import for_duty, guarded_by
from zhongshu.platform.audit import public as audit
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

TABS = {"text": "正文", "slip": "处理单", "flow": "流程", "timeline": "时间线", "files": "附件", "readers": "传阅情况"}


@require_safe
@guarded_by(incoming_policy, "view")
def register(request: HttpRequest) -> HttpResponse:
    """收文登记簿: what the viewer may see, newest first, with filters and saved views."""
    form = IncomingFilter(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = incoming.register(request.actor, **filters)
    order = ("-received_at", "-id")
    page = pages.keyset(found, order=order, after=request.GET.get("after"), before=request.GET.get("before"), size=25)
    reading = circulation.being_read("documents.incoming", [row.pk for row in page.rows])
    for row in page.rows:
        row.light = showing.light(row)
        row.being_read = row.pk in reading
    context = {
        "page": page,
        "form": form,
        "saved": saved_views(request, Register.INCOMING),
        "query": present_query(request),
        "may_receive": request.actor.has(Duty.REGISTRY_CLERK),
    }
    return ui.page_or_fragment(request, "documents/incoming_register.html", "list", context)


@for_duty(Duty.REGISTRY_CLERK)
def receive(request: HttpRequest) -> HttpResponse:
    """Enter a document that came on paper or from outside."""
    organ_ids = sorted(request.actor.organs_where(Duty.REGISTRY_CLERK))
    choices = [(pk, str(unit)) for pk, unit in organizations.units(organ_ids).items()]
    initial = {"received_at": timezone.localtime(clock.now()).replace(second=0, microsecond=0), "organ": request.actor.organ_id}
    form = ReceiveForm(request.POST or None, organ_choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            document = registering.receive(organ_id=values.pop("organ"), by=request.actor, **values)
            return dialogs.done(request, reverse("documents:incoming_detail", args=[document.pk]), "已收文，请核对后登记")
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
    return ui.page(request, "documents/receive.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@guarded_by(incoming_policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One document; ``?tab=`` chooses the part, each with its own address."""
    document = get_object_or_404(incoming.detail(request.actor), pk=pk)
    tab = request.GET.get("tab", "text")
    tab = tab if tab in TABS else "text"
    if document.secrecy:
        audit.record_reading(document.ref, request.actor)
    document.light = showing.light(document)
    address = reverse("documents:incoming_detail", args=[pk])
    tabs = [
        {"label": label, "url": address if name == "text" else f"{address}?tab={name}", "active": name == tab, "count": None}
        for name, label in TABS.items()
    ]
    context = {
        "document": document,
        "tab": tab,
        "tabs": tabs,
        "panel": showing.handling_panel(request, document.ref, tab, lambda: incoming.digest_of(document)),
        "template": f"documents/_incoming_{tab}.html",
        "register_form": _register_form(request, document) if document.can_register and document.state == "received" else None,
        **PARTS[tab](request, document),
    }
    return ui.page_or_fragment(request, "documents/incoming_detail.html", "part", context)


def _register_form(request: HttpRequest, document: IncomingDocument, data: Any = None) -> RegisterForm:
    initial = {
        "nature": document.nature,
        "urgency": document.urgency,
        "document_type": document.document_type,
        "requested_days": document.requested_days,
        "chaser_id": document.chaser_id or request.actor.person_id,
    }
    return RegisterForm(data, initial=initial)


def _text(request: HttpRequest, document: IncomingDocument) -> dict[str, Any]:
    return {"facts": showing.incoming_facts(document), "paragraphs": showing.paragraphs(document.body)}


def _slip(request: HttpRequest, document: IncomingDocument) -> dict[str, Any]:
    columns = opinions.columns(document.ref, request.actor, order=rendering.INCOMING_COLUMNS, sort="rank")
    return {
        "slip_title": f"{document.organ.name}文件处理单",
        "rows": rendering.slip_rows(rendering.handling_facts(document)),
        "columns": opinions.shown_columns(columns),
    }


def _flow(request: HttpRequest, document: IncomingDocument) -> dict[str, Any]:
    return {"picture": showing.flow_picture(document.ref)}


def _timeline(request: HttpRequest, document: IncomingDocument) -> dict[str, Any]:
    return {"entries": showing.timeline(document.ref, request.actor)}


def _files(request: HttpRequest, document: IncomingDocument) -> dict[str, Any]:
    return {"ref": document.ref, "may_attach": document.can_attach}


def _readers(request: HttpRequest, document: IncomingDocument) -> dict[str, Any]:
    return {"ref": document.ref, "rounds": circulation.rounds_of(document.ref, request.actor)}


PARTS: dict[str, Callable[[HttpRequest, IncomingDocument], dict[str, Any]]] = {
    "text": _text,
    "slip": _slip,
    "flow": _flow,
    "timeline": _timeline,
    "files": _files,
    "readers": _readers,
}


@require_POST
@guarded_by(incoming_policy, "register")
def register_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Register: the document takes its number and its process begins."""
    document = get_object_or_404(incoming.detail(request.actor), pk=pk)
    form = _register_form(request, document, request.POST)
    if form.is_valid():
        try:
            number = registering.register(document, by=request.actor, **form.cleaned_data)
            return dialogs.done(request, reverse("documents:incoming_detail", args=[pk]), f"已登记，收文号：{number}")
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
    return ui.page(request, "documents/register_document.html", {"document": document, "form": form}, status=422)


@guarded_by(incoming_policy, "view")
def return_to_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a signed document back, with the reason."""
    document = get_object_or_404(incoming.detail(request.actor), pk=pk)
    form = ReasonForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        handling.return_to_sender(document, reason=values["reason"], by=request.actor)
        return "已退文，来文机关将收到退文理由"

    back = reverse("documents:incoming_detail", args=[pk])
    return dialogs.ask(request, form, run, back=back, title="退文", submit_label="退文", tone="danger")


@guarded_by(incoming_policy, "chase")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a later limit."""
    document = get_object_or_404(incoming.detail(request.actor), pk=pk)
    form = ExtendForm(request.POST or None)

    def run(values: dict[str, Any]) -> str:
        registering.extend_deadline(document, working_days=values["working_days"], reason=values["reason"], by=request.actor)
        return "已批准延期"

    back = reverse("documents:incoming_detail", args=[pk])
    return dialogs.ask(
        request, form, run, back=back, title="批准延期", submit_label="批准", text=f"现时限：{document.deadline_explanation}"
    )


@require_POST
@guarded_by(incoming_policy, "archive")
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a completed document as filed."""
    document = get_object_or_404(incoming.detail(request.actor), pk=pk)
    handling.archive(document, by=request.actor)
    return dialogs.done(request, reverse("documents:incoming_detail", args=[pk]), "已归档")
