"""基层负担: what every unit was asked this month, and the panel beside whatever asks for one more thing."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhongshu.domains.supervision.burden_forms import EstimateForm, MonthForm
from zhongshu.domains.supervision.burden_policies import estimate_policy, measured_organs
from zhongshu.domains.supervision.choices import LIVE_PARTS, PartState
from zhongshu.domains.supervision.commands import burdens as commands
from zhongshu.domains.supervision.models import SupervisionItem
from zhongshu.domains.supervision.queries import burdens as queries
from zhongshu.kernel import burdens, clock, dialogs, ui
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.guards import for_administrators, guarded_by

CHARTED = 15


@require_safe
@guarded_by(estimate_policy, "view")
def page(request: HttpRequest) -> HttpResponse:
    """All units of a month, the most minutes first; a unit's own people see their own."""
    form = MonthForm(request.GET or None)
    day = (form.cleaned_data.get("month") if form.is_bound and form.is_valid() else None) or clock.today()
    estimates = queries.estimate_rows()
    kinds = [row for row in estimates if row["minutes"]]
    lines = queries.lines(request.actor, day, {row["kind"]: row["minutes"] for row in kinds})
    shown = lines[:CHARTED]
    chart = {
        "kind": "stack-horizontal",
        "categories": [str(line.organ) for line in shown],
        "series": [
            {"name": row["label"], "values": [line.cells[place] for line in shown]}
            for place, row in enumerate(kinds)
            if any(line.cells[place] for line in shown)
        ],
        "unit": "分钟",
    }
    context: dict[str, Any] = {
        "form": form if form.is_bound else MonthForm(initial={"month": day}),
        "month": day,
        "lines": lines,
        "chart": chart,
        "kinds": kinds,
        "estimates": estimates,
        "minutes": sum(line.meter.minutes for line in lines),
        "count": sum(line.meter.count for line in lines),
        "repeated": sum(len(line.meter.repeated) for line in lines),
        "all_units": measured_organs(request.actor) is None,
    }
    return ui.page(request, "supervision/burden.html", context)


@require_POST
@guarded_by(estimate_policy, "view")
def panel(request: HttpRequest) -> HttpResponse:
    """The panel beside the form by which an item is docketed, for the units and the words that it holds now; words go in no address."""
    units = [int(pk) for name in ("lead_unit", "supporting_units", "unit") for pk in request.POST.getlist(name) if pk.isdigit()][
        :20
    ]
    words = "\n".join(request.POST.get(name, "") for name in ("title", "outcome", "requirement", "sentence"))[:8000]
    context = {
        "panel": queries.panel(units, request.actor, kind=queries.ASSIGNMENT),
        "answers": burdens.held(words, request.actor),
    }
    return ui.fragment(request, "ui/burden.html", context)


@require_http_methods(["GET", "POST"])
@for_administrators("system")
def change_estimate(request: HttpRequest, kind: str) -> HttpResponse:
    row = next((each for each in queries.estimate_rows() if each["kind"] == kind), None)
    if row is None:
        raise Http404
    form = EstimateForm(request.POST or None, initial={"minutes": row["minutes"], "basis": row["basis"]})
    return dialogs.ask(
        request, form, lambda values: commands.change_estimate(kind, by=request.actor, **values), title=f"{row['label']}的估计",
        back=f"{reverse('supervision:rules')}#burden-title", sentence="已调整，基层负担即按此计算", submit_label="保存",
    )  # fmt: skip


def beside(unit_ids: Collection[int], viewer: Actor, *, kind: str, words: str = "", quote_into: str = "") -> str:
    """Return the panel as a fragment for a dialog."""
    context = {
        "panel": queries.panel(unit_ids, viewer, kind=kind),
        "answers": burdens.held(words, viewer),
        "quote_into": quote_into,
    }
    return render_to_string("ui/burden.html", context)


def beside_item(item: SupervisionItem, viewer: Actor, *, kind: str, owing_only: bool = False) -> str:
    """Return the panel for the units that carry an item, with what its words ask for and is held already."""
    states = (PartState.ASSIGNED, PartState.IN_PROGRESS) if owing_only else LIVE_PARTS
    units = list(item.parts.filter(state__in=states).values_list("unit", flat=True)[:20])
    return beside(units, viewer, kind=kind, words="\n".join((item.title, item.outcome, item.requirement)))
