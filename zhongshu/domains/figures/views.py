"""Turn requests into queries and commands."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.figures import commands, queries
from zhongshu.domains.figures.forms import FilterForm, RegisterForm
from zhongshu.domains.figures.policies import policy
from zhongshu.kernel import ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import guarded_by


@require_safe
@guarded_by(policy, "view")
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger: matters that the reader may see."""
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    items = queries.ledger(request.actor, words=wanted.get("q", ""), state=wanted.get("state", ""))
    page = queries.ledger_page(items, after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page_or_fragment(request, "figures/ledger.html", "rows", {"page": page, "form": form})


@require_safe
@guarded_by(policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(queries.ledger(request.actor), pk=pk)  # unseen is 404, seen but not allowed is 403
    return ui.page(request, "figures/figure.html", {"item": item})


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "view")
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            item = commands.register(**form.cleaned_data, by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "已登记")
            return redirect("figures:detail", pk=item.pk)
    return ui.page(request, "figures/register.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@guarded_by(policy, "close")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(queries.ledger(request.actor), pk=pk)
    commands.close(item, by=request.actor)
    messages.success(request, "已办结")
    return redirect("figures:detail", pk=pk)
