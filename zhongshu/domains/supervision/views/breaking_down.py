"""The decomposition page: paste or upload, look at each task beside its sentence, decide with the keyboard."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision import forms, texts
from zhongshu.domains.supervision.choices import BreakdownTaskState
from zhongshu.domains.supervision.commands import breaking_down
from zhongshu.domains.supervision.models import Breakdown, BreakdownTask
from zhongshu.domains.supervision.policies import breakdown_policy, policy, supervised_organs
from zhongshu.domains.supervision.queries import breaking_down as queries
from zhongshu.kernel import dialogs, kinds, ui
from zhongshu.kernel.errors import NotPermitted, OfficeError
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.typesetting import public as typesetting

DECISIONS = {"accept": BreakdownTaskState.ACCEPTED, "drop": BreakdownTaskState.DROPPED, "restore": BreakdownTaskState.PROPOSED}


@require_safe
@guarded_by(breakdown_policy, "view")
def breakdowns(request: HttpRequest) -> HttpResponse:
    """The texts that were taken apart, newest first."""
    page = queries.page(request.actor, after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page(
        request, "supervision/breakdowns.html", {"page": page, "may_break_down": bool(supervised_organs(request.actor))}
    )


@require_http_methods(["GET", "POST"])
@guarded_by(breakdown_policy, "break_down")
def new_breakdown(request: HttpRequest) -> HttpResponse:
    """Paste a text, upload a DOCX, or take the text of a document (``?kind=&pk=``); ``?parent=`` breaks an item down further."""
    if not supervised_organs(request.actor):
        raise NotPermitted("分解任务由督查部门办理", code="not_permitted_break_down")
    ref, text = _document(request)
    parent_id = request.GET.get("parent", "")
    parent = get_object_or_404(policy.allowed(request.actor, "supervise"), pk=int(parent_id)) if parent_id.isdigit() else None
    initial = {
        "title": ref.title if ref else parent.title if parent else "",
        "text": text or (parent.requirement if parent else ""),
    }
    form = forms.BreakdownForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            breakdown = breaking_down.take_apart(
                _text(values), title=values["title"], source_kind=values["source_kind"], ref=ref, parent=parent,
                secrecy_level=values["secrecy_level"], by=request.actor,
            )  # fmt: skip
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
        else:
            count = breakdown.tasks.count()
            messages.success(request, f"找到{count}项任务，请逐项确认" if count else "没有找到交办性的内容，原文已保留")
            return redirect("supervision:breakdown", pk=breakdown.pk)
    context = {"form": form, "document": ref, "parent": parent, "here": request.get_full_path()}
    return ui.page(request, "supervision/new_breakdown.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@guarded_by(breakdown_policy, "view")
def breakdown(request: HttpRequest, pk: int) -> HttpResponse:
    """The tree of tasks, each beside its sentence."""
    shown = get_object_or_404(queries.breakdowns(request.actor), pk=pk)
    return ui.page_or_fragment(request, "supervision/breakdown.html", "tasks", _context(shown))


@require_POST
@guarded_by(breakdown_policy, "break_down")
def decide_task(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Accept, drop or take back a task; split it, or merge it into the one before."""
    task = get_object_or_404(queries.task(request.actor, pk))
    breakdown_policy.require(request.actor, "break_down", task.breakdown)
    focus = task.pk
    if action in DECISIONS:
        breaking_down.decide_task(task, to=DECISIONS[action], by=request.actor)
        if ui.is_fragment(request):
            return _card(request, task)
    elif action == "split":
        breaking_down.split_task(task, by=request.actor)
    elif action == "merge":
        focus = breaking_down.merge_task(task, by=request.actor).pk
    else:
        raise Http404
    if not ui.is_fragment(request):
        return redirect(f"{reverse('supervision:breakdown', args=[task.breakdown_id])}#task-{focus}")
    shown = get_object_or_404(queries.breakdowns(request.actor), pk=task.breakdown_id)
    response = ui.fragment(
        request, "supervision/breakdown.html#tasks", {**_context(shown), "focus": focus if focus != task.pk else None}
    )
    response.headers["HX-Retarget"] = "#tasks"
    return response


@require_http_methods(["GET", "POST"])
@guarded_by(breakdown_policy, "break_down")
def change_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was understood of a task, in its place."""
    task = get_object_or_404(queries.task(request.actor, pk))
    breakdown_policy.require(request.actor, "break_down", task.breakdown)
    initial = {
        "title": task.title, "outcome": task.outcome, "measures": task.measures, "deadline": task.deadline, "grade": task.grade,
        "lead_unit": [task.lead_unit_id] if task.lead_unit_id else [], "supporting_units": task.supporting_units,
    }  # fmt: skip
    form = forms.TaskForm(request.POST or None, initial=initial)

    def run(values: dict[str, Any]) -> None:
        values["lead_unit_id"] = values.pop("lead_unit")
        breaking_down.change_task(task, by=request.actor, **values)

    back = f"{reverse('supervision:breakdown', args=[task.breakdown_id])}#task-{pk}"
    return dialogs.ask(
        request, form, run, title="修改任务", back=back, sentence="已修改", about=task.sentence[:300], submit_label="保存"
    )


@require_POST
@guarded_by(breakdown_policy, "break_down")
def docket_breakdown(request: HttpRequest, pk: int) -> HttpResponse:
    """Docket every accepted task, or none."""
    shown = get_object_or_404(queries.breakdowns(request.actor), pk=pk)
    found = breaking_down.docket_accepted(shown, by=request.actor)
    return dialogs.done(request, reverse("supervision:breakdown", args=[pk]), f"已立项{len(found)}项，请逐项核对后交办")


@require_POST
@guarded_by(breakdown_policy, "break_down")
def discard_breakdown(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.breakdowns(request.actor), pk=pk)
    breaking_down.discard(shown, by=request.actor)
    return dialogs.done(request, reverse("supervision:breakdowns"), "已放弃")


def _context(shown: Breakdown) -> dict[str, Any]:
    tasks = queries.tasks(shown)
    return {
        "breakdown": shown,
        "tasks": tasks,
        "accepted": sum(task.state == BreakdownTaskState.ACCEPTED for task in tasks),
        "proposed": sum(task.state == BreakdownTaskState.PROPOSED for task in tasks),
        "open": shown.state == "open" and getattr(shown, "can_break_down", False),
    }


def _card(request: HttpRequest, task: BreakdownTask) -> HttpResponse:
    queries.dress([task])
    return ui.fragment(request, "supervision/_task.html", {"task": task, "open": True})


def _document(request: HttpRequest) -> tuple[ObjectRef | None, str]:
    """Return the document that the address names, with its text; 404 where the reader may not see it."""
    kind, pk = request.GET.get("kind", ""), request.GET.get("pk", "")
    if not kind or not pk.isdigit():
        return None, ""
    ref = kinds.seen(kind, int(pk), request.actor)
    text = texts.text_of(ref, request.actor) if ref else None
    if ref is None or text is None:
        raise Http404
    return ref, text


def _text(values: dict[str, Any]) -> str:
    upload = values.get("file")
    if not upload:
        return values["text"]
    content = upload.read()
    if content[:2] == b"PK":
        return typesetting.read_docx(content).text
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""
