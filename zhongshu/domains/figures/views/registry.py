"""Looking figures up, registering them, saying what they are."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.domains.figures import forms
from zhongshu.domains.figures.choices import FigureState
from zhongshu.domains.figures.commands import registering
from zhongshu.domains.figures.models import Figure
from zhongshu.domains.figures.policies import KEEPERS, policy
from zhongshu.domains.figures.queries import registry
from zhongshu.domains.figures.workbooks import workbook
from zhongshu.kernel import dialogs, ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import guarded_by
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.spreadsheets import public as spreadsheets


@require_safe
@guarded_by(policy, "view")
def catalogue(request: HttpRequest) -> HttpResponse:
    """The registry: every figure that the reader may see, with its newest value."""
    form, found = _wanted(request)
    page = registry.page(found, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {"page": page, "form": form, "keeps": bool(request.actor.organs_where(*KEEPERS))}
    return ui.page_or_fragment(request, "figures/catalogue.html", "rows", context)


@require_safe
@guarded_by(policy, "view")
def export(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, at most 2,000 figures; it can be imported again as it is."""
    _, found = _wanted(request)
    rows = list(found.order_by("pinyin", "pk")[:2000])
    response = HttpResponse(workbook("数据目录", rows), content_type=spreadsheets.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('数据目录')}.xlsx"
    return response


@require_safe
@guarded_by(policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: what it means, who answers for it, its values; with ``?history=1`` the superseded ones as well."""
    figure = _figure(request, pk)
    if figure.secrecy:
        audit.record_reading(figure.ref, request.actor)
    history = request.GET.get("history") == "1"
    context = {
        "figure": figure,
        "values": registry.values(figure, with_history=history),
        "history": history,
        "other_names": registry.other_names(figure),
        "readers": registry.readers_of(figure) if figure.audience == "chosen" else [],
        "active": figure.state == FigureState.ACTIVE,
    }
    return ui.page(request, "figures/figure.html", context)


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "view")
def register(request: HttpRequest) -> HttpResponse:
    form = forms.RegisterForm(request.POST if request.method == "POST" else None, initial=_defaults(request))
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        alike = registry.similar(values["name"], request.actor, region=values["region"])
        if alike and "anyway" not in request.POST:
            context["alike"] = alike
            return ui.page(request, "figures/register.html", context, status=422)
        try:
            figure = registering.register(
                contact_id=values.pop("contact"), reader_ids=values.pop("readers"), **values, by=request.actor
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"已登记，代码 {figure.code}")
            return redirect("figures:detail", pk=figure.pk)
    return ui.page(request, "figures/register.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    figure = _kept(request, pk)
    initial = {
        "definition": figure.definition,
        "other_names": "、".join(registry.other_names(figure)),
        "contact": figure.contact_id,
        "audience": figure.audience,
        "readers": [unit.pk for unit in registry.readers_of(figure)],
    }
    form = forms.AmendForm(request.POST if request.method == "POST" else None, initial=initial)

    def run(values: dict[str, Any]) -> None:
        values = dict(values)
        registering.amend(figure, contact_id=values.pop("contact"), reader_ids=values.pop("readers"), **values, by=request.actor)

    return _ask(request, figure, form, run, title="修改口径和维护信息", sentence="已修改")


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    figure = _kept(request, pk)
    form = forms.TransferForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> None:
        registering.transfer(
            figure, unit_id=values["unit"], contact_id=values["contact"], reason=values["reason"], by=request.actor
        )

    return _ask(request, figure, form, run, title="移交", sentence="已移交", submit_label="移交")


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    figure = _kept(request, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> None:
        registering.retire(figure, reason=values["reason"], by=request.actor)

    return _ask(request, figure, form, run, title="停用", sentence="已停用", submit_label="停用", tone="danger")


@require_http_methods(["POST"])
@guarded_by(policy, "keep")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    figure = _kept(request, pk)
    registering.restore(figure, by=request.actor)
    messages.success(request, "已恢复使用")
    return redirect("figures:detail", pk=pk)


def _wanted(request: HttpRequest):
    form = forms.FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    whose = wanted.get("whose", "")
    found = registry.catalogue(
        request.actor,
        words=wanted.get("q", ""),
        frequency=wanted.get("frequency", ""),
        own=whose == "own",
        retired=whose == "retired",
    )
    return form, found


def _figure(request: HttpRequest, pk: int) -> Figure:
    return get_object_or_404(registry.detail(request.actor), pk=pk)


def _kept(request: HttpRequest, pk: int) -> Figure:
    figure = _figure(request, pk)
    policy.require(request.actor, "keep", figure)
    return figure


def _ask(request: HttpRequest, figure: Figure, form, run, *, title: str, sentence: str, **more: Any) -> HttpResponse:
    back = reverse("figures:detail", args=[figure.pk])
    return dialogs.ask(request, form, run, title=title, back=back, sentence=sentence, about=figure.name, **more)


def _defaults(request: HttpRequest) -> dict[str, Any]:
    region = organizations.unit(request.actor.organ_id).region if request.actor.organ_id else ""
    return {"region": region, "contact": request.actor.person_id, "name": request.GET.get("name", "")[:80]}
