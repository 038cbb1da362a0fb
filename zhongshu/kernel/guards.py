"""Every view states who may come in; a sweep test proves that none forgot."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.policy import Policy

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Guard:
    """What a view demands before it runs. ``reason`` says in English why the rule is as it is, or names the policy's action."""

    kind: str
    reason: str
    policy: Policy | None = None
    action: str = ""


def guarded_by(policy: Policy, action: str) -> Callable[[View], View]:
    """Let in whoever holds a post; the policy decides on each object, in the view's query and in the command."""
    policy.permissions[action]  # a misspelt action fails when the module is loaded
    return _guard(Guard("policy", f"{policy.model.__name__}.{action}", policy, action), _require_business_person)


def open_to_signed_in(reason: str, *, administrators: bool = False) -> Callable[[View], View]:
    """Let in every signed-in person; the rows shown are the reader's own or without content. Administrators stay out unless named."""
    return _guard(Guard("signed_in", reason), None if administrators else _require_business_person)


def for_duty(*duties: str) -> Callable[[View], View]:
    """Let in who holds one of the duties in some organ."""

    def require(request: HttpRequest) -> None:
        _require_business_person(request)
        if not any(request.actor.has(duty) for duty in duties):
            raise NotPermitted("此页面限承担相应职责的人员使用，如需开通请联系本单位办公室", code="no_duty")

    return _guard(Guard("duty", ", ".join(duties)), require)


def for_administrators(*kinds: str) -> Callable[[View], View]:
    """Let in the named ones of the three administrators: "system", "security", "audit"."""

    def require(request: HttpRequest) -> None:
        if request.actor.administrator not in kinds:
            raise NotPermitted("此页面限相应管理员使用", code="not_administrator")

    return _guard(Guard("administrators", ", ".join(kinds)), require)


def open_to_everyone(reason: str) -> Callable[[View], View]:
    """Let in anybody, signed in or not."""

    def decorate(view: View) -> View:
        return _marked(view, guard=Guard("everyone", reason), login_required=False)

    return decorate


def _require_business_person(request: HttpRequest) -> None:
    if request.actor.person_id is None:
        raise NotPermitted("管理员账号不能查看业务内容", code="administrator_reads_no_content")


def _guard(guard: Guard, require: Callable[[HttpRequest], None] | None) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor is None:
                return redirect_to_login(request.get_full_path())
            if require is not None:
                require(request)
            return view(request, *args, **kwargs)

        return _marked(guarded, guard=guard)

    return decorate


def _marked(view: View, **marks: Any) -> View:
    vars(view).update(marks)
    return view
