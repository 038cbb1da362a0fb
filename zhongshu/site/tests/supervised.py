"""Something of everything of supervision, for the tests that sweep the pages."""

from collections.abc import Callable
from typing import Any

from zhongshu.domains.supervision import models
from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations import public as organizations
from zhongshu.site.demonstration.supervision_texts import REPORT
from zhongshu.site.tests import inspected, taken_in
from zhongshu.site.tests.conftest import Town


def populate(town: Town) -> supervision.SupervisionItem:
    """Let the city's supervisors, a bureau and the government office do one of each thing."""
    supervisor = town.actor("government.supervision_head")
    item = follow(town, "供暖督查事项")
    [part, *_] = supervision.Part.objects.filter(item=item).select_related("unit__organ", "item").order_by("pk")
    head = town.actor("department9.head")
    supervision.request_extension(part, working_days=3, reason="连续降雨", by=head)
    propose(town, 1)
    supervision.take_apart(REPORT, title="任务分解", source_kind="work_report", by=supervisor)
    supervision.issue_notice(item, kind="urging_notice", words="请抓紧。", by=supervisor)
    supervision.save_view("红灯", "light=red", by=supervisor)
    inspected.populate(town)
    taken_in.populate(town)
    return item


def follow(town: Town, title: str) -> supervision.SupervisionItem:
    """Return an item led by a bureau and helped by the government office, with one report."""
    supervisor = town.actor("government.supervision_head")
    lead, office = town.city.unit("市财政局"), town.city.unit("市政府办公室")
    item = supervision.docket(
        title=title,
        outcome="供暖经费拨付到位",
        source=supervision.Source(
            kind="instruction",
            ref=ObjectRef("", 0, "供暖情况专报"),
            words="请财政局落实经费。",
            leader_id=town.person("government.head").pk,
        ),
        lead_unit_id=lead.pk,
        supporting_unit_ids=[office.pk],
        working_days=10,
        by=supervisor,
    )
    supervision.assign(item, by=supervisor)
    for part in supervision.Part.objects.filter(item=item).select_related("unit__organ", "item").order_by("pk"):
        head = organizations.head_of(part.unit_id)
        assert head is not None
        supervision.sign(part, by=organizations.actor_of(head.pk))
        if part.unit_id == lead.pk:
            supervision.give_feedback(part, words="已拨付六成。", progress=60, by=organizations.actor_of(head.pk))
    item.refresh_from_db()
    return item


def propose(town: Town, number: int) -> None:
    leader = town.actor("government.head")
    supervision.propose_from_instruction(
        ObjectRef("", 0, f"供暖情况专报第{number}期"), opinion_id=10_000_000 + number, leader_id=leader.person_id or 0,
        leader_name=leader.name, leader_post=leader.post_name, organ_id=leader.organ_id, words=f"请财政局第{number}次核实。",
        attitude="comment", has_handwriting=False,
    )  # fmt: skip


def grow(town: Town) -> None:
    """Add more rows to every page of supervision."""
    taken_in.grow(town)
    for number in range(5):
        follow(town, f"第{number}项供暖督查事项")
        propose(town, 2 + number)
    inspected.grow(town)


def _first(model: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {"pk": model.objects.order_by("pk")[0].pk}


# What an address names, by the longest beginning of its route.
NAMED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "supervision/items/": _first(models.SupervisionItem),
    "supervision/parts/": _first(models.Part),
    "supervision/extensions/": _first(models.Extension),
    "supervision/feedback/": _first(models.Feedback),
    "supervision/proposals/": _first(models.Proposal),
    "supervision/breakdowns/": _first(models.Breakdown),
    "supervision/tasks/": lambda world: {"pk": models.BreakdownTask.objects.order_by("pk")[0].pk, "action": "accept"},
    "supervision/notices/": _first(models.Notice),
    "supervision/rules/": lambda world: {"grade": "major", "position": 10, "way": "down"},
    "supervision/views/": _first(models.SavedView),
    **inspected.NAMED,
    **taken_in.NAMED,
}
LISTS = [
    *(f"supervision:{name}" for name in ("ledger", "mine", "proposals", "breakdowns", "notices", "instructions", "behind")),
    *inspected.LISTS,
]
DETAILS = [
    *(("supervision:detail", f"?tab={tab}") for tab in ("", "record", "files")),
    *(("supervision:statistics", ""), ("supervision:ledger", "?group=unit&columns=supporting&columns=state")),
    *inspected.DETAILS,
    *taken_in.DETAILS,
]
