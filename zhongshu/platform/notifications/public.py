"""Notifications: what other layers may use."""

from zhongshu.platform.notifications.commands import mark_read_about, notify, notify_roles
from zhongshu.platform.notifications.kinds import register_kind, register_role
from zhongshu.platform.notifications.queries import notifications, unread_count

__all__ = ["mark_read_about", "notifications", "notify", "notify_roles", "register_kind", "register_role", "unread_count"]
