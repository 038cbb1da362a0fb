"""What accounts contribute to the frame of every page."""

import time
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhongshu.platform.accounts.middleware import account_of
from zhongshu.platform.organizations import public as organizations


def posts(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the posts of the post switcher; an administrator has none."""
    person = account_of(request).person
    return organizations.posts_to_switch(person, request.session.get("post_id")) if person else []


def delegations(request: HttpRequest) -> list[dict[str, str]]:
    """Return the banner's sentences: who acts for whom, for principal and agent alike."""
    person = account_of(request).person
    if person is None:
        return []
    url = reverse("organizations:delegations")
    sentences = organizations.delegation_sentences(person, request.session.get("post_id"))
    return [{"text": sentence, "url": url, "label": "查看委托"} for sentence in sentences]


def start_the_idle_clock(sender: Any, request: HttpRequest, **signal: Any) -> None:
    """Write into a new session when it was last used: now."""
    request.session["seen_at"] = int(time.time())
