"""Reference data kept in the process and read again when it changes."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from zhongshu.kernel import transactions

T = TypeVar("T")


def new_version() -> str:
    """Return a version that was never used; a number would come again after a roll-back, and be trusted wrongly."""
    return uuid4().hex


class Versioned(Generic[T]):
    """A value that every process computes from the database once per version.

    ``read_version`` costs one small query. Outside a transaction the answer is trusted for ``REFERENCE_DATA_TRUSTED_SECONDS``
    (0: never); inside one it is always asked for, because the transaction may have changed it.
    """

    def __init__(self, *, read_version: Callable[[], str], load: Callable[[], T]) -> None:
        self._read_version = read_version
        self._load = load
        # One tuple, replaced at once: a reader in another thread sees the old pair or the new one, never a mixture.
        self._kept: tuple[str, T] | None = None
        self._trusted_until = 0.0

    def get(self) -> T:
        kept = self._kept
        in_transaction = transactions.in_progress()
        if kept and not in_transaction and time.monotonic() < self._trusted_until:
            return kept[1]
        version = self._read_version()
        if kept is None or kept[0] != version:
            kept = (version, self._load())
            self._kept = kept
        if not in_transaction:
            self._trusted_until = time.monotonic() + settings.REFERENCE_DATA_TRUSTED_SECONDS
        return kept[1]

    def changed(self) -> None:
        """Say that the caller's transaction changed the data: this process asks again, others after the trusted time."""
        transaction.on_commit(self._distrust)

    def _distrust(self) -> None:
        self._trusted_until = 0.0
