"""The outline: written, discussed, approved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhongshu.domains.drafting import commands, outline, queries
from zhongshu.domains.drafting.forms import AnswerForm, OutlineForm, ReasonForm, WordsForm
from zhongshu.domains.drafting.models import OutlineComment
from zhongshu.domains.drafting.policies import tasks as policy
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.errors import NotPermitted, OfficeError
from zhongshu.kernel.guards import guarded_by


def address(pk: int, tab: str = "outline") -> str:
    return f"{reverse('drafting:detail', args=[pk])}?tab={tab}"


@guarded_by(policy, "edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The outline as text: numbered lines are entries, what stands below them are their points."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    if not task.can_edit:
        raise NotPermitted("提纲由执笔人拟写，您可以在提纲页提出意见", code="not_permitted_edit")
    present = outline.write(queries.plain(queries.entries(task)))
    form = OutlineForm(request.POST or None, initial={"text": present})
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_outline(task, text=form.cleaned_data["text"], by=request.actor)
            if request.POST.get("then") == "submit":
                commands.submit_outline(task, by=request.actor)
                return dialogs.done(request, address(pk), "提纲已送审")
            return dialogs.done(request, address(pk), "提纲已保存")
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
    context = {"task": task, "form": form}
    return ui.page(request, "drafting/outline.html", context, status=422 if form.is_bound else 200)


@require_POST
@guarded_by(policy, "edit")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    commands.submit_outline(task, by=request.actor)
    return dialogs.done(request, address(pk), "提纲已送审")


@require_POST
@guarded_by(policy, "approve_outline")
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    commands.approve_outline(task, by=request.actor)
    return dialogs.done(request, address(pk, "parts"), "提纲已审定，执笔人可以分工")


@guarded_by(policy, "approve_outline")
def return_outline(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(queries.detail(request.actor), pk=pk)

    def run(values: dict[str, Any]) -> str:
        commands.return_outline(task, reason=values["reason"], by=request.actor)
        return "提纲已退回执笔人"

    return dialogs.ask(request, ReasonForm(request.POST or None), run, back=address(pk), title="退回提纲", submit_label="退回")


@guarded_by(policy, "comment")
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Remark on an entry (``?entry=``), or on the whole outline."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    wanted = request.GET.get("entry", "")
    entry = task.entries.filter(pk=int(wanted), removed=False).first() if wanted.isdigit() and len(wanted) < 19 else None

    def run(values: dict[str, Any]) -> str:
        commands.comment(task, words=values["words"], entry_id=entry.pk if entry else None, by=request.actor)
        return "意见已提出，执笔人将收到通知"

    note = f"针对“{entry.heading}”" if entry else "针对整个提纲"
    return dialogs.ask(
        request, WordsForm(request.POST or None), run, back=address(pk), title="提意见", submit_label="提出", text=note
    )


@guarded_by(policy, "edit")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a remark."""
    visible = policy.visible(request.actor)
    made = get_object_or_404(OutlineComment.objects.filter(task__in=visible).select_related("task"), pk=pk)

    def run(values: dict[str, Any]) -> str:
        commands.answer_comment(made, answer=values["answer"], by=request.actor)
        return "已处理，提出人将收到通知"

    note = f"{made.person_name}：{made.words}"
    form = AnswerForm(request.POST or None, initial={"answer": "已采纳。"})
    return dialogs.ask(request, form, run, back=address(made.task_id), title="处理意见", submit_label="处理", text=note)
