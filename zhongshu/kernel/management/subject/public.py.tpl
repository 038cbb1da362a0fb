"""__label__: what bridges and the site may use; nothing else is promised."""

from __package__.commands import close, register
from __package__.events import __Item__Closed
from __package__.queries import ledger

__all__ = ["__Item__Closed", "close", "ledger", "register"]
