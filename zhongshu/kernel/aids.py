"""Aids for those who write (写作辅助): dialogs that subjects offer beside a text, without its owner knowing them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef


@dataclass(frozen=True, slots=True)
class Aid:
    """A button beside a text. ``url_name`` takes the kind and the id of the object that holds the text, and answers with a dialog.

    The dialog gives a passage into the text by the trigger that ``insertion`` makes; ``key`` is the letter that opens it.
    """

    name: str
    label: str
    url_name: str
    icon: str
    order: int = 100
    key: str = ""
    offered: Callable[[ObjectRef, Actor], bool] = lambda ref, actor: actor.person_id is not None

    def url(self, ref: ObjectRef) -> str:
        return reverse(self.url_name, args=[ref.kind, ref.id])


_aids: dict[str, Aid] = {}


def offer(aid: Aid) -> None:
    """Announce an aid; called in the module's ``apps.ready``."""
    _aids[aid.name] = aid


def for_text(ref: ObjectRef, actor: Actor) -> list[Aid]:
    """Return the aids that the actor is offered beside this object's text."""
    return [aid for aid in sorted(_aids.values(), key=lambda aid: aid.order) if aid.offered(ref, actor)]


def insertion(text: str, *, into: str = "id_body") -> str:
    """Return the trigger by which an answer to htmx puts words into the text at the cursor and closes the dialog."""
    return json.dumps({"insert-text": {"text": text, "into": into}, "dialog-close": {}})
