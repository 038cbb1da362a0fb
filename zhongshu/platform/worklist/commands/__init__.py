"""Writes of the worklist's own: following, and the nightly settlement. Everything else is a command of the process."""

from zhongshu.platform.worklist.commands.following import follow, unfollow
from zhongshu.platform.worklist.commands.settling import settle_days, settle_until_yesterday

__all__ = ["follow", "settle_days", "settle_until_yesterday", "unfollow"]
