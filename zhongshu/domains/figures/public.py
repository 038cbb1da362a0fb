"""一数一源: what bridges and the site may use; nothing else is promised."""

from zhongshu.domains.figures.commands import close, register
from zhongshu.domains.figures.events import FigureClosed
from zhongshu.domains.figures.queries import ledger

__all__ = ["FigureClosed", "close", "ledger", "register"]
