"""The nightly settlement of how long steps took; the statistics page only adds up days."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.models import SettledDay, StepStatistic

_FINISHED = (workflow.StepState.DONE, workflow.StepState.RETURNED)
MOST_DAYS_AT_ONCE = 366


@transaction.atomic
def settle_days(first: dt.date, last: dt.date) -> int:
    """Settle the steps that ended from one day to another; settling again replaces what was there. One pass over the steps.

    Returns how many rows were written.
    """
    start = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min))
    lasted = ExpressionWrapper(F("left_at") - F("entered_at"), output_field=DurationField())
    groups = (
        workflow.FlowStep.objects.filter(kind="user", state__in=_FINISHED, left_at__gte=start, left_at__lt=end)
        .values(
            "node",
            day=TruncDate("left_at"),
            organ_pk=F("instance__organ_id"),
            ref_kind=F("instance__ref_kind"),
            definition_key=F("instance__version__definition__key"),
        )
        .annotate(
            # Versions may name the same node differently: one of the names stands for all.
            step_name=Max("name"),
            definition_name=Max("instance__version__definition__name"),
            visits=Count("pk"),
            sent_back=Count("pk", filter=Q(state=workflow.StepState.RETURNED)),
            total=Sum(lasted),
            longest=Max(lasted),
        )
        .order_by()
    )
    rows = [
        StepStatistic(
            day=group["day"],
            organ_id=group["organ_pk"],
            ref_kind=group["ref_kind"],
            definition_key=group["definition_key"],
            definition_name=group["definition_name"],
            node=group["node"],
            step_name=group["step_name"],
            count=group["visits"],
            returned=group["sent_back"],
            seconds=int(group["total"].total_seconds()),
            longest_seconds=int(group["longest"].total_seconds()),
        )
        for group in groups
    ]
    StepStatistic.objects.filter(day__gte=first, day__lte=last).delete()
    StepStatistic.objects.bulk_create(rows, batch_size=500)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    SettledDay.objects.filter(day__in=days).delete()
    SettledDay.objects.bulk_create([SettledDay(day=day, settled_at=clock.now()) for day in days])
    return len(rows)


def settle_until_yesterday() -> int:
    """Settle every day since the last settled one, at most a year in one run. Returns how many days."""
    yesterday = clock.today() - dt.timedelta(days=1)
    last = SettledDay.objects.aggregate(last=Max("day"))["last"]
    if last is None:
        first_step = workflow.FlowStep.objects.filter(left_at__isnull=False).aggregate(first=Min("left_at"))["first"]
        if first_step is None:
            return 0
        last = timezone.localdate(first_step) - dt.timedelta(days=1)
    until = min(yesterday, last + dt.timedelta(days=MOST_DAYS_AT_ONCE))
    if until <= last:
        return 0
    settle_days(last + dt.timedelta(days=1), until)
    return (until - last).days
