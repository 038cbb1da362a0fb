"""The page 消息 and a person's preferences."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.kernel import kinds as object_kinds
from zhongshu.kernel import pages, ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import guarded_by, open_to_signed_in
from zhongshu.platform.notifications import commands, kinds, queries
from zhongshu.platform.notifications.forms import ChoicesForm, RhythmForm
from zhongshu.platform.notifications.policies import policy


@require_GET
@guarded_by(policy, "view")
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the reader's notifications, unread ones first asked for."""
    return _inbox(request)


@require_GET
@guarded_by(policy, "view")
def poll(request: HttpRequest) -> HttpResponse:
    """Say how many are unread, for the badge."""
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = _counts(request)
    return response


@require_POST
@guarded_by(policy, "read")
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark the ticked ones as read, or all that the page showed and older."""
    if request.POST.get("all"):
        newest = queries.notifications(request.actor).filter(pk=_number(request.POST.get("newest")) or 0).first()
        commands.mark_all_read(by=request.actor, until=newest)
    else:
        commands.mark_read(filter(None, map(_number, request.POST.getlist("id")[:200])), by=request.actor)
    return _inbox(request) if ui.is_fragment(request) else redirect("notifications:list")


@require_GET
@guarded_by(policy, "view")
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the object that the notification is about; that the reader has read it is noted on the way."""
    notification = get_object_or_404(queries.notifications(request.actor), pk=pk)
    commands.mark_read([notification.pk], by=request.actor)
    return redirect(object_kinds.url(notification.ref) or "notifications:list")


@require_http_methods(["GET", "POST"])
@open_to_signed_in("each person chooses for themself")
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose what to hear over which channel, and when."""
    choices = queries.choices(request.actor.person_id)
    rhythm = queries.rhythm(request.actor.person_id)
    initial = {"pace": rhythm.pace, "quiet_from": rhythm.quiet_from, "quiet_until": rhythm.quiet_until}
    data = request.POST if request.method == "POST" else None
    choices_form, rhythm_form = ChoicesForm(data, choices=choices), RhythmForm(data, initial=initial)
    status = 200
    if data is not None:
        if choices_form.is_valid() and rhythm_form.is_valid() and _chosen(request, choices_form, rhythm_form):
            messages.success(request, "接收偏好已保存")
            return redirect("notifications:preferences")
        status = 422
    context = {"choices_form": choices_form, "rhythm_form": rhythm_form}
    return ui.page(request, "notifications/preferences.html", context, status=status)


def _chosen(request: HttpRequest, choices_form: ChoicesForm, rhythm_form: RhythmForm) -> bool:
    try:
        commands.choose(choices_form.answers(), **rhythm_form.cleaned_data, by=request.actor)
    except RuleBroken as error:
        rhythm_form.refuse(error)
        return False
    return True


def _inbox(request: HttpRequest) -> HttpResponse:
    source = request.GET if request.method == "GET" else request.POST
    shows_all = source.get("show") == "all"
    page = pages.keyset(
        queries.notifications(request.actor, unread_only=not shows_all, kind=source.get("kind", "")[:60]),
        order=("-id",),
        after=source.get("after"),
        before=source.get("before"),
    )
    for row in page:
        row.label = kinds.kind(row.kind).label
    context: dict[str, Any] = {"page": page, "shows_all": shows_all, "kind": source.get("kind", ""), "tabs": _tabs(shows_all)}
    # "All" means all that had come when the page was drawn, not what arrives before the press.
    is_first = not (source.get("after") or source.get("before"))
    newest = page.rows[0] if page.rows and is_first else queries.notifications(request.actor).order_by("-id").first()
    context["newest"] = newest
    if not ui.is_fragment(request):
        return ui.page(request, "notifications/list.html", context | {"kinds": kinds.all_kinds()})
    response = ui.fragment(request, "notifications/list.html#rows", context)
    if request.method == "POST":
        response.headers["HX-Trigger"] = _counts(request)
    return response


def _tabs(shows_all: bool) -> list[dict[str, Any]]:
    address = reverse("notifications:list")
    return [
        {"label": "未读", "url": address, "active": not shows_all},
        {"label": "全部", "url": f"{address}?show=all", "active": shows_all},
    ]


def _counts(request: HttpRequest) -> str:
    return json.dumps({"counts": {"unread": queries.unread_count(request.actor)}})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
