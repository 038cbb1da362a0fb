"""立项建议: what leaders wrote, and what a person makes of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.domains.supervision import forms
from zhongshu.domains.supervision.choices import ProposalState
from zhongshu.domains.supervision.commands import proposing
from zhongshu.domains.supervision.instructions import suggested_title
from zhongshu.domains.supervision.models import Proposal
from zhongshu.domains.supervision.policies import notice_policy, proposal_policy
from zhongshu.domains.supervision.queries import items
from zhongshu.domains.supervision.views.items import common_values
from zhongshu.kernel import dialogs, kinds, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.refs import ObjectRef


@require_safe
@guarded_by(proposal_policy, "view")
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits to be confirmed; ``?state=`` shows what was decided."""
    state = request.GET.get("state", ProposalState.WAITING)
    state = state if state in ProposalState.values else ProposalState.WAITING
    page = items.proposals_page(request.actor, state=state, after=request.GET.get("after"), before=request.GET.get("before"))
    tabs = [{"label": each.label, "url": f"?state={each.value}", "active": each.value == state} for each in ProposalState]
    return ui.page(request, "supervision/proposals.html", {"page": page, "tabs": tabs, "state": state})


@require_http_methods(["GET", "POST"])
@guarded_by(proposal_policy, "view")
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: the leader's exact words beside the form that makes an item of them."""
    shown = get_object_or_404(items.proposals(request.actor, state=""), pk=pk)
    waiting = shown.state == ProposalState.WAITING and shown.can_decide
    form = _form(request, shown) if waiting else None
    if request.method == "POST":
        proposal_policy.require(request.actor, "decide", shown)
        form = form or _form(request, shown)
        if form.is_valid():
            values = form.cleaned_data
            try:
                item = proposing.docket_proposal(
                    shown,
                    by=request.actor,
                    sentence=values["sentence"],
                    words=values.get("transcript", ""),
                    **common_values(values),
                )
            except OfficeError as error:
                if error.status != 422:
                    raise
                form.refuse(error)
            else:
                messages.success(request, f"已立项：{item.number}，请核对分工后交办")
                return redirect("supervision:detail", pk=item.pk)
    context = {
        "proposal": shown,
        "form": form,
        "waiting": waiting,
        "similar": items.like(request.actor, shown) if waiting else [],
        "document_url": kinds.url(shown.ref) if kinds.visible(shown.ref, request.actor) else "",
    }
    return ui.page(request, "supervision/proposal.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@guarded_by(proposal_policy, "decide")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(items.proposals(request.actor, state=""), pk=pk)
    return dialogs.ask(
        request, forms.ReasonForm(request.POST or None),
        lambda values: proposing.decline_proposal(shown, by=request.actor, **values), title="不予立项",
        back=reverse("supervision:proposals"), sentence="已登记不予立项", about=shown.ref_title,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@guarded_by(proposal_policy, "decide")
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a repeated instruction to the item that carries the matter already."""
    shown = get_object_or_404(items.proposals(request.actor, state=""), pk=pk)
    similar = items.like(request.actor, shown, limit=20)
    form = forms.JoinForm(request.POST or None, items=[(row.pk, f"{row.number} {row.title}") for row in similar])

    def run(values: dict[str, Any]) -> None:
        chosen = next(row for row in similar if row.pk == values["item"])
        proposing.join_proposal(shown, chosen, by=request.actor)

    return dialogs.ask(
        request, form, run, title="并入已有事项", back=reverse("supervision:proposals"), sentence="已并入，办理结果将同时反馈各位批示领导",
        about=shown.ref_title, submit_label="并入",
    )  # fmt: skip


@require_safe
@guarded_by(notice_policy, "view")
def notices(request: HttpRequest) -> HttpResponse:
    """督查文书: what was drafted, and as which document."""
    page = items.notices(request.actor, after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page(request, "supervision/notices.html", {"page": page})


@require_safe
@guarded_by(notice_policy, "view")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, its text, and the document it became."""
    shown = get_object_or_404(notice_policy.mark(notice_policy.visible(request.actor), request.actor, "retry"), pk=pk)
    ref = ObjectRef("documents.outgoing", shown.document_id or 0)
    context = {
        "notice": shown,
        "paragraphs": shown.body.split("\n"),
        "document_url": kinds.url(ref) if shown.document_id and kinds.visible(ref, request.actor) else "",
    }
    return ui.page(request, "supervision/notice.html", context)


def _form(request: HttpRequest, shown: Proposal) -> forms.ProposalForm:
    initial = {"title": suggested_title(shown.words, shown.ref_title), "requirement": shown.words, "secrecy_level": shown.secrecy}
    data = request.POST if request.method == "POST" else None
    return forms.ProposalForm(data, initial=initial, has_words=bool(shown.words))
