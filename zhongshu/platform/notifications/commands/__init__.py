"""Every write of notifications, by subject."""

from zhongshu.platform.notifications.commands.choosing import choose
from zhongshu.platform.notifications.commands.notifying import notify, notify_roles
from zhongshu.platform.notifications.commands.reading import mark_all_read, mark_read, mark_read_about
from zhongshu.platform.notifications.commands.sending import send, send_digests

__all__ = ["choose", "mark_all_read", "mark_read", "mark_read_about", "notify", "notify_roles", "send", "send_digests"]
