"""Handling one's item: the opinion, and then the next one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhongshu.kernel import dialogs, kinds, ui
from zhongshu.kernel.errors import OfficeError, RuleBroken, StaleState
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist import handling
from zhongshu.platform.worklist.forms import BatchForm
from zhongshu.platform.worklist.queries import lists
from zhongshu.platform.worklist.queries import panel as queries
from zhongshu.platform.worklist.views import rows

MOST_AT_ONCE = 50


def item_or_404(request: HttpRequest, pk: int) -> workflow.FlowItem:
    """Return an item of a matter that the reader may see, or that is the reader's own."""
    item = workflow.item(pk)
    if item is None or request.actor.clearance < item.instance.secrecy:
        raise Http404
    own = request.actor.person_id in (item.assignee_id, item.principal_id)
    if (
        not own
        and not workflow.item_policy.can(request.actor, "handle", item)
        and not kinds.visible(item.instance.ref, request.actor)
    ):
        raise Http404
    return item


@guarded_by(workflow.item_policy, "handle")
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form for one item as a page of its own, or complete the item."""
    item = item_or_404(request, pk)
    ref = item.instance.ref
    if request.method != "POST":
        return _handling_page(request, handling.panel(ref, request.actor, item_id=pk), status=200)
    found = queries.situation(ref, request.actor, item_id=pk)
    if not found.handling:
        # The command knows best why not: done by whom and when, taken back, waiting for others.
        workflow.complete(pk, words=request.POST.get("words", ""), by=request.actor)
        raise RuleBroken("此件现在不能办理，请刷新后查看", code="cannot_handle")
    form = handling.handle_form(found, _answers(request))
    step_form = handling.step_form(found, request.POST, request.FILES)
    if form.is_valid() & (step_form is None or step_form.is_valid()):
        try:
            _complete(request, found, form.spoken(), step_form.cleaned_data if step_form else {})
        except StaleState:
            _keep(request, pk)
            raise
        except RuleBroken as refusal:
            (step_form if step_form is not None and refusal.field in step_form.fields else form).refuse(refusal)
        else:
            return _go_on(request, ref)
    shown = handling.Panel(found, queries.operations(found), form=form, step_form=step_form)
    shown.phrases = [phrase.text for phrase in opinions.phrases(request.actor)[:12]]
    return _handling_page(request, shown, status=422)


def _answers(request: HttpRequest) -> Any:
    """Return what was filled in; the button 同意并办下一件 carries the outcome under a name of its own."""
    if "outcome_then_next" not in request.POST:
        return request.POST
    data = request.POST.copy()
    data["outcome"] = str(data["outcome_then_next"])
    return data


def _complete(request: HttpRequest, found: queries.Situation, spoken: dict[str, Any], data: dict[str, Any]) -> None:
    assert found.item is not None  # "handling" says so
    assert found.rules is not None
    if found.rules.may("answer"):
        workflow.answer_consultation(
            found.item.pk, words=spoken["words"], attitude=spoken["attitude"], handwriting=spoken["handwriting"], by=request.actor
        )
        return
    workflow.complete(found.item.pk, **spoken, data=data, opened_text=found.item.opened_at is not None, by=request.actor)


def _keep(request: HttpRequest, pk: int) -> None:
    """Keep what was typed as a draft when the text changed under the reader's eyes; nothing to keep when the item is gone."""
    try:
        workflow.save_draft_opinion(
            pk,
            words=request.POST.get("words", "")[: opinions.WORDS_LIMIT],
            attitude=request.POST.get("attitude", "")[:12],
            by=request.actor,
        )
    except OfficeError:
        return


def _handling_page(request: HttpRequest, shown: handling.Panel, *, status: int) -> HttpResponse:
    if ui.is_fragment(request):
        return ui.fragment(request, "worklist/_handle_form.html", {"panel": shown}, status=status)
    context = {"panel": shown, "ref": shown.situation.ref, "back": kinds.url(shown.situation.ref)}
    return ui.page(request, "worklist/handle.html", context, status=status)


def _go_on(request: HttpRequest, ref: Any) -> HttpResponse:
    """Go back to the matter, or on to the next one that waits (办理并转下一件)."""
    if request.POST.get("then") != "next" and "outcome_then_next" not in request.POST:
        return dialogs.done(request, kinds.url(ref) or reverse("worklist:to_do"), "已办理")
    following = next(iter(lists.to_do(request.actor, size=1)), None)
    if following is None:
        return dialogs.done(request, reverse("worklist:to_do"), "已办理，待办已全部办完")
    return dialogs.done(request, rows.address_of(following), "已办理，这是下一件")


@require_POST
@guarded_by(workflow.item_policy, "handle")
def save_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the unfinished opinion (暂存待办); also called by the browser while one types."""
    item = item_or_404(request, pk)
    if len(request.POST.get("words", "")) > opinions.WORDS_LIMIT:
        raise RuleBroken(f"意见最多{opinions.WORDS_LIMIT}字，请精简后保存", code="opinion_too_long", field="words")
    attitude = request.POST.get("attitude", "")
    workflow.save_draft_opinion(
        pk,
        words=request.POST.get("words", ""),
        attitude=attitude if attitude in opinions.Attitude.values else "",
        extra={"outcome": request.POST.get("outcome", "")[:60]},
        by=request.actor,
    )
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    return dialogs.done(request, kinds.url(item.instance.ref) or reverse("worklist:to_do"), "已暂存，只有您自己看得到")


@require_POST
@guarded_by(workflow.item_policy, "handle")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_or_404(request, pk)
    workflow.claim(pk, by=request.actor)
    return dialogs.done(request, rows.address(item.instance.ref_kind, item.instance.ref_id, pk), "已认领")


@require_POST
@guarded_by(workflow.item_policy, "handle")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    item_or_404(request, pk)
    workflow.release(pk, by=request.actor)
    return dialogs.done(request, reverse("worklist:to_do"), "已放回，其他人员可以认领")


@guarded_by(workflow.item_policy, "handle")
def batch(request: HttpRequest) -> HttpResponse:
    """Handle several ticked items with one opinion (批量办理); items that need a form of their own are named and left alone."""
    source = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in source.getlist("items")[:MOST_AT_ONCE] if one.isdigit() and len(one) < 18]
    waiting = {
        item.pk: item for item in workflow.items_to_do(request.actor).filter(pk__in=ids).select_related("instance", "step")
    }
    items = [waiting[pk] for pk in ids if pk in waiting]
    together = [item for item in items if workflow.panel_of(item, request.actor).allows_batch]
    single = [item for item in items if item not in together]
    form = BatchForm(request.POST if request.method == "POST" else None, ids=[item.pk for item in together])
    context: dict[str, Any] = {
        "form": form,
        "together": together,
        "single": single,
        "phrases": opinions.phrases(request.actor)[:8],
    }
    if request.method != "POST":
        return ui.page(request, "worklist/batch.html", context)
    if not form.is_valid():
        return ui.page(request, "worklist/batch.html", context, status=422)
    data = form.cleaned_data
    results = workflow.complete_many(data["items"], words=data["words"], attitude=data["attitude"], by=request.actor)
    refused = [(waiting[pk], sentence) for pk, sentence in results if sentence]
    count = len(results) - len(refused)
    if not refused:
        return dialogs.done(request, reverse("worklist:to_do"), f"已办理{count}件")
    messages.warning(request, f"已办理{count}件，{len(refused)}件没有办成，原因见下")
    context |= {"refused": refused, "together": [item for item, _ in refused]}
    context["form"] = BatchForm(
        initial={"words": data["words"], "attitude": data["attitude"]}, ids=[item.pk for item, _ in refused]
    )
    return ui.page(request, "worklist/batch.html", context, status=422 if not count else 200)
