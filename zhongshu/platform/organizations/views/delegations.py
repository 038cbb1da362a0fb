"""Delegations: the own ones, and those that the system administrator enters for another."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.kernel import clock, kinds, ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import for_administrators, open_to_signed_in
from zhongshu.platform.organizations import commands, queries
from zhongshu.platform.organizations.forms import DelegationForm, DelegationForOtherForm
from zhongshu.platform.organizations.models import Delegation


@require_safe
@open_to_signed_in("shows the delegations that the reader gave or took")
def delegations(request: HttpRequest) -> HttpResponse:
    """The own delegations, given and taken (工作委托)."""
    page = queries.delegations_page(
        queries.delegations_of(request.actor.person_id), after=request.GET.get("after"), before=request.GET.get("before")
    )
    return ui.page(request, "organizations/delegations.html", _list_context(request, page))


@require_safe
@for_administrators("system")
def all_delegations(request: HttpRequest) -> HttpResponse:
    """Every delegation, for the system administrator who enters one for somebody absent."""
    page = queries.delegations_page(queries.all_delegations(), after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page(request, "organizations/delegations.html", _list_context(request, page))


@require_http_methods(["GET", "POST"])
@open_to_signed_in("delegates the reader's own matters; the administrator does it for somebody absent", administrators=True)
def add(request: HttpRequest) -> HttpResponse:
    own = request.actor.person_id is not None
    form = (DelegationForm if own else DelegationForOtherForm)(request.POST or None, initial={"start_at": clock.now()})
    if form.is_bound and form.is_valid():
        fields = dict(form.cleaned_data)
        principal = queries.person(request.actor.person_id) if own else fields.pop("principal")
        try:
            delegation = commands.add_delegation(principal, fields.pop("agent"), by=request.actor, **fields)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"已委托{delegation.agent.name}")
            return _back_to_list(request)
    context = {"form": form, "own": own}
    return ui.page(request, "organizations/add_delegation.html", context, status=422 if form.errors else 200)


@require_POST
@open_to_signed_in("the command refuses whoever is neither principal nor administrator", administrators=True)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(Delegation.objects.select_related("principal", "agent"), pk=pk)
    commands.revoke_delegation(delegation, by=request.actor)
    messages.success(request, "委托已撤回")
    return _back_to_list(request)


def _back_to_list(request: HttpRequest) -> HttpResponse:
    return redirect("organizations:delegations" if request.actor.person_id else "organizations:all_delegations")


def _list_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    now = clock.now()
    for row in page.rows:
        row.may_revoke = row.revoked_at is None and row.end_at > now and row.principal_id == request.actor.person_id
        row.may_revoke |= request.actor.administrator == "system" and row.revoked_at is None and row.end_at > now
        row.scope = "、".join(kinds.label(kind) for kind in row.matter_kinds) or "全部事项"
    return {"page": page, "now": now, "own": request.actor.person_id is not None}
