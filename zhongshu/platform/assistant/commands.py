"""Asking for a suggestion: refused, recorded, marked."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.kernel.text import digest
from zhongshu.platform.assistant import client, prompts, protection
from zhongshu.platform.audit import public as audit

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a model suggested. It is nobody's text until a person takes it over by hand."""

    kind: str
    label: str
    text: str
    model: str
    at: dt.datetime

    @property
    def mark(self) -> str:
        """The sentence that stands with every suggestion."""
        return f"以下由写作助手（{self.model}）生成，仅供参考，请逐字核对后自行取用"


def is_on() -> bool:
    """Tell whether the installation named an address and a model."""
    return bool(settings.ASSISTANT_URL and settings.ASSISTANT_MODEL)


def suggest(kind: str, text: str, *, about: ObjectRef, by: Actor) -> Suggestion | None:
    """Ask the model for a suggestion (润色、提纲、摘要) about a text; None when the assistant is off, and nothing is sent.

    Both the question and the answer are recorded by their digests, so that it can be told later what came from a model.

    Raises:
        NotPermitted: the actor may not see the object.
        RuleBroken: unknown kind, empty or too long, or a text that must not leave the system.
        AssistantFailed: the model did not answer in a usable way.
    """
    if not is_on():
        return None
    if kind not in prompts.KINDS:
        raise RuleBroken("请选择润色、提纲或者摘要", code="unknown_kind", field="kind")
    text = text.strip()
    if not text:
        raise RuleBroken("文稿还没有正文，请先写一段", code="nothing_to_suggest", field="body")
    if len(text) > LONGEST:
        raise RuleBroken(f"一次最多处理{LONGEST}字，请分段使用", code="too_long", field="body")
    protection.ensure_sendable(text, about=about, by=by)
    # Recorded before anything leaves, in a transaction of its own: a crash in between must not lose the record.
    audit.record(
        "assistant.asked", about, by=by, kind=kind, digest=digest(text), length=len(text), model=settings.ASSISTANT_MODEL
    )
    endpoint = client.Endpoint(
        settings.ASSISTANT_URL, settings.ASSISTANT_KEY, settings.ASSISTANT_MODEL, settings.ASSISTANT_SECONDS
    )
    words = client.ask(endpoint, prompts.messages(kind, text))
    audit.record("assistant.suggested", about, by=by, kind=kind, digest=digest(words), length=len(words), model=endpoint.model)
    return Suggestion(kind, prompts.KINDS[kind].label, words, endpoint.model, clock.now())
