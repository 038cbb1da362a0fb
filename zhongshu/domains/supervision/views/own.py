"""A unit's own items, and a leader's own instructions."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhongshu.domains.supervision import charts
from zhongshu.domains.supervision.policies import part_policy, policy
from zhongshu.domains.supervision.queries import instructions as queries
from zhongshu.domains.supervision.queries import items
from zhongshu.domains.supervision.queries import rules as rule_queries
from zhongshu.kernel import clock, ui
from zhongshu.kernel.guards import guarded_by

SHOWN = {"": "全部", "red": "逾期", "yellow": "需关注", "green": "正常推进", "blue": "待核查", "done": "已办结"}


@require_safe
@guarded_by(part_policy, "view")
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader's units and the reader carry: to be signed for, to be reported, done."""
    done = request.GET.get("done") == "1"
    page = items.own_parts_page(request.actor, done=done, after=request.GET.get("after"), before=request.GET.get("before"))
    rules, today = rule_queries.light_rules(), clock.today()
    for part in page.rows:
        vars(part)["shown_light"] = rule_queries.light(part.item, rules, today)
    tabs = [
        {"label": "在办", "url": "?", "active": not done},
        {"label": "已报结", "url": "?done=1", "active": done},
    ]
    return ui.page(request, "supervision/mine.html", {"page": page, "tabs": tabs})


@require_safe
@guarded_by(policy, "view")
def instructions(request: HttpRequest) -> HttpResponse:
    """A leader's instructions and where they stand: the exact words beside the latest report, in large type."""
    rules, today = rule_queries.light_rules(), clock.today()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    page = queries.page(request.actor, rules, today, show=show, after=request.GET.get("after"), before=request.GET.get("before"))
    for source in page.rows:
        vars(source)["shown_light"] = rule_queries.light(source.item, rules, today)
        vars(source)["answer"] = next(iter(vars(source.item).get("reported", [])), None)
    overview = queries.overview(request.actor, rules, today)
    months, units = overview.months, overview.units
    context = {
        "page": page,
        "lights": overview.lights,
        "show": show,
        "tabs": [{"label": label, "url": f"?show={key}" if key else "?", "active": key == show} for key, label in SHOWN.items()],
        "months": months,
        "month_chart": charts.stacked([row["label"] for row in months], months, queries.STANDS),
        "unit_chart": charts.stacked([row["label"] for row in units], units, queries.STANDS, flat=True),
    }
    return ui.page(request, "supervision/instructions.html", context)
