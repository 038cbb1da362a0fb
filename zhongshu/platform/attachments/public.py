"""Attachments: what other layers may use."""

from zhongshu.platform.attachments.commands import add, replace, void
from zhongshu.platform.attachments.models import File, FileVersion
from zhongshu.platform.attachments.queries import listing, may_attach
from zhongshu.platform.attachments.storage import opened

__all__ = ["File", "FileVersion", "add", "listing", "may_attach", "opened", "replace", "void"]
