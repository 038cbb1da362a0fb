"""What else must agree with the log: the records themselves, checked against the digests that were logged when they were made."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from zhongshu.platform.audit.models import Entry

Check = Callable[[], Iterable[str]]

_checks: dict[str, Check] = {}


def register(label: str, check: Check) -> None:
    """Announce a check, in the module's ``apps.ready``. It yields one Chinese sentence for every record that does not agree, naming the place."""
    _checks[label] = check


def faults() -> Iterator[str]:
    """Yield what does not agree, from every check."""
    for label, check in sorted(_checks.items()):
        for sentence in check():
            yield f"{label}：{sentence}"


def labels() -> list[str]:
    return sorted(_checks)


def logged(action: str, *, size: int = 500) -> Iterator[list[tuple[int, int, dict[str, Any]]]]:
    """Yield (entry id, object id, facts) of every entry of the action, oldest first, in lists of at most ``size``."""
    rows = Entry.objects.filter(action=action).order_by("id").values_list("id", "ref_id", "facts").iterator(chunk_size=size)
    while piece := [(entry_id, ref_id, json.loads(facts)) for entry_id, ref_id, facts in islice(rows, size)]:
        yield piece
