"""Plays people of the city at their desks: whoever holds an open item completes it, with what the step asks for."""

import io
import math
import random
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from PIL import Image, ImageDraw

from zhongshu.domains.documents import public as documents
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.opinions.public import Ink
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow import public as workflow

_actors: dict[int, Actor] = {}


def actor(person_id: int) -> Actor:
    """Return the actor that the person is; remembered, because nobody changes posts in the demonstration."""
    if person_id not in _actors:
        _actors[person_id] = organizations.actor_of(person_id)
    return _actors[person_id]


def forget() -> None:
    _actors.clear()


def holder_of(item: workflow.FlowItem) -> Actor:
    """Return who acts on the item: its holder, or the first of those who may claim it."""
    if item.assignee_id is not None:
        return actor(item.assignee_id)
    key = item.holders.order_by("pk").values_list("key", flat=True).first() or ""
    kind, _, rest = key.partition(":")
    if kind == "person":
        return actor(int(rest))
    if kind == "post":
        held = organizations.PostHolding.objects.filter(post_id=int(rest), end_date=None).order_by("pk").first()
        if held is None:
            raise LookupError(key)
        return actor(held.person_id)
    organ_id, _, duty = rest.partition(":")
    return actor(organizations.holders(duty, int(organ_id))[0].pk)


def act(
    ref: ObjectRef,
    *,
    words: str = "",
    outcome: str = "",
    choose: Mapping[str, Sequence[int]] | None = None,
    data: Mapping[str, Any] | None = None,
    ink: Ink | None = None,
    by: Actor | None = None,
) -> Actor | None:
    """Complete the first open item about the object (that of ``by``, if given); returns who acted, None if nothing is open."""
    items = [item for item in workflow.open_items(ref).prefetch_related("holders") if item.state == "open"]
    if by is not None:
        items = [item for item in items if holder_of(item).person_id == by.person_id]
    if not items:
        return None
    item = items[0]
    hand = by or holder_of(item)
    panel = workflow.panel_of(item, hand)
    offered = [key for key, _ in panel.outcomes]
    workflow.open_item(item.pk, by=hand)
    if ref.kind == "documents.outgoing":
        documents.open_text(documents.OutgoingDocument.objects.get(pk=ref.id), by=hand)
    workflow.complete(
        item.pk,
        outcome=outcome if outcome in offered else (offered[0] if offered else ""),
        words=words or ("同意。" if panel.needs_opinion else ""),
        choose={choice.name: ids for choice in panel.choices if (ids := (choose or {}).get(choice.name))},
        data=data or {},
        handwriting=ink,
        opened_text=True,
        by=hand,
    )
    return hand


def ink(seed: int, *, width: int = 640, height: int = 200) -> Ink:
    """Return handwriting as a leader's pen leaves it: a few flowing strokes, the same for the same seed."""
    generator = random.Random(seed)
    strokes: list[list[list[float]]] = []
    left = 40.0
    while left < width - 120:
        size = generator.uniform(46, 70)
        for _ in range(generator.randrange(3, 6)):
            x, y = left + generator.uniform(0, size * 0.4), 60 + generator.uniform(0, size)
            angle, bend = generator.choice([0.0, 1.35, 0.7, 2.3]) + generator.uniform(-0.2, 0.2), generator.uniform(-0.05, 0.05)
            stroke = []
            for place in range(generator.randrange(8, 15)):
                stroke.append([round(x, 1), round(y, 1), round(0.75 - place * 0.03, 2)])
                angle += bend
                x, y = x + math.cos(angle) * 4.2, y + math.sin(angle) * 4.2
            strokes.append(stroke)
        left += size + 14
    picture = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        for (x1, y1, weight), (x2, y2, _) in pairwise(stroke):
            pen.line([(x1, y1), (x2, y2)], fill=(20, 24, 40, 255), width=max(2, round(weight * 7)))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return Ink(strokes, buffer.getvalue(), width, height, "")
