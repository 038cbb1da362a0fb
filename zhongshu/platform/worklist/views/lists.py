"""The lists, the poll, and following."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhongshu.kernel import context as shell
from zhongshu.kernel import dialogs, kinds, pages, ui
from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.platform.worklist import commands
from zhongshu.platform.worklist.choices import ListName, Sort
from zhongshu.platform.worklist.forms import FilterForm, choice
from zhongshu.platform.worklist.limits import Limits
from zhongshu.platform.worklist.queries import lists
from zhongshu.platform.worklist.queries.counts import counts
from zhongshu.platform.worklist.views import rows

EMPTY = {
    ListName.TO_DO: "没有待办事项，都办完了",
    ListName.TO_READ: "没有待阅件",
    ListName.IN_PROGRESS: "没有经您办理、仍在流转的事项",
    ListName.DONE: "还没有办理过的事项",
    ListName.COMPLETED: "没有经您办理、已经办结的事项",
    ListName.STARTED: "您还没有发起过事项",
    ListName.RETURNED: "没有退回给您的事项",
    ListName.FOLLOWED: "还没有关注的事项，打开一件后点“关注”即可",
    ListName.DELEGATED: "没有他人委托您办理的事项",
    ListName.DRAFTS: "没有草稿",
}
_SEEN = "worklist_seen"
_FILTERED = {ListName.TO_DO, ListName.DONE, ListName.IN_PROGRESS, ListName.COMPLETED, ListName.STARTED}
_LIMITED = {ListName.TO_DO, ListName.TO_READ, ListName.RETURNED, ListName.DELEGATED}


@require_safe
@open_to_signed_in("each list holds the reader's own work")
def index(request: HttpRequest) -> HttpResponse:
    return redirect("worklist:to_do")


@require_safe
@open_to_signed_in("each list holds the reader's own work")
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the lists."""
    chosen = ListName(name)
    limits = Limits(request.actor.organ_id)
    form = _filter_form(request, chosen)
    asked = form.cleaned_data if form.is_valid() else {}
    page = _page(request, chosen, asked, limits)
    shown = _shown(request, chosen, page, limits)
    context: dict[str, Any] = {
        "name": chosen,
        "label": chosen.label,
        "page": page,
        "rows": shown,
        "tabs": _tabs(chosen),
        "filters": form if chosen in _FILTERED else None,
        "may_batch": chosen == ListName.TO_DO and any(row.item_id for row in shown),
        "limits": chosen in _LIMITED,
        "empty": EMPTY[chosen],
        "filtered": any(asked.get(key) for key in ("q", "light", "kind")),
        "large": request.COOKIES.get(shell.LARGE_TYPE_COOKIE) == "large" or request.GET.get("view") == "cards",
        "switch": _switch(request, chosen),
    }
    return ui.page_or_fragment(request, "worklist/list.html", "work", context)


def _filter_form(request: HttpRequest, chosen: ListName) -> FilterForm:
    form = FilterForm(request.GET)
    choice(form, "kind").choices = [("", "全部"), *[(kind.kind, kind.label) for kind in kinds.all_kinds()]]
    if chosen == ListName.TO_DO:
        choice(form, "sort").choices = Sort.choices
    else:
        del form.fields["sort"], form.fields["light"]
    return form


def _page(request: HttpRequest, chosen: ListName, asked: dict[str, Any], limits: Limits) -> pages.Page:
    options: dict[str, Any] = {"after": request.GET.get("after"), "before": request.GET.get("before")}
    if chosen in _FILTERED:
        options |= {"kind": asked.get("kind", ""), "words": asked.get("q", "")}
    if chosen == ListName.TO_DO:
        options |= {
            "sort": asked.get("sort") or Sort.DUE,
            "light": asked.get("light", ""),
            "lamps": limits.lamps if asked.get("light") else None,
        }
    if chosen == ListName.DELEGATED:
        options["given"] = request.GET.get("given") == "1"
    if chosen == ListName.TO_READ and request.GET.get("read") == "1":
        return lists.have_read(request.actor, **options)
    return lists.READERS[chosen](request.actor, **options)


def _shown(request: HttpRequest, chosen: ListName, page: pages.Page, limits: Limits) -> list[rows.Row]:
    if chosen in (ListName.TO_DO, ListName.RETURNED, ListName.DELEGATED):
        return [rows.of_open_item(row, limits, request.actor) for row in page.rows]
    if chosen in (ListName.DONE, ListName.IN_PROGRESS, ListName.COMPLETED):
        return [rows.of_done_item(row) for row in page.rows]
    if chosen == ListName.STARTED:
        return [rows.of_instance(row) for row in page.rows]
    if chosen == ListName.TO_READ:
        return [rows.of_reading(reading, limits) for reading in page.rows]
    if chosen == ListName.DRAFTS:
        return [rows.of_draft(row) for row in page.rows]
    seen = {
        kind: kinds.visible_ids(kind, [one.ref_id for one in page.rows if one.ref_kind == kind], request.actor)
        for kind in {one.ref_kind for one in page.rows}
    }
    return [rows.of_follow(follow, follow.ref_id in seen[follow.ref_kind]) for follow in page.rows]


def _tabs(chosen: ListName) -> list[dict[str, Any]]:
    return [{"label": one.label, "url": reverse(f"worklist:{one.name.lower()}"), "active": one == chosen} for one in ListName]


def _switch(request: HttpRequest, chosen: ListName) -> list[dict[str, Any]]:
    """Return the two halves of lists that have two."""
    halves = {
        ListName.TO_READ: (("read", "未阅", "已阅")),
        ListName.DELEGATED: (("given", "委托我的", "我委托出去的")),
    }.get(chosen)
    if halves is None:
        return []
    parameter, first, second = halves
    other = request.GET.get(parameter) == "1"
    return [{"label": first, "url": "?", "active": not other}, {"label": second, "url": f"?{parameter}=1", "active": other}]


@require_safe
@open_to_signed_in("counts of the reader's own work")
def poll(request: HttpRequest) -> HttpResponse:
    """Tell the browser whether work came or went since it asked last: 204 if not, else the events that lists wait for.

    The browser keeps the mark of its last answer in a cookie, so nothing is stored here.
    """
    found, mark = counts(request.actor)
    if request.COOKIES.get(_SEEN) == mark:
        return HttpResponse(status=204)
    response = HttpResponse(status=200)
    response.headers["HX-Trigger"] = json.dumps({"counts": found, "worklist-changed": {}})
    response.set_cookie(_SEEN, mark, httponly=True, samesite="Lax", path=request.path)
    return response


@require_POST
@open_to_signed_in("the object's own policy decides in the command")
def follow(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    ref = kinds.seen(kind, pk, request.actor)
    if ref is None:
        raise Http404
    commands.follow(ref, by=request.actor)
    return dialogs.done(request, kinds.url(ref), "已关注，有进展会在消息中提醒")


@require_POST
@open_to_signed_in("one's own list")
def unfollow(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    ref = kinds.seen(kind, pk, request.actor)
    if ref is None:
        raise Http404
    commands.unfollow(ref, by=request.actor)
    return dialogs.done(request, kinds.url(ref), "已取消关注")
