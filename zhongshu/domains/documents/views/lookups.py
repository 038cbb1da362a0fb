"""Pickers, saved views, quotas, and who signed what."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.documents.choices import Register
from zhongshu.domains.documents.commands import quotas as quota_commands
from zhongshu.domains.documents.forms import QuotaForm, SaveViewForm, SigningFilter
from zhongshu.domains.documents.policies import KEEPERS, quota_policy, saved_view_policy, signing_policy
from zhongshu.domains.documents.queries import outgoing, parties, quotas
from zhongshu.kernel import clock, dialogs, pages, ui
from zhongshu.kernel.guards import guarded_by, open_to_signed_in
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, Unit


@require_safe
@open_to_signed_in("names of organs are in the directory that everybody may read")
def find_recipients(request: HttpRequest) -> HttpResponse:
    """Suggest recipients; a name that no organ bears may be chosen as an outside recipient (on paper)."""
    text = request.GET.get("q", "").strip()[:120]
    found = parties.suggestions(text)
    results = [{"id": party.name, "text": party.name, "note": "统称" if party.collective_id else ""} for party in found]
    if text and text not in {party.name for party in found}:
        results.append({"id": text, "text": text, "note": "平台外单位，线下送达"})
    return JsonResponse({"results": results})


@require_safe
@open_to_signed_in("names and posts of colleagues are in the directory that everybody may read")
def find_people(request: HttpRequest) -> HttpResponse:
    """Suggest people by name or initials."""
    people = organizations.find_people(request.GET.get("q", "")[:40], limit=15)
    posts = organizations.post_lines([person.pk for person in people])
    return JsonResponse({"results": [{"id": one.pk, "text": one.name, "note": posts.get(one.pk, "")} for one in people]})


@require_safe
@open_to_signed_in("names of organs are in the directory that everybody may read")
def find_organs(request: HttpRequest) -> HttpResponse:
    """Suggest organs by name."""
    text = request.GET.get("q", "").strip()[:40]
    found = organizations.organs().filter(name__contains=text)[:15] if text else []
    return JsonResponse({"results": [{"id": unit.pk, "text": unit.name, "note": unit.short_name} for unit in found]})


@require_safe
@open_to_signed_in("names of one's own organ's sections are in the directory that everybody may read")
def find_units(request: HttpRequest) -> HttpResponse:
    """Suggest sections of one's own organs, and organs, by name: the units that may handle a document."""
    text = request.GET.get("q", "").strip()[:40]
    own = Unit.objects.filter(organ__in=request.actor.organ_ids, active=True, name__contains=text).select_related("organ")[:10]
    others = organizations.organs().filter(name__contains=text)[:8] if text else []
    units = {unit.pk: unit for unit in [*own, *others]}
    return JsonResponse({"results": [{"id": one.pk, "text": str(one), "note": str(one.organ)} for one in units.values()]})


@require_safe
@guarded_by(signing_policy, "view")
def signings(request: HttpRequest) -> HttpResponse:
    """Find who signed what (签发责任查询), by topic, post and period."""
    form = SigningFilter(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = outgoing.signings(request.actor, **filters).annotate(can_open=outgoing.signing_visible_documents(request.actor))
    page = pages.keyset(found, order=("-signed_at", "-id"), after=request.GET.get("after"), before=request.GET.get("before"))
    return ui.page_or_fragment(request, "documents/signings.html", "list", {"page": page, "form": form})


@require_safe
@guarded_by(quota_policy, "view")
def quota_list(request: HttpRequest) -> HttpResponse:
    """Show the quota of every unit of one's organs (发文指标)."""
    actor = request.actor
    organ_ids = actor.organs_where(*KEEPERS) or frozenset()
    units = Unit.objects.filter(organ__in=organ_ids, active=True).order_by("organ__rank_order", "rank_order", "pk")
    ids = list(units.values_list("pk", flat=True)[:200]) or ([actor.unit_id] if actor.unit_id else [])
    rows = [row for row in quotas.balances(ids) if row.limit is not None or row.issued or row.in_flow or row.last_year]
    context = {"rows": rows, "year": clock.today().year, "may_set": actor.has(Duty.OFFICE_DIRECTOR)}
    return ui.page(request, "documents/quotas.html", context)


@guarded_by(quota_policy, "set")
def set_quota(request: HttpRequest) -> HttpResponse:
    """Fix a unit's number of documents for this year."""
    units = Unit.objects.filter(organ__in=request.actor.organs_where(Duty.OFFICE_DIRECTOR), active=True).order_by(
        "rank_order", "pk"
    )
    form = QuotaForm(request.POST or None, unit_choices=[(unit.pk, str(unit)) for unit in units], initial=request.GET.dict())

    def run(values: dict) -> str:
        quota_commands.set_quota(
            values["unit"], year=clock.today().year, limit=values["limit"], reason=values["reason"], by=request.actor
        )
        return "发文指标已核定"

    return dialogs.ask(request, form, run, back=reverse("documents:quotas"), title="核定发文指标")


@require_POST
@open_to_signed_in("keeps the reader's own filters")
def save_view(request: HttpRequest, register: str) -> HttpResponse:
    """Keep the filters of a register under a name."""
    form = SaveViewForm(request.POST)
    target = reverse("documents:outgoing" if register == Register.OUTGOING else "documents:incoming")
    if form.is_valid():
        view = quota_commands.save_view(
            register, name=form.cleaned_data["name"], query=form.cleaned_data["query"], by=request.actor
        )
        return dialogs.done(request, f"{target}?{view.query}", f"已存为常用查询“{view.name}”")
    return dialogs.done(request, target, "请填写常用查询的名称后再保存")


@require_POST
@guarded_by(saved_view_policy, "remove")
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop one of the reader's own saved views."""
    view = get_object_or_404(saved_view_policy.visible(request.actor), pk=pk)
    quota_commands.remove_view(view, by=request.actor)
    target = reverse("documents:outgoing" if view.register == Register.OUTGOING else "documents:incoming")
    return dialogs.done(request, target, "已删除常用查询")


def saved_views(request: HttpRequest, register: str) -> list[dict]:
    """Return the reader's saved views of a register for the filter line: one query."""
    present = urlencode([(name, value) for name, value in request.GET.items() if value and name not in {"after", "before"}])
    rows = saved_view_policy.visible(request.actor).filter(register=register)
    return [{"pk": row.pk, "label": row.name, "url": f"?{row.query}", "active": row.query == present} for row in rows]


def present_query(request: HttpRequest) -> str:
    return urlencode([(name, value) for name, value in request.GET.items() if value and name not in {"after", "before"}])


__all__ = [
    "find_organs",
    "find_people",
    "find_recipients",
    "find_units",
    "present_query",
    "quota_list",
    "remove_view",
    "save_view",
    "saved_views",
    "set_quota",
    "signings",
]
