"""统稿: the merged text, who wrote which paragraph, its print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.forms import TextForm
from zhongshu.domains.drafting.policies import tasks as policy
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.audit import public as audit
from zhongshu.platform.typesetting import public as typesetting


@require_POST
@guarded_by(policy, "edit")
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    commands.begin_merging(task, by=request.actor)
    return dialogs.done(request, reverse("drafting:text", args=[pk]), "各章节已汇成一稿，请统稿")


@guarded_by(policy, "edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The merged text, edited by its writer. A save refused because another page saved first keeps everything typed (409)."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    if not task.can_edit or task.state != "merging":
        raise NotPermitted("当前不在统稿阶段，或者统稿不由您负责", code="not_permitted_edit")
    form = TextForm(request.POST or None, initial={"text": task.merged_text, "revision": task.merged_revision})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                commands.save_merged(task, **form.cleaned_data, by=request.actor)
                return dialogs.done(request, reverse("drafting:text", args=[pk]), "统稿已保存")
            except (RuleBroken, StaleState) as error:
                task.refresh_from_db()
                typed = request.POST.copy()
                typed["revision"] = str(task.merged_revision)
                form = TextForm(typed)
                form.full_clean()
                form.refuse(error)
                status = error.status
    passages = queries.passages(task)
    context = {"task": task, "form": form, "passages": passages, "shares": queries.shares(passages)}
    return ui.page(request, "drafting/text.html", context, status=status)


@require_POST
@guarded_by(policy, "edit")
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed; answers with the field that names the revision."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    form = TextForm(request.POST)
    context: dict[str, Any] = {"revision": task.merged_revision, "problem": ""}
    status = 200
    if form.is_valid():
        try:
            saved = commands.save_merged(task, **form.cleaned_data, automatic=True, by=request.actor)
            context |= {"revision": saved.merged_revision, "saved": True}
        except (RuleBroken, StaleState) as error:
            context |= {"problem": error.message, "revision": form.cleaned_data["revision"]}
            status = error.status
    else:
        context["problem"] = "有填写不符合要求的内容，尚未自动保存"
        status = 422
    return ui.fragment(request, "drafting/_saved.html", context, status=status)


@require_POST
@guarded_by(policy, "edit")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    commands.hand_over(task, by=request.actor)
    return dialogs.done(request, f"{reverse('drafting:detail', args=[pk])}?tab=text", "已转拟稿，稍后可在“发文拟稿”中继续")


@require_safe
@guarded_by(policy, "view")
def manuscript_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The merged text as a PDF in the usual faces, without head and imprint: a manuscript, not yet a document."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    if not task.merged_text.strip():
        raise RuleBroken("还没有统稿，不能打印；可先打印提纲", code="nothing_written")
    content = typesetting.to_pdf(typesetting.document_from_text(task.title, task.merged_text))
    audit.record("drafting.printed", task, by=request.actor, format="pdf")
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{task.title}.pdf") or ""
    return response


@require_safe
@guarded_by(policy, "view")
def sources(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with who wrote each paragraph, as a page to print."""
    task = get_object_or_404(queries.detail(request.actor), pk=pk)
    passages = queries.passages(task)
    context = {"task": task, "passages": passages, "shares": queries.shares(passages), "entries": queries.entries(task)}
    return ui.page(request, "drafting/sources.html", context)
