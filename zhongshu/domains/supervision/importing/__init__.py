"""A ledger that an office kept as a spreadsheet, read with its messy headings (台账导入). Nothing is written here."""

from zhongshu.domains.supervision.importing.headers import LABELS
from zhongshu.domains.supervision.importing.rows import LedgerRow, LedgerSheet, understand

__all__ = ["LABELS", "LedgerRow", "LedgerSheet", "understand"]
