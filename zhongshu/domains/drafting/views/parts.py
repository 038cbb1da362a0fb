"""Parts: one's own list, the page on which a part is written and reviewed, and what may be done to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.forms import AssignForm, HandOnForm, PartFilter, ReasonForm, TextForm
from zhongshu.domains.drafting.models import Part
from zhongshu.domains.drafting.policies import parts as policy
from zhongshu.domains.drafting.policies import tasks as task_policy
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import guarded_by, open_to_signed_in
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.notifications import public as notifications


@require_safe
@open_to_signed_in("the reader's own parts only")
def my_parts(request: HttpRequest) -> HttpResponse:
    """我的章节: what the reader writes for others' texts, latest first."""
    form = PartFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    found = queries.my_parts(request.actor, state=state)
    page = queries.my_parts_page(found, after=request.GET.get("after"), before=request.GET.get("before"))
    lights = calendars.lamps()
    for row in page.rows:
        vars(row)["light"] = lights.of(row.due_at) if row.is_being_written else ""
        vars(row)["due_text"] = f"{timezone.localtime(row.due_at):%m月%d日 %H:%M}"
    return ui.page_or_fragment(request, "drafting/my_parts.html", "list", {"page": page, "form": form})


@guarded_by(policy, "view")
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part: its task, its slice of the outline, its text. The contact person writes and hands in here (409 keeps what was typed)."""
    shown = get_object_or_404(queries.parts(request.actor), pk=pk)
    if shown.secrecy:
        audit.record_reading(shown.ref, request.actor)
    if request.method != "POST":
        notifications.mark_read_about(shown.ref, by=request.actor)
        return _page(request, shown, TextForm(initial={"text": shown.text, "revision": shown.revision}))
    if not shown.can_write:
        raise NotPermitted("章节由联系人起草，您可以查看，不能修改", code="not_permitted_write")
    form = TextForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            saved = commands.save_part(shown, **form.cleaned_data, by=request.actor)
            if request.POST.get("then") == "submit":
                commands.submit_part(saved, by=request.actor)
                return dialogs.done(request, reverse("drafting:part", args=[pk]), "已交稿，执笔人将收到通知")
            return dialogs.done(request, reverse("drafting:part", args=[pk]), "章节已保存")
        except (RuleBroken, StaleState) as error:
            shown.refresh_from_db()
            typed = request.POST.copy()
            typed["revision"] = str(shown.revision)
            form = TextForm(typed)
            form.full_clean()
            form.refuse(error)
            status = error.status
    return _page(request, shown, form, status=status)


def _page(request: HttpRequest, shown: Part, form: TextForm, *, status: int = 200) -> HttpResponse:
    rows = [row for row in queries.entries(shown.task) if row.part_id == shown.pk]
    context = {
        "part": shown,
        "task": shown.task,
        "form": form,
        "entries": rows,
        "versions": list(shown.versions.all()),
        "light": calendars.lamps().of(shown.due_at) if shown.is_being_written else "",
        "writing": shown.can_write and shown.is_being_written and shown.task.state == "writing",
    }
    return ui.page(request, "drafting/part.html", context, status=status)


@require_POST
@guarded_by(policy, "write")
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed; answers with the field that names the revision."""
    shown = get_object_or_404(queries.parts(request.actor), pk=pk)
    form = TextForm(request.POST)
    context: dict[str, Any] = {"revision": shown.revision, "problem": ""}
    status = 200
    if form.is_valid():
        try:
            context["revision"] = commands.save_part(shown, **form.cleaned_data, automatic=True, by=request.actor).revision
            context["saved"] = True
        except (RuleBroken, StaleState) as error:
            context |= {"problem": error.message, "revision": form.cleaned_data["revision"]}
            status = error.status
    else:
        context["problem"] = "有填写不符合要求的内容，尚未自动保存"
        status = 422
    return ui.fragment(request, "drafting/_saved.html", context, status=status)


@guarded_by(task_policy, "edit")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give entries of the outline to a unit."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    free = [row for row in queries.entries(task) if row.part_id is None]
    choices = [(row.pk, f"{'　' * (row.level - 1)}{vars(row)['number']}{row.heading}") for row in free]
    form = AssignForm(request.POST or None, entry_choices=choices, initial={"entries": request.GET.getlist("entry")})

    def run(values: dict[str, Any]) -> str:
        made = commands.assign_part(task, **form.written(), by=request.actor)
        return f"已分给{made.unit}（{made.contact_name}），{timezone.localtime(made.due_at):%m月%d日}前交稿"

    back = f"{reverse('drafting:detail', args=[pk])}?tab=parts"
    note = f"整篇完成日期为{task.due_date:%Y年%m月%d日}。"
    return dialogs.ask(request, form, run, back=back, title="分工", submit_label="分出", text=note)


@require_POST
@guarded_by(policy, "review")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.parts(request.actor), pk=pk)
    commands.accept_part(shown, by=request.actor)
    return dialogs.done(request, f"{reverse('drafting:detail', args=[shown.task_id])}?tab=parts", "章节已采用")


@require_POST
@guarded_by(policy, "review")
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.parts(request.actor), pk=pk)
    commands.remind_part(shown, by=request.actor)
    return dialogs.done(request, f"{reverse('drafting:detail', args=[shown.task_id])}?tab=parts", f"已催{shown.contact_name}")


@guarded_by(policy, "review")
def return_part(request: HttpRequest, pk: int) -> HttpResponse:
    def run(shown: Part, values: dict[str, Any]) -> str:
        commands.return_part(shown, reason=values["reason"], by=request.actor)
        return f"已退回{shown.contact_name}修改"

    return _about_part(request, pk, ReasonForm(request.POST or None), run, title="退回章节", submit_label="退回")


@guarded_by(policy, "review")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    def run(shown: Part, values: dict[str, Any]) -> str:
        commands.withdraw_part(shown, reason=values["reason"], by=request.actor)
        return "章节已收回，可重新分工"

    return _about_part(request, pk, ReasonForm(request.POST or None), run, title="收回章节", submit_label="收回")


@guarded_by(policy, "write")
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    def run(shown: Part, values: dict[str, Any]) -> str:
        commands.hand_on(shown, contact_id=values["contact"], by=request.actor)
        return f"已转交{shown.contact_name}"

    return _about_part(request, pk, HandOnForm(request.POST or None), run, title="转交本单位人员", submit_label="转交")


def _about_part(
    request: HttpRequest,
    pk: int,
    form: OfficeForm,
    run: Callable[[Part, dict[str, Any]], str],
    *,
    title: str,
    submit_label: str,
) -> HttpResponse:
    shown = get_object_or_404(queries.parts(request.actor), pk=pk)
    back = reverse("drafting:part", args=[pk])
    return dialogs.ask(
        request, form, lambda values: run(shown, values), back=back, title=title, submit_label=submit_label, text=str(shown)
    )
