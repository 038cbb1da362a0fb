"""督查督办: what bridges and the site may use; nothing else is promised."""

from zhongshu.domains.supervision.commands import close, register
from zhongshu.domains.supervision.events import SupervisionItemClosed
from zhongshu.domains.supervision.queries import ledger

__all__ = ["SupervisionItemClosed", "close", "ledger", "register"]
