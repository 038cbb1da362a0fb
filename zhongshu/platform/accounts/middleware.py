"""Builds the actor of each request: a person, in a post, possibly for another."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts.models import Account
from zhongshu.platform.organizations import public as organizations


class ActorMiddleware:
    """Set ``request.actor``: None for a visitor, else who acts, read from the database each time, never from the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of_request(request)
        return self.get_response(request)


def actor_of_request(request: HttpRequest) -> Actor | None:
    account = request.user
    if not isinstance(account, Account):
        return None
    address = request.META.get("REMOTE_ADDR", "")
    if account.administrator:
        name = account.display_name or account.get_administrator_display()
        return Actor(person_id=None, name=name, administrator=account.administrator, account_id=account.pk, address=address)
    return organizations.identity(account.person, request.session.get("post_id"), account_id=account.pk, address=address)
