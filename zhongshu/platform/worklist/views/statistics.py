import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhongshu.kernel import clock, kinds, ui
from zhongshu.kernel.guards import for_duty
from zhongshu.platform.worklist.queries import statistics

PERIODS = {"30": "近30天", "90": "近90天", "365": "近一年"}


@require_safe
@for_duty(*statistics.DUTIES)
def show(request: HttpRequest) -> HttpResponse:
    """Show how long steps take in the organs that the reader oversees (环节用时)."""
    days = request.GET.get("days", "30")
    days = days if days in PERIODS else "30"
    until = clock.today()
    since = until - dt.timedelta(days=int(days))
    context = {
        "steps": [_in_words(row) for row in statistics.by_step(request.actor, since=since, until=until)],
        "processes": [_in_words(row) for row in statistics.by_kind(request.actor, since=since, until=until)],
        "settled_until": statistics.settled_until(),
        "tabs": [{"label": label, "url": f"?days={key}", "active": key == days} for key, label in PERIODS.items()],
    }
    return ui.page_or_fragment(request, "worklist/statistics.html", "figures", context)


def _in_words(row: dict) -> dict:
    return {
        **row,
        "kind": kinds.label(row["ref_kind"]),
        "average": lasting(row["average_seconds"]),
        "longest_words": lasting(row.get("longest", 0)),
    }


def lasting(seconds: int) -> str:
    """Say how long in two units: 2天3小时, 5小时10分钟, 8分钟."""
    minutes = seconds // 60
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days}天{hours}小时"
    return f"{hours}小时{minutes % 60}分钟" if hours else f"{max(minutes, 1)}分钟"
