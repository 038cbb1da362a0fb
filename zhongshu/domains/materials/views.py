"""Turn requests into queries and commands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.materials import commands, forms, naming, queries
from zhongshu.domains.materials.models import Material
from zhongshu.domains.materials.policies import KEEPERS, passage_policy, policy
from zhongshu.kernel import aids, dialogs, kinds, ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit


@require_safe
@guarded_by(policy, "view")
def library(request: HttpRequest) -> HttpResponse:
    """The library: materials newest first, or the passages that hold the words looked for."""
    form = forms.FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    words = wanted.pop("q", "")
    after, before = request.GET.get("after"), request.GET.get("before")
    if words:
        context: dict[str, Any] = {"found": queries.find(words, request.actor, **wanted, after=after, before=before)}
    else:
        context = {"page": queries.page(queries.library(request.actor, **wanted), after=after, before=before)}
    context |= {"form": form, "words": words, "keeps": bool(request.actor.organs_where(*KEEPERS))}
    return ui.page_or_fragment(request, "materials/library.html", "rows", context)


@require_safe
@guarded_by(policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One material with its passages, what took its place, and the texts that quote it."""
    material = _material(request, pk)
    if material.secrecy:
        audit.record_reading(material.ref, request.actor)
    context = {
        "material": material,
        "passages": queries.passages(material),
        "successor": queries.successor(material, request.actor),
        "origin_url": queries.origin_url(material),
        "quotations": [(row, kinds.url(row.ref)) for row in queries.quoted_in(material, request.actor)],
    }
    return ui.page(request, "materials/material.html", context)


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "view")
def enter(request: HttpRequest) -> HttpResponse:
    form = forms.EnterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            material = commands.enter(**form.cleaned_data, by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "已入库")
            return redirect("materials:detail", pk=material.pk)
    return ui.page(request, "materials/enter.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    material = _kept(request, pk)
    initial = {name: getattr(material, name) for name in ("title", "source", "source_date", "body")}
    initial["tags"] = "、".join(tag.word for tag in material.tags.all())
    form = forms.CorrectForm(request.POST if request.method == "POST" else None, initial=initial)
    return _ask(
        request, material, form, lambda values: commands.correct(material, **values, by=request.actor), "更正素材", "已更正"
    )


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def end_validity(request: HttpRequest, pk: int) -> HttpResponse:
    material = _kept(request, pk)
    form = forms.EndForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> None:
        other = _successor(request, values["superseded_by"]) if values["superseded_by"] else None
        commands.end_validity(material, date=values["date"], reason=values["reason"], superseded_by=other, by=request.actor)

    return _ask(request, material, form, run, "标明废止或被替代", "已标明，引用它的文稿会得到提示")


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "keep")
def restore_validity(request: HttpRequest, pk: int) -> HttpResponse:
    material = _kept(request, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)

    def run(values: dict[str, Any]) -> None:
        commands.restore_validity(material, reason=values["reason"], by=request.actor)

    return _ask(request, material, form, run, "恢复现行", "已恢复")


@require_safe
@guarded_by(passage_policy, "view")
def passage(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to a passage within its material."""
    shown = get_object_or_404(passage_policy.visible(request.actor), pk=pk)
    return redirect(f"{reverse('materials:detail', args=[shown.material_id])}#passage-{pk}")


@require_safe
@guarded_by(policy, "view")
def picker(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """The dialog beside a text: passages found, one press puts one into the text."""
    ref = _text(request, kind, object_id)
    words = request.GET.get("q", "")[:100].strip()
    rows = queries.find(words, request.actor).rows if words else queries.newest(request.actor)
    part = "materials/picker.html#found" if "q" in request.GET else "materials/picker.html"
    return ui.fragment(request, part, {"ref": ref, "rows": rows, "words": words})


@require_POST
@guarded_by(passage_policy, "view")
def quote(request: HttpRequest, kind: str, object_id: int, pk: int) -> HttpResponse:
    ref = _text(request, kind, object_id)
    chosen = get_object_or_404(passage_policy.visible(request.actor).select_related("material"), pk=pk)
    quotation = commands.quote(chosen, ref=ref, by=request.actor)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = aids.insertion(quotation.words)
    return response


def _material(request: HttpRequest, pk: int) -> Material:
    return get_object_or_404(queries.detail(request.actor), pk=pk)


def _kept(request: HttpRequest, pk: int) -> Material:
    material = _material(request, pk)
    policy.require(request.actor, "keep", material)
    return material


def _successor(request: HttpRequest, text: str) -> Material:
    """Return the material that the number or title names.

    Raises:
        RuleBroken: none or several are called so.
    """
    seen = policy.visible(request.actor)
    found = list(seen.filter(number_key=naming.number_key(text))[:2]) or list(
        seen.filter(title_key=naming.title_key(text.strip("《》")))[:2]
    )
    if len(found) != 1:
        sentence = "素材库中没有这个替代件，请先入库" if not found else "有几件素材叫这个名称，请改填文号"
        raise RuleBroken(sentence, code="no_successor", field="superseded_by")
    return found[0]


def _ask(request: HttpRequest, material: Material, form, run, title: str, sentence: str) -> HttpResponse:
    back = reverse("materials:detail", args=[material.pk])
    return dialogs.ask(request, form, run, title=title, back=back, sentence=sentence, about=material.title)


def _text(request: HttpRequest, kind: str, object_id: int) -> ObjectRef:
    ref = kinds.seen(kind, object_id, request.actor)
    if ref is None:
        raise Http404
    return ref
