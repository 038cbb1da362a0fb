from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.kernel import clock, pages, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import for_duty, guarded_by
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.secrecy import queries
from zhongshu.platform.secrecy.choices import CopyState, HandOverKind
from zhongshu.platform.secrecy.commands import paper
from zhongshu.platform.secrecy.forms import MOVES, FilterForm, RegisterForm
from zhongshu.platform.secrecy.policies import policy

OPEN_MOVES: dict[str, tuple[str, ...]] = {
    CopyState.HELD: ("hand_over", "lend", "recall", "archive", "destroy"),
    CopyState.BORROWED: ("give_back",),
}


@require_safe
@guarded_by(policy, "view")
def copies(request: HttpRequest) -> HttpResponse:
    """The register of classified paper: the clerk's whole organ, a holder's own copies."""
    form = FilterForm(request.GET)
    given: dict[str, Any] = dict(form.cleaned_data) if form.is_valid() else {}
    due_by = clock.today() if given.pop("overdue", False) else None
    found = queries.register(request.actor, **given, recall_due_by=due_by)
    page = pages.keyset(found, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {"page": page, "form": form, "today": clock.today(), "may_register": request.actor.has(Duty.CONFIDENTIAL_CLERK)}
    return ui.page_or_fragment(request, "secrecy/copies.html", "copies", context)


@require_safe
@guarded_by(policy, "view")
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """One copy with the hands through which it went."""
    found = get_object_or_404(queries.register(request.actor), pk=pk)
    moves = (
        [(kind, HandOverKind(kind).label) for kind in OPEN_MOVES.get(found.state, ())]
        if policy.can(request.actor, "move", found)
        else []
    )
    return ui.page(request, "secrecy/copy.html", {"copy": found, "chain": queries.chain(found), "moves": moves})


@require_http_methods(["GET", "HEAD", "POST"])
@for_duty(Duty.CONFIDENTIAL_CLERK)
def register_copy(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = paper.register_copy(_own_register(request), **form.cleaned_data, by=request.actor)
        except OfficeError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(reverse("secrecy:copy", args=[found.pk]))
    return ui.page(request, "secrecy/register_copy.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded_by(policy, "move")
def move_copy(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Hand over, lend, take back, recall, archive or destroy a copy."""
    if kind not in MOVES:
        raise Http404
    found = get_object_or_404(queries.register(request.actor), pk=pk)
    policy.require(request.actor, "move", found)
    form = MOVES[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(paper, kind)(found, **form.cleaned_data, by=request.actor)
        except OfficeError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(reverse("secrecy:copy", args=[found.pk]))
    context = {"copy": found, "form": form, "label": HandOverKind(kind).label, "destroying": kind == HandOverKind.DESTROY}
    return ui.page(request, "secrecy/move_copy.html", context, status=422 if form.errors else 200)


def _own_register(request: HttpRequest) -> int:
    """Return the organ whose register the clerk keeps: that of the present post if it is one of them."""
    kept = request.actor.organs_where(Duty.CONFIDENTIAL_CLERK)
    return request.actor.organ_id if request.actor.organ_id in kept else min(kept)
