"""Between the session and the page: who acts, whether the session still counts, what must be done first."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from zhongshu.kernel import ui
from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts import commands, queries
from zhongshu.platform.accounts.models import Account
from zhongshu.platform.organizations import public as organizations

View = TypeVar("View", bound=Callable[..., HttpResponse])

# How often a session in use is written down again, in seconds: one write a minute a person, not one a click.
_NOTE_EVERY = 60
_ALWAYS_OPEN = {
    "accounts:change_password",
    "accounts:log_out",
    "accounts:second_factor",
    "accounts:second_factor_picture",
    "kernel:large_type",
}


def polled(view: View) -> View:
    """Mark a view that pages ask by themselves: it does not count as use, so a forgotten screen still times out."""
    view.polled = True  # type: ignore[attr-defined]
    return view


def account_of(request: HttpRequest) -> Account:
    """Return the account of a request that a guard has let in."""
    return cast(Account, request.user)


class SessionRulesMiddleware:
    """End sessions left alone too long; send to what must be done first: a new password, a second factor.

    Idle time is real time, not the office's clock: a demonstration may stop that one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._left_alone(request):
            return self._end(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        account = request.user
        if not isinstance(account, Account) or not getattr(view, "login_required", True):
            return None
        if not self._is_poll(request, view):
            self._note(request)
        return self._first_things(request, account)

    def _left_alone(self, request: HttpRequest) -> bool:
        seen = request.session.get("seen_at")
        return seen is not None and time.time() - seen > settings.SESSION_IDLE_MINUTES * 60

    def _end(self, request: HttpRequest) -> HttpResponse:
        account, address = account_of(request), client_address(request)
        by = commands.holder(account, address)
        commands.leave(account, session_key=request.session.session_key, by=by, reason="idle")
        logout(request)
        if ui.is_fragment(request) or "application/json" in request.headers.get("Accept", ""):
            return HttpResponse(status=401)
        following = request.get_full_path() if request.method == "GET" else "/"
        return HttpResponseRedirect(f"{reverse('accounts:log_in')}?{urlencode({'next': following, 'ended': 'idle'})}")

    def _is_poll(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
        name = request.resolver_match.url_name if request.resolver_match else ""
        return getattr(view, "polled", False) or (name or "").endswith("poll")

    def _note(self, request: HttpRequest) -> None:
        seen = request.session.get("seen_at")
        if seen is None or time.time() - seen > _NOTE_EVERY:
            request.session["seen_at"] = int(time.time())
            commands.note_activity(request.session.session_key or "")

    def _first_things(self, request: HttpRequest, account: Account) -> HttpResponse | None:
        if request.resolver_match and request.resolver_match.view_name in _ALWAYS_OPEN:
            return None
        if queries.password_expired(account):
            address = reverse("accounts:change_password")
        elif queries.needs_second_factor(account):
            address = reverse("accounts:second_factor")
        else:
            return None
        if ui.is_fragment(request):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


class ActorMiddleware:
    """Set ``request.actor``: None for a visitor, else who acts, read from the database each time, never from the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of_request(request)
        return self.get_response(request)


def actor_of_request(request: HttpRequest) -> Actor | None:
    """Return who acts in this request; None for a visitor."""
    account = request.user
    if not isinstance(account, Account):
        return None
    address = client_address(request)
    if account.person is None:
        return Actor(
            person_id=None,
            name=account.name,
            administrator=account.administrator,
            account_id=account.pk,
            address=address,
        )
    return organizations.identity(account.person, request.session.get("post_id"), account_id=account.pk, address=address)


def client_address(request: HttpRequest) -> str:
    """Return the network address of the browser; behind a proxy of ours, the one that the proxy saw."""
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded[:45]
    return request.META.get("REMOTE_ADDR", "")[:45]
