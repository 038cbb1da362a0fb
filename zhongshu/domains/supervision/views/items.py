"""One item: its page, and how it comes onto the ledger."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from zhongshu.domains.supervision import forms
from zhongshu.domains.supervision.choices import ExtensionState, PartState, State
from zhongshu.domains.supervision.commands import docketing
from zhongshu.domains.supervision.models import SupervisionItem
from zhongshu.domains.supervision.policies import policy, supervised_organs
from zhongshu.domains.supervision.queries import items
from zhongshu.domains.supervision.queries import rules as rule_queries
from zhongshu.kernel import clock, ui
from zhongshu.kernel.errors import NotPermitted, OfficeError
from zhongshu.kernel.guards import guarded_by
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit

# The way of an item as a line of steps.
WAY = (
    ("立项", (State.DOCKETED,)),
    ("交办", (State.ASSIGNED,)),
    ("承办", (State.IN_PROGRESS,)),
    ("报结", (State.FEEDBACK_GIVEN,)),
    ("核查", (State.VERIFIED,)),
    ("办结", (State.COMPLETED,)),
    ("销号", (State.CLOSED_OUT,)),
    ("归档", (State.ARCHIVED,)),
)
TABS = {"": "办理情况", "record": "办理记录", "files": "佐证材料"}


@require_safe
@guarded_by(policy, "view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: the sentence it came from beside where it stands, its parts, what was reported and checked, and its record."""
    item = get_object_or_404(items.visible(request.actor), pk=pk)
    if item.secrecy:
        audit.record_reading(item.ref, request.actor)
    shown = rule_queries.light(item, rule_queries.light_rules(), clock.today())
    parts = items.parts(item, request.actor)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    extensions = items.extensions(item)
    context: dict[str, Any] = {
        "item": item,
        "shown_light": shown,
        "parts": parts,
        "own_parts": [part for part in parts if part.can_handle and part.state in (PartState.ASSIGNED, PartState.IN_PROGRESS)],
        "extensions": extensions,
        "waiting_extension": next((row for row in extensions if row.state == ExtensionState.REQUESTED), None),
        "deadline_lines": item.deadline_explanation.split("\n"),
        "steps": _way(item),
        "tab": tab,
        "tabs": [{"label": label, "url": f"?tab={name}" if name else "?", "active": name == tab} for name, label in TABS.items()],
    }
    if tab == "record":
        context["events"] = items.events(item)
    elif not tab:
        context |= {
            "sources": items.sources(item, request.actor),
            "feedback": items.feedback(item),
            "verifications": items.verifications(item),
            "children": items.children(item, request.actor),
        }
    return ui.page(request, "supervision/item.html", context)


@require_http_methods(["GET", "POST"])
@guarded_by(policy, "supervise")
def new(request: HttpRequest) -> HttpResponse:
    """Put a matter onto the ledger by hand."""
    if not supervised_organs(request.actor):
        raise NotPermitted("立项由督查部门办理，如需立项请联系本单位督查人员", code="not_permitted_docket")
    form = forms.ItemForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            item = docketing.docket(by=request.actor, **docket_values(form.cleaned_data))
        except OfficeError as error:
            if error.status != 422:
                raise
            form.refuse(error)
        else:
            messages.success(request, f"已立项：{item.number}，请核对分工后交办")
            return redirect("supervision:detail", pk=item.pk)
    return ui.page(request, "supervision/new.html", {"form": form}, status=422 if form.is_bound else 200)


def docket_values(values: dict[str, Any]) -> dict[str, Any]:
    """Turn what the form holds into what ``docket`` takes."""
    source = docketing.Source(
        kind=values["source_kind"], ref=ObjectRef("", 0, values["source_title"]), sentence=values["sentence"]
    )
    return {"source": source, **common_values(values)}


def common_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return what every way of docketing shares."""
    return {
        "title": values["title"],
        "outcome": values["outcome"],
        "requirement": values["requirement"],
        "lead_unit_id": values["lead_unit"],
        "responsible_id": values["responsible"],
        "supporting_unit_ids": values["supporting_units"],
        "leader_in_charge_id": values["leader_in_charge"],
        "grade": values["grade"],
        "kind": values["kind"],
        "working_days": values["working_days"],
        "deadline": values["deadline"],
        "secrecy_level": values["secrecy_level"],
    }


def _way(item: SupervisionItem) -> list[dict[str, str]]:
    present = State(item.suspended_state) if item.state == State.SUSPENDED and item.suspended_state else State(item.state)
    place = next((index for index, (_, states) in enumerate(WAY) if present in states), 0)
    stopped = item.state in (State.SUSPENDED, State.VOIDED)
    # A state names what has been done; what comes next is at hand.
    done_until = place + 1 if present not in (State.ASSIGNED, State.IN_PROGRESS, State.FEEDBACK_GIVEN) else place
    way = []
    for index, (name, _) in enumerate(WAY):
        state = "done" if index < done_until else "now" if index == done_until else "next"
        way.append({"name": name, "state": "stopped" if stopped and state == "now" else state, "who": "", "note": ""})
    return way
