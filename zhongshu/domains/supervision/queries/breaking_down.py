"""Reads of texts taken apart."""

from django.db.models import QuerySet

from zhongshu.domains.supervision.models import Breakdown, BreakdownTask
from zhongshu.domains.supervision.policies import breakdown_policy
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.organizations import public as organizations


def breakdowns(viewer: Actor) -> QuerySet[Breakdown]:
    """Return the texts that the viewer may see, with ``can_break_down``; the texts themselves are left out."""
    return breakdown_policy.mark(breakdown_policy.visible(viewer), viewer, "break_down").defer("text")


def page(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    return keyset(breakdowns(viewer), order=("-created_at", "-id"), after=after, before=before, size=25)


def tasks(breakdown: Breakdown) -> list[BreakdownTask]:
    """Return the tasks in the order of the text, each with its units' names: two queries."""
    rows = list(breakdown.tasks.select_related("lead_unit", "item"))
    dress(rows)
    return rows


def dress(rows: list[BreakdownTask]) -> None:
    """Write the names of the supporting units into each row: one query."""
    ids = {pk for row in rows for pk in row.supporting_units}
    found = organizations.units(ids) if ids else {}
    for row in rows:
        vars(row)["supporting_names"] = [str(found[pk]) for pk in row.supporting_units if pk in found]


def task(viewer: Actor, pk: int) -> QuerySet[BreakdownTask]:
    visible = breakdown_policy.visible(viewer)
    return BreakdownTask.objects.filter(pk=pk, breakdown__in=visible.values("pk")).select_related(
        "breakdown", "lead_unit", "item"
    )
