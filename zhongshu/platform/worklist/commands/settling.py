"""The nightly settlement of how long steps took; the statistics page only adds up days."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, Q, Sum
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.models import SettledDay, StepStatistic

_FINISHED = (workflow.StepState.DONE, workflow.StepState.RETURNED)
MOST_DAYS_AT_ONCE = 40


@transaction.atomic
def settle_day(day: dt.date) -> int:
    """Settle the steps that ended on one day; settling again replaces what was there. Returns how many rows were written."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
    lasted = ExpressionWrapper(F("left_at") - F("entered_at"), output_field=DurationField())
    groups = (
        workflow.FlowStep.objects.filter(kind="user", state__in=_FINISHED, left_at__gte=start, left_at__lt=end)
        .values(
            "node",
            "name",
            organ_pk=F("instance__organ_id"),
            ref_kind=F("instance__ref_kind"),
            definition_key=F("instance__version__definition__key"),
            definition_name=F("instance__version__definition__name"),
        )
        .annotate(
            visits=Count("pk"),
            sent_back=Count("pk", filter=Q(state=workflow.StepState.RETURNED)),
            total=Sum(lasted),
            longest=Max(lasted),
        )
        .order_by()
    )
    rows: dict[tuple, StepStatistic] = {}
    for group in groups:
        # Two versions may name the same node differently; the later name stands.
        key = (group["organ_pk"], group["ref_kind"], group["definition_key"], group["node"])
        row = rows.setdefault(
            key,
            StepStatistic(
                day=day, organ_id=key[0], ref_kind=key[1], definition_key=key[2], node=key[3],
                definition_name=group["definition_name"], step_name=group["name"], count=0, seconds=0, longest_seconds=0,
            ),
        )  # fmt: skip
        row.count += group["visits"]
        row.returned += group["sent_back"]
        row.seconds += int(group["total"].total_seconds())
        row.longest_seconds = max(row.longest_seconds, int(group["longest"].total_seconds()))
    StepStatistic.objects.filter(day=day).delete()
    StepStatistic.objects.bulk_create(rows.values(), batch_size=500)
    SettledDay.objects.update_or_create(day=day, defaults={"settled_at": clock.now()})
    return len(rows)


def settle_until_yesterday() -> int:
    """Settle every day since the last settled one, at most ``MOST_DAYS_AT_ONCE`` in one run. Returns how many days."""
    yesterday = clock.today() - dt.timedelta(days=1)
    last = SettledDay.objects.aggregate(last=Max("day"))["last"]
    if last is None:
        first_step = workflow.FlowStep.objects.filter(left_at__isnull=False).aggregate(first=Min("left_at"))["first"]
        if first_step is None:
            return 0
        last = timezone.localdate(first_step) - dt.timedelta(days=1)
    days = 0
    while last < yesterday and days < MOST_DAYS_AT_ONCE:
        last += dt.timedelta(days=1)
        settle_day(last)
        days += 1
    return days
