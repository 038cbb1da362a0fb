"""素材库: what bridges and the site may use; nothing else is promised."""

from zhongshu.domains.materials.commands import close, register
from zhongshu.domains.materials.events import MaterialClosed
from zhongshu.domains.materials.queries import ledger

__all__ = ["MaterialClosed", "close", "ledger", "register"]
