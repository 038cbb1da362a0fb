from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.kernel import kinds, pages, ui
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.numbering import commands, queries, series
from zhongshu.platform.numbering.forms import FilterForm, ReserveForm, VoidForm
from zhongshu.platform.numbering.models import Number
from zhongshu.platform.numbering.policies import policy


@require_safe
@guarded_by(policy, "view")
def counters(request: HttpRequest) -> HttpResponse:
    """The series of the reader's organs, this year's first."""
    page = pages.keyset(
        queries.counters(request.actor),
        order=("-year", "-id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    tallies = queries.tallies(page.rows)
    for counter in page.rows:
        counter.label, counter.tally = series.label(counter.series), tallies[counter.pk]
    return ui.page_or_fragment(request, "numbering/counters.html", "counters", {"page": page})


@require_safe
@guarded_by(policy, "view")
def counter(request: HttpRequest, pk: int) -> HttpResponse:
    """One series: every number with its state, so that a gap explains itself."""
    found = get_object_or_404(policy.mark(policy.visible(request.actor), request.actor, "keep"), pk=pk)
    form = FilterForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = queries.numbers_page(found, state=state, after=request.GET.get("after"), before=request.GET.get("before"))
    _add_addresses(request, page)
    context = {
        "counter": found,
        "label": series.label(found.series),
        "page": page,
        "form": form,
        "next": queries.next_text(found),
    }
    return ui.page_or_fragment(request, "numbering/counter.html", "numbers", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded_by(policy, "keep")
def reserve(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(policy.visible(request.actor), pk=pk)
    policy.require(request.actor, "keep", found)
    form = ReserveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.reserve(
                found.series,
                scope=found.scope,
                year=found.year or None,
                organ_id=found.organ_id,
                **form.cleaned_data,
                by=request.actor,
            )
        except OfficeError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(reverse("numbering:counter", args=[found.pk]))
    context = {"counter": found, "form": form, "label": "预留编号", "next": queries.next_text(found)}
    return ui.page(request, "numbering/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded_by(policy, "keep")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    number = get_object_or_404(Number.objects.filter(counter__in=policy.visible(request.actor)).select_related("counter"), pk=pk)
    policy.require(request.actor, "keep", number.counter)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.void_by_hand(number, **form.cleaned_data, by=request.actor)
        except OfficeError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(reverse("numbering:counter", args=[number.counter_id]))
    context = {"counter": number.counter, "form": form, "label": f"作废 {number.text}", "danger": True}
    return ui.page(request, "numbering/change.html", context, status=422 if form.errors else 200)


def _add_addresses(request: HttpRequest, page: pages.Page) -> None:
    """Give each number the address and title of its object, for those objects that the reader may see."""
    by_kind: dict[str, set[int]] = {}
    for number in page.rows:
        if number.ref_id is not None:
            by_kind.setdefault(number.ref_kind, set()).add(number.ref_id)
    visible = {kind: kinds.visible_ids(kind, ids, request.actor) for kind, ids in by_kind.items()}
    for number in page.rows:
        number.is_visible = number.ref_id in visible.get(number.ref_kind, ())
        number.url = kinds.get(number.ref_kind).url(number.ref_id) if number.is_visible else ""
