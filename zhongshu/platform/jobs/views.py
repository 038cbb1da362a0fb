"""The page 后台任务 of the system administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from zhongshu.kernel import pages, ui
from zhongshu.kernel.guards import for_administrators
from zhongshu.platform.jobs import commands, queries, registry
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.forms import DiscardForm, JobFilterForm


@require_GET
@for_administrators("system")
def overview(request: HttpRequest) -> HttpResponse:
    """Show what failed, what waits longest, who works and what runs by itself."""
    form = JobFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    state = chosen.get("state") if "state" in request.GET else State.FAILED
    page = pages.keyset(
        queries.jobs(request.actor, state=state or "", name=chosen.get("name", "")),
        order=("-id",),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    for job in page:
        job.label = registry.label(job.name)
    context = {"form": form, "page": page, "chosen_state": state or "", "states": State.choices}
    if ui.is_fragment(request):
        return ui.fragment(request, "jobs/overview.html#jobs", context)
    context |= {
        "health": queries.health(),
        "workers": queries.workers()[:20],
        "schedules": [(registry.label(row.name), row) for row in queries.schedules()],
        "failing_events": queries.failing_events()[:20],
    }
    return ui.page(request, "jobs/overview.html", context)


@require_POST
@for_administrators("system")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(queries.jobs(request.actor), pk=pk)
    commands.retry(job, by=request.actor)
    return redirect("jobs:overview")


@require_POST
@for_administrators("system")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(queries.jobs(request.actor), pk=pk)
    form = DiscardForm(request.POST)
    commands.discard(job, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=request.actor)
    return redirect("jobs:overview")


@require_POST
@for_administrators("system")
def retry_event(request: HttpRequest, pk: int) -> HttpResponse:
    commands.retry_event(get_object_or_404(queries.failing_events(), pk=pk), by=request.actor)
    return redirect("jobs:overview")
