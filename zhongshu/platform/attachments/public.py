"""Attachments: what other layers may use."""

from zhongshu.platform.attachments.commands import add, examined, replace, void
from zhongshu.platform.attachments.models import File, FileVersion
from zhongshu.platform.attachments.names import extension
from zhongshu.platform.attachments.pictures import PictureLimit, limit_pictures, picture_limit
from zhongshu.platform.attachments.previewing import PDFIUM
from zhongshu.platform.attachments.queries import listing, may_attach, names
from zhongshu.platform.attachments.sniffing import decoded
from zhongshu.platform.attachments.storage import opened, storage
from zhongshu.platform.attachments.uploads import refusals

__all__ = [
    "PDFIUM",
    "File",
    "FileVersion",
    "PictureLimit",
    "add",
    "decoded",
    "examined",
    "extension",
    "limit_pictures",
    "listing",
    "may_attach",
    "names",
    "opened",
    "picture_limit",
    "refusals",
    "replace",
    "storage",
    "void",
]
