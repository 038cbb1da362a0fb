"""Accounts for the system administrator; unlocking also for the security administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import for_administrators
from zhongshu.platform.accounts import commands, queries
from zhongshu.platform.accounts.forms import AccountFilterForm, CreateAccountForm
from zhongshu.platform.accounts.models import Account
from zhongshu.platform.organizations import public as organizations


@require_safe
@for_administrators("system", "security")
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts: the system administrator keeps them, the security administrator may unlock them."""
    form = AccountFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = queries.accounts_page(
        queries.accounts(words=wanted.get("q", ""), state=wanted.get("state", "")),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {"page": page, "form": form, "keeps": request.actor.administrator == "system"}
    return ui.page_or_fragment(request, "accounts/accounts.html", "rows", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_administrators("system")
def create(request: HttpRequest) -> HttpResponse:
    """Open an account for a person; the one-time password is shown once."""
    form = CreateAccountForm(request.POST or None)
    if form.is_bound and form.is_valid():
        person = organizations.people([form.cleaned_data["person"]]).get(form.cleaned_data["person"])
        try:
            if person is None:
                raise RuleBroken("没有找到该人员，请从候选中重新选择", code="no_such_person", field="person")
            account, password = commands.create_account(person, username=form.cleaned_data["username"], by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return _show_password(request, account, password)
    return ui.page(request, "accounts/create.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@for_administrators("system")
def people_without_account(request: HttpRequest) -> JsonResponse:
    """Answer the picker with people who cannot log in yet."""
    people = queries.people_without_account(request.GET.get("q", ""))
    lines = organizations.full_post_lines([person.pk for person in people])
    results = [{"id": person.pk, "text": person.name, "note": lines.get(person.pk, "")} for person in people]
    return JsonResponse({"results": results})


@never_cache
@require_POST
@for_administrators("system")
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    return _show_password(request, account, commands.reset_password(account, by=request.actor))


@require_POST
@for_administrators("system")
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    commands.disable(account, by=request.actor)
    return _done(request, f"已停用账号 {account.username}，其登录已全部退出")


@require_POST
@for_administrators("system")
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    commands.enable(account, by=request.actor)
    return _done(request, f"已启用账号 {account.username}")


@require_POST
@for_administrators("system", "security")
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    commands.unlock(account, by=request.actor)
    return _done(request, f"已解锁账号 {account.username}")


@require_POST
@for_administrators("system")
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    commands.remove_second_factor(account, by=request.actor)
    return _done(request, f"已停用账号 {account.username} 的动态口令")


def _account(pk: int) -> Account:
    return get_object_or_404(Account.objects.select_related("person"), pk=pk)


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("accounts:accounts")


def _show_password(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    return ui.page(request, "accounts/one_time_password.html", {"account": account, "password": password})
