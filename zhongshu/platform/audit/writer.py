"""Adds links to the chain."""

import random
import threading
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from zhongshu.kernel import clock, kinds, transactions
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit.chain import GENESIS, ID_STEP, canonical, link, moment
from zhongshu.platform.audit.models import ChainHead

_waiting = threading.local()
_LOCK_SPACE = 0x5A53  # any number that no other advisory lock of the project uses

_CONTENT = (
    *("id", "chain", "seq", "at", "action", "ref_kind", "ref_id", "ref_title", "ref_number"),
    *("person_id", "person_name", "post_name", "unit_name", "organ_id", "organ_name", "administrator", "account_id"),
    *("address", "facts"),
)
_INSERT = f"INSERT INTO audit_entry ({', '.join(_CONTENT)}, prev_hash, hash) VALUES ({', '.join(['%s'] * (len(_CONTENT) + 2))})"


class _Head(NamedTuple):
    chain: int
    seq: int
    hash: str


def ref_of(subject: Model | ObjectRef) -> ObjectRef:
    """Return the link to an object: as given, as the object itself says (``.ref``), or by its registered kind."""
    if isinstance(subject, ObjectRef):
        return subject
    own = getattr(subject, "ref", None)
    if isinstance(own, ObjectRef):
        return own
    label = subject._meta.label
    for kind in kinds.all_kinds():
        if kind.model == label:
            number = getattr(subject, kind.number_field, "") if kind.number_field else ""
            return ObjectRef(kind.kind, subject.pk, str(getattr(subject, kind.title_field, "")), str(number or ""))
    title = getattr(subject, "title", None) or getattr(subject, "name", None) or ""
    return ObjectRef(subject._meta.label_lower, subject.pk, str(title))


def record(action: str, subject: Model | ObjectRef, /, *, by: Actor, **facts: Any) -> None:
    """Add an entry in the caller's transaction: it stands or falls with what it records.

    ``facts`` are plain values: numbers, texts, dates, lists of them. They are kept for years and never shown in lists.
    """
    record_many(action, [subject], by=by, **facts)


def record_many(action: str, subjects: Iterable[Model | ObjectRef], /, *, by: Actor, **facts: Any) -> None:
    """Add one entry about each subject, all with the same facts, for the price of one."""
    refs = [ref_of(subject) for subject in subjects]
    if not refs:
        return
    common = _common(action, by, facts)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        head = _take_head(cursor)
        previous, rows = head.hash, []
        for seq, ref in enumerate(refs, start=head.seq + 1):
            content = {
                **common,
                "id": seq * ID_STEP + head.chain,
                "chain": head.chain,
                "seq": seq,
                "ref_kind": ref.kind,
                "ref_id": ref.id,
                "ref_title": ref.title[:300],
                "ref_number": ref.number[:80],
            }
            digest = link(previous, {**content, "at": moment(content["at"])})
            stored = {**content, "at": connection.ops.adapt_datetimefield_value(content["at"])}
            rows.append([*(stored[name] for name in _CONTENT), previous, digest])
            previous = digest
        # The database moves the head while it inserts, and refuses a row that does not follow it. Plain SQL, because an entry is
        # part of every command: the ORM costs six times as much.
        cursor.executemany(_INSERT, rows)


def _common(action: str, by: Actor, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "action": action,
        "person_id": by.person_id,
        "person_name": by.name[:80],
        "post_name": by.post_name[:80],
        "unit_name": by.unit_name[:120],
        "organ_id": by.organ_id,
        "organ_name": by.organ_name[:120],
        "administrator": by.administrator or "",
        "account_id": by.account_id,
        "address": by.address[:64],
        "facts": canonical(facts),
    }


def _take_head(cursor: CursorWrapper) -> _Head:
    """Return the head of a chain that nobody else extends until this transaction ends."""
    if not connection.features.has_select_for_update_skip_locked:
        # SQLite has one writer at a time: one chain is enough and never contended.
        return _first(cursor, "WHERE chain = 0") or _begin(cursor, 0)
    while (head := _first(cursor, "ORDER BY chain LIMIT 1 FOR UPDATE SKIP LOCKED")) is None:
        existing = set(ChainHead.objects.values_list("chain", flat=True))
        free = [number for number in range(ID_STEP) if number not in existing]
        if not free:
            # Every chain is busy. This transaction holds none (it would have found its own), so waiting closes no circle.
            return _first(cursor, f"WHERE chain = {random.randrange(ID_STEP)} FOR UPDATE") or _take_head(cursor)
        for number in free:
            if _may_begin(cursor, number):
                _begin(cursor, number)
                break
    return head


def _first(cursor: CursorWrapper, which: str) -> _Head | None:
    cursor.execute(f"SELECT chain, seq, hash FROM audit_chainhead {which}")
    row = cursor.fetchone()
    return _Head(*row) if row else None


def _begin(cursor: CursorWrapper, chain: int) -> _Head:
    head = _Head(chain, 0, GENESIS)
    cursor.execute(
        "INSERT INTO audit_chainhead (chain, seq, hash) VALUES (%s, %s, %s) ON CONFLICT (chain) DO NOTHING", list(head)
    )
    return head


def _may_begin(cursor: CursorWrapper, chain: int) -> bool:
    # Two that insert the same row would wait for each other's commit; a lock that is only tried sends one to another number.
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, chain])
    (granted,) = cursor.fetchone()
    return bool(granted)


def record_regardless(action: str, subject: Model | ObjectRef, /, *, by: Actor, **facts: Any) -> None:
    """Add an entry that must survive the roll-back of the caller's transaction: a refusal.

    Outside a transaction it is written at once. Inside one it waits in the thread until ``write_waiting`` is called: at the end
    of the request, of the job, or when the transaction commits after all.
    """
    ref = ref_of(subject)
    if not transactions.in_progress():
        record(action, ref, by=by, **facts)
        return
    _queue().append((action, ref, by, facts))
    transaction.on_commit(write_waiting)


def write_waiting(**signal: Any) -> int:
    """Write the entries that waited for the end of a transaction; returns how many. Does nothing while one is open."""
    queue = _queue()
    written = 0
    while queue and not transactions.in_progress():
        action, ref, by, facts = queue.pop(0)
        record(action, ref, by=by, **facts)
        written += 1
    return written


def _queue() -> list[tuple[str, ObjectRef, Actor, dict[str, Any]]]:
    if not hasattr(_waiting, "entries"):
        _waiting.entries = []
    entries: list[tuple[str, ObjectRef, Actor, dict[str, Any]]] = _waiting.entries
    return entries
