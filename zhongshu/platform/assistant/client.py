"""One question to an OpenAI-compatible address (``/chat/completions``), with limits of time and size; nothing is retried."""

import http.client
import json
import logging
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhongshu.platform.assistant.errors import AssistantFailed

logger = logging.getLogger(__name__)
MAX_ANSWER = 1_000_000
_SENTENCE = "写作助手暂时没有回应，请稍后再试；文稿没有任何改动"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is: ``address`` up to and without ``/chat/completions``; ``seconds`` is the longest wait."""

    address: str
    key: str
    model: str
    seconds: float


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the text to a place that nobody named."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ask(endpoint: Endpoint, messages: Sequence[dict[str, str]]) -> str:
    """Return the model's answer.

    Raises:
        AssistantFailed: no connection, no answer in time, an error, a redirect, too much, or an answer of another shape.
    """
    body = json.dumps({"model": endpoint.model, "messages": list(messages), "temperature": 0.3, "stream": False}).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    address = f"{endpoint.address.rstrip('/')}/chat/completions"
    if not address.startswith(("http://", "https://")):
        raise AssistantFailed("写作助手的地址设置有误，请联系系统管理员", code="assistant_misconfigured")
    request = urllib.request.Request(address, data=body, headers=headers, method="POST")
    # No proxy of the environment: the text goes to the address that was named and to no other.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _StayHere())
    try:
        with opener.open(request, timeout=endpoint.seconds) as answer:
            raw = answer.read(MAX_ANSWER + 1)
    except urllib.error.HTTPError as error:
        logger.warning("assistant answered %s", error.code)
        raise AssistantFailed(_SENTENCE, code="assistant_failed", status_code=error.code) from error
    except (urllib.error.URLError, TimeoutError, http.client.HTTPException, OSError) as error:
        logger.warning("assistant not reached: %s", type(error).__name__)
        raise AssistantFailed(_SENTENCE, code="assistant_failed") from error
    if len(raw) > MAX_ANSWER:
        raise AssistantFailed(_SENTENCE, code="assistant_answered_too_much")
    return _words(raw)


def _words(raw: bytes) -> str:
    try:
        words = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise AssistantFailed(_SENTENCE, code="assistant_answered_oddly") from error
    if not isinstance(words, str) or not words.strip():
        raise AssistantFailed("写作助手没有给出建议，请换一段文字再试", code="assistant_said_nothing")
    return words.strip()
