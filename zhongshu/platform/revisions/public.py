"""Revisions: what other rooms may use."""

from zhongshu.platform.revisions.anchors import Anchor, carried, carry
from zhongshu.platform.revisions.comparing import Change, Line, Span, changes, compare, counts
from zhongshu.platform.revisions.facts import LABELS, Fact, Kind, facts, kinds_between, label_of, policy_clauses
from zhongshu.platform.revisions.weaving import Piece, paragraphs, text_of, weave
from zhongshu.platform.revisions.words import Names, words

__all__ = [
    "LABELS",
    "Anchor",
    "Change",
    "Fact",
    "Kind",
    "Line",
    "Names",
    "Piece",
    "Span",
    "carried",
    "carry",
    "changes",
    "compare",
    "counts",
    "facts",
    "kinds_between",
    "label_of",
    "paragraphs",
    "policy_clauses",
    "text_of",
    "weave",
    "words",
]
