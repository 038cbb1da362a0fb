from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from zhongshu.kernel import dialogs, kinds, ui
from zhongshu.kernel.guards import guarded_by, open_to_signed_in
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.circulation import commands, queries
from zhongshu.platform.circulation.forms import ChosenReadingsForm, ReadersForm, ReadForm, StartRoundForm
from zhongshu.platform.circulation.models import ReadingRound
from zhongshu.platform.circulation.policies import reading_policy, round_policy


def _object(request: HttpRequest, kind: str, pk: int) -> ObjectRef:
    ref = kinds.seen(kind, pk, request.actor)
    if ref is None:
        raise Http404
    return ref


@open_to_signed_in("the object's own policy decides in the view; whoever sees an object may send it round")
def start(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Send an object round (传阅) or copy it (知会)."""
    ref = _object(request, kind, pk)
    form = StartRoundForm(
        request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("as", "circulate")}
    )
    return dialogs.ask(
        request,
        form,
        lambda data: commands.start_round(
            ref,
            data["people"],
            ordered=data["ordered"],
            due_at=data["due_at"],
            note=data["note"],
            kind=data["kind"],
            by=request.actor,
        ),
        back=kinds.url(ref),
        sentence="已送出",
        title="传阅、知会",
        about=ref,
        submit_label="送出",
    )


@require_safe
@open_to_signed_in("the object's own policy decides in the view")
def readers(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show who has received, opened and read the object."""
    ref = _object(request, kind, pk)
    context = {"ref": ref, "rounds": queries.rounds_of(ref, request.actor), "back": kinds.url(ref)}
    return ui.page_or_fragment(request, "circulation/readers.html", "readers", context)


@guarded_by(reading_policy, "read")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish reading (阅毕), with words or without."""
    reading = get_object_or_404(reading_policy.visible(request.actor), pk=pk)
    return dialogs.ask(
        request,
        ReadForm(request.POST if request.method == "POST" else None, initial={"digest": kinds.digest(reading.ref)}),
        lambda data: commands.read(reading.pk, **data, by=request.actor),
        back=kinds.url(reading.ref),
        sentence="已阅毕",
        title="阅毕",
        about=reading.ref,
        submit_label="阅毕",
    )


@guarded_by(reading_policy, "read")
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    reading = get_object_or_404(reading_policy.visible(request.actor), pk=pk)
    return dialogs.ask(
        request,
        ReadersForm(request.POST if request.method == "POST" else None),
        lambda data: commands.pass_on(reading.pk, data["people"], by=request.actor),
        back=kinds.url(reading.ref),
        sentence="已转阅",
        title="转阅",
        about=reading.ref,
        submit_label="转阅",
    )


@guarded_by(round_policy, "manage")
def add_readers(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(round_policy.visible(request.actor), pk=pk)
    return dialogs.ask(
        request,
        ReadersForm(request.POST if request.method == "POST" else None),
        lambda data: commands.add_readers(row, data["people"], by=request.actor),
        back=kinds.url(row.ref),
        sentence="已增加传阅人",
        title="增加传阅人",
        about=row.ref,
        submit_label="增加",
    )


@require_POST
@guarded_by(round_policy, "manage")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(round_policy.visible(request.actor), pk=pk)
    count = commands.cancel(row, _chosen(request, row)[0], by=request.actor)
    return dialogs.done(request, kinds.url(row.ref), f"已取消{count}人的传阅")


@require_POST
@guarded_by(round_policy, "manage")
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(round_policy.visible(request.actor), pk=pk)
    ids, text = _chosen(request, row)
    count = commands.chase(row, ids, text=text, by=request.actor)
    return dialogs.done(request, kinds.url(row.ref), f"已催阅{count}人")


def _chosen(request: HttpRequest, row: ReadingRound) -> tuple[list[int] | None, str]:
    form = ChosenReadingsForm(request.POST, ids=list(row.readings.values_list("pk", flat=True)))
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["readings"] or None, form.cleaned_data["text"]
