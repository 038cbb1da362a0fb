"""How long to wait before the next attempt."""

import datetime as dt

FIRST = 5
LONGEST = 3600


def delay(attempts: int) -> dt.timedelta:
    """Return the wait after the ``attempts``-th failure: 10 s, 20 s, 40 s ... at most an hour."""
    return dt.timedelta(seconds=min(FIRST * 2 ** max(attempts, 0), LONGEST))
