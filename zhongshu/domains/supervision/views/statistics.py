"""Statistics as of a day, what stands behind each figure, and the circular."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhongshu.domains.supervision import charts, forms
from zhongshu.domains.supervision.circular import circular_title
from zhongshu.domains.supervision.commands import noticing
from zhongshu.domains.supervision.policies import notice_policy, policy, supervised_organs
from zhongshu.domains.supervision.queries import statistics
from zhongshu.domains.supervision.workbooks import workbook
from zhongshu.kernel import clock, dialogs, ui
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.pages import keyset
from zhongshu.platform.organizations import public as organizations

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@guarded_by(policy, "keep")
def page(request: HttpRequest) -> HttpResponse:
    """办结率 and what it is made of, by unit, source, leader or grade, as of any day."""
    form, scope = _asked(request)
    dimension = _dimension(request)
    rows = statistics.by(dimension, scope)
    months = statistics.trend(scope)
    chart = charts.stacked([row.label for row in rows[:12]], [row.counts for row in rows[:12]], statistics.BUCKETS, flat=True)
    done = {name: statistics.BUCKETS[name] for name in statistics.COMPLETED}
    trend = charts.stacked([row.label for row in months], [row.counts for row in months], done)
    query = urlencode({key: value for key, value in request.GET.items() if key != "by" and value})
    context = {
        "form": form,
        "scope": scope,
        "overall": statistics.overall(scope),
        "rows": rows,
        "heads": list(statistics.BUCKETS.values()),
        "dimension": dimension,
        "dimension_label": statistics.DIMENSIONS[dimension],
        "tabs": [
            {"label": f"按{label}", "url": f"?{query}&by={name}" if query else f"?by={name}", "active": name == dimension}
            for name, label in statistics.DIMENSIONS.items()
        ],
        "chart": chart,
        "trend": trend,
        "months": months,
        "query": query,
        "may_issue": bool(supervised_organs(request.actor)),
    }
    return ui.page(request, "supervision/statistics.html", context)


@require_safe
@guarded_by(policy, "keep")
def behind(request: HttpRequest) -> HttpResponse:
    """The items behind one figure, as of the same day."""
    _, scope = _asked(request)
    bucket, dimension, key = (request.GET.get(name, "") for name in ("bucket", "by", "key"))
    found = policy.visible(request.actor).filter(
        pk__in=statistics.items_in(scope, bucket=bucket, dimension=dimension, key=key).values("pk")
    )
    rows = keyset(
        found.select_related("lead_unit", "responsible"), order=("deadline", "id"), after=request.GET.get("after"),
        before=request.GET.get("before"), size=50,
    )  # fmt: skip
    names = {"due": "应办结", "completed": "已办结", **statistics.BUCKETS}
    context = {"page": rows, "scope": scope, "title": names.get(bucket, "全部事项")}
    return ui.page(request, "supervision/behind.html", context)


@require_safe
@guarded_by(policy, "keep")
def exported(request: HttpRequest) -> HttpResponse:
    """The table as a workbook."""
    _, scope = _asked(request)
    dimension = _dimension(request)
    heads = [statistics.DIMENSIONS[dimension], "应办结", "已办结", "办结率", "按期办结率", *statistics.BUCKETS.values()]
    lines = [
        [
            row.label,
            row.due,
            row.completed,
            statistics.percent(row.completion_rate),
            statistics.percent(row.on_time_rate),
            *row.counts.values(),
        ]
        for row in [*statistics.by(dimension, scope), statistics.overall(scope)]
    ]
    response = HttpResponse(workbook("督查统计", heads, lines), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"督查统计{scope.as_of:%Y%m%d}.xlsx")
    return response


@require_safe
@guarded_by(notice_policy, "view")
def circular_pdf(request: HttpRequest) -> HttpResponse:
    """The circular as of a day, as it would be issued."""
    _, scope = _asked(request)
    if not scope.organ_ids:
        raise Http404
    organ_id = request.actor.organ_id if request.actor.organ_id in scope.organ_ids else min(scope.organ_ids)
    title = circular_title(organizations.unit(organ_id).name, scope.as_of)
    content = noticing.circular_pdf(organ_id, as_of=scope.as_of, docketed_from=scope.docketed_from)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{title}.pdf") or ""
    return response


@require_POST
@guarded_by(notice_policy, "retry")
def issue_circular(request: HttpRequest) -> HttpResponse:
    """Let the circular be drafted as an outgoing document."""
    form = forms.StatisticsForm(request.POST)
    values = form.cleaned_data if form.is_valid() else {}
    organs = supervised_organs(request.actor)
    organ_id = request.actor.organ_id if request.actor.organ_id in organs else min(organs, default=0)
    as_of = values.get("as_of") or clock.today()
    notice = noticing.issue_circular(organ_id or 0, as_of=as_of, docketed_from=values.get("docketed_from"), by=request.actor)
    return dialogs.done(request, reverse("supervision:notice", args=[notice.pk]), "正在生成通报文稿")


def _asked(request: HttpRequest) -> tuple[forms.StatisticsForm, statistics.Scope]:
    form = forms.StatisticsForm(request.GET or None)
    values: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    as_of: dt.date = values.get("as_of") or clock.today()
    scope = statistics.scope_of(
        request.actor, as_of, docketed_from=values.get("docketed_from"), docketed_until=values.get("docketed_until")
    )
    return form, scope


def _dimension(request: HttpRequest) -> str:
    wanted = request.GET.get("by", "unit")
    return wanted if wanted in statistics.DIMENSIONS else "unit"
