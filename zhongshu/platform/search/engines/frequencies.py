"""How often tokens and marks stand in the entries, as PostgreSQL's own statistics say; read again every ten minutes."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

_TRUSTED_SECONDS = 600
_remembered: dict[str, tuple[float, "Frequencies"]] = {}


@dataclass(frozen=True, slots=True)
class Frequencies:
    """``rows`` is about the number of entries, 0 or less if not known; a token outside ``shares`` is rarer than every one inside."""

    rows: float = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    least: float = 1.0

    def share(self, token: str) -> float:
        """Return the share of entries that hold the token, at most."""
        return self.shares.get(token, self.least)


def frequencies() -> Frequencies:
    """Return the statistics of the index, at most ten minutes old in this process."""
    name = connection.settings_dict["NAME"]
    kept = _remembered.get(name)
    if kept is None or time.monotonic() - kept[0] > _TRUSTED_SECONDS:
        kept = _remembered[name] = (time.monotonic(), _read())
    return kept[1]


def _read() -> Frequencies:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'search_searchentry'::regclass")
        rows = cursor.fetchone()[0]
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = 'search_searchentry' AND attname = 'tsv'"
        )
        row = cursor.fetchone()
    if row is None or not row[0]:
        return Frequencies(rows=rows)
    elements, shares = row[0], row[1]
    # After the shares of the elements stand the least and the greatest of them.
    return Frequencies(rows=rows, shares=dict(zip(elements, shares, strict=False)), least=min(shares[: len(elements)]))
