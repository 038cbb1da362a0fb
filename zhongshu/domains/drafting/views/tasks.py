"""The list of drafting tasks, and one task with its parts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.choices import PartState
from zhongshu.domains.drafting.forms import ReasonForm, TaskFilter, TaskForm
from zhongshu.domains.drafting.models import DraftingTask
from zhongshu.domains.drafting.policies import tasks as policy
from zhongshu.kernel import clock, dialogs, kinds, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import guarded_by, open_to_signed_in
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars

TABS = {"outline": "提纲", "parts": "章节", "text": "统稿", "timeline": "经过"}
MOST_ROWS = 500


@require_safe
@guarded_by(policy, "view")
def ledger(request: HttpRequest) -> HttpResponse:
    """起草任务: what the reader has to do with, newest first."""
    form = TaskFilter(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.ledger(request.actor, **filters)
    page = queries.ledger_page(found, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {"page": page, "form": form, "today": clock.today(), "query": request.GET.urlencode()}
    return ui.page_or_fragment(request, "drafting/ledger.html", "list", context)


@require_safe
@guarded_by(policy, "view")
def ledger_print(request: HttpRequest) -> HttpResponse:
    """The list as a page to print."""
    form = TaskFilter(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.with_progress(queries.ledger(request.actor, **filters)).order_by("-created_at", "-pk")[:MOST_ROWS]
    return ui.page(request, "drafting/ledger_print.html", {"rows": rows, "most": MOST_ROWS})


@open_to_signed_in("whoever holds a post may ask for a text; the command names the organ")
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a text (交办起草)."""
    form = TaskForm(request.POST or None, initial={"writer": request.actor.person_id})
    if request.method == "POST" and form.is_valid():
        try:
            task = commands.request_task(**form.written(), by=request.actor)
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
        else:
            return dialogs.done(request, reverse("drafting:detail", args=[task.pk]), "已交办，执笔人将收到通知")
    return ui.page(request, "drafting/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@guarded_by(policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: outline with its discussion, parts with their progress, the merged text, what happened."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    if task.secrecy:
        audit.record_reading(task.ref, request.actor)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else _present_tab(task)
    parts = list(queries.parts_of(task, request.actor))
    counted = [part for part in parts if part.state != PartState.WITHDRAWN]
    context = {
        "task": task,
        "tab": tab,
        "tabs": _tabs(task, tab),
        "template": f"drafting/_{tab}.html",
        "parts": parts,
        "accepted": sum(part.state == PartState.ACCEPTED for part in counted),
        "counted": len(counted),
        "lamps": _lamps(parts),
        "document_url": kinds.get(task.document_kind).url(task.document_id) if task.document_id else "",
        **_PARTS[tab](task),
    }
    return ui.page_or_fragment(request, "drafting/detail.html", "part", context)


def _present_tab(task: DraftingTask) -> str:
    return {"writing": "parts", "merging": "text", "handed_over": "text"}.get(task.state, "outline")


def _tabs(task: DraftingTask, active: str) -> list[dict[str, Any]]:
    address = reverse("drafting:detail", args=[task.pk])
    return [
        {"label": label, "url": f"{address}?tab={name}", "active": name == active, "count": None} for name, label in TABS.items()
    ]


def _lamps(parts: list[Any]) -> dict[int, tuple[str, str]]:
    """Return, by part still to be written, its light and how long it has."""
    lights = calendars.lamps()
    return {
        part.pk: (lights.of(part.due_at), f"{timezone.localtime(part.due_at):%m月%d日}")
        for part in parts
        if part.is_being_written
    }


def _outline(task: DraftingTask) -> dict[str, Any]:
    return {"entries": queries.entries(task), "general": list(task.comments.filter(entry=None))}


def _chapters(task: DraftingTask) -> dict[str, Any]:
    rows = queries.entries(task)
    return {"free": [row for row in rows if row.part_id is None and row.level == 1]}


def _text(task: DraftingTask) -> dict[str, Any]:
    passages = queries.passages(task)
    return {"passages": passages, "shares": queries.shares(passages), "length": sum(len(one.text) for one in passages)}


def _timeline(task: DraftingTask) -> dict[str, Any]:
    entries = audit.trail(task.ref)
    return {
        "timeline": [
            {"who": entry.person_name, "what": audit.actions.sentence(entry.action), "at": entry.at} for entry in entries
        ]
    }


_PARTS = {"outline": _outline, "parts": _chapters, "text": _text, "timeline": _timeline}


@guarded_by(policy, "cancel")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a task off."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)

    def run(values: dict[str, Any]) -> str:
        commands.cancel(task, reason=values["reason"], by=request.actor)
        return "起草任务已终止，有关人员将收到通知"

    back = reverse("drafting:detail", args=[pk])
    note = "终止后各单位不再交稿，已写的文字保留备查。"
    return dialogs.ask(
        request, ReasonForm(request.POST or None), run, back=back, title="终止起草任务", text=note, tone="danger",
        submit_label="终止",
    )  # fmt: skip
