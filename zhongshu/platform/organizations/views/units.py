"""The system administrator's pages: the tree of organs, one unit with its posts, appointments."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.guards import for_administrators
from zhongshu.platform.organizations import commands, forms, queries
from zhongshu.platform.organizations.choices import Duty
from zhongshu.platform.organizations.models import Post, PostHolding, Unit


@require_safe
@for_administrators("system")
def units(request: HttpRequest) -> HttpResponse:
    """The tree of organs in use (组织机构)."""
    return ui.page(request, "organizations/units.html", {"rows": queries.organ_tree()})


@require_safe
@for_administrators("system")
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: its facts, sections, posts and who holds them."""
    shown = get_object_or_404(Unit.objects.select_related("parent", "organ"), pk=pk)
    return ui.page(request, "organizations/unit.html", {"unit": shown, **queries.unit_sheet(shown)})


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def establish_unit(request: HttpRequest) -> HttpResponse:
    """Set up an organ or section below ``?parent=``, or an organ of the first level."""
    parent = None
    if request.GET.get("parent", "").isdigit():
        parent = get_object_or_404(Unit, pk=request.GET["parent"], active=True)
    initial = {"level": parent.level, "body": parent.body, "region": parent.region} if parent else {}

    def run(fields: dict[str, Any]) -> HttpResponse:
        new = commands.establish_unit(parent=parent, by=request.actor, **fields)
        return redirect("organizations:unit", pk=new.pk)

    title = f"在{parent}下设立单位" if parent else "设立机关"
    return _form_page(request, forms.UnitForm, title=title, initial=initial, back=parent, run=run, columns=True)


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    changed = get_object_or_404(Unit, pk=pk)
    initial = {name: getattr(changed, name) for name in forms.ChangeUnitForm.base_fields}

    def run(fields: dict[str, Any]) -> HttpResponse:
        commands.change_unit(changed, by=request.actor, **fields)
        return redirect("organizations:unit", pk=pk)

    form = forms.ChangeUnitForm
    return _form_page(request, form, title=f"变更{changed}", initial=initial, back=changed, run=run, columns=True)


@require_POST
@for_administrators("system")
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    closed = get_object_or_404(Unit, pk=pk)
    commands.close_unit(closed, by=request.actor)
    messages.success(request, f"已撤销{closed}，原有文件和记录不变")
    return redirect("organizations:units")


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def subordinate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit under a second superior."""
    lower = get_object_or_404(Unit, pk=pk)

    def run(fields: dict[str, Any]) -> HttpResponse:
        commands.subordinate(lower, fields["superior"], kind=fields["kind"], by=request.actor)
        return redirect("organizations:unit", pk=pk)

    return _form_page(request, forms.SubordinationForm, title=f"登记{lower}的隶属关系", back=lower, run=run)


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def establish_post(request: HttpRequest, pk: int) -> HttpResponse:
    owner = get_object_or_404(Unit, pk=pk, active=True)

    def run(fields: dict[str, Any]) -> HttpResponse:
        text = fields.pop("fields_text")
        commands.establish_post(owner, fields=text, by=request.actor, **fields)
        return redirect("organizations:unit", pk=pk)

    return _form_page(request, forms.PostForm, title=f"在{owner}设置岗位", back=owner, run=run)


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter somebody new in a unit."""
    owner = get_object_or_404(Unit, pk=pk, active=True)

    def run(fields: dict[str, Any]) -> HttpResponse:
        who = {name: fields.pop(name) for name in ("name", "post_name", "start_date")}
        person = commands.enrol_person(owner, contact=fields, by=request.actor, **who)
        messages.success(request, f"已录入{person.name}，登录账号请在“账号管理”中开通")
        return redirect("organizations:unit", pk=pk)

    return _form_page(request, forms.EnrolForm, title=f"在{owner}录入人员", back=owner, run=run, columns=True)


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("unit"), pk=pk)

    def run(fields: dict[str, Any]) -> HttpResponse:
        commands.appoint(fields.pop("person"), post, by=request.actor, **fields)
        return redirect("organizations:unit", pk=post.unit_id)

    return _form_page(request, forms.AppointForm, title=f"{post.unit} {post.name}：任职", back=post.unit, run=run)


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def end_holding(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person leave a post; afterwards the pending work is to be handed over."""
    holding = get_object_or_404(PostHolding.objects.select_related("person", "post__unit"), pk=pk)

    def run(fields: dict[str, Any]) -> HttpResponse:
        commands.end_holding(holding, by=request.actor, **fields)
        context = {
            "holding": holding,
            "posts_left": queries.posts_of(holding.person_id),
            "flow_administrators": queries.holders(Duty.FLOW_ADMINISTRATOR, holding.post.unit.own_organ_id),
        }
        return ui.page(request, "organizations/holding_ended.html", context)

    title = f"{holding.person.name}离任：{holding.post.unit} {holding.post.name}"
    return _form_page(request, forms.EndHoldingForm, title=title, back=holding.post.unit, run=run)


def _form_page(
    request: HttpRequest,
    form_class: type[OfficeForm],
    *,
    title: str,
    run: Callable[[dict[str, Any]], HttpResponse],
    back: Unit | None,
    initial: dict[str, Any] | None = None,
    columns: bool = False,
) -> HttpResponse:
    """Show a form; a valid one runs its command, a refusal is shown at its field."""
    form = form_class(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            return run(dict(form.cleaned_data))
        except RuleBroken as refusal:
            form.refuse(refusal)
    context = {"form": form, "title": title, "back": back, "columns": columns}
    return ui.page(request, "organizations/form.html", context, status=422 if form.errors else 200)
