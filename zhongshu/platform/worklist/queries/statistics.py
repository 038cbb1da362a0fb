"""How long steps take (环节用时): sums over settled days. Steps and kinds are compared, never persons."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Sum

from zhongshu.kernel.actors import Actor
from zhongshu.platform.worklist.models import SettledDay, StepStatistic

DUTIES = ("flow_administrator", "office_director", "deputy_office_director", "secretary_general")


def by_step(actor: Actor, *, since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Return, for the organs whose work the actor oversees, each step with ``visits``, ``average_seconds``, ``longest`` and
    ``sent_back``.

    In the order of process and step name; one query over settled days.
    """
    rows = (
        StepStatistic.objects.filter(organ_id__in=actor.organs_where(*DUTIES), day__gte=since, day__lte=until)
        .values("ref_kind", "definition_key", "definition_name", "node", "step_name")
        .annotate(visits=Sum("count"), total=Sum("seconds"), longest=Max("longest_seconds"), sent_back=Sum("returned"))
        .order_by("definition_name", "definition_key", "step_name", "node")
    )
    return [{**row, "average_seconds": row["total"] // row["visits"]} for row in rows]


def by_kind(actor: Actor, *, since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """Return the same per process."""
    rows = (
        StepStatistic.objects.filter(organ_id__in=actor.organs_where(*DUTIES), day__gte=since, day__lte=until)
        .values("ref_kind", name=F("definition_name"))
        .annotate(visits=Sum("count"), total=Sum("seconds"), sent_back=Sum("returned"))
        .order_by("name", "ref_kind")
    )
    return [{**row, "average_seconds": row["total"] // row["visits"]} for row in rows]


def settled_until() -> dt.date | None:
    """Return the last day whose figures are complete."""
    return SettledDay.objects.aggregate(last=Max("day"))["last"]
