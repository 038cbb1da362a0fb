"""即时通讯: a JSON message to the address of a robot (WeCom, DingTalk, Feishu, or a gateway of one's own).

Off until an address is set.
"""

import json
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from zhongshu.platform.notifications.channels.base import Channel, Message
from zhongshu.platform.organizations.public import Person

TIMEOUT = 10


def _plain(message: Message) -> dict[str, Any]:
    return {"key": message.key, "to": message.address, "subject": message.subject, "text": message.text}


def _wecom(message: Message) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": message.text, "mentioned_mobile_list": [message.address]}}


def _dingtalk(message: Message) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": message.text}, "at": {"atMobiles": [message.address]}}


def _feishu(message: Message) -> dict[str, Any]:
    return {"msg_type": "text", "content": {"text": message.text}}


FORMS: dict[str, Callable[[Message], dict[str, Any]]] = {
    "plain": _plain,
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    # The administrator names one address; whoever answers there does not choose another.
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Webhook(Channel):
    key = "webhook"
    label = "即时通讯"

    def is_available(self) -> bool:
        return urlsplit(settings.NOTIFICATION_WEBHOOK).scheme in {"http", "https"}

    def address_of(self, person: Person) -> str:
        return person.mobile

    def send(self, message: Message) -> None:
        body = json.dumps(FORMS[settings.NOTIFICATION_WEBHOOK_FORM](message), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.key}
        call = urllib.request.Request(settings.NOTIFICATION_WEBHOOK, body, headers, method="POST")
        with urllib.request.build_opener(_NoRedirects).open(call, timeout=TIMEOUT):
            """The status is all that counts; urllib raises for anything but success."""


CHANNEL = Webhook()
