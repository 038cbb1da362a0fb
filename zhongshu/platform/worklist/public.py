"""The worklist: what other rooms may use."""

from zhongshu.platform.worklist.commands import follow, unfollow
from zhongshu.platform.worklist.handling import Panel, panel
from zhongshu.platform.worklist.queries.counts import counts
from zhongshu.platform.worklist.queries.lists import to_do, to_read
from zhongshu.platform.worklist.registry import Errands, register_drafts, register_errands

__all__ = ["Errands", "Panel", "counts", "follow", "panel", "register_drafts", "register_errands", "to_do", "to_read", "unfollow"]
