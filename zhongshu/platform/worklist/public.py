"""The worklist: what other rooms may use."""

from zhongshu.platform.worklist.commands import follow, unfollow
from zhongshu.platform.worklist.handling import Panel, panel
from zhongshu.platform.worklist.queries.counts import counts
from zhongshu.platform.worklist.queries.lists import to_do, to_read
from zhongshu.platform.worklist.registry import register_drafts

__all__ = ["Panel", "counts", "follow", "panel", "register_drafts", "to_do", "to_read", "unfollow"]
