"""What everybody does with the own account: post, password, second factor, sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.kernel import ui
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.platform.accounts import commands, queries, second_factor
from zhongshu.platform.accounts.forms import ChangePasswordForm, ConfirmSecondFactorForm
from zhongshu.platform.accounts.middleware import account_of


@require_POST
@open_to_signed_in("switches between the reader's own posts")
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own posts from now on (切换岗位)."""
    chosen = request.POST.get("post", "")
    if not chosen.isdigit() or int(chosen) not in request.actor.post_ids:
        raise NotPermitted("您现在不在该岗位任职，不能切换，请刷新后核对", code="not_own_post")
    request.session["post_id"] = int(chosen)
    following = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
        following = "/"
    return HttpResponseRedirect(following)


@require_safe
@open_to_signed_in("shows the reader's own account", administrators=True)
def security(request: HttpRequest) -> HttpResponse:
    """The own account: password, second factor, open sessions (账号与安全)."""
    account = account_of(request)
    context = {
        "account": account,
        "sessions": queries.open_sessions(account.pk),
        "session_key": request.session.session_key,
        "codes_left": account.recovery_codes.filter(used_at=None).count() if account.has_second_factor else 0,
    }
    return ui.page(request, "accounts/security.html", context)


@sensitive_post_parameters("present", "new", "again")
@never_cache
@require_http_methods(["GET", "POST"])
@open_to_signed_in("changes the reader's own password", administrators=True)
def change_password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        present, new = form.cleaned_data["present"], form.cleaned_data["new"]
        key = request.session.session_key
        try:
            commands.change_password(account_of(request), present=present, new=new, session_key=key, by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, account_of(request))
            commands.move_session(account_of(request), former_key=key, session_key=request.session.session_key)
            messages.success(request, "密码已修改，其他浏览器上的登录已退出")
            return redirect("accounts:security")
    context = {
        "form": form,
        "forced": queries.password_expired(account_of(request)),
        "must": account_of(request).must_change_password,
    }
    return ui.page(request, "accounts/change_password.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_signed_in("sets up the reader's own second factor", administrators=True)
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Show the picture to scan; with a first right code, switch the factor on and show the recovery codes once."""
    if account_of(request).has_second_factor:
        return redirect("accounts:security")
    form = ConfirmSecondFactorForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            codes = commands.confirm_second_factor(account_of(request), code=form.cleaned_data["code"], by=request.actor)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return ui.page(request, "accounts/recovery_codes.html", {"codes": codes})
    context = {
        "form": form,
        "secret": commands.prepare_second_factor(account_of(request), by=request.actor),
        "forced": queries.needs_second_factor(account_of(request)),
    }
    return ui.page(request, "accounts/second_factor.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@open_to_signed_in("draws the reader's own secret, before it is confirmed only", administrators=True)
def second_factor_picture(request: HttpRequest) -> HttpResponse:
    secret = commands.prepare_second_factor(account_of(request), by=request.actor)
    return HttpResponse(second_factor.picture(secret, account_of(request).username), content_type="image/svg+xml")


@never_cache
@require_POST
@open_to_signed_in("renews the reader's own recovery codes", administrators=True)
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = commands.renew_recovery_codes(account_of(request), by=request.actor)
    return ui.page(request, "accounts/recovery_codes.html", {"codes": codes})


@require_POST
@open_to_signed_in("ends one of the reader's own sessions", administrators=True)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(account_of(request).sessions, pk=pk)
    commands.end_session(session, by=request.actor)
    messages.success(request, "已退出该浏览器上的登录")
    return redirect("accounts:security")


@require_POST
@open_to_signed_in("ends the reader's own other sessions", administrators=True)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    count = commands.end_other_sessions(account_of(request), keep_session_key=request.session.session_key, by=request.actor)
    messages.success(request, f"已退出其他 {count} 处登录" if count else "没有其他登录")
    return redirect("accounts:security")
