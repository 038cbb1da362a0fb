"""The security administrator's pages: clearance of people, duties of posts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.guards import for_administrators
from zhongshu.platform.organizations import commands, forms, queries
from zhongshu.platform.organizations.models import Person, Post


@require_safe
@for_administrators("security")
def rights(request: HttpRequest) -> HttpResponse:
    """People with their clearance, to find whose rights are to change (授权管理)."""
    form = forms.RightsFilterForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = queries.people_page(words, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {"page": page, "form": form, "clearances": forms.CLEARANCES}
    return ui.page_or_fragment(request, "organizations/rights.html", "rows", context)


@require_safe
@for_administrators("security")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's clearance and the duties of the posts held."""
    return _person_page(request, get_object_or_404(Person, pk=pk))


@require_POST
@for_administrators("security")
def change_clearance(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Person, pk=pk)
    form = forms.ClearanceForm(request.POST)
    if not form.is_valid():
        return _person_page(request, shown, clearance_form=form, status=422)
    commands.change_clearance(shown, clearance=form.cleaned_data["clearance"], by=request.actor)
    messages.success(request, f"{shown.name}的知悉等级已调整，从下一次点击起生效")
    return redirect("organizations:person_rights", pk=pk)


@require_POST
@for_administrators("security")
def change_duties(request: HttpRequest, pk: int, post_pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("unit"), pk=post_pk, holdings__person_id=pk)
    form = forms.DutiesForm(request.POST, prefix=f"post{post_pk}")
    if not form.is_valid():
        return _person_page(request, get_object_or_404(Person, pk=pk), status=422)
    commands.change_duties(post, duties=form.cleaned_data["duties"], by=request.actor)
    messages.success(request, f"{post.unit} {post.name}的职责授权已调整，从下一次点击起生效")
    return redirect("organizations:person_rights", pk=pk)


def _person_page(
    request: HttpRequest, shown: Person, *, clearance_form: forms.ClearanceForm | None = None, status: int = 200
) -> HttpResponse:
    posts = [
        (post, forms.DutiesForm(prefix=f"post{post.pk}", initial={"duties": [row.duty for row in post.duties.all()]}))
        for post in queries.posts_with_duties(shown.pk)
    ]
    form = clearance_form or forms.ClearanceForm(initial={"clearance": shown.clearance})
    context = {"person": shown, "posts": posts, "clearance_form": form}
    return ui.page(request, "organizations/person_rights.html", context, status=status)
