"""Opinions, instructions, handwriting, common phrases: what other rooms may use."""

from zhongshu.platform.opinions.choices import Attitude, OpinionKind, PhraseScope
from zhongshu.platform.opinions.commands import (
    add_phrase,
    drop_drafts,
    mark_before_return,
    record,
    remove_phrase,
    save_draft,
)
from zhongshu.platform.opinions.events import InstructionGiven
from zhongshu.platform.opinions.ink import Ink, read_ink, read_strokes
from zhongshu.platform.opinions.models import WORDS_LIMIT, DraftOpinion, Opinion
from zhongshu.platform.opinions.queries import by_step, columns, draft, of, phrases
from zhongshu.platform.opinions.slips import UNREAD, shown, shown_columns, unread

__all__ = [
    "UNREAD",
    "WORDS_LIMIT",
    "Attitude",
    "DraftOpinion",
    "Ink",
    "InstructionGiven",
    "Opinion",
    "OpinionKind",
    "PhraseScope",
    "add_phrase",
    "by_step",
    "columns",
    "draft",
    "drop_drafts",
    "mark_before_return",
    "of",
    "phrases",
    "read_ink",
    "read_strokes",
    "record",
    "remove_phrase",
    "save_draft",
    "shown",
    "shown_columns",
    "unread",
]
