"""Asking for figures and answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.domains.figures import burdens, forms
from zhongshu.domains.figures.commands import requests
from zhongshu.domains.figures.policies import request_policy
from zhongshu.domains.figures.queries import registry
from zhongshu.domains.figures.queries import requests as queries
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import guarded_by


@require_safe
@guarded_by(request_policy, "view")
def ledger(request: HttpRequest) -> HttpResponse:
    form = forms.RequestFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.ledger(request.actor, state=wanted.get("state", ""), asked_of_me=wanted.get("mine") == "asked")
    page = queries.page(found, after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page_or_fragment(request, "figures/requests.html", "rows", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
@guarded_by(request_policy, "view")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a figure; what is held is shown at once, and nobody is asked."""
    form = forms.AskForm(request.POST if request.method == "POST" else None, initial={"name": request.GET.get("name", "")[:80]})
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            asked = requests.ask(**form.cleaned_data, by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            if asked.value is None:
                messages.success(request, f"已请{asked.figure.owner}填报，报后您会收到消息")
                return redirect("figures:requests")
            context["held"] = registry.as_held(asked.figure, asked.value)
    return ui.page(request, "figures/ask.html", context, status=422 if form.errors else 200)


@require_safe
@guarded_by(request_policy, "view")
def before_asking(request: HttpRequest) -> HttpResponse:
    """What is held already, or else what the owner of the figure was asked this month: the panel beside the form."""
    name, period = request.GET.get("name", "")[:80], request.GET.get("period", "")[:30]
    return ui.fragment(request, "ui/burden.html", burdens.before_asking(name, period, request.actor))


@require_http_methods(["GET", "POST"])
@guarded_by(request_policy, "answer")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(queries.ledger(request.actor), pk=pk)
    request_policy.require(request.actor, "answer", asked)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> None:
        requests.decline(asked, answer=values["answer"], by=request.actor)

    about = f"{asked.figure.name}（{registry.label_of(asked.figure, asked.period)}）"
    return dialogs.ask(request, form, run, title="说明情况", back=reverse("figures:requests"), sentence="已答复", about=about)
