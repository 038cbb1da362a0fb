"""Values: entered, verified, revised."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.domains.figures import forms
from zhongshu.domains.figures.commands import values
from zhongshu.domains.figures.models import FigureValue
from zhongshu.domains.figures.policies import policy
from zhongshu.domains.figures.queries import registry
from zhongshu.kernel import dialogs
from zhongshu.kernel.guards import guarded_by


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    figure = get_object_or_404(registry.detail(request.actor), pk=pk)
    policy.require(request.actor, "keep", figure)
    initial = {"period": request.GET.get("period", "")[:30]}
    form = forms.ValueForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["value"].label = f"数值（{figure.unit_of_measure}）"

    def run(cleaned: dict[str, Any]) -> None:
        values.record_value(figure, **cleaned, by=request.actor)

    back = reverse("figures:detail", args=[pk])
    return dialogs.ask(
        request, form, run, title="填报数值", back=back, sentence="已填报，各单位可以引用", about=figure.name, submit_label="填报"
    )


@require_POST
@guarded_by(policy, "verify")
def verify(request: HttpRequest, pk: int, value_pk: int) -> HttpResponse:
    values.verify_value(_value(request, pk, value_pk), by=request.actor)
    messages.success(request, "已核定")
    return redirect("figures:detail", pk=pk)


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def revise(request: HttpRequest, pk: int, value_pk: int) -> HttpResponse:
    row = _value(request, pk, value_pk)
    policy.require(request.actor, "keep", row.figure)
    form = forms.ReviseForm(request.POST if request.method == "POST" else None, initial={"source": row.source})
    form.fields["value"].label = f"新数值（{row.figure.unit_of_measure}）"

    def run(cleaned: dict[str, Any]) -> None:
        values.revise_value(row, **cleaned, by=request.actor)

    label = registry.label_of(row.figure, row.period)
    return dialogs.ask(
        request,
        form,
        run,
        title="修订数值",
        back=reverse("figures:detail", args=[pk]),
        sentence="已修订，引用过原数的人已收到提醒",
        about=f"{row.figure.name}（{label}）",
        text="原数保留在历史中；引用过原数的人会收到提醒。",
        submit_label="修订",
    )


def _value(request: HttpRequest, pk: int, value_pk: int) -> FigureValue:
    figure = get_object_or_404(registry.detail(request.actor), pk=pk)
    return get_object_or_404(FigureValue.objects.select_related("figure__contact"), pk=value_pk, figure=figure)
