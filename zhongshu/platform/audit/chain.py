"""The links of the hash chain. Pure: values in, text and digests out.

The checker repeats this rule in its own words (``checker.py``) and must not import it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

GENESIS = "0" * 64
# A row's id is seq * ID_STEP + chain, so that the chain proves the id, too. The step never changes: it is the most chains.
ID_STEP = 64


def sm3(text: str) -> str:
    """Return the SM3 digest (GB/T 32905-2016) as 64 hexadecimal digits; OpenSSL's where it has one."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        return hashlib.new("sm3", data).hexdigest()
    except ValueError:
        from gmssl_pyx import sm3_hash

        return sm3_hash(data).hex()


def canonical(value: Any) -> str:
    """Write values as JSON in the one form that is hashed: keys sorted, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)


def moment(at: dt.datetime) -> str:
    """Write a moment in UTC with microseconds."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(previous: str, content: Mapping[str, Any]) -> str:
    """Return the hash of the entry that follows the one hashed ``previous``."""
    return sm3(canonical({**content, "prev_hash": previous}))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return moment(value) if value.tzinfo else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"an audit fact must be a plain value, not {type(value).__name__}")
