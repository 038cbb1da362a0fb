"""Counts for the navigation and the poll: bounded, and several for the price of one query."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from zhongshu.kernel.actors import Actor
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.worklist.queries import errands
from zhongshu.platform.worklist.queries.lists import to_do_branches

LIMIT = 999


def counts(actor: Actor) -> tuple[dict[str, int], str]:
    """Return {"to_do": n, "to_read": m, "unread": k}, each at most ``LIMIT``, and a mark that changes whenever work or a message
    comes or goes: one query, because every page of the shell asks for it."""
    if actor.person_id is None:
        return {"to_do": 0, "to_read": 0, "unread": 0}, ""
    reading = circulation.waiting_for([actor.person_id]).filter(round__secrecy__lte=actor.clearance)
    unread = notifications.notifications(actor, unread_only=True)
    # The order is that of the index. Without it PostgreSQL, which does not know that whoever handled very much holds little now, would
    # rather look through the whole table for the first thousand.
    items = [branch.order_by("due_order", "id") for branch in to_do_branches(actor)]
    waiting = [found.order_by() for _, found in errands.branches(actor)]
    branches: list[QuerySet] = [*items, *waiting, reading.order_by("-received_at", "-id"), unread.order_by()]
    selects: list[str] = []
    parameters: list[Any] = []
    for branch in branches:
        sql, values = branch.values("id")[: LIMIT + 1].query.sql_with_params()
        selects.append(f"SELECT COUNT(*), MAX(found.id) FROM ({sql}) found")
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT {n}, part.* FROM ({one}) part" for n, one in enumerate(selects)), parameters)
        rows = sorted(cursor.fetchall())
    found = [count for _, count, _ in rows]
    mark = ".".join(f"{count}-{newest or 0}" for _, count, newest in rows)
    *work, to_read, messages = found
    return {"to_do": min(sum(work), LIMIT), "to_read": min(to_read, LIMIT), "unread": min(messages, LIMIT)}, mark
