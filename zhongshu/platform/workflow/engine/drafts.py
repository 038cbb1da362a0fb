"""Where the unfinished opinion about an item is kept; the opinions room keeps it for its author alone."""

from zhongshu.kernel.actors import Actor
from zhongshu.platform.opinions import public as opinions

PREFIX = "workflow:item:"


def draft_place(item_id: int) -> str:
    return f"{PREFIX}{item_id}"


def draft_of(item_id: int, actor: Actor) -> "opinions.DraftOpinion | None":
    """Return what the actor has begun to write about an item; nobody sees another's."""
    return opinions.draft(draft_place(item_id), actor) if actor.person_id else None
