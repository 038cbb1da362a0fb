"""Log in, the second step, the demonstration's people, log out."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.kernel import ui
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.guards import open_to_everyone, open_to_signed_in
from zhongshu.platform.accounts import commands, queries
from zhongshu.platform.accounts.forms import LogInForm, SecondStepForm
from zhongshu.platform.accounts.middleware import account_of, client_address
from zhongshu.platform.accounts.models import Account, Persona

# How long the second step waits for its code, in seconds.
_WAIT_FOR_CODE = 300


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@open_to_everyone("the way in")
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; then for the second step, or straight in."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(_following(request))
    form = LogInForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            account = commands.check_in(**form.cleaned_data, address=client_address(request))
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            if account.has_second_factor:
                request.session["awaiting_code"] = {"account": account.pk, "until": time.time() + _WAIT_FOR_CODE}
                return HttpResponseRedirect(_with_next(reverse("accounts:second_step"), request))
            return _enter(request, account, "password")
    return _log_in_page(request, form)


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_everyone("the second step of the way in; the first one is remembered in the session")
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the one-time password of an account whose password was right a moment ago."""
    waiting = request.session.get("awaiting_code") or {}
    if waiting.get("until", 0) < time.time():
        request.session.pop("awaiting_code", None)
        return HttpResponseRedirect(reverse("accounts:log_in"))
    account = get_object_or_404(Account.objects.select_related("person"), pk=waiting["account"], is_active=True)
    form = SecondStepForm(request.POST or None)
    if form.is_bound and form.is_valid():
        by = commands.holder(account, client_address(request))
        try:
            means = commands.pass_second_factor(account, code=form.cleaned_data["code"], by=by)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return _enter(request, account, means)
    context = {"form": form, "next": _asked_next(request), "step_title": "第二步：动态口令", "submit_label": "验证并登录"}
    return ui.page(request, "accounts/log_in.html", context, status=422 if form.errors else 200)


@require_POST
@open_to_everyone("one click into a fictional person of a demonstration; not found anywhere else")
def become_persona(request: HttpRequest) -> HttpResponse:
    """Log in as one of the demonstration's fictional people."""
    if not settings.DEMONSTRATION:
        raise Http404
    persona = get_object_or_404(
        Persona.objects.select_related("account__person"),
        account__username=request.POST.get("persona", ""),
        account__is_active=True,
    )
    return _enter(request, persona.account, "persona")


@require_POST
@open_to_signed_in("everybody may leave", administrators=True)
def log_out(request: HttpRequest) -> HttpResponse:
    commands.leave(account_of(request), session_key=request.session.session_key, by=request.actor)
    logout(request)
    return HttpResponseRedirect(f"{reverse('accounts:log_in')}?ended=left")


def _enter(request: HttpRequest, account: Account, means: str) -> HttpResponse:
    following = _following(request)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.pop("awaiting_code", None)
    commands.begin_session(
        account,
        session_key=request.session.session_key or "",
        browser=browser_name(request.headers.get("User-Agent", "")),
        by=commands.holder(account, client_address(request)),
        means=means,
    )
    return HttpResponseRedirect(following)


def _log_in_page(request: HttpRequest, form: LogInForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "next": _asked_next(request),
        "personas": queries.persona_groups(),
        "persona_url": reverse("accounts:become_persona"),
        "ended": request.GET.get("ended", ""),
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
    }
    return ui.page(request, "accounts/log_in.html", context, status=422 if form.errors else 200)


def _asked_next(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


def _following(request: HttpRequest) -> str:
    """Return where to go after logging in: the page that was asked for, if it is one of ours."""
    address = _asked_next(request)
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _with_next(address: str, request: HttpRequest) -> str:
    following = _asked_next(request)
    return f"{address}?{urlencode({'next': following})}" if following else address


def browser_name(user_agent: str) -> str:
    """Name a browser and its system roughly, for the list of sessions: "Chrome / Windows"."""
    browsers = (
        ("360EE", "360 浏览器"), ("QAXBrowser", "奇安信浏览器"), ("UOSBrowser", "统信浏览器"), ("Edg/", "Edge"),
        ("MicroMessenger", "微信"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    )  # fmt: skip
    systems = (
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("UOS", "统信 UOS"),
        ("Kylin", "麒麟"), ("Mac OS", "macOS"), ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in browsers if mark in user_agent), "其他浏览器")
    system = next((name for mark, name in systems if mark in user_agent), "")
    return f"{browser} / {system}" if system else browser
