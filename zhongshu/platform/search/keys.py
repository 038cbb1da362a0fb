"""Keys of entries: a moment's second in the upper bits.

So newest first is the order of the key, and a span of days is a range of keys.
"""

import datetime as dt
import zlib

PER_SECOND = 1 << 10


def first_key(moment: dt.datetime) -> int:
    """Return the lowest key of the moment's second."""
    return int(moment.timestamp()) * PER_SECOND


def key_for(moment: dt.datetime, kind: str, object_id: int) -> int:
    """Return the key that an object of this time prefers; another may have it already, then the next free one is taken."""
    return first_key(moment) + zlib.crc32(f"{kind}:{object_id}".encode()) % PER_SECOND


def next_free(key: int, taken: set[int]) -> int:
    """Return the first key at or after ``key`` that nobody has taken."""
    while key in taken:
        key += 1
    return key
